package io.countersign.policy;

/**
 * A place in a document.
 *
 * @param source what the administrator calls the document, such as {@code policies.yaml}; empty if nobody sees it
 * @param line from 1
 * @param column from 1
 */
public record Location(String source, int line, int column) {
    @Override
    public String toString() {
        return source + ":" + line + ":" + column;
    }
}
