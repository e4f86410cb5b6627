package io.countersign.radius.dictionary;

import java.util.Map;

/**
 * What the dictionary knows of one attribute.
 *
 * @param oid its numbers from outside to inside, joined by dots: {@code 25}, {@code 26.311.16}, {@code 241.1}
 * @param tagged whether the value begins with a tag that groups the attributes of one tunnel (RFC 2868 §3.1)
 * @param values the names of enumerated values by number, in the order of the dictionary
 */
public record AttributeType(
        String name, String oid, Format format, boolean tagged, Encryption encryption, Map<Long, String> values) {
    boolean encrypted() {
        return encryption != Encryption.NONE;
    }
}
