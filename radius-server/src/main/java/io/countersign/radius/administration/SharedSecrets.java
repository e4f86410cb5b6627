package io.countersign.radius.administration;

import io.countersign.policy.AddressRange;
import io.countersign.policy.Location;
import io.countersign.policy.Problem;
import io.countersign.policy.Problems;
import io.countersign.radius.crypto.Secret;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which shared secrets may be used: none that anybody can guess or read in a manual. */
final class SharedSecrets {
    private static final Set<String> PLACEHOLDERS = Set.of(
            "changeme",
            "change-me",
            "secret",
            "sharedsecret",
            "shared-secret",
            "password",
            "radius",
            "mysecret",
            "yoursecret",
            "example",
            "your-secret-here");
    private static final String FOR_TESTS = "testing123";
    private static final int FEW_OCTETS = 12;

    private SharedSecrets() {}

    /** Adds a problem for a secret that is refused; answers a warning for one that should be better. */
    static Optional<Problem> check(String whose, AddressRange address, Location at, Secret secret, Problems problems) {
        var word = secret.revealText().strip().toLowerCase(Locale.ROOT);
        if (word.isEmpty()) {
            problems.add(at, "the shared secret of " + whose + " is empty", advice());
        } else if (PLACEHOLDERS.contains(word)) {
            problems.add(at, "the shared secret of " + whose + " is a placeholder that everybody knows", advice());
        } else if (word.equals(FOR_TESTS)) {
            return forTests(whose, address, at, problems);
        } else if (secret.length() < FEW_OCTETS) {
            return Optional.of(new Problem(
                    at,
                    "the shared secret of " + whose + " has only " + secret.length() + " octets",
                    "use 22 random characters or more"));
        }
        return Optional.empty();
    }

    private static Optional<Problem> forTests(String whose, AddressRange address, Location at, Problems problems) {
        if (isThisMachine(address)) {
            return Optional.of(new Problem(
                    at,
                    "the shared secret of " + whose + " is one that everybody knows",
                    "fine for tests on this machine; otherwise use 22 random characters or more"));
        }
        problems.add(
                at,
                "the shared secret of " + whose + " is one that everybody knows",
                "testing123 is for addresses within 127.0.0.0/8 or ::1 only; " + advice());
        return Optional.empty();
    }

    private static boolean isThisMachine(AddressRange range) {
        return range.network().isLoopbackAddress() && range.prefix() >= 8;
    }

    private static String advice() {
        return "use 22 random characters or more, such as from: countersign client secret FILE";
    }
}
