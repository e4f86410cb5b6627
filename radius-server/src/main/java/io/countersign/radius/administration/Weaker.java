package io.countersign.radius.administration;

import io.countersign.policy.AddressText;
import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.CaseFolding;
import io.countersign.policy.ClientDefinition;
import io.countersign.policy.ClientType;
import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.ConnectionRequestPolicy.Authentication;
import io.countersign.policy.Constraints;
import io.countersign.policy.DayAndTime;
import io.countersign.policy.DeviceRedirection;
import io.countersign.policy.Located;
import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.policy.NetworkPolicy;
import io.countersign.policy.NetworkPolicy.Access;
import io.countersign.policy.NpsPattern;
import io.countersign.policy.RemoteServer;
import io.countersign.policy.RemoteServerGroup;
import io.countersign.policy.ReplySettings.Encryption;
import io.countersign.policy.SecondFactor;
import io.countersign.policy.SecondFactor.WayRound;
import io.countersign.policy.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what of one thing lets in more than it did before. */
final class Weaker {
    private final List<String> found = new ArrayList<>();

    private Weaker() {}

    static List<String> client(Optional<ClientDefinition> before, ClientDefinition after) {
        var weaker = new Weaker();
        boolean accepted = after.messageAuthenticator() != MessageAuthenticatorRule.REQUIRE;
        boolean acceptedBefore = before.map(ClientDefinition::messageAuthenticator)
                .filter(rule -> rule != MessageAuthenticatorRule.REQUIRE)
                .isPresent();
        weaker.say(accepted && !acceptedBefore, "requests without Message-Authenticator are let in");
        boolean onceLimited = before.map(ClientDefinition::limitProxyState).orElse(true);
        weaker.say(
                accepted && onceLimited && !after.limitProxyState(),
                "requests with Proxy-State are let in without Message-Authenticator (CVE-2024-3596)");
        var unsafe = new HashSet<>(after.unsafe());
        before.ifPresent(old -> unsafe.removeAll(old.unsafe()));
        weaker.say(
                !unsafe.isEmpty(),
                "unsafe: " + unsafe.stream().map(Words::of).sorted().collect(Collectors.joining(", ")));
        weaker.say(
                before.filter(old -> after.address().isLargerThan(old.address()))
                        .isPresent(),
                "more addresses may send requests");
        weaker.say(
                after.type() == ClientType.RD_GATEWAY
                        && before.filter(old -> old.type() != ClientType.RD_GATEWAY)
                                .isPresent(),
                "its word is enough where policies allow unauthenticated requests");
        return weaker.foundOf("client " + after.name());
    }

    static List<String> serverGroup(Optional<RemoteServerGroup> before, RemoteServerGroup after) {
        var weaker = new Weaker();
        weaker.say(
                after.unsignedReplies()
                        && before.filter(RemoteServerGroup::unsignedReplies).isEmpty(),
                "replies without Message-Authenticator are taken (CVE-2024-3596)");
        before.ifPresent(old -> {
            var known = old.servers().stream().map(RemoteServer::address).collect(Collectors.toSet());
            after.servers().stream()
                    .filter(server -> !known.contains(server.address()))
                    .forEach(server -> weaker.say(
                            true,
                            "another server decides: " + server.name() + " at " + AddressText.of(server.address())));
            weaker.say(
                    !old.userName().equals(after.userName()),
                    "users come there under other names, which may let in more");
        });
        return weaker.foundOf("remote RADIUS server group " + after.name());
    }

    /** Network policies. */
    static final FirstMatch.Kind<NetworkPolicy> NETWORK = new FirstMatch.Kind<>(
            "policy",
            NetworkPolicy::name,
            NetworkPolicy::enabled,
            NetworkPolicy::conditions,
            NetworkPolicy::mayGrant,
            policy -> List.of(
                    policy.constraints(),
                    policy.access(),
                    policy.ignoreDialInProperties(),
                    policy.accountMayGrant(),
                    policy.mfa(),
                    policy.settings().rdGateway(),
                    policy.settings().encryption(),
                    policy.settings().required()),
            Weaker::laxer,
            Weaker::alone);

