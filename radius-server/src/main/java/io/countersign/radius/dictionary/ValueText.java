package io.countersign.radius.dictionary;

import io.countersign.policy.AddressText;
import io.countersign.radius.packet.Octets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Between values on the wire and their texts. */
final class ValueText {
    private static final long MAX_INTEGER = 0xFFFF_FFFFL;
    private static final char NOT_UTF_8 = '\uFFFD';
    private static final int MAX_TAGGED_INTEGER = 0xFF_FFFF;

    /** The greatest tag; a text whose first octet is above it has none (RFC 2868 §3.3). */
    static final int GREATEST_TAG = 0x1F;

    private ValueText() {}

    /** The texts of a value; the first is the plain one, a name follows if it has one. Empty if the size does not fit the format. */
    static List<String> decode(AttributeType type, Octets value) {
        return switch (type.format()) {
            case STRING -> List.of(untagged(type, value).text());
            case OCTETS -> List.of("0x" + value.hex());
            case BYTE, SHORT, INTEGER, INTEGER64, SIGNED -> integer(type, value);
            case DATE ->
                value.length() == 4
                        ? List.of(Instant.ofEpochSecond(number(value)).toString())
                        : List.of();
            case IPADDR -> value.length() == 4 ? List.of(AddressText.of(value.toArray())) : List.of();
            case IPV6ADDR -> value.length() == 16 ? List.of(AddressText.of(value.toArray())) : List.of();
            case COMBO_IP ->
                value.length() == 4 || value.length() == 16 ? List.of(AddressText.of(value.toArray())) : List.of();
            case IPV4PREFIX -> value.length() == 6 ? prefix(value, 4) : List.of();
            case IPV6PREFIX -> prefix(value, 16);
            case ETHER -> value.length() == 6 ? List.of(value.hex().replaceAll("(..)(?=.)", "$1:")) : List.of();
            case TLV -> List.of("0x" + value.hex());
            case IFID -> value.length() == 8 ? List.of(groups(value)) : List.of();
        };
    }

    /** The tag of a value, 1 to 31; 0 if it has none, or one that says nothing (RFC 2868 §3.1). */
    static int tag(AttributeType type, Octets value) {
        boolean hasTag = type.tagged()
                && value.length() > 0
                && value.at(0) <= GREATEST_TAG
                && (type.format() == Format.STRING
                        || value.length() == range(type).octets());
        return hasTag ? value.at(0) : 0;
    }

    /** A value with a tag: in the first octet of a number, before a text. */
    static Octets tagged(AttributeType type, int tag, Octets value) {
        return Octets.wrap(new byte[] {(byte) tag})
                .and(type.format() == Format.INTEGER ? value.slice(1, value.length()) : value);
    }

    private static Octets untagged(AttributeType type, Octets value) {
        boolean hasTag = type.tagged() && value.length() > 0 && value.at(0) <= GREATEST_TAG;
        return hasTag ? value.slice(1, value.length()) : value;
    }

    /** The number, its further names, and the one that is shown. */
    private static List<String> integer(AttributeType type, Octets value) {
        if (value.length() != range(type).octets() || hasWrongTag(type, value)) {
            return List.of();
        }
        boolean signed = type.format() == Format.SIGNED;
        long octets = number(value);
        long number = signed ? (int) octets : type.tagged() ? octets & MAX_TAGGED_INTEGER : octets;
        List<String> texts = new ArrayList<>();
        texts.add(signed ? Long.toString(number) : Long.toUnsignedString(number));
        texts.addAll(type.values().of(number).reversed());
        return texts;
    }

    /** Of a number, whose first octet is nothing else (RFC 2868 §3.1). */
    private static boolean hasWrongTag(AttributeType type, Octets value) {
        return type.tagged() && value.at(0) > GREATEST_TAG;
    }

    private static NumberRange range(AttributeType type) {
        return NumberRange.of(type.format(), type.tagged())
                .orElseThrow(() -> new IllegalArgumentException(type.name() + " is no number"));
    }

    private static long number(Octets value) {
        long number = 0;
        for (int i = 0; i < value.length(); i++) {
            number = number << 8 | value.at(i);
        }
        return number;
    }

    /** Whether a value was what its format says, by the texts that it has: a text that is not UTF-8 has marks in their place. */
    static boolean isReadable(AttributeType type, List<String> texts) {
        return !texts.isEmpty()
                && (type.format() != Format.STRING || texts.getFirst().indexOf(NOT_UTF_8) < 0);
    }

    private static List<String> prefix(Octets value, int addressOctets) {
        if (value.length() < 2 || value.length() > 2 + addressOctets || value.at(0) != 0) {
            return List.of();
        }
        int bits = value.at(1);
        int used = (bits + 7) / 8;
        if (bits > 8 * addressOctets || value.length() < 2 + used) {
            return List.of();
        }
        byte[] network = new byte[addressOctets];
        value.slice(2, 2 + used).copyTo(network, 0);
        clear(network, bits);
        return List.of(AddressText.of(network) + "/" + bits);
    }

    private static String groups(Octets value) {
        String hex = value.hex();
        return String.join(":", hex.substring(0, 4), hex.substring(4, 8), hex.substring(8, 12), hex.substring(12, 16));
    }

