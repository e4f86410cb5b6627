package io.countersign.mfa.entra.user;

import io.countersign.mfa.MfaUser;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What Graph is asked for one user, and which of its hits count. A hit that does not hold what was asked for does not count, whatever
 * the service says.
 *
 * @param filter in OData
 * @param counts whether a hit is this user
 */
record Query(String filter, Predicate<Account> counts) {
    private static final Set<String> COLLECTIONS = Set.of("otherMails", "proxyAddresses");

    /** The question for a user; empty if nothing is known that could be compared. */
    static Optional<Query> of(MfaUser user, UserSettings settings) {
        if (settings.attribute().isPresent()) {
            var values = user.attributes().getOrDefault(settings.attribute().get(), List.of());
            return values.size() == 1
                    ? Optional.of(byProperty(settings.property(), values.getFirst()))
                    : Optional.empty();
        }
        return settings.by().stream()
                .flatMap(key -> by(key, user, settings).stream())
                .findFirst();
    }

    private static Optional<Query> by(UserSettings.Key key, MfaUser user, UserSettings settings) {
        return switch (key) {
            case SID -> user.sid().map(Query::bySid);
            case UPN -> user.upn().map(upn -> byUpn(upn, settings.property()));
            case NAME ->
                user.dnsDomain()
                        .or(() -> user.netbiosDomain().flatMap(settings::dnsDomain))
                        .map(domain -> byName(user.loginName(), domain));
        };
    }

    private static Query bySid(String sid) {
        return new Query(equal("onPremisesSecurityIdentifier", sid), account -> same(account.sid, sid));
    }

    private static Query byUpn(String upn, String property) {
        return property.equals("userPrincipalName")
                ? new Query(
                        equal("userPrincipalName", upn) + " or " + equal("onPremisesUserPrincipalName", upn),
                        account -> same(account.upn, upn) || same(account.onPremisesUpn, upn))
                : byProperty(property, upn);
    }

    private static Query byName(String name, String domain) {
        var upn = name.contains("@") ? name : name + "@" + domain;
        return new Query(
                equal("onPremisesSamAccountName", name) + " or " + equal("userPrincipalName", upn),
                account ->
                        same(account.upn, upn) || (same(account.samAccountName, name) && same(account.domain, domain)));
    }

    private static Query byProperty(String property, String value) {
        if (property.equals("userPrincipalName")) {
            return new Query(equal(property, value), account -> same(account.upn, value));
        }
        if (property.equals("onPremisesUserPrincipalName")) {
            return new Query(equal(property, value), account -> same(account.onPremisesUpn, value));
        }
        if (property.startsWith("extensionAttribute")) {
            return new Query(equal("onPremisesExtensionAttributes/" + property, value), _ -> true);
        }
        return COLLECTIONS.contains(property)
                ? new Query(property + "/any(p:" + equal("p", inCollection(property, value)) + ")", _ -> true)
                : new Query(equal(property, value), _ -> true);
    }

    private static String inCollection(String property, String value) {
        return property.equals("proxyAddresses") ? "smtp:" + value : value;
    }

    private static String equal(String property, String value) {
        return property + " eq '" + value.replace("'", "''") + "'";
    }

    private static boolean same(@Nullable String told, String asked) {
        return told != null && told.equalsIgnoreCase(asked);
    }
}
