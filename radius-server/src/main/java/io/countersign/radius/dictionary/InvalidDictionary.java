package io.countersign.radius.dictionary;

/** A dictionary file cannot be read. The message tells file, line, and what to write. */
public final class InvalidDictionary extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    InvalidDictionary(String at, String what) {
        super(at + ": " + what);
    }
}
