package io.countersign.radius.identity;

import io.countersign.policy.CaseFolding;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Settings of the local directory.
 *
 * @param netbiosNames the domains that mean the local directory: with {@code CONTOSO}, {@code CONTOSO\alice} is the local user
 *     {@code alice}. None if not said. Compared without regard to case
 * @param lockOut when wrong passwords lock an account; empty: never
 * @param minimumPasswordLength in characters, of the passwords that an administrator gives; those that users have stay good
 */
public record LocalSettings(Set<String> netbiosNames, Optional<LockOutRule> lockOut, int minimumPasswordLength) {
    /** Long enough to be out of reach of guessing over the network. */
    public static final int DEFAULT_PASSWORD_LENGTH = 10;

    /** Copies the names, in upper case as Windows shows them. */
    public LocalSettings {
        netbiosNames = netbiosNames.stream()
                .map(name -> name.toUpperCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean owns(String netbiosDomain) {
        return netbiosNames.stream().anyMatch(name -> CaseFolding.same(name, netbiosDomain));
    }
}
