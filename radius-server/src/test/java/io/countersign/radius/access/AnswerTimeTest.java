package io.countersign.radius.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.DialIn;
import io.countersign.policy.Problems;
import io.countersign.policy.document.PolicyReader;
import io.countersign.radius.access.CompiledPolicies.Names;
import io.countersign.radius.challenge.Challenges;
import io.countersign.radius.crypto.Chap;
import io.countersign.radius.crypto.MsChapV2;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change.Kind;
import io.countersign.radius.event.Deed;
import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.exchange.Verdict;
import io.countersign.radius.forwarding.Forwarding;
import io.countersign.radius.identity.LocalDirectory;
import io.countersign.radius.identity.LocalSettings;
import io.countersign.radius.identity.LocalUserChanges;
import io.countersign.radius.identity.LocalUserStore.LocalUser;
import io.countersign.radius.identity.LocalUserStore.StoredPassword;
import io.countersign.radius.identity.LockOutRule;
import io.countersign.radius.identity.LockOuts;
import io.countersign.radius.identity.PasswordHashes;
import io.countersign.radius.identity.RememberedUsers;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.plugins.ProviderCalls;
import io.countersign.radius.secondfactor.PromptSettings;
import io.countersign.radius.secondfactor.SecondFactors;
import io.countersign.radius.store.Store;
import io.countersign.radius.store.StoreSettings;
import io.countersign.radius.waiting.Waiting;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * That nobody learns from the time of an answer whether there is an account, what is with it, or that a password is right which does not let
 * in: over a real store, by a clock on which every look at it takes another time.
 */
final class AnswerTimeTest {
    private static final Secret PASSWORD = Secret.ofText("correct horse");
    private static final Secret WRONG = Secret.ofText("wrong");
    private static final Deed ADDED = new Deed(Set.of(Kind.USERS), Author.PROGRAM, List.of("+ a user"), List.of());
    private static final Dictionary DICTIONARY = Dictionary.standard();
    private static final String POLICIES = """
            clients:
              - {name: vpn-01, address: 127.0.0.1, secret: '${env:X}'}
              - {name: busy, address: 127.0.0.2, secret: '${env:X}', type: rd-gateway}
            connection-request-policies:
              - {name: All, when: {client-friendly-name: .}, authentication: here, with: [local]}
            network-policies:
              - {name: Staff, when: {user-groups: ['local\\Staff']}, access: grant, mfa: none,
                 constraints: {authentication-methods: [pap, chap, ms-chap-v2]}}
            """;

    private enum Method {
        PAP,
        CHAP,
        MS_CHAP_V2
    }

    private final TickingClock clock = new TickingClock();
    private final AtomicInteger rests = new AtomicInteger();
    private final AtomicInteger lent = new AtomicInteger();
    private final PasswordHashes hashes = new PasswordHashes();
    private final Forwarding forwarding = new Forwarding(clock);
    private Store store;
    private LockOuts lockOuts;
    private Requests requests;
    private CompiledPolicies policies;
    private AccessService access;

    /** Rest counts exactly, everything else takes its time. */
    private static final class TickingClock extends Clock {
        private Instant now = Instant.parse("2026-03-02T09:00:00Z");
        private int looks;

