package io.countersign.radius.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.exchange.Requests;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class AccountingRecordTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Dictionary DICTIONARY = Dictionary.standard();

    private static final Attribute[] STOP = {
        attribute("User-Name", "alice"),
        attribute("Acct-Session-Id", "s1"),
        attribute("Acct-Status-Type", "Stop"),
        attribute("Acct-Session-Time", "60")
    };

    @Test
    void saysTheSameHoweverLateAndOverWhicheverProxyItComes() {
        var first = record(STOP);

        assertThat(first.fingerprint().length()).isEqualTo(32);
        assertThat(fingerprint(
                        attribute("Acct-Delay-Time", "30"),
                        new Attribute(55, Octets.copyOf(new byte[] {1, 2, 3, 4})),
                        new Attribute(33, Octets.copyOf(new byte[] {1, 2}))))
                .isEqualTo(first.fingerprint());
        List<Attribute> turned = new ArrayList<>(Arrays.asList(STOP));
        Collections.reverse(turned);
        assertThat(record(turned.toArray(Attribute[]::new)).fingerprint())
                .as("in another order, which a proxy may choose (RFC 2865 §5)")
                .isEqualTo(first.fingerprint());
    }

    @Test
    void happenedWhenItsClientSays() {
        assertThat(record(timestamp(NOON.minusSeconds(4000))).eventAt()).isEqualTo(NOON.minusSeconds(4000));
        assertThat(record(timestamp(NOON.minusSeconds(4000)), attribute("Acct-Delay-Time", "60"))
                        .eventAt())
                .as("the time of the event, whatever the delay since")
                .isEqualTo(NOON.minusSeconds(4000));
        assertThat(record(timestamp(NOON)).eventAt()).isEqualTo(NOON);
    }

    @Test
    void doesNotBelieveAClockThatIsNotSet() {
        var delay = attribute("Acct-Delay-Time", "60");
        for (Instant told : List.of(
                Instant.EPOCH,
                Instant.parse("1993-03-01T00:00:10Z"),
                NOON.minusSeconds(8 * 86_400),
                NOON.plusSeconds(1),
                Instant.ofEpochSecond(0xFFFF_FFFFL))) {
            assertThat(record(timestamp(told), delay).eventAt()).as("%s", told).isEqualTo(NOON.minusSeconds(60));
        }
        assertThat(record(new Attribute(55, Octets.wrap(new byte[3])), delay).eventAt())
                .isEqualTo(NOON.minusSeconds(60));
        assertThat(record(attribute("Acct-Delay-Time", "4000")).eventAt()).isEqualTo(NOON.minusSeconds(4000));
    }

    @Test
    void tellsWhenItsSessionBeganIfItSays() {
        assertThat(record(STOP).began()).hasValue(NOON.minusSeconds(60));
        assertThat(record(attribute("Acct-Status-Type", "Start")).began()).hasValue(NOON);
        assertThat(record(attribute("Acct-Status-Type", "Stop")).began()).isEmpty();
        assertThat(record(attribute("Acct-Status-Type", "Stop"), attribute("Acct-Session-Time", "0"))
                        .began())
                .hasValue(NOON);
    }

    @Test
    void knowsItsPortByNumberElseByName() {
        assertThat(record(attribute("NAS-Port", "7"), attribute("NAS-Port-Id", "ge-0/0"))
                        .port())
                .hasValue("7");
        assertThat(record(attribute("NAS-Port-Id", "ge-0/0")).port()).hasValue("ge-0/0");
        assertThat(record(STOP).port()).isEmpty();
    }

    @Test
    void tellsNothingOfPasswords() {
        var first = record(STOP);

        for (int type : List.of(2, 3, 69)) {
            assertThat(fingerprint(new Attribute(type, Octets.wrap(new byte[19]))))
                    .isEqualTo(first.fingerprint());
        }
    }

    @Test
    void saysSomethingElseWithAnyOtherAttribute() {
        assertThat(List.of(
                        record(STOP).fingerprint(),
                        fingerprint(attribute("Framed-IP-Address", "10.0.0.5")),
                        fingerprint(attribute("Class", "a")),
                        fingerprint(attribute("Class", "a"), attribute("Class", "b")),
                        fingerprint(attribute("Class", "b"), attribute("Class", "a")),
                        fingerprint(new Attribute(200, Octets.empty())),
                        status(0),
                        status(9),
                        status(10),
                        record().fingerprint()))
                .doesNotHaveDuplicates();
    }

    private static Octets status(int number) {
        return record(new Attribute(40, Octets.wrap(new byte[] {0, 0, 0, (byte) number})))
                .fingerprint();
    }

    private static Octets fingerprint(Attribute... more) {
        return record(Stream.concat(Stream.of(STOP), Stream.of(more)).toArray(Attribute[]::new))
                .fingerprint();
    }

    private static AccountingRecord record(Attribute... attributes) {
        return AccountingRecord.of(Requests.receivedAccounting(NOON, attributes), DICTIONARY);
    }

    private static Attribute timestamp(Instant time) {
        return new Attribute(
                55,
                Octets.wrap(ByteBuffer.allocate(4)
                        .putInt((int) time.getEpochSecond())
                        .array()));
    }

    private static Attribute attribute(String name, String value) {
        return DICTIONARY.encode(name, value);
    }
}
