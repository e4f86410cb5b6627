package io.countersign.policy;

import java.util.List;

/** One attribute of an Access-Accept by its dictionary name, values as the document writes them. */
public record ReplyAttribute(Located<String> name, List<Located<String>> values) {
    /** Copies the list. */
    public ReplyAttribute {
        values = List.copyOf(values);
    }
}
