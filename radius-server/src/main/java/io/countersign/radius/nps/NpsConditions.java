package io.countersign.radius.nps;

import io.countersign.policy.AddressRange;
import io.countersign.policy.AddressText;
import io.countersign.policy.Condition.EnumeratedAttribute;
import io.countersign.policy.Condition.TextAttribute;
import io.countersign.policy.Groups;
import io.countersign.policy.NpsPattern;
import io.countersign.policy.document.ItemKind;
import io.countersign.radius.access.CompiledPolicies;
import io.countersign.radius.identity.GroupCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Conditions of NPS ({@code msNPConstraint}) as those of a document. One that a document cannot have, or of which nobody knows what NPS makes
 * of it, leaves its policy disabled.
 */
final class NpsConditions {
    private static final Pattern EXPRESSION = Pattern.compile("([A-Z]+)\\s*\\((.*)\\)", Pattern.DOTALL);
    private static final Pattern MATCH = Pattern.compile("\"([A-Za-z0-9-]+)=(.*)\"", Pattern.DOTALL);
    private static final Pattern SID = Pattern.compile("S-1(?:-\\d{1,15}){2,16}");
    private static final Pattern NUMBERS = Pattern.compile("\\^\\d{1,10}\\$(?:\\|\\^\\d{1,10}\\$)*");
    private static final Pattern NUMBERS_TOGETHER = Pattern.compile("\\^\\(\\d{1,10}(?:\\|\\d{1,10})*\\)\\$");
    private static final Pattern ONE_ADDRESS = Pattern.compile("\\^(\\d+\\\\\\.\\d+\\\\\\.\\d+\\\\\\.\\d+)\\$");
    private static final Pattern LAST_OCTET =
            Pattern.compile("\\^?(\\d+\\\\\\.\\d+\\\\\\.\\d+\\\\\\.)(?:\\.[*+]|\\\\d[*+]|\\[0-9][*+])\\$?");

    /** What stands in the way of a policy that NPS would have asked. */
    private static final String BY_HAND = "; write what fits, then enable it";

    private final ImportChoices choices;
    private final CompiledPolicies.Names names;
    private final Map<String, AddressRange> clients;
    private final Map<String, String> texts;
    private final Map<String, String> enumerated;

    /** With the clients that are imported, by name. */
    NpsConditions(ImportChoices choices, CompiledPolicies.Names names, Map<String, AddressRange> clients) {
        this.choices = choices;
        this.names = names;
        this.clients = clients;
        this.texts = Arrays.stream(TextAttribute.values())
                .collect(Collectors.toMap(TextAttribute::attributeName, TextAttribute::key));
        this.enumerated = Arrays.stream(EnumeratedAttribute.values())
                .collect(Collectors.toMap(EnumeratedAttribute::attributeName, EnumeratedAttribute::key));
    }

    /** Adds all conditions of a policy to its draft, which has at least one then. */
    void add(NpsObject policy, ImportDraft draft) {
        policy.all("msNPConstraint").forEach(expression -> add(expression, draft));
        if (!draft.hasConditions()) {
            draft.require("day-and-time", List.of("Sun-Sat 00:00-24:00"));
            if (draft.isEnabled()) {
                draft.disable("NPS has no condition of it" + BY_HAND);
            }
        }
    }

    private void add(String expression, ImportDraft draft) {
        var parts = EXPRESSION.matcher(expression);
        if (!parts.matches()) {
            unknown(expression, draft);
            return;
        }
        var body = parts.group(2).strip();
        switch (parts.group(1)) {
            case "MATCH" -> match(expression, body, draft);
            case "TIMEOFDAY" ->
                NpsTimes.read(unquoted(body))
                        .ifPresentOrElse(
                                times -> require(expression, "day-and-time", times, draft),
                                () -> unknown(expression, draft));
            case "NTGROUPS", "USERNTGROUPS" -> groups(expression, body, "user-groups", draft);
            case "MACHINENTGROUPS" -> groups(expression, body, "machine-groups", draft);
            default -> unknown(expression, draft);
        }
    }

    private static String unquoted(String body) {
        return body.length() > 1 && body.startsWith("\"") && body.endsWith("\"")
                ? body.substring(1, body.length() - 1)
                : body;
    }

    private static void unknown(String expression, ImportDraft draft) {
        draft.lacks(expression, "the condition " + expression + " cannot be written here" + BY_HAND);
    }

    private static void require(String expression, String key, Object value, ImportDraft draft) {
        if (!draft.require(key, value)) {
            draft.lacks(
                    expression,
                    "the condition " + expression + " is a second one of " + key + ", and both must hold in NPS"
                            + BY_HAND);
        }
    }

    private void match(String expression, String body, ImportDraft draft) {
        var parts = MATCH.matcher(body);
        if (!parts.matches()) {
            unknown(expression, draft);
            return;
        }
        var attribute = parts.group(1);
        var sought = parts.group(2);
        if (texts.containsKey(attribute)) {
            pattern(expression, texts.get(attribute), sought, draft);
        } else if (enumerated.containsKey(attribute)) {
            listed(expression, enumerated.get(attribute), numbers(sought), draft);
        } else {
            switch (attribute) {
                case "Client-Friendly-Name" -> pattern(expression, "client-friendly-name", sought, draft);
                case "Client-IP-Address", "Client-IPv6-Address" -> clientAddress(expression, sought, draft);
                case "Client-Vendor" -> listed(expression, "client-vendor", vendors(numbers(sought)), draft);
                case "Authentication-Type" ->
                    listed(expression, "authentication-method", methods(numbers(sought)), draft);
                default -> unknown(expression, draft);
            }
        }
    }

