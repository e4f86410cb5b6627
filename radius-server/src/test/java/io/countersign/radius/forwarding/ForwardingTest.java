package io.countersign.radius.forwarding;

import static io.countersign.radius.forwarding.HomeServer.signed;
import static io.countersign.radius.forwarding.HomeServer.unsigned;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.countersign.policy.AttributeRewrite;
import io.countersign.policy.AttributeRules;
import io.countersign.policy.Located;
import io.countersign.policy.Location;
import io.countersign.policy.NpsPattern;
import io.countersign.policy.RemoteServer;
import io.countersign.radius.crypto.SaltedKey;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.crypto.UserPassword;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.exchange.Requests;
import io.countersign.radius.exchange.Service;
import io.countersign.radius.exchange.Verdict;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.VendorSpecific;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(30)
final class ForwardingTest {
    private static final Dictionary DICTIONARY = Dictionary.standard();
    private static final Location AT = new Location("test", 1, 1);
    private static final Attribute CLASS = DICTIONARY.encode("Class", "vpn");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));
    private final Forwarding forwarding = new Forwarding(now::get);
    private final List<HomeServer> homes = new ArrayList<>();
    private final Map<String, ReplyFault> refused = new HashMap<>();
    private HomeServer home;

    @BeforeEach
    void start() throws IOException {
        home = another();
    }

    @AfterEach
    void end() {
        forwarding.close();
        homes.forEach(HomeServer::close);
    }

    @Test
    void bringsBackTheServersWordsAndAddsItsProxyStateLast() {
        home.script = request -> List.of(signed(Code.ACCESS_ACCEPT, request, CLASS));

        var verdict = verdict(forward(request(attribute("Proxy-State", "first"), attribute("Proxy-State", "second"))));

        assertThat(verdict).isEqualTo(new Verdict.Accept(List.of(CLASS)));
        var states = home.requests().getFirst().all(33);
        assertThat(states).hasSize(3);
        assertThat(states.subList(0, 2))
                .containsExactly(attribute("Proxy-State", "first"), attribute("Proxy-State", "second"));
    }

    @Test
    void bringsBackRejectsAndChallenges() {
        var state = new Attribute(24, Octets.wrap(new byte[] {1, 2, 3}));
        home.script = request -> List.of(signed(Code.ACCESS_CHALLENGE, request, state));
        assertThat(verdict(forward(request()))).isEqualTo(new Verdict.Challenge(List.of(state)));

        home.script = request -> List.of(signed(Code.ACCESS_REJECT, request));
        assertThat(verdict(forward(request()))).isEqualTo(new Verdict.Reject(List.of()));
    }

    @Test
    void hidesThePasswordAnewForTheServer() {
        var secret = Secret.ofText("arctangent");

        forward(Requests.receivedWithPassword(now.get(), secret));

        var sent = home.requests().getFirst();
        assertThat(UserPassword.reveal(sent.first(2).orElseThrow().value(), HomeServer.SECRET, sent.authenticator()))
                .hasValue(secret);
    }

    @Test
    void hidesTheServersKeysAnewForTheClient() {
        var key = Secret.ofText("0123456789abcdef");
        home.script = request -> List.of(signed(
                Code.ACCESS_ACCEPT,
                request,
                new VendorSpecific(
                                311,
                                List.of(new Attribute(
                                        16, SaltedKey.hide(key, 0x8001, HomeServer.SECRET, request.authenticator()))))
                        .toAttribute(),
                new Attribute(
                        69,
                        Octets.wrap(new byte[] {1})
                                .and(SaltedKey.hide(key, 0x8002, HomeServer.SECRET, request.authenticator())))));
        var asked = request();

        var accept = (Verdict.Accept) verdict(forward(asked));

        var authenticator = asked.packet().authenticator();
        var microsoft = VendorSpecific.of(accept.attributes().get(0)).orElseThrow();
        assertThat(SaltedKey.reveal(microsoft.attributes().getFirst().value(), Requests.secret(), authenticator))
                .hasValue(key);
        var tunnel = accept.attributes().get(1).value();
        assertThat(tunnel.at(0)).as("the tag").isEqualTo(1);
        assertThat(SaltedKey.reveal(tunnel.slice(1, tunnel.length()), Requests.secret(), authenticator))
                .hasValue(key);
    }

    @Test
    void hidesAnewWhatTheDictionaryOfTheGroupSaysIsHidden(@TempDir Path folder) throws IOException {
        var own = Files.writeString(folder.resolve("dictionary.acme"), """
                VENDOR Acme 32473
                BEGIN-VENDOR Acme
                ATTRIBUTE Acme-Key 1 string encrypt=2
                END-VENDOR Acme
                """);
        var key = Secret.ofText("0123456789abcdef");
        home.script = request -> HomeServer.accept(
                request,
                new VendorSpecific(
                                32473,
                                List.of(new Attribute(
                                        1, SaltedKey.hide(key, 0x8001, HomeServer.SECRET, request.authenticator()))))
                        .toAttribute());
        var asked = request();
        forward(asked);
        var group = group(false, home.defined("home"));
        var reloaded = new ServerGroup(
                group.name(),
                group.servers(),
                false,
                List.of(),
                group.request(),
                group.reply(),
                Dictionary.with(List.of(own)));

        var accept = (Verdict.Accept) verdict(forward(asked, reloaded));

        var acme = VendorSpecific.of(accept.attributes().getFirst()).orElseThrow();
        assertThat(SaltedKey.reveal(
                        acme.attributes().getFirst().value(),
                        Requests.secret(),
                        asked.packet().authenticator()))
                .hasValue(key);
    }

    @Test
    void takesTheChallengeOfChapAlong() {
        var asked = request(new Attribute(3, Octets.wrap(new byte[17])));

        forward(asked);

        assertThat(home.requests().getFirst().first(60).orElseThrow().value())
                .isEqualTo(asked.packet().authenticator());
    }

    @Test
    void refusesAReplyWithoutMessageAuthenticatorUnlessTheGroupSaysSo() {
        home.script = request -> List.of(unsigned(Code.ACCESS_ACCEPT, request));
        var server = home.defined("home", 1, SECOND, 5, false);

        assertThat(forward(request(), group(false, server))).isEqualTo(new Forwarded.Unanswered());
        assertThat(refused).containsExactly(Map.entry("home", ReplyFault.MESSAGE_AUTHENTICATOR_MISSING));
        assertThat(forwarding.refusedReplies())
                .containsOnlyKeys("home at 127.0.0.1:" + home.port())
                .allSatisfy((_, why) -> assertThat(why).contains("without Message-Authenticator", "unsigned-replies"));

        assertThat(verdict(forward(request(), group(true, server)))).isInstanceOf(Verdict.Accept.class);
        assertThat(forwarding.refusedReplies()).as("one was taken since").isEmpty();
    }

    @Test
    void refusesAnUnsignedReplyWithEapWhateverTheGroupSays() {
        home.script =
                request -> List.of(unsigned(Code.ACCESS_ACCEPT, request, new Attribute(79, Octets.wrap(new byte[4]))));

        assertThat(forward(request(), group(true, home.defined("home", 1, SECOND, 5, false))))
                .isEqualTo(new Forwarded.Unanswered());
    }

    @Test
    void takesNoReplyWithMoreThanOneState() {
        home.script = request -> List.of(signed(
                Code.ACCESS_CHALLENGE,
                request,
                new Attribute(24, Octets.wrap(new byte[] {1})),
                new Attribute(24, Octets.wrap(new byte[] {2}))));

        assertThat(forward(request(), group(false, home.defined("home", 1, SECOND, 5, false))))
                .isEqualTo(new Forwarded.Unanswered());
        assertThat(refused).containsExactly(Map.entry("home", ReplyFault.STATE_REPEATED));
    }

    @Test
    void passesOverForgeriesAndTakesTheReplyBehindThem() {
        home.script = request -> {
            byte[] forged = signed(Code.ACCESS_ACCEPT, request, CLASS).toArray();
            forged[45] ^= 1;
            return List.of(
                    Octets.wrap(forged),
                    Octets.wrap(new byte[] {2, (byte) request.identifier()}),
                    signed(Code.ACCOUNTING_RESPONSE, request),
                    signed(Code.ACCESS_REJECT, request));
        };

        assertThat(verdict(forward(request()))).isEqualTo(new Verdict.Reject(List.of()));
    }

    @Test
    void sendsTheSameOctetsAgainAfterTwoSecondsOrSo() {
        home.script = _ -> home.received.size() < 2
                ? List.of()
                : HomeServer.accept(home.requests().getLast());
        long begun = System.nanoTime();

        assertThat(verdict(forward(request(), group(false, home.defined("home", 1, SECOND.multipliedBy(5), 5, false)))))
                .isInstanceOf(Verdict.Accept.class);

        assertThat(home.received).hasSize(2);
        assertThat(home.received.get(1)).isEqualTo(home.received.get(0));
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(1790), Duration.ofMillis(4000));
    }

    @Test
    void turnsToTheNextServerWhenOneDoesNotAnswer() throws IOException {
        home.script = _ -> List.of();
        var second = another();

        var forwarded = forward(
                request(),
                group(
                        false,
                        home.defined("first", 1, SECOND, 5, false),
                        second.defined("second", 2, SECOND, 5, false)));

        assertThat(((Forwarded.Answered) forwarded).server()).isEqualTo("second");
        assertThat(home.received).hasSize(1);
        assertThat(second.received.getFirst()).as("a new authenticator").isNotEqualTo(home.received.getFirst());
    }

    @Test
    void refusesARequestThatIsTooLongAndDoesNotHoldThatAgainstTheServer() throws IOException {
        var group = group(
                false, home.defined("first", 1, SECOND, 1, false), another().defined("second", 2, SECOND, 1, false));
        var long253 = new Attribute(25, Octets.wrap(new byte[253]));
        var attributes = new ArrayList<>(Collections.nCopies(15, long253));
        attributes.add(new Attribute(25, Octets.wrap(new byte[220])));

        assertThat(forward(request(attributes.toArray(Attribute[]::new)), group))
                .isInstanceOf(Forwarded.Refused.class);

        assertThat(((Forwarded.Answered) forward(request(), group)).server()).isEqualTo("first");
    }

    @Test
    void asksTheNextServerAtOnceWhereItCannotSendToOne() throws Exception {
        var second = home.defined("second", 2, SECOND, 1, false);
        var nowhere = new Server(atPort0(second.definition()), HomeServer.SECRET);

        assertThat(((Forwarded.Answered) forward(request(), group(false, nowhere, second))).server())
                .isEqualTo("second");

        try (var peer = new Peer(nowhere, Service.AUTHENTICATION, now::get)) {
            assertThat(peer.ask(outgoing(), Code.ACCESS_REQUEST, true, SECOND, true, _ -> {}))
                    .isInstanceOf(Asked.NotSent.class);
            assertThat(peer.available(now.get())).isTrue();
        }
    }

    private Outgoing outgoing() {
        return Outgoing.of(request(), Service.AUTHENTICATION, group(false), CLASS.value())
                .orElseThrow();
    }

    /** No datagram can be sent to port 0. */
    private static RemoteServer atPort0(RemoteServer server) {
        return new RemoteServer(
                "nowhere",
                server.address(),
                0,
                0,
                server.secret(),
                1,
                server.weight(),
                server.timeout(),
                server.maximumLostPackets(),
                server.blackoutInterval(),
                server.statusServer(),
                server.at());
    }

    @Test
    void passesOverAServerDuringItsBlackoutAndTriesItAgainAfterwards() throws IOException {
        home.script = _ -> List.of();
        var second = another();
        var group =
                group(false, home.defined("first", 1, SECOND, 1, false), second.defined("second", 2, SECOND, 1, false));
        forward(request(), group);

        forward(request(), group);
        assertThat(home.received).as("asked before its blackout alone").hasSize(1);
        assertThat(forwarding.unavailable()).containsExactly("first at 127.0.0.1:" + home.port());

        now.set(now.get().plusSeconds(31));
        home.script = request -> HomeServer.accept(request, CLASS);
        assertThat(((Forwarded.Answered) forward(request(), group)).server()).isEqualTo("first");
        assertThat(forwarding.unavailable()).isEmpty();
    }

    @Test
    void tellsInTheLogWhatIsWrongWithRepliesThatItCannotTake() {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        ((Logger) LoggerFactory.getLogger(Peer.class)).setLevel(Level.WARN); // whatever a test before it has set
        ((Logger) LoggerFactory.getLogger(Peer.class)).addAppender(log);
        home.script = request -> List.of(unsigned(Code.ACCESS_ACCEPT, request));
        var group = group(false, home.defined("home", 1, SECOND, 5, false));

        forward(request(), group);
        forward(request(), group);

        ((Logger) LoggerFactory.getLogger(Peer.class)).detachAppender(log);
        assertThat(log.list)
                .as("once a minute")
                .singleElement()
                .asString()
                .contains("remote RADIUS server home at 127.0.0.1:" + home.port())
                .contains("1 without Message-Authenticator", "unsigned-replies: true");
    }

    @Test
    void noticesADeadServerAlsoWhereItsTimeOutIsLongerThanTheClientWaits() throws IOException {
        home.script = _ -> {
            now.set(now.get().plusMillis(1500)); // the clock of these tests stands still otherwise
            return List.of();
        };
        var minute = Duration.ofMinutes(1);
        var second = another();
        var group =
                group(false, home.defined("first", 1, minute, 1, false), second.defined("second", 2, minute, 1, false));

        assertThat(forward(receivedBefore(Duration.ofSeconds(22)), group))
                .as("with 3 s left")
                .isEqualTo(new Forwarded.Unanswered());

        assertThat(((Forwarded.Answered) forward(request(), group)).server()).isEqualTo("second");
        assertThat(home.received).as("sent twice for the first request alone").hasSize(2);
    }

    @Test
    void holdsNoneOfTheTimeThatIsTooShortAgainstAServer() throws Exception {
        home.script = _ -> List.of();
        try (var peer =
                new Peer(home.defined("home", 1, Duration.ofMinutes(1), 1, false), Service.AUTHENTICATION, now::get)) {
            peer.ask(outgoing(), Code.ACCESS_REQUEST, true, SECOND, true, _ -> {});
            assertThat(peer.available(now.get())).as("sent once").isTrue();

            peer.ask(outgoing(), Code.ACCESS_REQUEST, true, SECOND.multipliedBy(3), false, _ -> {});
            assertThat(peer.available(now.get())).as("not asked first").isTrue();

            peer.ask(outgoing(), Code.ACCESS_REQUEST, true, SECOND.multipliedBy(3), true, _ -> {});
            assertThat(peer.available(now.get())).as("asked first and twice").isFalse();
        }
    }

    private Authentic receivedBefore(Duration ago) {
        return Requests.received(now.get().minus(ago));
    }

    @Test
    void triesAnUnavailableServerRatherThanNone() {
        home.script = _ -> List.of();
        var group = group(false, home.defined("only", 1, SECOND, 1, false));
        forward(request(), group);

        home.script = request -> HomeServer.accept(request, CLASS);
        assertThat(verdict(forward(request(), group))).isInstanceOf(Verdict.Accept.class);
    }

    @Test
    void asksByStatusServerWhetherAServerIsBack() throws Exception {
        comesBackBy(request -> HomeServer.accept(request, CLASS));
    }

    @Test
    void believesAnAnswerToStatusServerThatIsNotSigned() throws Exception {
        comesBackBy(request -> List.of(unsigned(Code.ACCESS_ACCEPT, request)));
    }

    private void comesBackBy(HomeServer.Script statusServer) throws Exception {
        home.script = request -> isProbe(request) ? statusServer.answer(request) : List.of();
        var second = another();
        var group =
                group(false, home.defined("first", 1, SECOND, 1, true), second.defined("second", 2, SECOND, 1, true));
        forward(request(), group);

        awaitProbes(1);
        Thread.sleep(200);
        home.script = request -> HomeServer.accept(request, CLASS);

        assertThat(((Forwarded.Answered) forward(request(), group)).server()).isEqualTo("first");
    }

    @Test
    void forgetsAnUnavailableServerThatNoRequestIsForAnyMore() throws Exception {
        home.script = _ -> List.of();
        forward(request(), group(false, home.defined("gone", 1, SECOND, 1, true)));
        awaitProbes(1);

        now.set(now.get().plus(Duration.ofMinutes(6)));
        awaitProbes(2);
        now.set(now.get().plus(Duration.ofMinutes(6)));
        Thread.sleep(2500); // those who look after the servers do so each second

        assertThat(probes()).isEqualTo(2);
    }

    @Test
    void remembersAnUnavailableServerWhileTheOthersOfItsGroupAreAsked() throws IOException {
        home.script = _ -> List.of();
        var group = group(
                false, home.defined("first", 1, SECOND, 1, true), another().defined("second", 2, SECOND, 1, true));
        forward(request(), group);
        for (int i = 0; i < 2; i++) {
            now.set(now.get().plus(Duration.ofMinutes(6)));
            forward(request(), group);
        }
        forwarding.keep();

        forward(request(), group);

        assertThat(home.requests().stream().filter(packet -> !isProbe(packet))).hasSize(1);
    }

    /** How many came, whether or not repeated. */
    private long probes() {
        return home.requests().stream()
                .filter(ForwardingTest::isProbe)
                .map(Packet::authenticator)
                .distinct()
                .count();
    }

    private void awaitProbes(int count) throws InterruptedException {
        for (int i = 0; i < 100 && probes() < count; i++) {
            Thread.sleep(50);
        }
        assertThat(probes()).isGreaterThanOrEqualTo(count);
    }

    private static boolean isProbe(Packet packet) {
        return packet.code() == Code.STATUS_SERVER;
    }

    @Test
    void endsALoop() {
        forward(request());
        var own = home.requests().getFirst().all(33).getLast();

        assertThat(forward(request(own))).isEqualTo(new Forwarded.InACircle());
        assertThat(home.received).hasSize(1);
    }

    @Test
    void refusesARequestThatHasGoneThroughTooManyProxies() {
        Attribute[] states = new Attribute[20];
        for (int i = 0; i < states.length; i++) {
            states[i] = attribute("Proxy-State", "p" + i);
        }

        assertThat(forward(request(states))).isEqualTo(new Forwarded.InACircle());
    }

    @Test
    void hasFarMoreThan256RequestsOnTheirWayToOneServer() throws Exception {
        var waiting = new ArrayList<Packet>();
        home.script = request -> {
            waiting.add(request);
            return List.of();
        };
        var replied = new ArrayList<Callable<Forwarded>>();
        for (int i = 0; i < 600; i++) {
            replied.add(() ->
                    forward(request(), group(false, home.defined("home", 1, SECOND.multipliedBy(15), 5, false))));
        }
        try (var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("client-", 0).factory())) {
            var running = replied.stream().map(threads::submit).toList();
            while (home.received.size() < 600) {
                Thread.sleep(20);
            }
            home.script = request -> HomeServer.accept(request, CLASS); // answers their retransmissions
            for (var one : running) {
                assertThat(verdict(one.get())).isInstanceOf(Verdict.Accept.class);
            }
        }
        Set<Octets> authenticators = new HashSet<>();
        waiting.forEach(packet -> authenticators.add(packet.authenticator()));
        assertThat(authenticators).hasSizeGreaterThanOrEqualTo(600);
    }

    @Test
    void rewritesTheUserName() {
        var group = new ServerGroup(
                "partners",
                List.of(home.defined("home")),
                false,
                List.of(
                        new AttributeRewrite(NpsPattern.of("^CONTOSO\\\\(.*)"), "$1@contoso.com"),
                        new AttributeRewrite(NpsPattern.of("@contoso\\.com$"), "@example.org")),
                filter(AttributeRules.NONE),
                filter(AttributeRules.NONE),
                DICTIONARY);

        forward(Requests.receivedOnly(now.get(), attribute("User-Name", "CONTOSO\\alice")), group);

        assertThat(new String(
                        home.requests()
                                .getFirst()
                                .first(1)
                                .orElseThrow()
                                .value()
                                .toArray(),
                        StandardCharsets.UTF_8))
                .isEqualTo("alice@example.org");
    }

    @Test
    void letsPassWhatTheRulesLetPassAndWhatTheProtocolNeeds() {
        var group = new ServerGroup(
                "partners",
                List.of(home.defined("home")),
                false,
                List.of(),
                filter(new AttributeRules(List.of(), names("Calling-Station-Id", "MS-RAS-Version"))),
                filter(new AttributeRules(names("Class", "Cisco-AVPair"), List.of())),
                DICTIONARY);
        var state = new Attribute(24, Octets.wrap(new byte[] {1}));
        var avPair = DICTIONARY.encode("Cisco-AVPair", "shell:priv-lvl=1");
        home.script = request -> List.of(
                signed(Code.ACCESS_CHALLENGE, request, state, CLASS, DICTIONARY.encode("Filter-Id", "all"), avPair));

        var challenge = verdict(forward(
                request(
                        attribute("Calling-Station-Id", "198.51.100.7"),
                        attribute("NAS-Identifier", "asa"),
                        attribute("MS-RAS-Version", "x")),
                group));

        assertThat(challenge).isEqualTo(new Verdict.Challenge(List.of(state, CLASS, avPair)));
        var sent = home.requests().getFirst();
        assertThat(sent.has(31)).isFalse();
        assertThat(sent.has(32)).isTrue();
        assertThat(sent.has(26)).isFalse();
    }

    @Test
    void letsNoVendorSpecificPassThatRulesCannotLookInto() {
        var avPair = DICTIONARY.encode("Cisco-AVPair", "shell:priv-lvl=15");
        var strayOctet = new Attribute(26, avPair.value().and(Octets.wrap(new byte[] {1})));
        var oddVendor = new Attribute(26, Octets.wrap(new byte[] {1, 0, 0, 9, 1, 3, 'x'}));
        var lucent = new Attribute(26, Octets.wrap(new byte[] {0, 0, 0x12, (byte) 0xee, 1, 3, 'x'}));
        var all = List.of(avPair, strayOctet, oddVendor, lucent, CLASS);

        assertThat(filter(AttributeRules.NONE).apply(all)).isEqualTo(all);
        assertThat(filter(new AttributeRules(List.of(), names("Cisco-AVPair"))).apply(all))
                .containsExactly(CLASS);
        assertThat(filter(new AttributeRules(names("Cisco-AVPair"), List.of())).apply(all))
                .containsExactly(avPair);
    }

    @Test
    void forwardsAccounting() {
        var record = Requests.receivedAccounting(now.get(), attribute("Acct-Session-Id", "s1"));

        var forwarded =
                forwarding.forward(record, Service.ACCOUNTING, group(false, home.defined("home")), refused::put);

        assertThat(verdict(forwarded)).isEqualTo(new Verdict.Recorded(List.of()));
        assertThat(home.requests().getFirst().has(80)).isFalse();
    }

    private HomeServer another() throws IOException {
        var server = HomeServer.start();
        homes.add(server);
        return server;
    }

    private Forwarded forward(Authentic request) {
        return forward(request, group(false, home.defined("home")));
    }

    private Forwarded forward(Authentic request, ServerGroup group) {
        return forwarding.forward(request, Service.AUTHENTICATION, group, refused::put);
    }

    private static Verdict verdict(Forwarded forwarded) {
        return ((Forwarded.Answered) forwarded).verdict();
    }

    /** Received now, of a client that waits 30 s. */
    private Authentic request(Attribute... attributes) {
        return Requests.received(now.get(), attributes);
    }

    private static ServerGroup group(boolean unsignedReplies, Server... servers) {
        return new ServerGroup(
                "partners",
                List.of(servers),
                unsignedReplies,
                List.of(),
                filter(AttributeRules.NONE),
                filter(AttributeRules.NONE),
                DICTIONARY);
    }

    private static AttributeFilter filter(AttributeRules rules) {
        return AttributeFilter.of(rules, DICTIONARY);
    }

    private static List<Located<String>> names(String... names) {
        return List.of(names).stream().map(name -> new Located<>(name, AT)).toList();
    }

    private static Attribute attribute(String name, String value) {
        return DICTIONARY.encode(name, value);
    }
}
