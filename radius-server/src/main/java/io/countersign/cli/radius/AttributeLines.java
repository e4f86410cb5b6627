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
import java.util.regex.Pattern;

/** The attributes that people write for a request, and the password among them. */
final class AttributeLines {
    private static final Set<String> PASSWORDS =
            Set.of("user-password", "chap-password", "ms-chap-password", "cleartext-password", "password");
    private static final Pattern FURTHER = Pattern.compile(",\\s*([^\\s=,:+]+)(?::[0-9]+)?\\s*[:+]?=");

    private final Dictionary dictionary;
    private final List<Attribute> attributes = new ArrayList<>();
    private Optional<Secret> password = Optional.empty();

    AttributeLines(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    /** Takes in a file's lines, the attributes of one request; a password may stand in a file. */
    void addFile(String name, List<String> lines) {
        boolean begun = false;
        boolean ended = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            String at = name + ":" + (i + 1) + ": ";
            if (line.isEmpty()) {
                ended = begun;
            } else if (!line.startsWith("#")) {
                if (ended) {
                    throw CommandRefused.invalid(at
                            + "a second request begins here, behind an empty line; write each into a file of its own");
                }
                Pairs.ofLine(line, at).forEach(pair -> add(pair, at));
                begun = true;
            }
        }
    }

    /** Takes in an argument of the command line, where everybody can read along. */
    void addArgument(String argument) {
        var pair = Pairs.ofArgument(argument);
        if (isPassword(pair.name())) {
            throw CommandRefused.invalid(
                    "a password on the command line can be read by others on this machine; leave it out: "
                            + "it is asked for, or read with --password-file or from standard input");
        }
        refuseFurther(pair);
        add(pair, "");
    }

    /** Takes in a User-Name as it is. */
    void addUser(String name) {
        encode("User-Name", name, "");
    }

    /** Refuses the line of a file as one argument, of which all would become the value of the first attribute. */
    private void refuseFurther(Pairs.Pair pair) {
        var further = FURTHER.matcher(pair.value());
        while (further.find()) {
            if (isPassword(further.group(1))
                    || dictionary.find(further.group(1)).isPresent()) {
                throw CommandRefused.invalid("the value of " + pair.name() + " holds a further attribute, "
                        + further.group(1) + "; write each as an argument of its own");
            }
        }
    }

    private void add(Pairs.Pair pair, String at) {
        if (isPassword(pair.name())) {
            password = Optional.of(Secret.ofText(pair.value()));
        } else if (!pair.name().equalsIgnoreCase("Message-Authenticator")) { // every request that may carry one does
            encode(pair.name(), pair.value(), at);
        }
    }

    private static boolean isPassword(String name) {
        return PASSWORDS.contains(name.toLowerCase(Locale.ROOT));
    }

    private void encode(String name, String value, String at) {
        try {
            attributes.addAll(dictionary.encodeAll(name, value));
        } catch (InvalidValue invalid) {
            throw CommandRefused.invalid(at + invalid.getMessage() + "; " + invalid.fix());
        }
    }

    List<Attribute> attributes() {
        return attributes;
    }

    /** The password, if a file has one. */
    Optional<Secret> password() {
        return password;
    }
}
