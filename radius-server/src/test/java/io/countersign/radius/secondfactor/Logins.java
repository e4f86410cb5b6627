package io.countersign.radius.secondfactor;

import io.countersign.mfa.Interaction;
import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.ClientType;
import io.countersign.policy.DialIn;
import io.countersign.policy.Groups;
import io.countersign.radius.crypto.Fingerprint;
import io.countersign.radius.exchange.Proof;
import io.countersign.radius.identity.Identity;
import io.countersign.radius.identity.User;
import io.countersign.radius.packet.Octets;
import java.nio.charset.StandardCharsets;
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
        Sending sending,
        Set<Interaction> usable,
        Duration timeout,
        Instant receivedAt) {
    private static final Set<Interaction> PUSH = Set.of(Interaction.OUT_OF_BAND);
    private static final AtomicInteger IDS = new AtomicInteger();

    static Logins gateway(Instant receivedAt) {
        return new Logins(
                "alice",
                "rdgw-01",
                ClientType.RD_GATEWAY,
                Proof.MESSAGE_AUTHENTICATOR,
                "RD users",
                Optional.empty(),
                another(),
                PUSH,
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
                another(),
                PUSH,
                Duration.ofSeconds(30),
                receivedAt);
    }

    Logins user(String other) {
        return new Logins(other, client, type, proof, policy, station, sending, usable, timeout, receivedAt);
    }

    Logins client(String other) {
        return new Logins(user, other, type, proof, policy, station, sending, usable, timeout, receivedAt);
    }

    Logins policy(String other) {
        return new Logins(user, client, type, proof, other, station, sending, usable, timeout, receivedAt);
    }

    Logins unsigned() {
        return new Logins(user, client, type, Proof.NONE, policy, station, sending, usable, timeout, receivedAt);
    }

    Logins withoutStation() {
        return new Logins(user, client, type, proof, policy, Optional.empty(), sending, usable, timeout, receivedAt);
    }

    Logins from(String other) {
        return new Logins(user, client, type, proof, policy, Optional.of(other), sending, usable, timeout, receivedAt);
    }

    Logins timeout(Duration other) {
        return new Logins(user, client, type, proof, policy, station, sending, usable, other, receivedAt);
    }

    Logins usable(Set<Interaction> others) {
        return new Logins(user, client, type, proof, policy, station, sending, others, timeout, receivedAt);
    }

    /** Another request, so much later. */
    Logins after(Duration later) {
        return new Logins(
                user, client, type, proof, policy, station, another(), usable, timeout, receivedAt.plus(later));
    }

    /** The same sent again, so much later. */
    Logins again(Duration later) {
        return new Logins(user, client, type, proof, policy, station, sending, usable, timeout, receivedAt.plus(later));
    }

    Logins sent(int identifier, Sending.Names names, String attributes) {
        var octets = Fingerprint.of(Octets.wrap(attributes.getBytes(StandardCharsets.UTF_8)));
        return new Logins(
                user,
                client,
                type,
                proof,
                policy,
                station,
                new Sending(identifier, sending.port(), sending.authenticator(), names, octets),
                usable,
                timeout,
                receivedAt);
    }

    /** As no other request is sent. */
    private static Sending another() {
        int id = IDS.incrementAndGet();
        var octets = Fingerprint.of(Octets.wrap(new byte[] {(byte) id, (byte) (id >> 8)}));
        return new Sending(0, id, octets, Sending.Names.NOTHING, octets);
    }

    /** From another port, with another authenticator. */
    Logins anew() {
        var other = another();
        return new Logins(
                user,
                client,
                type,
                proof,
                policy,
                station,
                new Sending(
                        sending.identifier(),
                        other.port(),
                        other.authenticator(),
                        sending.names(),
                        sending.attributes()),
                usable,
                timeout,
                receivedAt);
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
                proof,
                new Login.MatchedPolicy(policy, 1),
                station,
                usable,
                sending,
                receivedAt,
                receivedAt.plus(timeout).minusSeconds(5));
    }
}
