package io.countersign.radius.secondfactor;

import io.countersign.mfa.Interaction;
import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.ClientType;
import io.countersign.policy.DialIn;
import io.countersign.policy.Groups;
import io.countersign.radius.exchange.Proof;
import io.countersign.radius.identity.Identity;
import io.countersign.radius.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Logins for tests, varied one property at a time. */
record Logins(
        String user,
        String client,
        ClientType type,
        Proof proof,
        String policy,
        Optional<String> station,
        Duration timeout,
        Instant receivedAt) {
    private static final AtomicInteger IDS = new AtomicInteger();

    static Logins gateway(Instant receivedAt) {
        return new Logins(
                "alice",
                "rdgw-01",
                ClientType.RD_GATEWAY,
                Proof.MESSAGE_AUTHENTICATOR,
                "RD users",
                Optional.empty(),
                Duration.ofSeconds(60),
                receivedAt);
    }

    static Logins vpn(String station, Instant receivedAt) {
        return new Logins(
                "alice",
                "vpn-01",
                ClientType.STANDARD,
                Proof.MESSAGE_AUTHENTICATOR,
                "VPN users",
                Optional.of(station),
                Duration.ofSeconds(30),
                receivedAt);
    }

    Logins user(String other) {
        return new Logins(other, client, type, proof, policy, station, timeout, receivedAt);
    }

    Logins client(String other) {
        return new Logins(user, other, type, proof, policy, station, timeout, receivedAt);
    }

    Logins policy(String other) {
        return new Logins(user, client, type, proof, other, station, timeout, receivedAt);
    }

    Logins unsigned() {
        return new Logins(user, client, type, Proof.NONE, policy, station, timeout, receivedAt);
    }

    Logins withoutStation() {
        return new Logins(user, client, type, proof, policy, Optional.empty(), timeout, receivedAt);
    }

    Logins timeout(Duration other) {
        return new Logins(user, client, type, proof, policy, station, other, receivedAt);
    }

    Logins after(Duration later) {
        return new Logins(user, client, type, proof, policy, station, timeout, receivedAt.plus(later));
    }

    Login login() {
        var account = new User(
                "local:" + user,
                "local",
                user,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Groups.NONE,
                DialIn.ABSENT,
                User.AccountState.ACTIVE,
                Map.of());
        var identity = type == ClientType.RD_GATEWAY
                ? new Identity.Asserted(account, client)
                : new Identity.Proven(account, AuthenticationMethod.PAP);
        return new Login(
                "L" + IDS.incrementAndGet(),
                identity,
                client,
                type,
                timeout,
                proof,
                new Login.MatchedPolicy(policy, 1),
                station,
                Set.of(Interaction.OUT_OF_BAND),
                receivedAt,
                receivedAt.plus(timeout).minusSeconds(5));
    }
}
