package io.countersign.radius.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.contract.InMemoryRecords;
import io.countersign.policy.DialIn;
import io.countersign.policy.DialInProperties;
import io.countersign.policy.Problems;
import io.countersign.policy.Words;
import io.countersign.policy.document.PolicyReader;
import io.countersign.radius.access.CompiledPolicies.Names;
import io.countersign.radius.challenge.Challenges;
import io.countersign.radius.crypto.Chap;
import io.countersign.radius.crypto.MsChapV2;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.event.AuthEvent;
import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.exchange.Deliberation;
import io.countersign.radius.exchange.Verdict;
import io.countersign.radius.forwarding.Forwarding;
import io.countersign.radius.identity.User;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.StandardAttributes;
import io.countersign.radius.plugins.ProviderCalls;
import io.countersign.radius.secondfactor.PromptSettings;
import io.countersign.radius.secondfactor.SecondFactors;
import io.countersign.radius.testing.InMemoryChallenges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Replays the cases of folder {@code access}, a fresh server for each case. */
class DecisionCasesTest {
    private static final Dictionary DICTIONARY = Dictionary.standard();
    private static final Instant MARCH = Instant.parse("2026-03-02T09:00:00Z");

    @TestFactory
    Stream<DynamicTest> decidesAsTheCasesSay() {
        return replays("decisions", "policies");
    }

    @TestFactory
    Stream<DynamicTest> doesAsSettingsSay() {
        return replays("settings", "settings");
    }

    private static Stream<DynamicTest> replays(String cases, String policies) {
        return DecisionCase.read(text("/access/" + cases + ".cases.txt")).stream()
                .map(one -> DynamicTest.dynamicTest(
                        "line " + one.line() + ": " + one.name(),
                        () -> new Replay(one, text("/access/" + policies + ".yaml")).run()));
    }

    @Test
    void hasCases() {
        assertThat(DecisionCase.read(text("/access/decisions.cases.txt"))).hasSizeGreaterThan(30);
    }

    /** One case on its way. */
    private static final class Replay {
        private final DecisionCase one;
        private final Clock clock = Clock.offset(
                Clock.systemUTC(), Duration.between(Clock.systemUTC().instant(), MARCH));
        private final FakeDirectory directory = new FakeDirectory();
        private final FakeProvider phone = new FakeProvider(Interaction.OUT_OF_BAND);
        private final FakeProvider code = new FakeProvider(Interaction.CODE);
        private final List<AuthEvent> events = new CopyOnWriteArrayList<>();
        private final String policies;
        private volatile CompiledPolicies inForce;

        Replay(DecisionCase one, String policies) {
            this.one = one;
            this.policies = policies;
            this.inForce = compiled(policies);
        }

        void run() {
            account(one.word("account"));
            one.find("machine").ifPresent(this::machine);
            phone.says(() -> {
                one.find("meanwhile").ifPresent(this::meanwhile);
                return answer(one.word("phone"));
            });
            try (var forwarding = new Forwarding(clock)) {
                var calls = new ProviderCalls(clock);
                var access = new AccessService(
                        _ -> Optional.of(new PoliciesInForce.Lent(inForce, () -> {})),
                        forwarding,
                        new SecondFactors(calls, PromptSettings.DEFAULT, clock),
                        Challenges.open(new InMemoryChallenges(), new InMemoryRecords(clock), clock),
                        events::add,
                        Traced.ALL,
                        () -> true,
                        Pace.none(),
                        clock);
                expect(decide(access, request(access)));
            }
        }

        private Authentic request(AccessService access) {
            var first = built(one.find("password"), Optional.empty());
            if (one.find("code").isEmpty()) {
                return first;
            }
            var challenge = decide(access, first);
            assertThat(challenge).isInstanceOf(Verdict.Challenge.class);
            var state = ((Verdict.Challenge) challenge)
                    .attributes().stream()
                            .filter(attribute -> attribute.type() == StandardAttributes.STATE)
                            .findFirst();
            one.find("meanwhile").ifPresent(this::meanwhile);
            return built(one.find("code"), state);
        }

        private static Verdict decide(AccessService access, Authentic request) {
            var deliberation = access.begin(request);
            var verdict = deliberation.decide();
            deliberation.ended(Deliberation.Ending.DECIDED, verdict);
            return verdict;
        }

        private Authentic built(Optional<String> password, Optional<Attribute> state) {
            var requests = new Requests(PolicyReader.read("policies.yaml", policies), DICTIONARY, clock);
            var request = requests.from(one.word("client")).user(one.word("user"));
            one.attributes().forEach(each -> request.with(each.getKey(), each.getValue()));
            state.ifPresent(request::with);
            switch (one.find("method").orElse("pap")) {
                case "none" -> {}
                case "pap" -> request.password(password.orElseThrow());
                case "chap" ->
                    request.with(
                            "CHAP-Password",
                            "0x05"
                                    + Chap.respond(5, request.authenticator(), Secret.ofText(password.orElseThrow()))
                                            .hex());
                case "ms-chap-v2" -> msChap(request, password.orElseThrow());
                default -> throw new AssertionError("no such method");
            }
            return one.word("signed").equals("yes") ? request.signed() : request.unsigned();
        }

