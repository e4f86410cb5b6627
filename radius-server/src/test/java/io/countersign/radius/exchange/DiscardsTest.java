package io.countersign.radius.exchange;

import static io.countersign.policy.MessageAuthenticatorRule.REQUIRE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.countersign.policy.ClientType;
import io.countersign.radius.packet.DiscardReason;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class DiscardsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Requests.NOW);
    private final Discards discards = new Discards(now::get);
    private final RadiusClient client = Requests.client(REQUIRE);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        var logger = (Logger) LoggerFactory.getLogger(Discards.class);
        logger.setLevel(Level.WARN); // whatever a test before it has set
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger(Discards.class)).detachAppender(log);
    }

    @Test
    void tellsOfTheFirstAtOnceAndOfTheOthersOnceAMinuteWithTheFix() {
        for (int i = 0; i < 50; i++) {
            discards.count(client, DiscardReason.MESSAGE_AUTHENTICATOR_MISSING);
        }
        discards.count(client, DiscardReason.STRAY_OCTET);
        discards.tellWhenDue();
        assertThat(lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("gateway: sends requests without Message-Authenticator")
                        .contains("message-authenticator: accept", "learn", "14 days", "CVE-2024-3596")
                        .doesNotContain("NPS")
                        .endsWith("[MESSAGE_AUTHENTICATOR_MISSING]"));

        pass(60);

        assertThat(lines()).hasSize(3).last().asString().endsWith("[MESSAGE_AUTHENTICATOR_MISSING, 49 in a minute]");
    }

    @Test
    void tellsOfNpsOnlyToWhoHasOne() {
        discards.count(Requests.ofType(ClientType.RD_GATEWAY, "standard"), DiscardReason.MESSAGE_AUTHENTICATOR_MISSING);
        assertThat(lines())
                .singleElement()
                .asString()
                .contains("its NPS", "tick 'Request must contain the message authenticator attribute'")
                .doesNotContain("accept");

        pass(120);
        discards.count(Requests.ofType(ClientType.STANDARD, "Microsoft"), DiscardReason.MESSAGE_AUTHENTICATOR_MISSING);
        assertThat(lines().getLast()).contains("its NPS");
    }

    @Test
    void takesACodeThatIsNotServedForAPacket() {
        discards.count(client, DiscardReason.CODE_INVALID);

        assertThat(lines()).singleElement().asString().contains("CoA-Request").doesNotContain("no RADIUS packet");
    }

    @Test
    void tellsOfRepetitionsOnlyInTheSummary() {
        discards.count(client, DiscardReason.DUPLICATE);
        assertThat(lines()).isEmpty();

        pass(60);
        assertThat(lines())
                .singleElement()
                .asString()
                .contains("countersign client list")
                .doesNotContain("raise")
                .endsWith("[DUPLICATE, 1 in a minute]");
    }

    @Test
    void tellsNothingTwiceAndTheFirstAgainAfterAQuietMinute() {
        discards.count(client, DiscardReason.STRAY_OCTET);
        pass(60);
        pass(60);
        assertThat(lines()).hasSize(1);

        discards.count(client, DiscardReason.STRAY_OCTET);
        assertThat(lines()).hasSize(2);
        assertThat(discards.totals()).containsEntry(DiscardReason.STRAY_OCTET, 2L);
    }

    @Test
    void tellsOfManyStrangersInAFewLines() {
        for (int i = 0; i < 250; i++) {
            discards.countUnknown(InetAddress.ofLiteral("192.0.2." + i));
        }
        pass(60);

        assertThat(lines())
                .hasSizeLessThan(25)
                .anySatisfy(line -> assertThat(line).startsWith("other addresses: "));
        assertThat(discards.totals()).containsEntry(DiscardReason.CLIENT_UNKNOWN, 250L);
    }

    @Test
    void logsOneMistakeAMinuteAndCountsAll() {
        for (int i = 0; i < 5; i++) {
            discards.countError(client, new IllegalStateException("a mistake"));
        }

        assertThat(lines()).hasSize(1);
        assertThat(discards.totals()).containsEntry(DiscardReason.SERVER_ERROR, 5L);
    }

    @Test
    void tellsOfTheLastHourByClientAndReasonWithTheFix() {
        for (int i = 0; i < 3; i++) {
            discards.count(client, DiscardReason.MESSAGE_AUTHENTICATOR_WRONG);
        }
        discards.count(client, DiscardReason.DUPLICATE);
        discards.countUnknown(InetAddress.ofLiteral("192.0.2.1"));
        discards.countUnknown(InetAddress.ofLiteral("192.0.2.2"));

        assertThat(discards.inTheLastHour())
                .extracting(
                        Discards.Recent::client,
                        Discards.Recent::reason,
                        Discards.Recent::count,
                        Discards.Recent::keptOut)
                .containsExactly(
                        tuple("gateway", "MESSAGE_AUTHENTICATOR_WRONG", 3L, true),
                        tuple("unknown", "CLIENT_UNKNOWN", 2L, false));
        assertThat(discards.inTheLastHour().getFirst().advice()).contains("type both in again");
    }

    @Test
    void forgetsWhatWasDiscardedAnHourAgo() {
        discards.count(client, DiscardReason.STRAY_OCTET);
        minutes(59);
        assertThat(discards.inTheLastHour()).hasSize(1);
        discards.count(client, DiscardReason.STRAY_OCTET);
        minutes(7);

        assertThat(discards.inTheLastHour())
                .singleElement()
                .satisfies(recent -> assertThat(recent.count()).isEqualTo(1));
        minutes(60);
        assertThat(discards.inTheLastHour()).isEmpty();
        assertThat(discards.totals()).containsEntry(DiscardReason.STRAY_OCTET, 2L);
    }

    @Test
    void takesAClientForKeptOutOnlyWhileNothingOfItIsTaken() {
        discards.count(client, DiscardReason.MESSAGE_AUTHENTICATOR_WRONG);
        discards.taken(client);
        assertThat(keptOut()).isFalse();

        for (int i = 0; i < 70; i++) {
            minutes(1);
            discards.count(client, DiscardReason.MESSAGE_AUTHENTICATOR_WRONG);
        }
        assertThat(keptOut()).isTrue();
        discards.count(client, DiscardReason.SERVER_ERROR);
        assertThat(discards.inTheLastHour().getLast().keptOut())
                .as("the server's own fault")
                .isFalse();
    }

    @Test
    void showsEachKindOnceWithItsCount() {
        var shown = new TreeMap<String, LongSupplier>();
        var counted = new Discards(
                now::get,
                (name, reason, count) ->
                        assertThat(shown.put(name + " " + reason, count)).isNull());
        counted.count(client, DiscardReason.STRAY_OCTET);
        counted.count(client, DiscardReason.STRAY_OCTET);
        for (int i = 0; i < 50; i++) {
            counted.countUnknown(InetAddress.ofLiteral("192.0.2." + i));
        }

        assertThat(shown).containsOnlyKeys("gateway STRAY_OCTET", "unknown CLIENT_UNKNOWN");
        assertThat(shown.get("gateway STRAY_OCTET").getAsLong()).isEqualTo(2);
        assertThat(shown.get("unknown CLIENT_UNKNOWN").getAsLong()).isEqualTo(50);
    }

    private boolean keptOut() {
        return discards.inTheLastHour().getFirst().keptOut();
    }

    private void minutes(int count) {
        for (int i = 0; i < count; i++) {
            pass(60);
        }
    }

    private void pass(int seconds) {
        now.set(now.get().plusSeconds(seconds));
        discards.tellWhenDue();
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
