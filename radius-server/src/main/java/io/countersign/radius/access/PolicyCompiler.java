package io.countersign.radius.access;

import io.countersign.mfa.Interaction;
import io.countersign.policy.AttributeRules;
import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.CaseFolding;
import io.countersign.policy.ClientDefinition;
import io.countersign.policy.ClientType;
import io.countersign.policy.Conditions;
import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.ConnectionRequestPolicy.Authentication;
import io.countersign.policy.Located;
import io.countersign.policy.Location;
import io.countersign.policy.NetworkPolicy;
import io.countersign.policy.PolicyDocument;
import io.countersign.policy.PolicyEngine;
import io.countersign.policy.Problem;
import io.countersign.policy.Problems;
import io.countersign.policy.RemoteServerGroup;
import io.countersign.policy.SecondFactor;
import io.countersign.policy.SecondFactor.WayRound;
import io.countersign.policy.SecretReference;
import io.countersign.policy.Words;
import io.countersign.radius.access.CompiledPolicies.Names;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.dictionary.AttributeType;
import io.countersign.radius.forwarding.AttributeFilter;
import io.countersign.radius.forwarding.RemoteServerId;
import io.countersign.radius.forwarding.Server;
import io.countersign.radius.forwarding.ServerGroup;
import io.countersign.radius.identity.GroupCheck;
import io.countersign.radius.identity.LocalDirectory;
import io.countersign.radius.plugins.Provider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds policies against what they name: dictionary, directories, providers, clients. The same step for {@code policy apply} and for a
 * server that starts or reloads, so that what was applied also runs. Policies that could never work, or would let someone in by
 * omission, are refused with the place and the fix.
 */
public final class PolicyCompiler {
    /** Where a definition stands does not tell servers apart. */
    private static final Location NOWHERE = new Location("", 1, 1);

    /** How many clients a message names. */
    private static final int MOST_LISTED = 10;

    /** The demo phone, which is never recommended. */
    private static final String FOR_TESTS = "demo-phone";

    private final Names names;
    private final List<ClientDefinition> clients;
    private final Map<RemoteServerId, Secret> serverSecrets;
    private final Problems problems;
    private final ReplyCompiler replies;
    private final List<Problem> doubts = new ArrayList<>();

    /** What its directory says of a group, for those that were asked for: many policies name the same. */
    private final Map<String, Optional<GroupCheck>> asked = new HashMap<>();

    /** After these a code can be asked for; that an unauthenticated request carries none is told by itself. */
    private static final Set<AuthenticationMethod> METHODS_FOR_CODES =
            Set.of(AuthenticationMethod.PAP, AuthenticationMethod.UNAUTHENTICATED);

    /** The clients that no code can be asked through. */
    private final List<ClientDefinition> unchallengeable;

    /** Which of them some conditions let through, for those that were asked for: many policies say the same of clients. */
    private final Map<Conditions, List<ClientDefinition>> letThrough = new HashMap<>();

    private PolicyCompiler(
            Names names, List<ClientDefinition> clients, Map<RemoteServerId, Secret> serverSecrets, Problems problems) {
        this.names = names;
        this.clients = clients;
        this.serverSecrets = serverSecrets;
        this.problems = problems;
        this.replies = new ReplyCompiler(names.dictionary(), problems);
        this.unchallengeable =
                clients.stream().filter(client -> !canBeChallenged(client)).toList();
    }

    /**
     * Compiles a document.
     *
     * @param revision the number it has or will have
     * @param clients the clients that it will be used for, whether or not the document lists them
     * @param serverSecrets the shared secrets of the remote RADIUS servers
     * @param problems where everything wrong is added
     * @return the policies; empty if anything is wrong with them
     */
    public static Optional<CompiledPolicies> compile(
            long revision,
            PolicyDocument document,
            List<ClientDefinition> clients,
            Map<RemoteServerId, Secret> serverSecrets,
            Names names,
            Problems problems) {
        var compiler = new PolicyCompiler(names, clients, serverSecrets, problems);
        long before = problems.count();
        compiler.checkVendors();
        var serverGroups = new HashMap<String, ServerGroup>();
        for (var group : document.remoteServerGroups()) {
            serverGroups.put(group.name(), compiler.serverGroup(group));
        }
        var repliesBesides = new HashMap<String, AcceptReply.Besides>();
        for (var policy : document.connectionRequestPolicies()) {
            compiler.check(policy, serverGroups.keySet());
            repliesBesides.put(policy.name(), compiler.replies.besides(policy));
        }
        var replies = new HashMap<String, AcceptReply>();
        for (var policy : document.networkPolicies()) {
            compiler.check(policy);
            replies.put(policy.name(), compiler.replies.reply(policy));
        }
        return problems.count() == before
                ? Optional.of(new CompiledPolicies(
                        revision,
                        new PolicyEngine(document),
                        names,
                        replies,
                        repliesBesides,
                        serverGroups,
                        compiler.doubts))
                : Optional.empty();
    }

