package io.countersign.cli.radius;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.dictionary.InvalidValue;
import io.countersign.radius.packet.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Attributes as people write them: {@code Name = value}, the value in quotes or not. */
final class AttributeLines {
    private static final Set<String> PASSWORDS =
            Set.of("user-password", "chap-password", "ms-chap-password", "password");

    private final Dictionary dictionary;
    private final List<Attribute> attributes = new ArrayList<>();
    private Optional<Secret> password = Optional.empty();

    AttributeLines(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    /** Takes in a file's lines; a password may stand in a file. */
    void addFile(String name, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                add(line.replaceFirst(",$", ""), name + ":" + (i + 1) + ": ", true);
            }
        }
    }

    /** Takes in an argument of the command line, where everybody can read along. */
    void addArgument(String argument) {
        add(argument, "", false);
    }

    private void add(String line, String at, boolean mayBePassword) {
        int equals = line.indexOf('=');
        if (equals < 1) {
            throw CommandRefused.invalid(at + "'" + line + "' is no attribute; write Name=value");
        }
        String name = line.substring(0, equals).replaceFirst(":$", "").strip();
        String value = unquoted(line.substring(equals + 1).strip());
        if (PASSWORDS.contains(name.toLowerCase(Locale.ROOT))) {
            if (!mayBePassword) {
                throw CommandRefused.invalid(
                        "a password on the command line can be read by others on this machine; leave it out: "
                                + "it is asked for, or read with --password-file or from standard input");
            }
            password = Optional.of(Secret.ofText(value));
        } else if (!name.equalsIgnoreCase("Message-Authenticator")) { // every request that may carry one does
            encode(name, value, at);
        }
    }

    private void encode(String name, String value, String at) {
        try {
            attributes.add(dictionary.encode(name, value));
        } catch (InvalidValue invalid) {
            throw CommandRefused.invalid(at + invalid.getMessage() + "; " + invalid.fix());
        }
    }

    private static String unquoted(String value) {
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
                : value;
    }

    List<Attribute> attributes() {
        return attributes;
    }

    /** The password, if a file has one. */
    Optional<Secret> password() {
        return password;
    }
}
