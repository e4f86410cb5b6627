package io.countersign.radius.dictionary;

import java.util.List;

/** Dictionary files cannot be read. The message tells every fault in a line of its own: file, line, and what to write. */
public final class InvalidDictionary extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private static final int MOST_TOLD = 20;

    InvalidDictionary(List<String> faults) {
        super(told(faults));
    }

    private static String told(List<String> faults) {
        List<String> first = faults.subList(0, Math.min(MOST_TOLD, faults.size()));
        int more = faults.size() - first.size();
        return String.join("\n", first) + (more > 0 ? "\nand " + more + " more" : "");
    }
}
