package io.countersign.cli.mfa;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.Surroundings;
import java.io.BufferedReader;
import java.io.IOException;

/**
 * What is typed or piped into an enrolment: the secret, then the code that proves it. Typed on a terminal, nothing of it is shown. From standard
 * input the code is the last line, and the secret all before it.
 */
final class EnrollmentInput {
    private static final int MOST_CHARACTERS = 1 << 20;

    private final Surroundings surroundings;
    private final boolean codeFollows;
    private String code = "";

    /** For the secret alone, or for one that a code follows. */
    EnrollmentInput(Surroundings surroundings, boolean codeFollows) {
        this.surroundings = surroundings;
        this.codeFollows = codeFollows;
    }

    /** Whether somebody sits there who can be asked again. */
    boolean isTyped() {
        return surroundings.hiddenPrompt().isPresent();
    }

    /** The secret, which may have several lines. */
    String secret(String user) {
        return surroundings
                .hiddenPrompt()
                .map(prompt -> prompt.apply("Secret or otpauth URI of " + user + " (not shown): "))
                .orElseGet(() -> codeFollows ? beforeTheCode(piped()) : piped());
    }

    /** The code, after the secret if there is one. */
    String code(String user) {
        return surroundings
                .hiddenPrompt()
                .map(prompt -> prompt.apply("Code that the device of " + user + " shows now: "))
                .orElseGet(() -> code.isEmpty() ? piped() : code);
    }

    private String beforeTheCode(String text) {
        int end = text.stripTrailing().lastIndexOf('\n');
        code = text.substring(end + 1);
        return end < 0 ? "" : text.substring(0, end);
    }

    private String piped() {
        try {
            return read(surroundings.input());
        } catch (IOException e) {
            throw CommandRefused.invalid("standard input cannot be read: " + e.getMessage());
        }
    }

    private static String read(BufferedReader input) throws IOException {
        var text = new StringBuilder();
        for (int character = input.read(); character >= 0; character = input.read()) {
            if (text.length() == MOST_CHARACTERS) {
                throw CommandRefused.invalid("standard input is longer than any secret");
            }
            text.append((char) character);
        }
        return text.toString();
    }
}