    private void checkVendors() {
        for (var client : clients) {
            if (!client.vendor().equals("standard") && !names.dictionary().hasVendor(client.vendor())) {
                problems.add(
                        client.at(),
                        "client " + client.name() + " has the unknown vendor " + client.vendor(),
                        "write a vendor of the dictionary, or leave the key out");
            }
        }
    }

    private ServerGroup serverGroup(RemoteServerGroup group) {
        var servers = new ArrayList<Server>();
        for (var server : group.servers()) {
            var secret = serverSecrets.get(new RemoteServerId(group.name(), server.name()));
            if (secret == null) {
                problems.add(
                        server.at(),
                        "there is no shared secret of server " + server.name() + " in group " + group.name(),
                        "write secret: ${file:PATH} or ${env:NAME}");
            } else {
                servers.add(new Server(server.with(new SecretReference.Sealed(), NOWHERE), secret));
            }
        }
        checkRules(group.request());
        checkRules(group.reply());
        return new ServerGroup(
                group.name(),
                servers,
                group.unsignedReplies(),
                group.userName(),
                AttributeFilter.of(group.request(), names.dictionary()),
                AttributeFilter.of(group.reply(), names.dictionary()),
                names.dictionary());
    }

    private void checkRules(AttributeRules rules) {
        Stream.concat(rules.allow().stream(), rules.remove().stream()).forEach(name -> {
            var refusal = names.dictionary().refusalAsRule(name.value());
            if (refusal.isPresent()) {
                problems.add(name.at(), refusal.get(), "leave it out");
            } else if (replies.checkName(name)) {
                names.dictionary().find(name.value()).ifPresent(type -> checkThatRulesMatch(type, name.at()));
            }
        });
    }

    /** A rule that never matches would let through what it should keep away. */
    private void checkThatRulesMatch(AttributeType type, Location at) {
        if (!AttributeFilter.tellsApart(type, names.dictionary())) {
            var holder = names.dictionary()
                    .holder(type)
                    .filter(found -> AttributeFilter.tellsApart(found, names.dictionary()));
            problems.add(
                    at,
                    "rules cannot tell " + type.name() + " (" + type.oid() + ") apart",
                    holder.map(found -> "write " + found.name() + ", which it is a part of")
                            .orElse(
                                    "leave it out: rules are for standard attributes, extended ones, and those of vendors"
                                            + " with the usual layout; other Vendor-Specific ones do not pass where there are rules"));
        }
    }

    private void checkServerGroup(Located<String> name, Set<String> groups) {
        if (!groups.contains(name.value())) {
            problems.add(
                    name.at(),
                    "there is no remote RADIUS server group " + name.value(),
                    "write one of: " + listed(groups));
        }
    }

    private void check(ConnectionRequestPolicy policy, Set<String> serverGroups) {
        check(policy.when());
        if (policy.authentication() instanceof Authentication.ForwardTo(var group)) {
            checkServerGroup(group, serverGroups);
        }
        policy.forwardAccounting().ifPresent(group -> checkServerGroup(group, serverGroups));
        for (var directory : policy.with()) {
            if (!names.directories().containsKey(directory.value())) {
                problems.add(
                        directory.at(),
                        "there is no directory " + directory.value(),
                        "write one of: " + listed(names.directories().keySet()));
            }
        }
    }

    /** One that is disabled may name groups and factors that are yet to come: enabling it is a change, which is checked. */
    private void check(NetworkPolicy policy) {
        check(policy.when());
        checkValues("NAS-Port-Type", policy.constraints().nasPortTypes());
        if (policy.enabled()) {
            policy.when().groups().forEach(this::checkGroup);
            policy.mfa().anyOf().ifPresent(anyOf -> check(policy, anyOf));
        }
    }

    private void check(Conditions when) {
        when.enumerated().forEach(is -> checkValues(is.attribute().attributeName(), is.anyOf()));
    }

    private void checkValues(String attribute, List<Located<String>> values) {
        values.forEach(value -> replies.encode(attribute, value));
    }

    private void checkGroup(Located<String> group) {
        asked.computeIfAbsent(group.value(), names::group)
                .ifPresentOrElse(
                        check -> checkGroup(group, check),
                        () -> problems.add(
                                group.at(),
                                "group " + group.value() + " does not name a directory that there is",
                                "write DIRECTORY\\Group with one of: "
                                        + listed(names.directories().keySet())));
    }