    /** Connection request policies: what none matches is refused, so each of them lets in. */
    static final FirstMatch.Kind<ConnectionRequestPolicy> CONNECTION_REQUEST = new FirstMatch.Kind<>(
            "connection request policy",
            ConnectionRequestPolicy::name,
            ConnectionRequestPolicy::enabled,
            ConnectionRequestPolicy::conditions,
            _ -> true,
            policy ->
                    List.of(policy.authentication(), policy.with(), policy.overridingMethods(), policy.manipulation()),
            Weaker::laxer,
            _ -> List.of());

    private static List<String> alone(NetworkPolicy policy) {
        var weaker = new Weaker();
        weaker.say(policy.mfa() instanceof SecondFactor.None, "grants access without a second factor");
        weaker.wayRound(Optional.empty(), policy.mfa());
        return weaker.found;
    }

    /** How one asks for less than another, whatever the two match. */
    private static List<String> laxer(NetworkPolicy before, NetworkPolicy after) {
        var weaker = new Weaker();
        weaker.compare(before, after);
        return weaker.found;
    }

    private static List<String> laxer(ConnectionRequestPolicy before, ConnectionRequestPolicy after) {
        var weaker = new Weaker();
        if (!before.authentication().equals(after.authentication())) {
            switch (after.authentication()) {
                case Authentication.AcceptWithoutValidation() ->
                    weaker.say(true, "nobody checks the first factor any more");
                case Authentication.ForwardTo(var group) ->
                    weaker.say(true, "the servers of " + group.value() + " decide, who may let in more");
                case Authentication.Here() ->
                    weaker.say(
                            before.forwardsTo().isPresent(),
                            "this server decides by its own policies, which may let in more");
            }
        }
        var directories = CaseFolding.folded(values(before.with()));
        var added = values(after.with()).stream()
                .filter(directory -> !directories.contains(CaseFolding.folded(directory)))
                .toList();
        weaker.say(
                !added.isEmpty() && !before.with().isEmpty(),
                "users of another directory too: " + String.join(", ", added));
        weaker.overridingMethods(before.overridingMethods(), after.overridingMethods());
        weaker.say(
                !before.manipulation().equals(after.manipulation()),
                "requests are taken for something else, which may let in more");
        return weaker.found;
    }

    /** Without any, those of the network policies count, whichever they are. */
    private void overridingMethods(Set<AuthenticationMethod> before, Set<AuthenticationMethod> after) {
        say(
                !before.isEmpty() && after.isEmpty(),
                "the network policies' authentication methods count, which may be more");
        var added = new HashSet<>(after);
        added.removeAll(before);
        say(
                !added.isEmpty(),
                "authentication methods whatever the network policies allow: "
                        + added.stream().sorted().map(Words::of).collect(Collectors.joining(", ")));
    }

    private void compare(NetworkPolicy before, NetworkPolicy after) {
        say(after.access() == Access.GRANT && before.access() == Access.DENY, "grants instead of denying");
        say(
                after.ignoreDialInProperties() && !before.ignoreDialInProperties(),
                "an account's dial-in deny counts no more");
        say(after.accountMayGrant() && !before.accountMayGrant(), "an account's dial-in allow overrides the policy");
        secondFactor(before.mfa(), after.mfa());
        wayRound(Optional.of(before.mfa()), after.mfa());
        constraints(before.constraints(), after.constraints());
        encryption(before.settings().encryption(), after.settings().encryption());
        var required = CaseFolding.folded(values(after.settings().required()));
        var given = values(before.settings().required()).stream()
                .filter(name -> !required.contains(CaseFolding.folded(name)))
                .toList();
        say(!given.isEmpty(), "lets in without " + String.join(", ", given) + " in the reply");
        var disabled = new HashSet<>(devices(before.settings().rdGateway()));
        disabled.removeAll(devices(after.settings().rdGateway()));
        say(
                !disabled.isEmpty(),
                "RD Gateway users may redirect more devices: "
                        + disabled.stream().sorted().map(Words::of).collect(Collectors.joining(", ")));
    }

    /** Where nothing is said, anything may be. */
    private void encryption(Set<Encryption> before, Set<Encryption> after) {
        var added = EnumSet.allOf(Encryption.class);
        added.retainAll(after.isEmpty() ? EnumSet.allOf(Encryption.class) : after);
        added.removeAll(before.isEmpty() ? EnumSet.allOf(Encryption.class) : before);
        say(
                !added.isEmpty(),
                "other encryption of sessions: " + added.stream().map(Words::of).collect(Collectors.joining(", ")));
    }

