package io.countersign.radius.nps;

import io.countersign.policy.CaseFolding;
import io.countersign.policy.NetworkAccessServerType;
import io.countersign.policy.NpsPattern;
import io.countersign.policy.Words;
import io.countersign.policy.document.ItemKind;
import io.countersign.radius.access.CompiledPolicies;
import io.countersign.radius.identity.LocalDirectory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Connection request policies and network policies of NPS, each with its profile, as those of a document. */
final class NpsPolicies {
    /** No settings of an administrator. */
    private static final Set<String> BOOKKEEPING = Set.of("Opaque_Data", "Template_Guid", "IP_Filter_Template_Guid");

    private static final String NO_TEMPLATE = "{00000000-0000-0000-0000-000000000000}";

    /** The bits 2, 4 and 8 of an encryption type. */
    private static final List<String> ENCRYPTIONS = List.of("basic", "strongest", "strong");

    private final ImportChoices choices;
    private final CompiledPolicies.Names names;
    private final NpsConditions conditions;
    private final NpsServerGroups groups;
    private final List<ImportDraft> drafts = new ArrayList<>();
    private final List<ReportLine> lines = new ArrayList<>();

    NpsPolicies(ImportChoices choices, CompiledPolicies.Names names, NpsConditions conditions, NpsServerGroups groups) {
        this.choices = choices;
        this.names = names;
        this.conditions = conditions;
        this.groups = groups;
    }

    /** In NPS's order, connection request policies first. */
    List<ImportDraft> drafts() {
        return drafts;
    }

    /** What is to be said of profiles that belong to no policy. */
    List<ReportLine> lines() {
        return lines;
    }

    void addConnectionRequestPolicies(List<NpsObject> policies, List<NpsObject> profiles) {
        addAll(ItemKind.CONNECTION_REQUEST_POLICY, policies, profiles, this::connectionRequest);
    }

    void addNetworkPolicies(List<NpsObject> policies, List<NpsObject> profiles) {
        addAll(ItemKind.NETWORK_POLICY, policies, profiles, this::network);
    }

    private void addAll(
            ItemKind kind,
            List<NpsObject> policies,
            List<NpsObject> profiles,
            BiConsumer<NpsObject, ImportDraft> settings) {
        var unused = new ArrayList<>(profiles);
        var seen = new HashSet<String>();
        for (var policy : policies) {
            var draft = new ImportDraft(kind, policy.name());
            drafts.add(draft);
            try {
                var profile = profile(policy, profiles);
                profile.ifPresent(unused::remove);
                add(policy, profile, draft, settings);
            } catch (NpsObject.StrangeValue strange) {
                draft.drop(String.valueOf(strange.getMessage()));
            }
            if (!seen.add(CaseFolding.folded(policy.name()))) {
                draft.drop("another policy has this name; upper and lower case do not differ here");
            }
        }
        unused.forEach(profile -> lines.add(ReportLine.notImported(
                "profile of a " + kind.noun(), profile.name(), "no policy has this name, or names it")));
    }

    /** The one of the same name; what a policy names may be a name that it had before. */
    private static Optional<NpsObject> profile(NpsObject policy, List<NpsObject> profiles) {
        return named(profiles, policy.name())
                .or(() -> policy.text("msNPAction").flatMap(named -> named(profiles, named)));
    }

    private static Optional<NpsObject> named(List<NpsObject> profiles, String name) {
        return profiles.stream().filter(profile -> profile.name().equals(name)).findFirst();
    }

    private void add(
            NpsObject policy,
            Optional<NpsObject> profile,
            ImportDraft draft,
            BiConsumer<NpsObject, ImportDraft> settings) {
        if (!policy.flag("Policy_Enabled", true)) {
            draft.disabledThere();
        }
        type(policy.number("Policy_SourceTag", 0), draft);
        conditions.add(policy, draft);
        profile.ifPresentOrElse(found -> settings.accept(found, draft), () -> withoutProfile(draft));
    }

    private static void withoutProfile(ImportDraft draft) {
        var why = "the export has no profile of it, which says what it does";
        if (draft.kind() == ItemKind.NETWORK_POLICY) {
            draft.put("access", "deny");
            draft.disable(why);
        } else {
            draft.drop(why);
        }
    }

    private static void type(long number, ImportDraft draft) {
        var types = NetworkAccessServerType.values();
        if (number > 0 && number < types.length) {
            draft.put(ImportDraft.TYPE, Words.of(types[(int) number]));
        } else if (number != 0) {
            draft.disable("its type of network access server, " + number + ", is not known");
        }
    }