    private static void pattern(String expression, String key, String sought, ImportDraft draft) {
        try {
            NpsPattern.of(sought);
            require(expression, key, sought, draft);
        } catch (IllegalArgumentException refused) {
            draft.lacks(expression, "the condition " + expression + ": " + refused.getMessage());
        }
    }

    private static void listed(String expression, String key, List<String> values, ImportDraft draft) {
        if (values.isEmpty()) {
            unknown(expression, draft);
        } else {
            require(expression, key, values, draft);
        }
    }

    /** The numbers of a pattern that matches these and no others; none if it is another. */
    private static List<String> numbers(String pattern) {
        return NUMBERS.matcher(pattern).matches()
                        || NUMBERS_TOGETHER.matcher(pattern).matches()
                ? Stream.of(pattern.replaceAll("[\\^$()]", "").split("\\|", -1)).toList()
                : List.of();
    }

    /** All of them by name; none if one has none. */
    private List<String> vendors(List<String> numbers) {
        var vendors = numbers.stream()
                .flatMap(number -> NpsClients.vendor(Long.parseLong(number), names.dictionary()).stream())
                .toList();
        return vendors.size() == numbers.size() ? vendors : List.of();
    }

    /** All of them by name; none if one cannot be told from others here, as a kind of EAP cannot. */
    private static List<String> methods(List<String> numbers) {
        var methods = new ArrayList<String>();
        for (var number : numbers) {
            var word = NpsMethods.word(Long.parseLong(number));
            if (word.isEmpty()) {
                return List.of();
            }
            methods.add(word.get());
        }
        return methods;
    }

    private void groups(String expression, String body, String key, ImportDraft draft) {
        var sids = SID.matcher(body)
                .results()
                .map(found -> found.group())
                .distinct()
                .toList();
        boolean more =
                !SID.matcher(body).replaceAll("").replaceAll("[\"',;\\s]", "").isEmpty();
        if (sids.isEmpty() || more || draft.kind() == ItemKind.CONNECTION_REQUEST_POLICY) {
            unknown(expression, draft);
            return;
        }
        var written = sids.stream().map(choices::written).distinct().toList();
        written.stream().filter(Groups::isSid).forEach(sid -> resolve(sid, key, draft));
        require(expression, key, written, draft);
    }

    /** A SID can stand for itself where a directory knows it. */
    private void resolve(String sid, String key, ImportDraft draft) {
        switch (names.group(sid).orElse(new GroupCheck.Unknown(Optional.empty()))) {
            case GroupCheck.Known() -> {}
            case GroupCheck.Unknown _ ->
                draft.disable("no directory of the settings has the group " + sid + "; say --map " + sid
                        + "='DIRECTORY\\GROUP', or write " + key + ": ['DIRECTORY\\GROUP'] and enable it");
            case GroupCheck.CannotTell(var why) ->
                draft.disable("nobody can tell now whether there is a group " + sid + ": " + why
                        + "; import again once the directory answers, or say --map " + sid + "='DIRECTORY\\GROUP'");
        }
    }

    /** NPS searches the text of an address, a document asks for an address or a range: the same only where it can be shown to be. */
    private void clientAddress(String expression, String sought, ImportDraft draft) {
        range(sought)
                .ifPresentOrElse(
                        range -> require(expression, "client-address", range.toString(), draft),
                        () -> addressOfClients(expression, sought, draft));
    }

    /** The range whose addresses, and no others, hold a pattern. */
    private static Optional<AddressRange> range(String sought) {
        var one = ONE_ADDRESS.matcher(sought);
        if (one.matches()) {
            return AddressRange.literal(one.group(1).replace("\\", "")).map(AddressRange::of);
        }
        var last = LAST_OCTET.matcher(sought);
        return last.matches()
                ? AddressRange.literal(last.group(1).replace("\\", "") + "0")
                        .map(network -> new AddressRange(network, 24))
                : Optional.empty();
    }

    /** Those clients whose addresses hold the pattern, where each client has one address. */
    private void addressOfClients(String expression, String sought, ImportDraft draft) {
        try {
            var pattern = NpsPattern.of(sought);
            var meant = new TreeMap<String, AddressRange>();
            clients.forEach((name, address) -> {
                if (pattern.search(AddressText.of(address.network())) != NpsPattern.Search.NOT_FOUND) {
                    meant.put(name, address);
                }
            });
            if (meant.isEmpty() || !clients.values().stream().allMatch(AddressRange::isSingle)) {
                unknown(expression, draft);
            } else if (meant.size() == 1) {
                require(
                        expression,
                        "client-address",
                        meant.firstEntry().getValue().toString(),
                        draft);
            } else {
                pattern(expression, "client-friendly-name", NpsPattern.ofWhole(meant.keySet()), draft);
                draft.note("the condition " + expression + " is written as the clients that it finds");
            }
        } catch (IllegalArgumentException _) {
            unknown(expression, draft);
        }
    }
}