        private void msChap(Requests.Request request, String password) {
            var typed = one.word("user");
            var own = Octets.wrap(new byte[16]);
            var peer = Octets.wrap(new byte[16]);
            var hash = MsChapV2.challengeHash(peer, own, typed.substring(typed.indexOf('\\') + 1));
            var response = MsChapV2.respond(hash, Secret.ofText(password));
            request.with("MS-CHAP-Challenge", "0x" + own.hex())
                    .with("MS-CHAP2-Response", "0x0700" + peer.hex() + "00".repeat(8) + response.hex());
        }

        private void meanwhile(String change) {
            if (change.startsWith("remove ")) {
                directory.remove(change.substring("remove ".length()));
            } else if (change.startsWith("policies ")) {
                var replaced = change.substring("policies ".length()).split(" => ", -1);
                assertThat(policies).contains(replaced[0]);
                inForce = compiled(policies.replace(replaced[0], replaced[1]));
            } else {
                account(change);
            }
        }

        private void account(String line) {
            var words = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            var groups =
                    words.get(1).equals("none") ? new String[0] : words.get(1).split(", ", -1);
            directory.put(
                    words.get(0),
                    new DialInProperties(
                            Words.find(DialIn.class, words.get(2)).orElseThrow(),
                            one.find("caller-ids")
                                    .map(ids -> List.of(ids.split(", ", -1)))
                                    .orElse(List.of()),
                            ownReply()),
                    User.AccountState.valueOf(
                            words.get(3).toUpperCase(Locale.ROOT).replace('-', '_')),
                    groups);
        }

        private Map<String, List<String>> ownReply() {
            return one.find("own").stream()
                    .flatMap(line -> Arrays.stream(line.split("; ", -1)))
                    .map(attribute -> attribute.split("=", 2))
                    .collect(Collectors.toMap(parts -> parts[0], parts -> List.of(parts[1])));
        }

        private void machine(String line) {
            var words = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            directory.put(words.get(0) + "$", DialIn.ABSENT, User.AccountState.ACTIVE, words.get(1));
        }

        private static MfaOutcome answer(String word) {
            return switch (word) {
                case "approves" -> new MfaOutcome.Approved();
                case "denies" -> MfaOutcome.Denied.byUser("denied");
                case "fails" -> MfaOutcome.Denied.fault("503");
                case "not-enrolled" -> new MfaOutcome.NotEnrolled("no phone");
                case "unavailable" -> new MfaOutcome.Unavailable("down");
                default -> throw new AssertionError("a phone does not say " + word);
            };
        }

        private void expect(Verdict verdict) {
            var event = events.getLast();
            assertThat(decision(verdict)).as("decision").isEqualTo(one.word("decision"));
            assertThat(event.reason().number()).as("reason").isEqualTo(Integer.parseInt(one.word("reason")));
            one.find("policy")
                    .ifPresent(expected ->
                            assertThat(event.networkPolicy().orElse("none")).isEqualTo(expected));
            one.find("audit-name")
                    .ifPresent(expected -> assertThat(event.userName()).isEqualTo(expected));
            one.find("told").ifPresent(expected -> assertThat(event.detail()).contains(expected));
            one.find("bypass").ifPresent(expected -> assertThat(event.bypass()).contains(expected));
            one.find("reply").ifPresent(expected -> reply(verdict, expected));
        }

        private static void reply(Verdict verdict, String expected) {
            var lines = attributes(verdict).stream()
                    .flatMap(attribute -> DICTIONARY.describe(attribute).stream())
                    .toList();
            var wanted = expected.equals("none") ? List.<String>of() : List.of(expected.split("; ", -1));
            assertThat(lines).hasSameSizeAs(wanted);
            for (int i = 0; i < wanted.size(); i++) {
                assertThat(lines.get(i) + " ").startsWith(wanted.get(i) + " ");
            }
        }

        private static List<Attribute> attributes(Verdict verdict) {
            return switch (verdict) {
                case Verdict.Accept(var attributes) -> attributes;
                case Verdict.Reject(var attributes) -> attributes;
                case Verdict.Challenge(var attributes) -> attributes;
                case Verdict.Recorded(var attributes) -> attributes;
                case Verdict.Silence _ -> List.of();
            };
        }

        private static String decision(Verdict verdict) {
            return switch (verdict) {
                case Verdict.Accept _ -> "accept";
                case Verdict.Reject _ -> "reject";
                case Verdict.Challenge _ -> "challenge";
                case Verdict.Recorded _ -> "recorded";
                case Verdict.Silence _ -> "silence";
            };
        }

        private CompiledPolicies compiled(String text) {
            var document = PolicyReader.read("policies.yaml", text);
            var problems = new Problems();
            var names = new Names(
                    DICTIONARY,
                    Map.of("local", directory),
                    Map.of("phone", phone.named("phone"), "code", code.named("code")),
                    Set.of());
            var compiled =
                    PolicyCompiler.compile(1, document, document.clients().orElseThrow(), Map.of(), names, problems);
            assertThat(problems.list()).isEmpty();
            return compiled.orElseThrow();
        }
    }

    private static String text(String resource) {
        try (var in = DecisionCasesTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
