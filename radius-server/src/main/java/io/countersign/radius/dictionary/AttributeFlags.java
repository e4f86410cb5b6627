package io.countersign.radius.dictionary;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words behind the format in an {@code ATTRIBUTE} line.
 *
 * @param secret whether the value may not be shown, although it is not encrypted
 * @param internal whether the attribute is never in a packet
 * @param vendor the vendor named there, as older files do
 */
record AttributeFlags(
        boolean tagged, Encryption encryption, boolean secret, boolean internal, Optional<Integer> vendor) {
    private static final AttributeFlags NONE =
            new AttributeFlags(false, Encryption.NONE, false, false, Optional.empty());

    /** Reads flags, apart by blanks or commas. One that is not understood might have hidden a secret, so it is refused. */
    static AttributeFlags of(List<String> words, Map<String, Integer> vendors) {
        AttributeFlags flags = NONE;
        for (String word : words) {
            for (String flag : word.split(",", -1)) {
                flags = flags.with(flag, vendors);
            }
        }
        if (flags.tagged && flags.encryption != Encryption.NONE) {
            if (flags.encryption != Encryption.SALTED) {
                throw new IllegalArgumentException("has_tag goes with encrypt=2 alone");
            }
            return new AttributeFlags(true, Encryption.TAGGED_SALTED, flags.secret, flags.internal, flags.vendor);
        }
        return flags;
    }

    private AttributeFlags with(String flag, Map<String, Integer> vendors) {
        return switch (DictionaryReader.lower(flag)) {
            case "has_tag" -> new AttributeFlags(true, encryption, secret, internal, vendor);
            case "encrypt=1" -> with(Encryption.USER_PASSWORD);
            case "encrypt=2" -> with(Encryption.SALTED);
            case "encrypt=3" -> with(Encryption.UNKNOWN);
            case "secret" -> new AttributeFlags(tagged, encryption, true, internal, vendor);
            case "internal", "virtual" -> new AttributeFlags(tagged, encryption, secret, true, vendor);
            case "array", "concat" -> this; // how FreeRADIUS lays values out in its memory, or in DHCP
            case String name
            when vendors.containsKey(name) ->
                new AttributeFlags(tagged, encryption, secret, internal, Optional.ofNullable(vendors.get(name)));
            default ->
                throw new IllegalArgumentException("unknown flag " + flag
                        + "; write has_tag, encrypt=1, encrypt=2, encrypt=3, secret, internal, virtual, array, concat"
                        + " or a vendor that is named above");
        };
    }

    private AttributeFlags with(Encryption other) {
        return new AttributeFlags(tagged, other, secret, internal, vendor);
    }
}
