package io.countersign.radius.dictionary;

import java.util.Map;

/**
 * What the dictionary knows of one attribute.
 *
 * @param vendor the vendor's number for a sub-attribute of Vendor-Specific; 0 for the standard space
 * @param number 1 to 255, within the vendor's space
 * @param tagged whether the value begins with a tag that groups the attributes of one tunnel (RFC 2868 §3.1)
 * @param values the names of enumerated values by number, in the order of the dictionary
 */
public record AttributeType(
        String name,
        int vendor,
        int number,
        Format format,
        boolean tagged,
        Encryption encryption,
        Map<Long, String> values) {
    boolean encrypted() {
        return encryption != Encryption.NONE;
    }
}