        @Override
        public Instant instant() {
            now = now.plusNanos(100_000L * (looks++ * 7 % 11));
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void open(@TempDir Path folder) {
        var settings = new StoreSettings.Sqlite(folder.resolve("data/countersign.db"), folder.resolve("store.key"));
        Store.create(settings);
        store = Store.open(settings, clock);
        addUsers(store.userChanges());
        lockOuts = new LockOuts(store.lockOuts(), clock);
        var document = PolicyReader.read("policies.yaml", POLICIES);
        requests = new Requests(document, DICTIONARY, clock);
        var users = new RememberedUsers(store.users(), 100);
        var rule = new LockOutRule(10, Duration.ofHours(1));
        var directory = new LocalDirectory(
                new LocalSettings(Set.of(), Optional.of(rule), LocalSettings.DEFAULT_PASSWORD_LENGTH),
                users,
                hashes,
                lockOuts);
        var problems = new Problems();
        var names = new Names(DICTIONARY, Map.of("local", directory), Map.of(), Set.of());
        policies = PolicyCompiler.compile(1, document, document.clients().orElseThrow(), Map.of(), names, problems)
                .orElseThrow();
        access = access(new Pace(clock, this::rest));
        for (int i = 0; i < rule.after(); i++) {
            answer(request(Method.PAP, "locked", Secret.ofText("wrong " + i)));
        }
    }

    private AccessService access(Pace pace) {
        return new AccessService(
                _ -> {
                    lent.incrementAndGet();
                    return Optional.of(new PoliciesInForce.Lent(policies, lent::decrementAndGet));
                },
                forwarding,
                new SecondFactors(new ProviderCalls(clock), PromptSettings.DEFAULT, clock),
                Challenges.ofNobody(clock),
                _ -> {},
                Traced.REFUSED,
                () -> true,
                pace,
                clock);
    }

    private void rest(Duration time) {
        assertThat(lent).as("policies that somebody at rest holds").hasValue(0);
        rests.incrementAndGet();
        clock.now = clock.now.plus(time);
    }

    @AfterEach
    void close() {
        lockOuts.close();
        forwarding.close();
        store.close();
    }

    private void addUsers(LocalUserChanges users) {
        var reversible = new StoredPassword.Reversible(PASSWORD);
        var staff = Set.of("Staff");
        users.add(new LocalUser("1", "hashed", true, DialIn.ABSENT, staff, hashes.hash(PASSWORD)), ADDED);
        users.add(new LocalUser("2", "reversible", true, DialIn.ABSENT, staff, reversible), ADDED);
        users.add(new LocalUser("3", "disabled", false, DialIn.ABSENT, staff, reversible), ADDED);
        users.add(new LocalUser("4", "locked", true, DialIn.ABSENT, staff, reversible), ADDED);
        users.add(new LocalUser("5", "not granted", true, DialIn.ABSENT, Set.of(), reversible), ADDED);
        users.add(new LocalUser("6", "dial-in denied", true, DialIn.DENY, staff, reversible), ADDED);
    }

    @ParameterizedTest
    @EnumSource
    void aWrongPasswordAndARightOneThatDoesNotLetInAreAnsweredAtTheSameTime(Method method) {
        for (var name :
                List.of("nobody", "hashed", "reversible", "disabled", "locked", "not granted", "dial-in denied")) {
            assertRejectedOnTheBeat(method, name, WRONG);
        }
        for (var name : List.of("nobody", "disabled", "locked", "not granted", "dial-in denied")) {
            assertRejectedOnTheBeat(method, name, PASSWORD);
        }
        if (method != Method.PAP) {
            assertRejectedOnTheBeat(method, "hashed", PASSWORD);
        }
    }

    private void assertRejectedOnTheBeat(Method method, String name, Secret password) {
        var request = request(method, name, password);
        int before = rests.get();
        assertThat(answer(request)).as(name).isInstanceOf(Verdict.Reject.class);
        assertThat(Duration.between(request.receivedAt(), clock.now)).as(name).isEqualTo(Pace.BEAT);
        assertThat(rests).as("how often").hasValue(before + 1);
    }

    @ParameterizedTest
    @EnumSource
    void whoIsLetInWaitsForNothing(Method method) {
        assertThat(answer(request(method, "reversible", PASSWORD))).isInstanceOf(Verdict.Accept.class);
        assertThat(rests).hasValue(restsOfTheLock());
    }

    private static int restsOfTheLock() {
        return 10;
    }

    @Test
    void whoBringsNoCredentialWaitsForNothing() {
        assertThat(answer(requests.from("busy").user("nobody").signed())).isInstanceOf(Verdict.Reject.class);
        assertThat(rests).hasValue(restsOfTheLock());
    }

    @Test
    void aListenerIsNotHeldUp() {
        access = access(new Pace(clock));
        answer(request(Method.CHAP, "reversible", PASSWORD)); // remembered from now on
        answer(request(Method.CHAP, "disabled", PASSWORD));

        assertThat(Waiting.without(() -> answer(request(Method.CHAP, "reversible", PASSWORD))))
                .isPresent();
        assertThat(Waiting.without(() -> answer(request(Method.CHAP, "disabled", PASSWORD))))
                .isEmpty();
    }

    private Verdict answer(Authentic request) {
        return access.begin(request).decide();
    }

    private Authentic request(Method method, String name, Secret password) {
        var request = requests.from("vpn-01").user(name);
        return switch (method) {
            case PAP -> request.password(password.revealText()).signed();
            case CHAP ->
                request.with(
                                "CHAP-Password",
                                "0x05"
                                        + Chap.respond(5, request.authenticator(), password)
                                                .hex())
                        .signed();
            case MS_CHAP_V2 -> {
                var own = Octets.wrap(new byte[16]);
                var peer = Octets.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
                var response = MsChapV2.respond(MsChapV2.challengeHash(peer, own, name), password);
                yield request.with("MS-CHAP-Challenge", "0x" + own.hex())
                        .with("MS-CHAP2-Response", "0x0700" + peer.hex() + "00".repeat(8) + response.hex())
                        .signed();
            }
        };
    }
}