    private void connectionRequest(NpsObject profile, ImportDraft draft) {
        switch ((int) profile.number("msAuthProviderType", -1)) {
            case 0 -> {
                here("accept-without-validation", draft);
                draft.note("whoever it accepts needs a network policy, too");
            }
            case 1 -> here("here", draft);
            case 2 ->
                draft.put(
                        "authentication",
                        Map.of("forward-to", group(profile, "msAuthProviderName", "requests", draft)));
            default -> {
                here("here", draft);
                draft.disable("it does not say where requests are authenticated (msAuthProviderType)");
            }
        }
        if (profile.number("msAcctProviderType", 0) == 2) {
            draft.put("accounting", Map.of("forward-to", group(profile, "msAcctProviderName", "accounting", draft)));
        }
        manipulation(profile, draft);
        override(profile, draft);
        var reply = new NpsReply(names.dictionary());
        for (var property : new TreeSet<>(profile.properties().keySet())) {
            switch (property) {
                case "msAuthProviderType",
                        "msAuthProviderName",
                        "msAcctProviderType",
                        "msAcctProviderName",
                        "msManipulationTarget",
                        "msManipulationRule",
                        "msOverrideRAPAuth",
                        NpsMethods.PROPERTY,
                        "msNPAllowedEapType",
                        "msEAPConfiguration" -> {}
                default -> further(profile, property, reply, draft);
            }
        }
        if (!reply.attributes().isEmpty()) {
            draft.put("reply", reply.attributes());
        }
    }

    private void here(String authentication, ImportDraft draft) {
        var domains = names.directories().keySet().stream()
                .filter(directory -> !directory.equals(LocalDirectory.NAME))
                .sorted()
                .toList();
        draft.put("authentication", authentication);
        draft.put("with", domains.isEmpty() ? List.of(LocalDirectory.NAME) : domains);
        if (domains.isEmpty()) {
            draft.note("users are looked up among the local ones: the settings have no directory of a domain");
        }
    }

    private String group(NpsObject profile, String property, String what, ImportDraft draft) {
        var group = profile.text(property).orElse("");
        if (!groups.has(group)) {
            draft.drop("it forwards " + what + " to the group \"" + group + "\", which is not imported");
        }
        return group;
    }

    private static void manipulation(NpsObject profile, ImportDraft draft) {
        var rules = profile.properties().getOrDefault("msManipulationRule", List.of());
        if (rules.isEmpty()) {
            return;
        }
        var attribute = switch ((int) profile.number("msManipulationTarget", 1)) {
            case 1 -> Optional.of("User-Name");
            case 30 -> Optional.of("Called-Station-Id");
            case 31 -> Optional.of("Calling-Station-Id");
            default -> Optional.<String>empty();
        };
        if (attribute.isEmpty() || rules.size() % 2 != 0) {
            draft.disable(
                    "its rules of attribute manipulation cannot be read; write attribute-manipulation, then enable it");
            return;
        }
        var pairs = new ArrayList<Map<String, String>>();
        for (int rule = 0; rule < rules.size(); rule += 2) {
            var pair = new LinkedHashMap<String, String>();
            pair.put("find", rules.get(rule).strip());
            pair.put("replace", rules.get(rule + 1).strip());
            pairs.add(pair);
        }
        var manipulation = new LinkedHashMap<String, Object>();
        manipulation.put("attribute", attribute.get());
        manipulation.put("rules", pairs);
        draft.put("attribute-manipulation", manipulation);
    }

    /** Without this, the methods of a connection request policy are not looked at. */
    private static void override(NpsObject profile, ImportDraft draft) {
        if (!profile.flag("msOverrideRAPAuth", false)) {
            return;
        }
        var methods = NpsMethods.of(profile);
        methods.left().forEach(draft::note);
        if (methods.words().isEmpty()) {
            draft.disable("it allows no authentication method that is done here, in place of the network policies'");
        } else {
            draft.put("override-authentication-methods", methods.words());
        }
    }

    private void network(NpsObject profile, ImportDraft draft) {
        if (profile.flag("msIgnoreUserDialinProperties", false)) {
            draft.put("ignore-dial-in-properties", true);
        }
        if (profile.flag("msNPAllowDialin", false)) {
            grant(profile, draft);
        } else {
            deny(profile, draft);
        }
    }

    private static void deny(NpsObject profile, ImportDraft draft) {
        draft.put("access", "deny");
        if (!profile.properties().containsKey("msNPAllowDialin")) {
            draft.note("it does not say whether it grants (msNPAllowDialin), so it denies");
        } else if (!profile.flag("msIgnoreUserDialinProperties", false)) {
            draft.note("it denies accounts with dial-in permission \"Allow access\", too, which NPS may let in;"
                    + " account-may-grant: true lets them in here");
        }
    }

    private void grant(NpsObject profile, ImportDraft draft) {
        var methods = NpsMethods.of(profile);
        if (methods.words().isEmpty() && !methods.left().isEmpty()) {
            draft.put("access", "deny");
            draft.note("it grants, but by no authentication method that is done here, so it denies: "
                    + String.join("; ", methods.left()));
            return;
        }
        draft.put("access", "grant");
        methods.left().forEach(draft::note);
        mfa(draft);
        var constraints = new LinkedHashMap<String, Object>();
        if (methods.words().isEmpty()) {
            draft.disable("it names no authentication method; write authentication-methods, then enable it");
        } else {
            constraints.put("authentication-methods", methods.words());
        }
        var reply = new NpsReply(names.dictionary());
        for (var property : new TreeSet<>(profile.properties().keySet())) {
            constraintOrReply(profile, property, constraints, reply, draft);
        }
        encryption(profile, draft);
        if (!constraints.isEmpty()) {
            draft.put("constraints", constraints);
        }
        if (!reply.attributes().isEmpty()) {
            draft.put("reply", reply.attributes());
        }
    }

