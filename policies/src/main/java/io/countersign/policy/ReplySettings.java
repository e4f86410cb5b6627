package io.countersign.policy;

import java.util.List;
import java.util.Set;

/**
 * What a network policy has the Access-Accept carry.
 *
 * @param attributes by dictionary name, in the order of the document
 * @param required names of attributes without which nobody is let in, wherever they come from
 * @param encryption how sessions may be encrypted by MPPE; empty: nothing is said
 * @param rdGateway the device redirections that an RD Gateway is told to disable
 */
public record ReplySettings(
        List<ReplyAttribute> attributes,
        List<Located<String>> required,
        Set<Encryption> encryption,
        DeviceRedirection rdGateway) {
    /** Nothing is said. */
    public static final ReplySettings NONE =
            new ReplySettings(List.of(), List.of(), Set.of(), new DeviceRedirection.Unsaid());

    /** Copies the collections. */
    public ReplySettings {
        attributes = List.copyOf(attributes);
        required = List.copyOf(required);
        encryption = Set.copyOf(encryption);
    }

    /** The encryptions of NPS, from none to the strongest. */
    public enum Encryption {
        /** No encryption. */
        NONE,
        /** MPPE with 40 bits. */
        BASIC,
        /** MPPE with 56 bits. */
        STRONG,
        /** MPPE with 128 bits. */
        STRONGEST
    }
}
