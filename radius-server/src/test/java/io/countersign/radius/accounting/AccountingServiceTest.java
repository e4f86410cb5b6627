package io.countersign.radius.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.countersign.policy.Problems;
import io.countersign.policy.document.PolicyReader;
import io.countersign.radius.access.CompiledPolicies;
import io.countersign.radius.access.PoliciesInForce;
import io.countersign.radius.access.PolicyCompiler;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.event.AccountingPacket;
import io.countersign.radius.event.ToldPackets;
import io.countersign.radius.exchange.Deliberation;
import io.countersign.radius.exchange.Requests;
import io.countersign.radius.exchange.Verdict;
import io.countersign.radius.forwarding.Forwarding;
import io.countersign.radius.forwarding.HomeServer;
import io.countersign.radius.forwarding.RemoteServerId;
import io.countersign.radius.packet.Attribute;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(30)
final class AccountingServiceTest {
    private static final Dictionary DICTIONARY = Dictionary.standard();
    private static final Verdict RECORDED = new Verdict.Recorded(List.of());

    private final Clock clock = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    private final FakeStore store = new FakeStore();
    private final AccountingLedger ledger = new AccountingLedger(store, clock);
    private final Forwarding forwarding = new Forwarding(clock);
    private final List<ToldPackets> told = new CopyOnWriteArrayList<>();
    private HomeServer home;
    private AccountingService accounting;

    @BeforeEach
    void start() throws IOException {
        home = HomeServer.start();
        var policies = policies();
        accounting = new AccountingService(
                _ -> Optional.of(new PoliciesInForce.Lent(policies, () -> {})),
                ledger,
                forwarding,
                Optional.of(told::add),
                clock);
    }

    @AfterEach
    void end() {
        forwarding.close();
        ledger.close();
        home.close();
    }

    @Test
    void answersOnceTheRemoteServerHasTheRecordToo() {
        assertThat(decide(named("alice"))).isEqualTo(RECORDED);
        assertThat(home.received).hasSize(1);
        assertThat(store.kept).hasValue(1);
        assertThat(told).singleElement().isInstanceOfSatisfying(AccountingPacket.class, packet -> {
            assertThat(packet.client()).isEqualTo("gateway");
            assertThat(packet.userName()).isEqualTo("alice");
            assertThat(packet.at()).isEqualTo(clock.instant());
        });
    }

    @Test
    void leavesWhatCannotBeForwardedUnansweredAndSaysSoOnceAMinute() {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger(AccountingService.class);
        logger.setLevel(Level.WARN); // whatever a test before it has set
        logger.addAppender(log);
        try {
            for (int i = 0; i < 2; i++) {
                assertThat(decide(named("a".repeat(200)))).isEqualTo(new Verdict.Silence(Verdict.SilenceReason.FAULT));
            }
        } finally {
            logger.detachAppender(log);
        }
        assertThat(home.received).isEmpty();
        assertThat(store.kept).hasValue(2);
        assertThat(told).as("its client sends it again").isEmpty();
        assertThat(log.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .contains("gateway", "partners", "the User-Name cannot be rewritten");
    }

    @Test
    void forwardsARecordAsItsPolicyHasItAndKeepsItAsItCame() {
        assertThat(decide(named("alice"), DICTIONARY.encode("Calling-Station-Id", "0049301234")))
                .isEqualTo(RECORDED);
        assertThat(home.requests().getFirst().first(31).orElseThrow().value().text())
                .isEqualTo("+49301234");
        assertThat(((AccountingPacket) told.getFirst()).request())
                .contains(DICTIONARY.encode("Calling-Station-Id", "0049301234"));
    }

    @Test
    void leavesARecordUnansweredOfWhichNothingWouldBeLeft() {
        assertThat(decide(named("alice"), DICTIONARY.encode("Calling-Station-Id", "secret")))
                .isEqualTo(new Verdict.Silence(Verdict.SilenceReason.FAULT));
        assertThat(home.received).isEmpty();
        assertThat(store.kept).hasValue(1);
    }

    @Test
    void answersARecordThatWentInACircleSoThatItEnds() {
        decide(named("alice"));
        var own = home.requests().getFirst().all(33).getLast();

        assertThat(decide(named("alice"), own)).isEqualTo(RECORDED);
        assertThat(home.received).hasSize(1);
    }

    private Verdict decide(Attribute... attributes) {
        var deliberation = accounting.begin(Requests.receivedAccounting(clock.instant(), attributes));
        var verdict = deliberation.decide();
        deliberation.ended(Deliberation.Ending.DECIDED, verdict);
        return verdict;
    }

    private static Attribute named(String name) {
        return DICTIONARY.encode("User-Name", name);
    }

    /** User-Names are sent on twice as long. */
    private CompiledPolicies policies() {
        var document = PolicyReader.read("policies.yaml", """
                clients:
                  - {name: gateway, address: 127.0.0.1, secret: '${env:X}'}
                remote-server-groups:
                  - name: partners
                    servers:
                      - {name: home, address: 127.0.0.1, accounting-port: %d, secret: '${env:X}'}
                    user-name:
                      - {find: '^(.*)$', replace: $1$1}
                connection-request-policies:
                  - name: All
                    when: {client-friendly-name: .}
                    authentication: {forward-to: partners}
                    accounting: {forward-to: partners}
                    attribute-manipulation:
                      attribute: Calling-Station-Id
                      rules: [{find: '^00', replace: '+'}, {find: '^secret$', replace: ''}]
                network-policies: []
                """.replace("%d", Integer.toString(home.port())));
        var problems = new Problems();
        var compiled = PolicyCompiler.compile(
                1,
                document,
                document.clients().orElseThrow(),
                Map.of(new RemoteServerId("partners", "home"), HomeServer.SECRET),
                new CompiledPolicies.Names(DICTIONARY, Map.of(), Map.of(), Set.of()),
                problems);
        assertThat(problems.list()).isEmpty();
        return compiled.orElseThrow();
    }

    private static final class FakeStore implements AccountingStore {
        final AtomicInteger kept = new AtomicInteger();

        @Override
        public int append(List<AccountingRecord> records) {
            kept.addAndGet(records.size());
            return records.size();
        }

        @Override
        public List<Session> sessions(Wanted wanted) {
            return List.of();
        }

        @Override
        public int removeBefore(Instant time, int most) {
            return 0;
        }
    }
}
