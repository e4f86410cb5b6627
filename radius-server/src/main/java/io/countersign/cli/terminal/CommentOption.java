package io.countersign.cli.terminal;

import picocli.CommandLine.Option;

/** {@code --comment}, for every command that changes something. */
public final class CommentOption {
    @Option(names = "--comment", paramLabel = "TEXT", defaultValue = "", description = "Kept in the history.")
    private String text = "";

    /** Made by Picocli. */
    public CommentOption() {}

    /** What was said; may be empty. */
    public String text() {
        return text;
    }
}
