package io.countersign.cli.user;

import io.countersign.policy.InvalidDocument;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.identity.LocalName;
import java.util.List;
import java.util.Map;

/** Which policies name a local group, as far as the policies can be read. */
sealed interface Naming {
    /** The policies by the folded names of the groups, with their directory. */
    record Known(Map<String, List<String>> policies) implements Naming {
        List<String> of(String group) {
            return policies.getOrDefault(LocalName.folded("local\\" + group), List.of());
        }
    }

    /** The revision in force is of no use to this program. */
    record Unreadable(InvalidDocument why) implements Naming {
        /** What to tell, one line each. */
        List<String> problems() {
            return why.problems().stream()
                    .map(problem -> "the policies cannot be read: " + problem)
                    .toList();
        }
    }

    /** Reads the policies in force. */
    static Naming read(Installation installation) {
        try {
            return new Known(installation.policies().naming());
        } catch (InvalidDocument unreadable) {
            return new Unreadable(unreadable);
        }
    }
}