    private void mfa(ImportDraft draft) {
        choices.mfa()
                .ifPresentOrElse(
                        factor -> draft.put(
                                "mfa",
                                factor.equals(ImportChoices.NONE)
                                        ? ImportChoices.NONE
                                        : Map.of("any-of", List.of(factor))),
                        () -> draft.disable(
                                "an export says nothing of second factors; say --mfa PROVIDER or --mfa none, or write mfa: and"
                                        + " enable it"));
    }

    private void constraintOrReply(
            NpsObject profile, String property, Map<String, Object> constraints, NpsReply reply, ImportDraft draft) {
        switch (property) {
            case "msNPAllowDialin",
                    "msIgnoreUserDialinProperties",
                    NpsMethods.PROPERTY,
                    "msNPAllowedEapType",
                    "msEAPConfiguration",
                    "msRASMPPEEncryptionPolicy",
                    "msRASMPPEEncryptionType" -> {}
            case "msNPAllowedPortTypes" ->
                constraints.put(
                        "nas-port-type",
                        profile.numbers(property).stream().map(String::valueOf).toList());
            case "msNPCalledStationID" -> calledStation(profile.all(property), constraints, draft);
            case "msNPTimeOfDay" ->
                NpsTimes.read(String.join(";", profile.all(property)))
                        .filter(times -> !times.isEmpty())
                        .ifPresentOrElse(
                                times -> constraints.put("day-and-time", times),
                                () -> draft.disable(
                                        "msNPTimeOfDay cannot be read; write day-and-time, then enable it"));
            case "msRADIUSSessionTimeout" -> constraints.put("session-timeout", profile.number(property, 0) + "s");
            case "msRADIUSIdleTimeout" -> constraints.put("idle-timeout", profile.number(property, 0) + "s");
            default -> further(profile, property, reply, draft);
        }
    }

    /** As plain texts, one of which the whole attribute must be. */
    private static void calledStation(List<String> texts, Map<String, Object> constraints, ImportDraft draft) {
        constraints.put("called-station-id", NpsPattern.ofWhole(texts));
        draft.note("Called-Station-Id must be " + String.join(" or ", texts) + " as a whole");
    }

    private static void encryption(NpsObject profile, ImportDraft draft) {
        if (profile.all("msRASMPPEEncryptionPolicy").isEmpty()
                && profile.all("msRASMPPEEncryptionType").isEmpty()) {
            return;
        }
        long policy = profile.number("msRASMPPEEncryptionPolicy", 2);
        long types = profile.number("msRASMPPEEncryptionType", 0);
        var allowed = new ArrayList<String>();
        if (policy == 1) {
            allowed.add("none");
        }
        for (int bit = 0; bit < ENCRYPTIONS.size(); bit++) {
            if ((types & (2L << bit)) != 0) {
                allowed.add(ENCRYPTIONS.get(bit));
            }
        }
        if (allowed.isEmpty() || policy < 1 || policy > 2 || types > 14) {
            draft.disable("its encryption cannot be read; write encryption, then enable it");
        } else {
            draft.put("encryption", allowed);
        }
    }

    /** What is left of a profile: attributes of the reply, and what is not done. */
    private static void further(NpsObject profile, String property, NpsReply reply, ImportDraft draft) {
        if (NpsReply.isOne(property)) {
            reply.add(property, profile.all(property))
                    .ifPresent(wrong -> draft.disable(wrong + "; write what fits, then enable it"));
            return;
        }
        switch (property) {
            case "msRASBapLinednLimit", "msRASBapLinednTime" ->
                draft.note("multilink and its bandwidth (BAP) are left out");
            case "msQuarantineState", "msExtendedQuarantineState", "msQuarantineUpdateNonCompliant" ->
                quarantine(profile, draft);
            case "msRASFilter" -> draft.disable("its IP filters are not imported; filter elsewhere, then enable it");
            case String known
            when BOOKKEEPING.contains(known) -> {
                if (known.equals("IP_Filter_Template_Guid") && isTemplate(profile.text(known))) {
                    draft.disable("its IP filters are not imported; filter elsewhere, then enable it");
                }
            }
            default -> draft.disable("its setting " + property + " is not known; write what fits, then enable it");
        }
    }

    private static boolean isTemplate(Optional<String> guid) {
        return guid.filter(template -> !template.equals(NO_TEMPLATE)).isPresent();
    }

    /** Of Network Access Protection, which Windows has given up: full access can be had without it, anything less cannot. */
    private static void quarantine(NpsObject profile, ImportDraft draft) {
        boolean limits = Stream.of("msQuarantineState", "msExtendedQuarantineState")
                .anyMatch(property -> profile.number(property, 0) != 0);
        if (limits) {
            draft.disable("it gives limited access by Network Access Protection, which is not done here");
        } else {
            draft.note("Network Access Protection is left out");
        }
    }
}
