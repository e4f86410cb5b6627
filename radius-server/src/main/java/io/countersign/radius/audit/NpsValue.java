package io.countersign.radius.audit;

import io.countersign.policy.AddressText;
import io.countersign.radius.event.Printable;
import io.countersign.radius.packet.Octets;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A value as NPS's log files tell it. None has a control character, or whatever else could end a line or hide in one. */
sealed interface NpsValue {
    /** An unsigned number of 32 bits, or one of NPS's own. */
    record Numeral(long number) implements NpsValue {}

    /** Text of which every character is printable; not empty. */
    record Text(String text) implements NpsValue {}

    /** What is no such text. */
    record Opaque(Octets octets) implements NpsValue {
        /** In capitals, as NPS writes it. */
        String hex() {
            return octets.hex().toUpperCase(Locale.ROOT);
        }
    }

    /** An IP address in its usual form. */
    record Address(String text) implements NpsValue {
        static Address of(InetAddress address) {
            return new Address(AddressText.of(address));
        }

        static Address ofWord(long word) {
            return new Address(
                    (word >> 24) + "." + ((word >> 16) & 0xFF) + "." + ((word >> 8) & 0xFF) + "." + (word & 0xFF));
        }

        boolean isVersion4() {
            return text.indexOf(':') < 0;
        }
    }

    /** Seconds since 1970. */
    record Time(long seconds) implements NpsValue {}

    /** Text if it is some. */
    static NpsValue text(String text) {
        return Printable.whole(text).equals(text) ? new Text(text) : octets(text);
    }

    /** The octets of a text, in UTF-8. */
    static Opaque octets(String text) {
        return new Opaque(Octets.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Text if the octets are some, in UTF-8. */
    static NpsValue text(Octets octets) {
        var text = octets.text();
        return octets(text).octets().equals(octets) ? text(text) : new Opaque(octets);
    }
}
