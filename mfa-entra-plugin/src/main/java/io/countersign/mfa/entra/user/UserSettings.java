package io.countersign.mfa.entra.user;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a directory's user is found in Entra.
 *
 * @param by what is compared, in this order; the first that the directory knows of a user decides
 * @param attribute the attribute of the directory whose value is looked up in {@code property}, instead of all in {@code by}
 * @param property the property of Graph that holds that value
 * @param domains DNS domains by NetBIOS name, for users of whom only {@code DOMAIN\name} is known; compared without regard to case
 * @param keep so long an account that was found is not looked up again; 0 to 1 h
 * @param keepOnFault so long an account that was found is used when Graph cannot be asked; 0 to 24 h
 */
public record UserSettings(
        List<Key> by,
        Optional<String> attribute,
        String property,
        Map<String, String> domains,
        Duration keep,
        Duration keepOnFault) {
    /** What a user can be found by. */
    public enum Key {
        /** The security identifier of the account in Active Directory. */
        SID,
        /** The user principal name, the one in Entra or the one on premises. */
        UPN,
        /** {@code DOMAIN\name}, by the on-premises attributes or by the UPN that {@code domains} makes of it. */
        NAME;

        /** The word of the settings. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the collections. */
    public UserSettings {
        by = List.copyOf(by);
        domains = Map.copyOf(domains);
    }

    Optional<String> dnsDomain(String netbios) {
        return domains.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(netbios))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
