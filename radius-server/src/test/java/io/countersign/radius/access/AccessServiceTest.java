package io.countersign.radius.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.contract.InMemoryRecords;
import io.countersign.policy.DialIn;
import io.countersign.policy.Problems;
import io.countersign.policy.ReasonCode;
import io.countersign.policy.document.PolicyReader;
import io.countersign.radius.access.CompiledPolicies.Names;
import io.countersign.radius.challenge.Challenges;
import io.countersign.radius.crypto.Chap;
import io.countersign.radius.crypto.MsChapV2;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.event.AuthEvent;
import io.countersign.radius.event.LoginId;
import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.exchange.Deliberation;
import io.countersign.radius.exchange.Verdict;
import io.countersign.radius.forwarding.Forwarding;
import io.countersign.radius.forwarding.HomeServer;
import io.countersign.radius.forwarding.RemoteServerId;
import io.countersign.radius.identity.PasswordCheck;
import io.countersign.radius.identity.User.AccountState;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.StandardAttributes;
import io.countersign.radius.plugins.ProviderCalls;
import io.countersign.radius.secondfactor.PromptSettings;
import io.countersign.radius.secondfactor.SecondFactors;
import io.countersign.radius.testing.InMemoryChallenges;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class AccessServiceTest {
    private static final Dictionary DICTIONARY = Dictionary.standard();

    /** What a remote server calls a dialogue by. */
    private static final Attribute REMOTE_STATE =
            new Attribute(StandardAttributes.STATE, Octets.wrap(new byte[] {4, 5, 6}));

    private static final Instant MARCH = Instant.parse("2026-03-02T09:00:00Z");

    /** Runs, so that deadlines pass; begins in March 2026, so that the policies' end times are known. */
    private final Clock clock =
            Clock.offset(Clock.systemUTC(), Duration.between(Clock.systemUTC().instant(), MARCH));

    private final FakeDirectory directory = new FakeDirectory();
    private final FakeProvider phone = new FakeProvider(Interaction.OUT_OF_BAND);
    private final FakeProvider code = new FakeProvider(Interaction.CODE);
    private final List<AuthEvent> events = new CopyOnWriteArrayList<>();
    private volatile CompiledPolicies inForce;
    private Requests requests;
    private final Forwarding forwarding = new Forwarding(clock);
    private AccessService access;

    @AfterEach
    void close() {
        forwarding.close();
    }

    @BeforeEach
    void wire() throws IOException {
        var text = text("/access/policies.yaml");
        var document = PolicyReader.read("policies.yaml", text);
        requests = new Requests(document, DICTIONARY, clock);
        inForce = compiled(text);
        var factors = new SecondFactors(new ProviderCalls(clock), PromptSettings.DEFAULT, clock);
        var challenges = Challenges.open(new InMemoryChallenges(), new InMemoryRecords(clock), clock);
        access = new AccessService(
                _ -> Optional.of(new PoliciesInForce.Lent(inForce, () -> {})),
                forwarding,
                factors,
                challenges,
                events::add,
                Traced.ALL,
                () -> true,
                Pace.none(),
                clock);
        directory.add("alice", DialIn.DENY, "RDG Users");
        directory.add("carol", DialIn.ABSENT, "VPN Users");
        directory.add("trent", DialIn.ABSENT, "Travellers");
    }

    @Test
    void letsAnRdGatewayUserInAfterTheApproval() {
        var verdict = decide(requests.from("rdgw-01").user("CONTOSO\\alice").signed());

        assertThat(reply(verdict))
                .containsExactly("Session-Timeout = 43200", "Idle-Timeout = 1800", "MS-RDG-Device-Redirection = 9");
        assertThat(event().reason()).isEqualTo(ReasonCode.SUCCESS);
        assertThat(event().factor()).contains("phone");
        assertThat(event().networkPolicy()).contains("RD users");
        assertThat(event().method()).isEqualTo("unauthenticated");
    }

    @Test
    void rejectsWhateverThePhoneSaysButApproved() {
        List<java.util.concurrent.Callable<MfaOutcome>> words = List.of(
                () -> MfaOutcome.Denied.byUser("no"),
                () -> new MfaOutcome.NotEnrolled("no phone"),
                () -> new MfaOutcome.Unavailable("down"),
                () -> null,
                () -> {
                    throw new java.io.IOException("broken");
                },
                () -> {
                    throw new StackOverflowError();
                });
        for (var word : words) {
            phone.says(word);
            var verdict = decide(requests.from("rdgw-01").user("alice").signed());

            assertThat(verdict).isInstanceOf(Verdict.Reject.class);
            assertThat(event().reason()).isEqualTo(ReasonCode.SECOND_FACTOR_DENIED);
            directory.remove("alice");
            directory.add("alice", DialIn.DENY, "RDG Users");
        }
    }

    @Test
    void asksNobodyBeforeTheFirstFactor() {
        decide(requests.from("vpn-01").user("trent").password("wrong").signed());
        decide(requests.from("vpn-01").user("nobody").password("pass-nobody").signed());
        decide(requests.from("rdgw-01").user("nobody").signed());

        assertThat(phone.asked()).isZero();
        assertThat(events).extracting(AuthEvent::answer).containsOnly(AuthEvent.Answer.REJECT);
        assertThat(events)
                .extracting(AuthEvent::reason)
                .containsExactly(
                        ReasonCode.CREDENTIALS_MISMATCH, ReasonCode.CREDENTIALS_MISMATCH, ReasonCode.NO_SUCH_USER);
    }

    @Test
    void tellsOfAPasswordThatIsNoUtf8() {
        var latin1 = Secret.of("Grüße-1234".getBytes(StandardCharsets.ISO_8859_1));
        decide(requests.from("vpn-01").user("trent").password(latin1).signed());
        assertThat(event().detail())
                .isEqualTo("wrong password for local\\trent; the password is no UTF-8 and was read as Latin-1");

        decide(requests.from("old-01").user("trent").password(latin1).unsigned());
        assertThat(event().detail())
                .as("unsigned, so that the secret may be wrong")
                .endsWith(
                        "was read as Latin-1; if this is so of every login, the shared secret of old-01 is not the same on"
                                + " both sides");

        decide(requests.from("vpn-01").user("trent").password("Grüße-1234").signed());
        assertThat(event().detail()).isEqualTo("wrong password for local\\trent");
    }

    @Test
    void asksNobodyAfterTheDeadline() {
        var longAgo = InstantSource.offset(clock, Duration.ofMinutes(-5));
        var late = new Requests(requests.document(), DICTIONARY, longAgo);

        var verdict = decide(late.from("rdgw-01").user("alice").signed());

        assertThat(verdict).isInstanceOf(Verdict.Reject.class);
        assertThat(event().answer()).isEqualTo(AuthEvent.Answer.REJECT);
        assertThat(event().reason()).isEqualTo(ReasonCode.SECOND_FACTOR_DENIED);
        assertThat(phone.asked()).isZero();
    }

    @Test
    void tellsWhatWentOutWhateverWasDecided() {
        for (var ending : Deliberation.Ending.values()) {
            var deliberation =
                    access.begin(requests.from("rdgw-01").user("alice").signed());
            assertThat(deliberation.decide()).isInstanceOf(Verdict.Accept.class);
            if (ending == Deliberation.Ending.DECIDED) {
                continue;
            }

            deliberation.ended(ending, new Verdict.Reject(List.of()));

            assertThat(event().answer()).as("%s", ending).isEqualTo(AuthEvent.Answer.REJECT);
            assertThat(event().reason()).as("%s", ending).isNotEqualTo(ReasonCode.SUCCESS);
        }
        assertThat(events).extracting(AuthEvent::detail).doesNotHaveDuplicates().hasSize(4);
    }

    @Test
    void aRequestThatNobodyDecidedIsRejectedWithTheErrorOfItsMethod() {
        directory.add("olga", DialIn.ABSENT, "Old VPN");
        var request = msChap("olga", "olga", "pass-olga");

        for (var ending : List.of(Deliberation.Ending.LATE, Deliberation.Ending.STOPPING)) {
            assertThat(error(access.begin(request).undecided(ending))).contains("E=691 R=0");
        }
    }

    @Test
    void onlyAnRdGatewayMaySendNoCredential() {
        assertThat(decide(requests.from("vpn-01").user("trent").signed())).isInstanceOf(Verdict.Reject.class);
        assertThat(event().reason()).isEqualTo(ReasonCode.UNSUPPORTED_AUTHENTICATION_TYPE);
    }

    @Test
    void anUnsignedIdentityWithoutCredentialIsWorthNothingUnlessAnAdministratorSaidSo() {
        directory.add("asserted-bob", DialIn.ABSENT, "Asserted");
        assertThat(decide(requests.from("old-01").user("asserted-bob").unsigned()))
                .isEqualTo(new Verdict.Silence(Verdict.SilenceReason.NOTHING_TO_BELIEVE));
        assertThat(event().reason()).isEqualTo(ReasonCode.MALFORMED_REQUEST);

        assertThat(decide(requests.from("old-01").user("asserted-bob").signed()))
                .isInstanceOf(Verdict.Accept.class);
        assertThat(decide(requests.from("old-gateway").user("alice").unsigned()))
                .isInstanceOf(Verdict.Accept.class);
    }

    @Test
    void forwardsAnUnsignedRequestForItsStateOnlyWhereARemoteServerIssuedIt() throws IOException {
        try (var home = HomeServer.start()) {
            inForce = forwardingTo(home);
            assertThat(decide(requests.from("old-01")
                            .user("fred")
                            .with(REMOTE_STATE)
                            .unsigned()))
                    .isEqualTo(new Verdict.Silence(Verdict.SilenceReason.NOTHING_TO_BELIEVE));
            assertThat(home.received).isEmpty();
            assertThat(decide(requests.from("old-01")
                            .user("fred")
                            .with(REMOTE_STATE)
                            .signed()))
                    .isInstanceOf(Verdict.Accept.class);

            home.script = request -> List.of(HomeServer.signed(Code.ACCESS_CHALLENGE, request, REMOTE_STATE));
            decide(requests.from("old-01").user("fred").password("pass").unsigned());

            var goesOn = requests.from("old-01").user("fred").with(REMOTE_STATE).unsigned();
            assertThat(access.goesOn(goesOn)).isTrue();
            home.script = request -> HomeServer.accept(request, REMOTE_STATE);
            assertThat(decide(goesOn)).isInstanceOf(Verdict.Accept.class);
        }
    }

    /** FreeRADIUS 3.2.1 signs no reply to PAP: no answer it is not, and no time-out would mend it. */
    @Test
    void saysOfAReplyThatItCannotTakeThatOneCame() throws IOException {
        try (var home = HomeServer.start()) {
            inForce = forwardingTo(home);
            home.script = request -> List.of(HomeServer.unsigned(Code.ACCESS_ACCEPT, request));

            assertThat(decide(requests.from("old-01")
                            .user("fred")
                            .password("pass")
                            .signed()))
                    .isEqualTo(new Verdict.Silence(Verdict.SilenceReason.FAULT));

            assertThat(event().reason()).isEqualTo(ReasonCode.REMOTE_SERVER_REPLY_REFUSED);
            assertThat(event().detail())
                    .contains("partners", "home", "without Message-Authenticator", "unsigned-replies");
            home.script = _ -> List.of();
            decide(requests.from("old-01").user("fred").password("pass").signed());
            assertThat(event().reason()).isEqualTo(ReasonCode.REMOTE_SERVER_UNANSWERED);
        }
    }

    /** Some clients show it to whoever guesses passwords. */
    @Test
    void rejectsWithTheReferenceAndNoOtherWordWhateverTheReason() {
        code.says(() -> MfaOutcome.Denied.byUser("no"));
        phone.says(() -> MfaOutcome.Denied.byUser("no"));
        for (var refused : List.of(
                requests.from("vpn-01").user("trent").password("wrong"),
                requests.from("vpn-01").user("trent").password("pass"),
                requests.from("vpn-01").user("nobody").password("wrong"),
                requests.from("vpn-01").user("trent").with("MS-CHAP-Response", "0x" + "00".repeat(50)),
                requests.from("vpn-01").password("nameless"))) {
            var verdict = decide(refused.signed());

            assertThat(verdict).isInstanceOf(Verdict.Reject.class);
            assertThat(reply(verdict)).containsExactly("Reply-Message = \"Reference " + spoken(event()) + "\"");
        }
    }

    @Test
    void rejectsWithoutAWordWhereNobodySeesIt() {
        phone.says(() -> MfaOutcome.Denied.byUser("no"));
        for (var refused : List.of(
                requests.from("rdgw-01").user("alice"),
                requests.from("rdgw-01").user("nobody"),
                requests.from("silent-01").user("trent").password("wrong"))) {
            assertThat(decide(refused.signed())).isEqualTo(new Verdict.Reject(List.of()));
        }
    }

    @Test
    void showsTheReferenceAlsoOfAReplyWithoutADecision() {
        for (var ending : List.of(Deliberation.Ending.LATE, Deliberation.Ending.STOPPING)) {
            var deliberation = access.begin(
                    requests.from("vpn-01").user("trent").password("pass").signed());
            var verdict = deliberation.undecided(ending);
            deliberation.ended(ending, verdict);

            assertThat(reply(verdict)).containsExactly("Reply-Message = \"Reference " + spoken(event()) + "\"");
        }
    }

    @Test
    void showsOneReferenceFromTheChallengeToTheEnd() {
        var challenge = challenge();

        var verdict = answer("vpn-01", "carol", challenge, "654321");

        assertThat(reply(challenge)).contains("Reply-Message = \"Code? (reference " + spoken(events.get(0)) + ") \"");
        assertThat(reply(verdict)).containsExactly("Reply-Message = \"Reference " + spoken(events.get(0)) + "\"");
        assertThat(event().loginId()).isEqualTo(events.get(0).loginId());
    }

    @Test
    void leavesTheReferenceOutWhereTheClientsProxyStateLeavesNoRoom() {
        var refused = requests.from("vpn-01")
                .user("trent")
                .with("MS-CHAP-Challenge", "0x" + "00".repeat(16))
                .with("MS-CHAP2-Response", "0x0700" + "00".repeat(48));
        for (int i = 0; i < 15; i++) {
            refused.with("Proxy-State", "0x" + "00".repeat(253));
        }
        refused.with("Proxy-State", "0x" + "00".repeat(140));

        assertThat(reply(decide(refused.signed()))).singleElement().asString().startsWith("MS-CHAP-Error");
    }

    /** It is changed on its way there; who answers the challenge says the name that was sent, again. */
    @Test
    void forwardsWhatAPolicyMakesOfTheNameAndAddsItsAttributesToTheAccept() throws IOException {
        try (var home = HomeServer.start()) {
            inForce = forwardingTo(Map.of("home", home), "{user-name: '@'}", """
                        attribute-manipulation:
                          attribute: User-Name
                          rules: [{find: '@.*', replace: ''}]
                        reply: {Class: ours, Session-Timeout: 60}
                    """);
            home.script = request -> List.of(HomeServer.signed(Code.ACCESS_CHALLENGE, request, REMOTE_STATE));
            decide(requests.from("vpn-01").user("fred@home").password("pass").signed());
            home.script = request -> HomeServer.accept(
                    request,
                    DICTIONARY.encode("Class", "theirs"),
                    DICTIONARY.encode("Session-Timeout", "3600"),
                    DICTIONARY.encode("Filter-Id", "kept"));

            var verdict = decide(requests.from("vpn-01")
                    .user("fred@home")
                    .password("123456")
                    .with(REMOTE_STATE)
                    .signed());

            assertThat(home.requests())
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(
                                    request.first(1).orElseThrow().value().text())
                            .isEqualTo("fred"));
            assertThat(reply(verdict))
                    .containsExactly("Filter-Id = \"kept\"", "Session-Timeout = 60", "Class = 0x6f757273");
            assertThat(event().userName()).isEqualTo("fred@home");
        }
    }

    private static String spoken(AuthEvent event) {
        return LoginId.spoken(event.loginId());
    }

    private CompiledPolicies forwardingTo(HomeServer home) throws IOException {
        return forwardingTo(Map.of("home", home));
    }

    private CompiledPolicies forwardingTo(Map<String, HomeServer> homes) throws IOException {
        return forwardingTo(homes, "{client-friendly-name: .}");
    }

    private CompiledPolicies forwardingTo(Map<String, HomeServer> homes, String when) throws IOException {
        return forwardingTo(homes, when, "");
    }

    private CompiledPolicies forwardingTo(Map<String, HomeServer> homes, String when, String more) throws IOException {
        var servers = new StringBuilder();
        var secrets = new HashMap<RemoteServerId, Secret>();
        homes.forEach((name, home) -> {
            servers.append("      - {name: " + name + ", address: 127.0.0.1, authentication-port: " + home.port()
                    + ", secret: '${env:X}'}\n");
            secrets.put(new RemoteServerId("partners", name), HomeServer.SECRET);
        });
        return compiled(
                text("/access/policies.yaml").replace("connection-request-policies:\n", """
                                remote-server-groups:
                                  - name: partners
                                    servers:
                                SERVERSconnection-request-policies:
                                  - name: Partners
                                    when: WHEN
                                    authentication: {forward-to: partners}
                                MORE""".replace("SERVERS", servers)
                        .replace("MORE", more)
                        .replace("WHEN", when)),
                secrets);
    }

    @Test
    void aCredentialOfAnRdGatewayIsCheckedLikeAnyOther() {
        assertThat(decide(
                        requests.from("rdgw-01").user("alice").password("wrong").signed()))
                .isInstanceOf(Verdict.Reject.class);
        assertThat(event().reason()).isEqualTo(ReasonCode.CREDENTIALS_MISMATCH);
    }

    @Test
    void whatIsSaidTwiceIsNotBelieved() {
        for (var twice : List.of(
                requests.from("vpn-01").user("trent").user("alice").password("pass-trent"),
                requests.from("vpn-01").user("trent").password("pass-trent").password("pass-trent"),
                requests.from("vpn-01").user("trent").password("pass-trent").with("CHAP-Password", "0x0102"),
                requests.from("vpn-01").password("pass-trent"))) {
            assertThat(decide(twice.signed())).isInstanceOf(Verdict.Reject.class);
            assertThat(event().reason()).isEqualTo(ReasonCode.MALFORMED_REQUEST);
        }
    }

    @Test
    void methodsThatAreNotThereYetAreRejectedAndNamed() {
        var first = requests.from("vpn-01").user("trent").with("MS-CHAP-Response", "0x" + "00".repeat(50));
        assertThat(decide(first.signed())).isInstanceOf(Verdict.Reject.class);
        assertThat(event().reason()).isEqualTo(ReasonCode.UNSUPPORTED_AUTHENTICATION_TYPE);
        assertThat(event().method()).isEqualTo("ms-chap-v2");
        assertThat(event().detail()).isEqualTo("MS-CHAP version 1 is not supported; MS-CHAPv2 is");
    }

    @Test
    void checksChapAgainstTheChallengeOrTheRequestAuthenticator() {
        directory.add("olga", DialIn.ABSENT, "Old VPN");
        var password = Secret.ofText("pass-olga");
        var own = requests.from("vpn-01").user("olga");
        var byAuthenticator = Chap.respond(5, own.authenticator(), password);
        assertThat(reply(decide(own.with("CHAP-Password", "0x05" + byAuthenticator.hex())
                        .signed())))
                .containsExactly("Class = 0x6f6c64");
        assertThat(event().method()).isEqualTo("chap");

        var byChallenge = Chap.respond(6, Octets.wrap(new byte[] {1, 2, 3}), password);
        assertThat(decide(requests.from("vpn-01")
                        .user("olga")
                        .with("CHAP-Challenge", "0x010203")
                        .with("CHAP-Password", "0x06" + byChallenge.hex())
                        .signed()))
                .isInstanceOf(Verdict.Accept.class);

        assertThat(decide(requests.from("vpn-01")
                        .user("olga")
                        .with("CHAP-Password", "0x06" + byChallenge.hex())
                        .signed()))
                .isInstanceOf(Verdict.Reject.class);
        assertThat(event().reason()).isEqualTo(ReasonCode.CREDENTIALS_MISMATCH);
    }

    @Test
    void answersMsChapV2WithItsProofAndKeysOrItsError() {
        directory.add("olga", DialIn.ABSENT, "Old VPN");

        var accepted = reply(decide(msChap("CONTOSO\\olga", "olga", "pass-olga")));
        assertThat(accepted)
                .contains("Class = 0x6f6c64", "MS-CHAP2-Success = (hidden)")
                .anyMatch(line -> line.startsWith("MS-MPPE-Send-Key"))
                .anyMatch(line -> line.startsWith("MS-MPPE-Recv-Key"));
        assertThat(event().method()).isEqualTo("ms-chap-v2");

        for (var wrong : List.of(msChap("olga", "olga", "wrong"), msChap("eve", "eve", "pass-eve"))) {
            assertThat(error(decide(wrong))).containsPattern("E=691 R=0 C=[0-9A-F]{32} V=3 M=Access denied");
            assertThat(event().reason()).isEqualTo(ReasonCode.CREDENTIALS_MISMATCH);
        }
    }

    @Test
    void aDeniedSecondFactorLooksLikeAWrongPasswordToMsChap() {
        directory.add("olga", DialIn.ABSENT, "Old VPN");
        phone.says(() -> MfaOutcome.Denied.byUser("no"));

        assertThat(error(decide(msChap("olga", "olga", "pass-olga")))).contains("E=691 R=0");
    }

    @Test
    void aCredentialOfImpossibleLengthIsRefusedEvenWhereNoneIsNeeded() {
        for (var malformed : List.of(
                requests.from("rdgw-01").user("alice").with("CHAP-Password", "0x0102"),
                requests.from("rdgw-01").user("alice").with("MS-CHAP2-Response", "0x" + "00".repeat(49)),
                requests.from("rdgw-01").user("alice").with("MS-CHAP2-Response", "0x" + "00".repeat(50)))) {
            assertThat(decide(malformed.signed())).isEqualTo(new Verdict.Reject(List.of()));
            assertThat(event().reason()).isEqualTo(ReasonCode.MALFORMED_REQUEST);
        }
    }

    private Authentic msChap(String typed, String hashed, String password) {
        var own = Octets.wrap(new byte[16]);
        var peer = Octets.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
        var response = MsChapV2.respond(MsChapV2.challengeHash(peer, own, hashed), Secret.ofText(password));
        return requests.from("vpn-01")
                .user(typed)
                .with("MS-CHAP-Challenge", "0x" + own.hex())
                .with("MS-CHAP2-Response", "0x0700" + peer.hex() + "00".repeat(8) + response.hex())
                .signed();
    }

    @Test
    void challengesAndLetsInWithTheAttributesThatThePolicyHasByThen() throws IOException {
        var challenge = challenge();
        assertThat(reply(challenge)).contains("Prompt = No-Echo");
        inForce = compiled(text("/access/policies.yaml").replace("Filter-Id: staff", "Filter-Id: other"));

        var verdict = answer("vpn-01", "carol", challenge, "123456");

        assertThat(reply(verdict)).containsExactly("Class = 0x76706e", "Filter-Id = \"other\"");
        assertThat(events.get(0).loginId()).isEqualTo(events.get(1).loginId());
    }

    @Test
    void aWrongAnswerIsRejectedAndTheChallengeUsedUp() {
        var challenge = challenge();

        assertThat(answer("vpn-01", "carol", challenge, "654321")).isInstanceOf(Verdict.Reject.class);
        assertThat(answer("vpn-01", "carol", challenge, "123456")).isInstanceOf(Verdict.Reject.class);
    }

    @Test
    void thePasswordAgainIsRejectedBeforeAnyFactorCountsIt() {
        var challenge = challenge();

        assertThat(answer("vpn-01", "carol", challenge, "pass-carol")).isInstanceOf(Verdict.Reject.class);
        assertThat(event().detail()).contains("the password came again where a code was asked for; it is not counted");
        assertThat(code.answered()).isZero();
    }

    @Test
    void aChallengeBelongsToItsClientAndItsUser() {
        directory.add("mallory", DialIn.ABSENT, "VPN Users");
        var challenge = challenge();

        assertThat(answer("vpn-02", "carol", challenge, "123456")).isInstanceOf(Verdict.Reject.class);
        assertThat(event().detail()).isEqualTo("the challenge is unknown, used or expired");
        for (var another : List.of("mallory", "nobody")) {
            assertThat(answer("vpn-01", another, challenge, "123456")).isInstanceOf(Verdict.Reject.class);
            assertThat(event().detail()).isEqualTo("the answer names another user than the one who was challenged");
            assertThat(event().loginId()).isEqualTo(events.getFirst().loginId());
            assertThat(event().user()).isEmpty();
        }
        assertThat(answer("vpn-01", "carol", challenge, "123456")).isInstanceOf(Verdict.Accept.class);
    }

    @ParameterizedTest
    @CsvSource({"carol", "CONTOSO\\carol"})
    void anAnswerDuringAnOutageOfTheDirectoryCountsOnceWhenItIsSentAgain(String spelling) {
        var challenge = challenge();
        directory.fail();
        for (int i = 0; i < 2; i++) {
            assertThat(answer("vpn-01", spelling, challenge, "123456"))
                    .isEqualTo(new Verdict.Silence(Verdict.SilenceReason.FAULT));
        }
        assertThat(code.answered()).isZero();
        directory.recover();

        assertThat(answer("vpn-01", spelling, challenge, "123456")).isInstanceOf(Verdict.Accept.class);
        assertThat(answer("vpn-01", spelling, challenge, "123456")).isInstanceOf(Verdict.Reject.class);
        assertThat(code.answered()).isOne();
    }

    @Test
    void anAnswerThatIsUsedUpWhenTheDirectoryFailsIsRejectedWithTheReason() {
        var challenge = challenge();
        code.whenAnswered(directory::fail);

        assertThat(answer("vpn-01", "carol", challenge, "123456")).isInstanceOf(Verdict.Reject.class);
        assertThat(event().reason()).isEqualTo(ReasonCode.SERVER_UNAVAILABLE);
        assertThat(event().detail())
                .isEqualTo("after the answer was checked: the directory is down; it is used up, log in again");
        directory.recover();
        assertThat(answer("vpn-01", "carol", challenge, "123456")).isInstanceOf(Verdict.Reject.class);
        assertThat(code.answered()).isOne();
    }

    /** What the policies go by was said by the first request, its User-Name too. */
    @Test
    void anAnswerUnderAnotherSpellingIsJudgedByTheNameThatTheLoginBeganWith() throws IOException {
        var policies = text("/access/policies.yaml");
        inForce = compiled(
                policies.replace("{client-friendly-name: '-'}", "{user-name: '^carol$', client-friendly-name: '-'}"));
        assertThat(answer("vpn-01", "CONTOSO\\carol", challenge(), "123456")).isInstanceOf(Verdict.Accept.class);

        var challenge = challenge();
        inForce = compiled(
                policies.replace("{client-friendly-name: '-'}", "{user-name: '^CONTOSO', client-friendly-name: '-'}"));
        assertThat(answer("vpn-01", "CONTOSO\\carol", challenge, "123456")).isInstanceOf(Verdict.Reject.class);
    }

    @ParameterizedTest
    @CsvSource({"CAROL", "CONTOSO\\carol", "contoso\\Carol"})
    void anAnswerUnderAnotherSpellingOfTheAccountIsThatAccounts(String spelling) {
        assertThat(answer("vpn-01", spelling, challenge(), "123456")).isInstanceOf(Verdict.Accept.class);
        assertThat(event().user()).contains("local:carol");
    }

    @Test
    void anAnswerGoesToTheRemoteServerThatAskedThoughItLacksWhatChoseThePolicy() throws IOException {
        try (var home = HomeServer.start()) {
            inForce = forwardingTo(Map.of("home", home), "{calling-station-id: .}");
            home.script = request -> List.of(HomeServer.signed(Code.ACCESS_CHALLENGE, request, REMOTE_STATE));
            decide(requests.from("vpn-01")
                    .user("fred")
                    .with("Calling-Station-Id", "192.0.2.7")
                    .password("pass")
                    .signed());
            home.script = request -> HomeServer.accept(request, REMOTE_STATE);

            var others = List.of(
                    requests.from("vpn-01").user("trent").password("123456").with(REMOTE_STATE),
                    requests.from("vpn-02").user("fred").password("123456").with(REMOTE_STATE));
            for (var another : others) {
                assertThat(decide(another.signed())).isInstanceOf(Verdict.Reject.class);
                assertThat(event().detail()).isEqualTo("the challenge is unknown, used or expired");
            }
            assertThat(home.received).hasSize(1);

            assertThat(decide(requests.from("vpn-01")
                            .user("Fred")
                            .password("123456")
                            .with(REMOTE_STATE)
                            .signed()))
                    .isInstanceOf(Verdict.Accept.class);
            assertThat(event().detail()).isEqualTo("forwarded to partners, answered by home");
            assertThat(event().connectionRequestPolicy()).contains("Partners");
        }
    }

    @Test
    void anAnswerGoesToTheServerOfItsGroupThatAskedWhicheverIsFirst() throws IOException {
        try (var home = HomeServer.start();
                var away = HomeServer.start()) {
            home.script = request -> List.of(HomeServer.signed(Code.ACCESS_CHALLENGE, request, REMOTE_STATE));
            inForce = forwardingTo(Map.of("home", home));
            decide(requests.from("vpn-01").user("fred").password("pass").signed());
            var answer = requests.from("vpn-01").user("fred").password("123456").with(REMOTE_STATE);

            home.script = request -> HomeServer.accept(request, REMOTE_STATE);
            inForce = forwardingTo(Map.of("away", away, "home", home));
            for (int i = 0; i < 8; i++) {
                assertThat(decide(answer.signed())).isInstanceOf(Verdict.Accept.class);
            }
            assertThat(away.received).isEmpty();

            inForce = forwardingTo(Map.of("away", away));
            assertThat(decide(answer.signed())).isInstanceOf(Verdict.Reject.class);
            assertThat(event().detail()).isEqualTo("the server that asked is no longer in partners; log in again");
            assertThat(away.received)
                    .as("it would take the code for a password")
                    .isEmpty();
        }
    }

    @Test
    void anAnswerGoesToNoRemoteServerWhosePolicyIsGone() throws IOException {
        var before = inForce;
        try (var home = HomeServer.start()) {
            inForce = forwardingTo(home);
            home.script = request -> List.of(HomeServer.signed(Code.ACCESS_CHALLENGE, request, REMOTE_STATE));
            decide(requests.from("vpn-01").user("fred").password("pass").signed());
            inForce = before;

            assertThat(decide(requests.from("vpn-01")
                            .user("fred")
                            .password("pass")
                            .with(REMOTE_STATE)
                            .signed()))
                    .isInstanceOf(Verdict.Reject.class);
            assertThat(home.received).hasSize(1);
        }
    }

    @Test
    void aStateWithoutAnAnswerIsRejected() {
        var state = state(challenge());

        assertThat(decide(requests.from("vpn-01").user("carol").with(state).signed()))
                .isInstanceOf(Verdict.Reject.class);
        assertThat(decide(requests.from("rdgw-01").user("alice").with(state).signed()))
                .isInstanceOf(Verdict.Reject.class);
    }

    @Test
    void anInventedStateIsRejectedEvenWithTheRightPassword() {
        var invented = new Attribute(StandardAttributes.STATE, Octets.wrap(new byte[33]));

        assertThat(decide(requests.from("vpn-01")
                        .user("carol")
                        .password("pass-carol")
                        .with(invented)
                        .signed()))
                .isInstanceOf(Verdict.Reject.class);
    }

    @Test
    void knowsALoginThatGoesOnByAStateOfItsOwn() {
        var state = state(challenge());
        var invented = new Attribute(StandardAttributes.STATE, Octets.wrap(new byte[33]));
        var carol = requests.from("vpn-01").user("carol");

        assertThat(access.goesOn(carol.signed())).isFalse();
        assertThat(access.goesOn(
                        requests.from("vpn-01").user("carol").with(invented).signed()))
                .isFalse();
        assertThat(access.goesOn(
                        requests.from("vpn-02").user("carol").with(state).signed()))
                .isFalse();
        assertThat(access.goesOn(carol.with(state).signed())).isTrue();
    }

    @Test
    void anAccountThatWasDisabledMeanwhileIsRejected() {
        var challenge = challenge();
        directory.disable("carol");

        assertThat(answer("vpn-01", "carol", challenge, "123456")).isInstanceOf(Verdict.Reject.class);
        assertThat(event().reason()).isEqualTo(ReasonCode.ACCOUNT_DISABLED);
    }

    @Test
    void anAccountThatWasRemovedMeanwhileIsRejected() {
        var challenge = challenge();
        directory.remove("carol");

        assertThat(answer("vpn-01", "carol", challenge, "123456")).isInstanceOf(Verdict.Reject.class);
    }

    @Test
    void whatAnAdministratorTakesAwayBetweenPasswordAndCodeCounts() throws IOException {
        var policies = text("/access/policies.yaml");
        for (var taken : List.<Taken>of(
                new Taken(ReasonCode.NO_NETWORK_POLICY_MATCHED, () -> directory.add("carol", DialIn.ABSENT)),
                new Taken(ReasonCode.DIAL_IN_PERMISSION_DENIED, () -> directory.add("carol", DialIn.DENY, "VPN Users")),
                new Taken(ReasonCode.ACCESS_DENIED, () -> directory.add("carol", DialIn.ABSENT, "Travellers")),
                new Taken(
                        ReasonCode.SECOND_FACTOR_DENIED,
                        () -> inForce = compiled(policies.replace("any-of: [code]", "any-of: [phone]"))),
                new Taken(
                        ReasonCode.ACCESS_DENIED,
                        () -> inForce = compiled(policies.replace("- name: All", "- name: Everybody"))))) {
            var challenge = challenge();
            taken.change().run();

            assertThat(answer("vpn-01", "carol", challenge, "123456")).isInstanceOf(Verdict.Reject.class);
            assertThat(event().reason()).isEqualTo(taken.reason());
            inForce = compiled(policies);
            directory.add("carol", DialIn.ABSENT, "VPN Users");
        }
        assertThat(answer("vpn-01", "carol", challenge(), "123456")).isInstanceOf(Verdict.Accept.class);
    }

    private record Taken(ReasonCode reason, Runnable change) {}

    @Test
    void whatAnAdministratorTakesAwayWhileThePhoneRingsCounts() {
        for (var taken : List.<Taken>of(
                new Taken(ReasonCode.ACCOUNT_DISABLED, () -> directory.disable("alice")),
                new Taken(ReasonCode.ACCOUNT_DISABLED, () -> directory.remove("alice")),
                new Taken(ReasonCode.NO_NETWORK_POLICY_MATCHED, () -> directory.add("alice", DialIn.ALLOW)))) {
            phone.says(() -> {
                taken.change().run();
                return new MfaOutcome.Approved();
            });
            assertThat(decide(requests.from("rdgw-01").user("alice").signed())).isInstanceOf(Verdict.Reject.class);
            assertThat(event().reason()).isEqualTo(taken.reason());
            directory.add("alice", DialIn.DENY, "RDG Users");
        }
    }

    @Test
    void aWayRoundThatWasTakenAwayMeanwhileIsNone() {
        directory.add("nell", DialIn.ABSENT, "Travellers", "New");
        phone.says(() -> {
            directory.add("nell", DialIn.ABSENT, "Travellers");
            return new MfaOutcome.NotEnrolled("no phone");
        });

        assertThat(decide(requests.from("vpn-01")
                        .user("nell")
                        .password("pass-nell")
                        .signed()))
                .isInstanceOf(Verdict.Reject.class);
    }

    @Test
    void thePoliciesAreEvaluatedAgainOnWhatTheFirstRequestSaid() throws IOException {
        inForce = compiled(
                text("/access/policies.yaml")
                        .replace(
                                "when: {client-friendly-name: '^vpn-', user-groups: ['local\\VPN Users']}",
                                "when: {client-friendly-name: '^vpn-', nas-identifier: '^here$', user-groups: ['local\\VPN Users']}"));
        var challenge = (Verdict.Challenge) decide(requests.from("vpn-01")
                .user("carol")
                .password("pass-carol")
                .with("NAS-Identifier", "here")
                .signed());

        assertThat(answer("vpn-01", "carol", challenge, "123456")).isInstanceOf(Verdict.Accept.class);
    }

    @Test
    void aFaultOfTheDirectoryIsSilence() {
        directory.fail();

        assertThat(decide(requests.from("vpn-01")
                        .user("trent")
                        .password("pass-trent")
                        .signed()))
                .isEqualTo(new Verdict.Silence(Verdict.SilenceReason.FAULT));
        assertThat(event().reason()).isEqualTo(ReasonCode.SERVER_UNAVAILABLE);
    }

    @Test
    void overloadIsSilenceToldApartFromAFault() {
        directory.say(new PasswordCheck.Busy("overload: too many"));

        assertThat(decide(requests.from("vpn-01")
                        .user("trent")
                        .password("pass-trent")
                        .signed()))
                .isEqualTo(new Verdict.Silence(Verdict.SilenceReason.OVERLOAD));
        assertThat(event().reason()).isEqualTo(ReasonCode.DISCARDED);
        assertThat(event().detail()).isEqualTo("overload: too many (1 of them since the last line)");
    }

    @Test
    void aFloodThatIsNotLookedAtIsToldOfOnceAMinuteForEachClient() {
        directory.say(new PasswordCheck.Busy("overload: too many"));
        for (int i = 0; i < 100; i++) {
            decide(requests.from("vpn-01").user("trent").password("pass").signed());
        }
        decide(requests.from("vpn-02").user("trent").password("pass").signed());

        assertThat(events).extracting(AuthEvent::client).containsExactly("vpn-01", "vpn-02");
    }

    @Test
    void aDirectoryThatCannotTellIsAFault() {
        directory.say(new PasswordCheck.CannotTell("no domain controller"));

        assertThat(decide(requests.from("vpn-01")
                        .user("trent")
                        .password("pass-trent")
                        .signed()))
                .isEqualTo(new Verdict.Silence(Verdict.SilenceReason.FAULT));
        assertThat(event().detail()).isEqualTo("no domain controller");
    }

    @ParameterizedTest
    @CsvSource({
        "DISABLED, 647",
        "EXPIRED, 647",
        "PASSWORD_EXPIRED, 648",
        "MUST_CHANGE_PASSWORD, 648",
        "OUTSIDE_LOGON_HOURS, 646",
        "RESTRICTED, 691",
        "LOCKED_OUT, 691"
    })
    void tellsMsChapWhyAnAccountMayNotLogInButNotThatItIsLocked(AccountState state, int error) {
        directory.add("olga", DialIn.ABSENT, "Old VPN");
        directory.say(new PasswordCheck.Barred(state));

        assertThat(error(decide(msChap("olga", "olga", "pass-olga")))).contains("E=" + error + " R=0");
    }

    @Test
    void aWayRoundIsForItsGroupAndItsTimeAndIsTold() {
        directory.add("nell", DialIn.ABSENT, "Travellers", "New");
        phone.says(() -> new MfaOutcome.NotEnrolled("no phone"));

        assertThat(decide(requests.from("vpn-01")
                        .user("nell")
                        .password("pass-nell")
                        .signed()))
                .isInstanceOf(Verdict.Accept.class);
        assertThat(event().bypass()).contains("not-enrolled");
        assertThat(decide(requests.from("vpn-01")
                        .user("trent")
                        .password("pass-trent")
                        .signed()))
                .isInstanceOf(Verdict.Reject.class);
        assertThat(event().bypass()).isEmpty();
    }

    @Test
    void anOutageDoesNotOpenTheWayForUsersWhoAreNotEnrolled() {
        directory.add("nell", DialIn.ABSENT, "Travellers", "New");
        phone.says(() -> new MfaOutcome.Unavailable("down"));

        assertThat(decide(requests.from("vpn-01")
                        .user("nell")
                        .password("pass-nell")
                        .signed()))
                .isInstanceOf(Verdict.Reject.class);
    }

    @Test
    void theDialInPermissionOfAnAccountCountsWhereThePolicyDoesNotIgnoreIt() {
        directory.add("dora", DialIn.DENY, "Travellers");

        assertThat(decide(requests.from("vpn-01")
                        .user("dora")
                        .password("pass-dora")
                        .signed()))
                .isInstanceOf(Verdict.Reject.class);
        assertThat(event().reason()).isEqualTo(ReasonCode.DIAL_IN_PERMISSION_DENIED);
        assertThat(phone.asked()).isZero();
    }

    @Test
    void aMistakeOfOurOwnIsToldAsSilenceAndAdmitsNobody() {
        var working = inForce;
        inForce = null;
        var deliberation = access.begin(requests.from("rdgw-01").user("alice").signed());
        assertThatThrownBy(deliberation::decide).isInstanceOf(NullPointerException.class);
        inForce = working;
        deliberation.ended(Deliberation.Ending.MISTAKE, new Verdict.Silence(Verdict.SilenceReason.UNANSWERABLE));

        assertThat(event().answer()).isEqualTo(AuthEvent.Answer.SILENCE);
        assertThat(event().reason()).isEqualTo(ReasonCode.INTERNAL_ERROR);
    }

    @Test
    void everyRequestIsToldOnce() {
        for (var name : List.of("alice", "nobody")) {
            decide(requests.from("rdgw-01").user(name).signed());
        }
        challenge();

        assertThat(events).hasSize(3);
    }

    private Verdict.Challenge challenge() {
        return (Verdict.Challenge) decide(
                requests.from("vpn-01").user("carol").password("pass-carol").signed());
    }

    private Verdict answer(String client, String user, Verdict.Challenge challenge, String answer) {
        return decide(requests.from(client)
                .user(user)
                .password(answer)
                .with(state(challenge))
                .signed());
    }

    private static Attribute state(Verdict.Challenge challenge) {
        return challenge.attributes().stream()
                .filter(attribute -> attribute.type() == StandardAttributes.STATE)
                .findFirst()
                .orElseThrow();
    }

    private Verdict decide(Authentic request) {
        var deliberation = access.begin(request);
        var verdict = deliberation.decide();
        deliberation.ended(Deliberation.Ending.DECIDED, verdict);
        return verdict;
    }

    private AuthEvent event() {
        return events.getLast();
    }

    /** The only attribute of a rejection beside the reference. */
    private static String error(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Reject.class);
        var attributes = ((Verdict.Reject) verdict)
                .attributes().stream()
                        .filter(attribute -> attribute.type() != StandardAttributes.REPLY_MESSAGE)
                        .toList();
        assertThat(attributes).hasSize(1);
        return new String(attributes.getFirst().value().toArray(), StandardCharsets.US_ASCII);
    }

    private static List<String> reply(Verdict verdict) {
        var attributes = switch (verdict) {
            case Verdict.Accept(var accepted) -> accepted;
            case Verdict.Challenge(var challenge) -> challenge;
            case Verdict.Reject(var rejected) -> rejected;
            default -> throw new AssertionError(verdict);
        };
        return attributes.stream()
                .flatMap(attribute -> DICTIONARY.describe(attribute).stream())
                .toList();
    }

    private CompiledPolicies compiled(String text) {
        return compiled(text, Map.of());
    }

    private CompiledPolicies compiled(String text, Map<RemoteServerId, Secret> serverSecrets) {
        var document = PolicyReader.read("policies.yaml", text);
        var problems = new Problems();
        var names = new Names(
                DICTIONARY,
                Map.of("local", directory),
                Map.of("phone", phone.named("phone"), "code", code.named("code")),
                Set.of());
        var compiled = PolicyCompiler.compile(
                inForce == null ? 1 : 2, document, document.clients().orElseThrow(), serverSecrets, names, problems);
        assertThat(problems.list()).isEmpty();
        return compiled.orElseThrow();
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = AccessServiceTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
