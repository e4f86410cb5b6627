package io.countersign.cli.terminal;

import picocli.CommandLine.Option;

/** {@code --output text|json}, for every command that lists. */
public final class OutputOption {
    /** The form of a list. */
    public enum Form {
        /** Aligned columns for people. */
        text,
        /** One JSON array for programs. */
        json
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Form form = Form.text;

    /** Made by Picocli. */
    public OutputOption() {}

    /** Whether the output is for a program. */
    public boolean isJson() {
        return form == Form.json;
    }
}
