package io.countersign.radius.dictionary;

import java.util.Locale;
import java.util.Optional;

/** How a value is written on the wire; the names are those of dictionary files. */
public enum Format {
    /** Text in UTF-8; what is not UTF-8 is shown with replacement characters. */
    STRING,
    /** Any octets; as text {@code 0x} and hex digits. */
    OCTETS,
    /** A number of 32 bits without sign. */
    INTEGER,
    /** Seconds since 1970, 32 bits without sign; as text an ISO instant. */
    DATE,
    /** An IPv4 address. */
    IPADDR,
    /** An IPv6 address (RFC 3162 §2.1). */
    IPV6ADDR,
    /** An IPv6 prefix of 0 to 128 bits (RFC 3162 §2.3). */
    IPV6PREFIX,
    /** An interface identifier of 8 octets (RFC 3162 §2.2); as text four groups of hex digits. */
    IFID;

    static Optional<Format> named(String word) {
        for (Format format : values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
