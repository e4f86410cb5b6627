package io.countersign.radius.administration;

import io.countersign.policy.AddressRange;
import io.countersign.policy.ClientDefinition;
import io.countersign.policy.Constraints;
import io.countersign.policy.DeviceRedirection;
import io.countersign.policy.Located;
import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.policy.NetworkPolicy;
import io.countersign.policy.NetworkPolicy.Access;
import io.countersign.policy.RemoteServerGroup;
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

/** Says what lets in more than it did before. Says rather too much than too little: changed conditions are told as such. */
final class Weaker {
    private final String subject;
    private final List<String> found = new ArrayList<>();

    private Weaker(String subject) {
        this.subject = subject;
    }

    static List<String> client(Optional<ClientDefinition> before, ClientDefinition after) {
        var weaker = new Weaker("client " + after.name());
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
                before.isPresent() && isWider(before.get().address(), after.address()),
                "more addresses may send requests");
        return weaker.found;
    }

    static List<String> serverGroup(Optional<RemoteServerGroup> before, RemoteServerGroup after) {
        var weaker = new Weaker("remote RADIUS server group " + after.name());
        weaker.say(
                after.unsignedReplies()
                        && before.filter(RemoteServerGroup::unsignedReplies).isEmpty(),
                "replies without Message-Authenticator are taken (CVE-2024-3596)");
        return weaker.found;
    }

    static List<String> policy(Optional<NetworkPolicy> before, NetworkPolicy after) {
        var weaker = new Weaker("policy " + after.name());
        if (!after.enabled() || !mayGrant(after)) {
            return List.of();
        }
        if (before.filter(NetworkPolicy::enabled).filter(Weaker::mayGrant).isEmpty()) {
            weaker.say(before.isPresent(), "grants access now");
            weaker.say(after.mfa() instanceof SecondFactor.None, "grants access without a second factor");
            weaker.wayRound(Optional.empty(), after.mfa());
            return weaker.found;
        }
        weaker.compare(before.get(), after);
        return weaker.found;
    }

    /** What a policy that denied no longer does. */
    static List<String> gone(NetworkPolicy before, Optional<NetworkPolicy> after) {
        var weaker = new Weaker("policy " + before.name());
        boolean denied = before.enabled() && before.access() == Access.DENY;
        weaker.say(denied && after.filter(NetworkPolicy::enabled).isEmpty(), "denied access and does so no more");
        return weaker.found;
    }

    private void compare(NetworkPolicy before, NetworkPolicy after) {
        say(!before.when().equals(after.when()), "the conditions are others: look who matches now");
        say(after.access() == Access.GRANT && before.access() == Access.DENY, "grants instead of denying");
        say(
                after.ignoreDialInProperties() && !before.ignoreDialInProperties(),
                "an account's dial-in deny counts no more");
        say(after.accountMayGrant() && !before.accountMayGrant(), "an account's dial-in allow overrides the policy");
        secondFactor(before.mfa(), after.mfa());
        wayRound(Optional.of(before.mfa()), after.mfa());
        constraints(before.constraints(), after.constraints());
        var disabled = new HashSet<>(devices(before.rdGateway()));
        disabled.removeAll(devices(after.rdGateway()));
        say(!disabled.isEmpty(), "RD Gateway users may redirect more devices: " + disabled);
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
        say(!methods.isEmpty(), "more authentication methods: " + methods);
        say(
                before.dayAndTime().isPresent() && !before.dayAndTime().equals(after.dayAndTime()),
                after.dayAndTime().isPresent() ? "other days and times" : "any day and time");
        say(
                before.calledStationId().isPresent()
                        && !before.calledStationId().equals(after.calledStationId()),
                "another or any Called-Station-Id");
        say(isWider(before.nasPortTypes(), after.nasPortTypes()), "more port types");
        say(isLonger(before.sessionTimeout(), after.sessionTimeout()), "sessions last longer");
        say(isLonger(before.idleTimeout(), after.idleTimeout()), "idle sessions last longer");
    }

    private void say(boolean holds, String what) {
        if (holds) {
            found.add(subject + ": " + what);
        }
    }

    private static boolean mayGrant(NetworkPolicy policy) {
        return policy.access() == Access.GRANT || policy.accountMayGrant();
    }

    private static List<String> providers(SecondFactor.AnyOf anyOf) {
        return anyOf.providers().stream().map(Located::value).toList();
    }

    private static boolean isWider(Optional<WayRound> before, WayRound after) {
        return after instanceof WayRound.Allow && !before.equals(Optional.of(after));
    }

    private static boolean isWider(AddressRange before, AddressRange after) {
        return !before.equals(after) && !(before.contains(after.network()) && before.prefix() <= after.prefix());
    }

    /** An empty list stands for any. */
    private static boolean isWider(List<Located<String>> before, List<Located<String>> after) {
        return !before.isEmpty() && (after.isEmpty() || !new HashSet<>(before).containsAll(after));
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
