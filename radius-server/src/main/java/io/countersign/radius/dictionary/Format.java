package io.countersign.radius.dictionary;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a value is written on the wire; the names are those of dictionary files. */
public enum Format {
    /** Text in UTF-8; what is not UTF-8 is shown with replacement characters. */
    STRING,
    /** Any octets; as text {@code 0x} and hex digits. */
    OCTETS,
    /** A number of 8 bits without sign. */
    BYTE,
    /** A number of 16 bits without sign. */
    SHORT,
    /** A number of 32 bits without sign. */
    INTEGER,
    /** A number of 64 bits without sign (RFC 8044 §3.3). */
    INTEGER64,
    /** A number of 32 bits with sign. */
    SIGNED,
    /** Seconds since 1970, 32 bits without sign; as text an ISO instant. */
    DATE,
    /** An IPv4 address. */
    IPADDR,
    /** An IPv4 prefix of 0 to 32 bits (RFC 8044 §3.11). */
    IPV4PREFIX,
    /** An IPv6 address (RFC 3162 §2.1). */
    IPV6ADDR,
    /** An IPv6 prefix of 0 to 128 bits (RFC 3162 §2.3). */
    IPV6PREFIX,
    /** An IPv4 or IPv6 address, told apart by the length. */
    COMBO_IP,
    /** An interface identifier of 8 octets (RFC 3162 §2.2); as text four groups of hex digits. */
    IFID,
    /** A hardware address of 6 octets. */
    ETHER,
    /** Further attributes (RFC 6929 §2.3). */
    TLV;

    /** By the word of a dictionary file. What only describes a container, or a format of which nobody needs the inside, is octets. */
    static Optional<Format> named(String word) {
        String name = word.toLowerCase(Locale.ROOT);
        int size = name.indexOf('[');
        return switch (size < 0 ? name : name.substring(0, size)) {
            case "extended", "long-extended", "evs", "vsa", "abinary", "struct", "bytes", "m2integer", "sublist" ->
                Optional.of(OCTETS);
            case "avpair" -> Optional.of(STRING);
            case "combo-ip", "comboip" -> Optional.of(COMBO_IP);
            case "uint8" -> Optional.of(BYTE);
            case "uint16" -> Optional.of(SHORT);
            case "uint32" -> Optional.of(INTEGER);
            case "uint64" -> Optional.of(INTEGER64);
            case "int32" -> Optional.of(SIGNED);
            case "ipv4addr" -> Optional.of(IPADDR);
            case String known -> of(known);
        };
    }

    /** The words that files have for formats, the usual ones. */
    static String words() {
        return Arrays.stream(values()).map(Format::word).collect(Collectors.joining(", "));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Optional<Format> of(String name) {
        for (Format format : values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
