package io.countersign.entra.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The part of OData's filters that is asked here: comparisons for equality, joined by {@code or}. */
record Filter(List<Term> terms) {
    /** One comparison. */
    record Term(String property, String value) {}

    /** A filter that this Graph does not understand. */
    static final class Unparsable extends Exception {
        private static final long serialVersionUID = 1L;

        Unparsable(String message) {
            super(message);
        }
    }

    private static final Pattern TERM = Pattern.compile("(?:(?<property>[A-Za-z0-9/]+) eq '(?<value>(?:[^']|'')*)'"
            + "|(?<list>otherMails|proxyAddresses)/any\\((?<letter>[a-z]):\\k<letter> eq '(?<item>(?:[^']|'')*)'\\))");
    private static final Set<String> KNOWN = Set.of(
            "appId",
            "userPrincipalName",
            "onPremisesUserPrincipalName",
            "onPremisesSecurityIdentifier",
            "onPremisesSamAccountName",
            "mail");
    private static final Set<String> ADVANCED = Set.of("onPremisesSamAccountName");
    private static final String EXTENSION = "onPremisesExtensionAttributes/extensionAttribute";

    static Filter parse(String text) throws Unparsable {
        var terms = new ArrayList<Term>();
        var matcher = TERM.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new Unparsable("Invalid filter clause at " + at);
            }
            terms.add(
                    matcher.group("list") != null
                            ? new Term(matcher.group("list"), plain(matcher.group("item")))
                            : term(matcher.group("property"), plain(matcher.group("value"))));
            at = matcher.end();
            if (at < text.length()) {
                if (!text.startsWith(" or ", at)) {
                    throw new Unparsable("Invalid filter clause at " + at);
                }
                at += " or ".length();
                if (at == text.length()) {
                    throw new Unparsable("Invalid filter clause at the end");
                }
            }
        }
        return new Filter(List.copyOf(terms));
    }

    /** Whether it needs {@code ConsistencyLevel: eventual} and {@code $count=true}. */
    boolean isAdvanced() {
        return terms.stream().anyMatch(term -> ADVANCED.contains(term.property) || term.property.startsWith(EXTENSION));
    }

    boolean matches(Tenant.Account user) {
        return terms.stream().anyMatch(term -> matches(term, user));
    }

    private static boolean matches(Term term, Tenant.Account user) {
        if (term.property.startsWith(EXTENSION)) {
            var key = term.property.substring("onPremisesExtensionAttributes/".length());
            return term.value.equalsIgnoreCase(user.extensionAttributes().get(key));
        }
        return switch (term.property) {
            case "userPrincipalName" -> user.upn().equalsIgnoreCase(term.value);
            case "otherMails" -> user.otherMails().stream().anyMatch(term.value::equalsIgnoreCase);
            case "proxyAddresses" -> user.proxyAddresses().stream().anyMatch(term.value::equalsIgnoreCase);
            default -> term.value.equalsIgnoreCase(user.properties().get(term.property));
        };
    }

    private static Term term(String property, String value) throws Unparsable {
        if (!KNOWN.contains(property) && !property.matches(EXTENSION + "([1-9]|1[0-5])")) {
            throw new Unparsable("Property '" + property + "' cannot be filtered by here");
        }
        return new Term(property, value);
    }

    private static String plain(String quoted) {
        return quoted.replace("''", "'");
    }
}
