package io.countersign.radius.dictionary;

import java.util.Optional;

/**
 * What the dictionary knows of one attribute.
 *
 * @param oid its numbers from outside to inside, joined by dots: {@code 25}, {@code 26.311.16}, {@code 241.1}
 * @param tagged whether the value begins with a tag that groups the attributes of one tunnel (RFC 2868 §3.1)
 * @param secret whether the value may not be shown, although it is not encrypted
 * @param values the names of its numbers, those that stand with other names of this attribute among them
 */
public record AttributeType(
        String name,
        String oid,
        Format format,
        boolean tagged,
        Encryption encryption,
        boolean secret,
        ValueNames values) {
    /** That of an attribute which is known by its numbers alone. */
    static AttributeType unnamed(String oid) {
        return new AttributeType("Attr-" + oid, oid, Format.OCTETS, false, Encryption.NONE, false, new ValueNames());
    }

    /** The same under another name. */
    AttributeType named(String other) {
        return new AttributeType(other, oid, format, tagged, encryption, secret, values);
    }

    /** The same with the names of values that another name of its number has. */
    AttributeType withValuesOf(AttributeType other) {
        return new AttributeType(name, oid, format, tagged, encryption, secret, other.values);
    }

    /** The same, encrypted like the other if that is and this one is not. */
    AttributeType encryptedIf(AttributeType other) {
        return new AttributeType(
                name, oid, format, tagged, encrypted() ? encryption : other.encryption, secret, values);
    }

    /** The same, secret if the other is not to be shown. */
    AttributeType hiddenLike(AttributeType other) {
        return new AttributeType(name, oid, format, tagged, encryption, secret || other.hidden(), values);
    }

    /** Whether another description says the same of the value. */
    boolean isDescribedLike(AttributeType other) {
        return format == other.format && tagged == other.tagged && encryption == other.encryption;
    }

    /** Its number if it is a standard attribute, which is within no other; empty otherwise. */
    public Optional<Integer> standardNumber() {
        return oid.indexOf('.') < 0 ? Optional.of(Integer.valueOf(oid)) : Optional.empty();
    }

    /** What a dictionary file says of the value. */
    String description() {
        return format.word() + (tagged ? " has_tag" : "") + (encrypted() ? " encrypted " + encryption : "");
    }

    boolean encrypted() {
        return encryption != Encryption.NONE;
    }

    /** Whether the value may not be shown. */
    boolean hidden() {
        return secret || encrypted();
    }
}