    /** The value of a text. Throws {@link InvalidValue}. */
    static Octets encode(AttributeType type, String text) {
        return switch (type.format()) {
            case STRING -> Octets.wrap(text.getBytes(StandardCharsets.UTF_8));
            case OCTETS -> octets(text);
            case BYTE, SHORT, INTEGER, INTEGER64, SIGNED -> integer(type, text);
            case DATE -> octets(date(type, text), 4);
            case IPADDR -> literal(type, text, 4);
            case IPV6ADDR -> literal(type, text, 16);
            case COMBO_IP -> literal(type, text, text.indexOf(':') < 0 ? 4 : 16);
            case IPV4PREFIX -> prefix(type, text, 4);
            case IPV6PREFIX -> prefix(type, text, 16);
            case IFID -> interfaceId(type, text);
            case ETHER -> hardwareAddress(type, text);
            case TLV ->
                throw new InvalidValue(
                        type.name() + " holds other attributes", "write one of those that it holds by its own name");
        };
    }

    /** Hex after 0x; any other text stands for its own octets in UTF-8, as NPS takes it. */
    private static Octets octets(String text) {
        if (!text.startsWith("0x")) {
            return Octets.wrap(text.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return Octets.wrap(HexFormat.of().parseHex(text, 2, text.length()));
        } catch (IllegalArgumentException e) {
            throw new InvalidValue("'" + text + "' is not hex", "write pairs of hex digits after 0x, such as 0x0a1b");
        }
    }

    private static Octets integer(AttributeType type, String text) {
        NumberRange range = range(type);
        type.values().meantBy(text).ifPresent(name -> {
            throw new InvalidValue(
                    "'" + text + "' is a part of the value " + name + " of " + type.name()
                            + ", and no value of its own",
                    "write " + name + ", or 0x" + Long.toHexString(Long.parseLong(text)) + " for the number itself");
        });
        return type.values()
                .number(text)
                .filter(range::holds)
                .or(() -> range.parse(text))
                .map(number -> octets(number, range.octets()))
                .orElseThrow(() -> new InvalidValue(
                        "'" + text + "' is no value of " + type.name(),
                        "write a number from " + range + names(type.values().shown())));
    }

    private static String names(List<String> names) {
        return names.isEmpty() ? "" : " or one of " + String.join(", ", names);
    }

    private static long date(AttributeType type, String text) {
        try {
            long seconds = Instant.parse(text).getEpochSecond();
            if (seconds >= 0 && seconds <= MAX_INTEGER) {
                return seconds;
            }
        } catch (DateTimeException e) {
            // told below, like a time out of range
        }
        throw new InvalidValue(
                "'" + text + "' is no time for " + type.name(), "write it as 2026-12-31T23:59:59Z, 1970 to 2106");
    }

    private static Octets octets(long number, int length) {
        return Octets.copyOf(Arrays.copyOfRange(
                ByteBuffer.allocate(Long.BYTES).putLong(number).array(), Long.BYTES - length, Long.BYTES));
    }

    private static Octets hardwareAddress(AttributeType type, String text) {
        String digits = text.replaceAll("[:-]", "");
        try {
            if (digits.length() == 12) {
                return Octets.wrap(HexFormat.of().parseHex(digits));
            }
        } catch (IllegalArgumentException e) {
            // told below, like a wrong length
        }
        throw new InvalidValue(
                "'" + text + "' is no hardware address for " + type.name(), "write it as 00:1b:44:11:3a:b7");
    }

    private static Octets literal(AttributeType type, String text, int length) {
        Optional<byte[]> address = AddressText.octets(text).filter(found -> found.length == length);
        if (address.isEmpty()) {
            String example = length == 4 ? "IPv4 address, such as 192.0.2.1" : "IPv6 address, such as 2001:db8::1";
            throw new InvalidValue("'" + text + "' is no address for " + type.name(), "write an " + example);
        }
        return Octets.wrap(address.get());
    }

    private static Octets prefix(AttributeType type, String text, int addressOctets) {
        int slash = text.indexOf('/');
        Optional<byte[]> network = AddressText.octets(slash < 0 ? "" : text.substring(0, slash));
        int bits = slash < 0 ? -1 : bits(text.substring(slash + 1), 8 * addressOctets);
        if (network.isEmpty() || network.get().length != addressOctets || bits < 0) {
            throw new InvalidValue(
                    "'" + text + "' is no " + (addressOctets == 4 ? "IPv4" : "IPv6") + " prefix for " + type.name(),
                    "write it as " + (addressOctets == 4 ? "192.0.2.0/24" : "2001:db8:1::/48"));
        }
        byte[] address = network.get();
        int used = (bits + 7) / 8;
        byte[] value = new byte[2 + (addressOctets == 4 ? 4 : used)];
        value[1] = (byte) bits;
        clear(address, bits);
        System.arraycopy(address, 0, value, 2, used);
        return Octets.wrap(value);
    }

    /** The bits outside a prefix are zero (RFC 3162 §2.3). */
    private static void clear(byte[] address, int bits) {
        if (bits % 8 != 0) {
            address[bits / 8] &= (byte) (0xFF << (8 - bits % 8));
        }
    }

    private static int bits(String text, int most) {
        try {
            int bits = Integer.parseInt(text);
            return bits > most ? -1 : bits;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static Octets interfaceId(AttributeType type, String text) {
        String[] groups = text.split(":", -1);
        var value = ByteBuffer.allocate(8);
        try {
            for (String group : groups) {
                int number = Integer.parseInt(group, 16);
                if (groups.length != 4 || number < 0 || number > 0xFFFF) {
                    throw new NumberFormatException(group);
                }
                value.putShort((short) number);
            }
        } catch (NumberFormatException e) {
            throw new InvalidValue(
                    "'" + text + "' is no interface identifier for " + type.name(),
                    "write four groups of hex digits, such as 0:0:0:1");
        }
        return Octets.wrap(value.array());
    }
}