    private void secondFactor(SecondFactor before, SecondFactor after) {
        say(
                before instanceof SecondFactor.AnyOf && !(after instanceof SecondFactor.AnyOf),
                "the second factor is gone");
        if (before instanceof SecondFactor.AnyOf old && after instanceof SecondFactor.AnyOf next) {
            var added = new ArrayList<>(providers(next));
            added.removeAll(new HashSet<>(providers(old)));
            say(!added.isEmpty(), "another second factor is enough: " + String.join(", ", added));
        }
    }

    private void wayRound(Optional<SecondFactor> before, SecondFactor after) {
        var old = before.flatMap(SecondFactor::anyOf);
        after.anyOf().ifPresent(next -> {
            say(
                    isWider(old.map(SecondFactor.AnyOf::notEnrolled), next.notEnrolled()),
                    "who is not enrolled gets in without the second factor");
            say(
                    isWider(old.map(SecondFactor.AnyOf::unavailable), next.unavailable()),
                    "while the second factor is unavailable, people get in without it");
        });
    }

    private void constraints(Constraints before, Constraints after) {
        var methods = new HashSet<>(after.authenticationMethods());
        methods.removeAll(before.authenticationMethods());
        say(
                !methods.isEmpty(),
                "more authentication methods: "
                        + methods.stream().sorted().map(Words::of).collect(Collectors.joining(", ")));
        before.dayAndTime().ifPresent(old -> dayAndTime(old, after.dayAndTime()));
        before.calledStationId().ifPresent(old -> calledStationId(old, after.calledStationId()));
        nasPortTypes(before.nasPortTypes(), after.nasPortTypes());
        say(isLonger(before.sessionTimeout(), after.sessionTimeout()), "sessions last longer");
        say(isLonger(before.idleTimeout(), after.idleTimeout()), "idle sessions last longer");
    }

    private void dayAndTime(DayAndTime before, Optional<DayAndTime> after) {
        say(after.isEmpty(), "any day and time");
        after.ifPresent(next -> say(!next.isWithin(before), "more days and times"));
    }

    private void calledStationId(NpsPattern before, Optional<NpsPattern> after) {
        say(after.isEmpty(), "any Called-Station-Id");
        after.ifPresent(next -> say(!next.isWithin(before), "another Called-Station-Id, which may let in more"));
    }

    /** An empty list stands for any; a number may be the name of another. */
    private void nasPortTypes(List<Located<String>> before, List<Located<String>> after) {
        boolean limited = !before.isEmpty();
        say(limited && after.isEmpty(), "any port type");
        say(
                limited && !CaseFolding.folded(values(before)).containsAll(CaseFolding.folded(values(after))),
                "other port types, which may let in more");
    }

    private List<String> foundOf(String subject) {
        return found.stream().map(what -> subject + ": " + what).toList();
    }

    private void say(boolean holds, String what) {
        if (holds) {
            found.add(what);
        }
    }

    private static List<String> providers(SecondFactor.AnyOf anyOf) {
        return values(anyOf.providers());
    }

    private static List<String> values(List<Located<String>> located) {
        return located.stream().map(Located::value).toList();
    }

    private static boolean isWider(Optional<WayRound> before, WayRound after) {
        return after instanceof WayRound.Allow(var group, var until)
                && before.filter(old -> old instanceof WayRound.Allow(var oldGroup, var oldUntil)
                                && CaseFolding.same(oldGroup.value(), group.value())
                                && !until.isAfter(oldUntil))
                        .isEmpty();
    }

    private static boolean isLonger(Optional<Duration> before, Optional<Duration> after) {
        return before.isPresent() && (after.isEmpty() || after.get().compareTo(before.get()) > 0);
    }

    private static Set<DeviceRedirection.Device> devices(DeviceRedirection redirection) {
        return switch (redirection) {
            case DeviceRedirection.Unsaid _ -> Set.of();
            case DeviceRedirection.DisableAll _ -> EnumSet.allOf(DeviceRedirection.Device.class);
            case DeviceRedirection.Disable(var devices) -> devices;
        };
    }
}
