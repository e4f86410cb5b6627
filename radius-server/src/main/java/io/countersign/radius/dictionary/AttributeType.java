package io.countersign.radius.dictionary;

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

    boolean encrypted() {
        return encryption != Encryption.NONE;
    }

    /** Whether the value may not be shown. */
    boolean hidden() {
        return secret || encrypted();
    }
}