    private void checkGroup(Located<String> group, GroupCheck check) {
        switch (check) {
            case GroupCheck.Known() -> {}
            case GroupCheck.Unknown(var nearest) ->
                problems.add(
                        group.at(),
                        "there is no group " + group.value(),
                        nearest.map(near -> "did you mean "
                                                + group.value()
                                                        .substring(
                                                                0, group.value().indexOf('\\') + 1) + near
                                                + "? Or ")
                                        .orElse("")
                                + (isLocal(group)
                                        ? "create it first (countersign group add)"
                                        : "create it in the directory first")
                                + (nearest.isPresent() ? "" : ", or correct the name"));
            case GroupCheck.CannotTell(var why) ->
                doubts.add(new Problem(
                        group.at(),
                        "nobody can tell now whether there is a group " + group.value() + ": " + why,
                        "see to it that the directory answers, and try again"));
        }
    }

    private static boolean isLocal(Located<String> group) {
        return CaseFolding.folded(group.value()).startsWith(LocalDirectory.NAME + '\\');
    }

    private void check(NetworkPolicy policy, SecondFactor.AnyOf anyOf) {
        for (var provider : anyOf.providers()) {
            if (!names.providers().containsKey(provider.value())) {
                addUnknown(provider);
            }
        }
        checkGroupOf(anyOf.notEnrolled());
        checkGroupOf(anyOf.unavailable());
        var providers = anyOf.providers().stream()
                .map(provider -> names.providers().get(provider.value()))
                .filter(Objects::nonNull)
                .toList();
        if (!providers.isEmpty() && providers.stream().noneMatch(PolicyCompiler::outOfBand)) {
            checkThatCodesCanBeAsked(policy);
        }
    }

    private void addUnknown(Located<String> provider) {
        if (names.withoutSettings().contains(provider.value())) {
            problems.add(
                    provider.at(),
                    "the second factor " + provider.value() + " has no settings",
                    "add the block " + provider.value() + ": below mfa: in the settings, or write one of: "
                            + factors());
        } else {
            problems.add(
                    provider.at(),
                    "there is no second-factor plugin " + provider.value(),
                    "write one of: " + factors() + "; or put the plugin into the plugins folder");
        }
    }

    /** The factors that may be written, without the one that admits whomever it likes. */
    private String factors() {
        var known = new TreeSet<>(names.providers().keySet());
        known.remove(FOR_TESTS);
        return listed(known);
    }

    private void checkGroupOf(WayRound wayRound) {
        if (wayRound instanceof WayRound.Allow(var group, var _)) {
            checkGroup(group);
        }
    }

    private static boolean outOfBand(Provider provider) {
        return provider.interactions().contains(Interaction.OUT_OF_BAND);
    }

    /** A code needs a client that can show a challenge, and a password to send the answer in. */
    private void checkThatCodesCanBeAsked(NetworkPolicy policy) {
        var methods = policy.constraints().authenticationMethods();
        if (!methods.isEmpty() && methods.stream().noneMatch(METHODS_FOR_CODES::contains)) {
            problems.add(
                    policy.at(),
                    "policy " + policy.name() + " offers only codes, but none can be answered after "
                            + listed(methods.stream().map(Words::of).collect(Collectors.toCollection(TreeSet::new))),
                    "allow pap among authentication-methods, or add a factor on another device (a push or a call)");
        }
        if (policy.constraints().authenticationMethods().contains(AuthenticationMethod.UNAUTHENTICATED)) {
            problems.add(
                    policy.at(),
                    "policy " + policy.name()
                            + " allows unauthenticated requests but offers only codes, which they cannot carry",
                    "add a factor on another device (a push or a call), or write mfa: none");
        }
        var found = letThrough.computeIfAbsent(policy.when().ofClients(), this::unchallengeable);
        if (!found.isEmpty()) {
            var first = found.getFirst();
            problems.add(
                    policy.at(),
                    "policy " + policy.name() + " offers only codes, but "
                            + (found.size() == 1
                                    ? "client " + first.name() + " cannot be challenged"
                                    : found.size() + " clients cannot be challenged, such as " + listed(found)),
                    first.type() == ClientType.RD_GATEWAY
                            ? "an RD Gateway needs a factor on another device; exclude it by the policy's conditions"
                            : "write challenge: true at the client if it can show an Access-Challenge, or exclude it by the"
                                    + " policy's conditions");
        }
    }

    private List<ClientDefinition> unchallengeable(Conditions ofClients) {
        return unchallengeable.stream().filter(ofClients::mayMatch).toList();
    }

    private static boolean canBeChallenged(ClientDefinition client) {
        return client.challenge() && client.type() == ClientType.STANDARD;
    }

    private static String listed(List<ClientDefinition> clients) {
        return clients.stream().limit(MOST_LISTED).map(ClientDefinition::name).collect(Collectors.joining(", "));
    }

    private static String listed(Set<String> known) {
        return known.isEmpty() ? "(there are none)" : String.join(", ", new TreeSet<>(known));
    }
}
