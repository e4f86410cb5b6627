package io.countersign.radius.exchange;

import io.countersign.policy.AddressRange;
import io.countersign.policy.ClientDefinition;
import io.countersign.policy.ClientType;
import io.countersign.policy.Location;
import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.policy.SecretReference;
import io.countersign.policy.StatusServerRule;
import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.crypto.Signed;
import io.countersign.radius.crypto.UserPassword;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.PacketEncoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Clients and what they send. */
public final class Requests {
    static final Secret SECRET = Secret.ofText("a secret of the gateway");
    static final Origin ORIGIN = from("127.0.0.1", 40000);
    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    static final Attribute USER_NAME = new Attribute(1, text("nemo"));
    static final Attribute PROXY_STATE = new Attribute(33, text("first"));
    static final Attribute PROXY_STATE_2 = new Attribute(33, text("second"));

    private Requests() {}

    /** From an address and port, to a server at 192.0.2.250. */
    public static Origin from(String address, int port) {
        return new Origin(
                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.250"), 1812),
                new InetSocketAddress(InetAddress.ofLiteral(address), port));
    }

    /** A client on a single address or a range. */
    public static RadiusClient client(String name, String address, int prefix, MessageAuthenticatorRule rule) {
        return new RadiusClient(
                new ClientDefinition(
                        name,
                        new AddressRange(InetAddress.ofLiteral(address), prefix),
                        new SecretReference.Sealed(),
                        ClientType.STANDARD,
                        Duration.ofSeconds(30),
                        "standard",
                        true,
                        rule,
                        true,
                        StatusServerRule.ALWAYS,
                        true,
                        Set.of(),
                        new Location("test", 1, 1)),
                SECRET);
    }

    /** A client of a type and vendor, with a timeout of 30 s. */
    static RadiusClient ofType(ClientType type, String vendor) {
        var client = client(MessageAuthenticatorRule.REQUIRE);
        return with(client, type, vendor, client.definition().limitProxyState(), StatusServerRule.ALWAYS);
    }

    /** The same without {@code limit-proxy-state}. */
    static RadiusClient withProxyState(RadiusClient client) {
        return with(client, false, StatusServerRule.ALWAYS);
    }

    /** A client that wants no answer to its Status-Servers while users cannot be found. */
    static RadiusClient statusWhileUp() {
        return with(client(MessageAuthenticatorRule.REQUIRE), true, StatusServerRule.WHILE_UP);
    }

    private static RadiusClient with(RadiusClient client, boolean limitProxyState, StatusServerRule statusServer) {
        var before = client.definition();
        return with(client, before.type(), before.vendor(), limitProxyState, statusServer);
    }

    private static RadiusClient with(
            RadiusClient client,
            ClientType type,
            String vendor,
            boolean limitProxyState,
            StatusServerRule statusServer) {
        var before = client.definition();
        return new RadiusClient(
                new ClientDefinition(
                        before.name(),
                        before.address(),
                        before.secret(),
                        type,
                        before.timeout(),
                        vendor,
                        before.challenge(),
                        before.messageAuthenticator(),
                        limitProxyState,
                        statusServer,
                        before.showReference(),
                        before.unsafe(),
                        before.at()),
                SECRET);
    }

    /** Opened with an unsigned Proxy-State allowed. */
    static Authentic unlimited(Octets datagram) {
        var client = withProxyState(client(MessageAuthenticatorRule.ACCEPT));
        return (Authentic) Wire.open(datagram, Service.AUTHENTICATION, ORIGIN, client, NOW);
    }

    /** A client that is set to learn since {@link #NOW}. */
    static RadiusClient learning(Optional<Instant> signedAt) {
        var client = client(MessageAuthenticatorRule.LEARN);
        return new RadiusClient(client.definition(), SECRET, Optional.of(new Learning(NOW, signedAt)));
    }

    static RadiusClient client(MessageAuthenticatorRule rule) {
        return client("gateway", "127.0.0.1", 32, rule);
    }

    /** A signed Access-Request with a new Request Authenticator. */
    static Octets signed(int identifier, Attribute... attributes) {
        return signed(Code.ACCESS_REQUEST, identifier, attributes);
    }

    static Octets statusServer(int identifier, Attribute... attributes) {
        return signed(Code.STATUS_SERVER, identifier, attributes);
    }

    private static Octets signed(Code code, int identifier, Attribute... attributes) {
        var packet = new Packet(code, identifier, Authenticator.random(), List.of(attributes));
        return Octets.wrap(Signed.octets(packet, SECRET));
    }

    static Octets unsigned(int identifier, Attribute... attributes) {
        return PacketEncoder.encode(
                new Packet(Code.ACCESS_REQUEST, identifier, Authenticator.random(), List.of(attributes)));
    }

    static Authentic authentic(Octets datagram, MessageAuthenticatorRule rule) {
        return (Authentic) Wire.open(datagram, Service.AUTHENTICATION, ORIGIN, client(rule), NOW);
    }

    /** What hides passwords between {@link #client} and the server. */
    public static Secret secret() {
        return SECRET;
    }

    /** An opened, signed request with these attributes behind a User-Name. */
    public static Authentic received(Instant at, Attribute... attributes) {
        return receivedOnly(
                at, Stream.concat(Stream.of(USER_NAME), Stream.of(attributes)).toArray(Attribute[]::new));
    }

    /** The same with these attributes alone. */
    public static Authentic receivedOnly(Instant at, Attribute... attributes) {
        var client = client(MessageAuthenticatorRule.REQUIRE);
        return (Authentic) Wire.open(signed(7, attributes), Service.AUTHENTICATION, ORIGIN, client, at);
    }

    /** With a User-Password. */
    public static Authentic receivedWithPassword(Instant at, Secret password) {
        var authenticator = Authenticator.random();
        var hidden = new Attribute(2, UserPassword.hide(password, SECRET, authenticator));
        byte[] octets =
                Signed.octets(new Packet(Code.ACCESS_REQUEST, 7, authenticator, List.of(USER_NAME, hidden)), SECRET);
        var client = client(MessageAuthenticatorRule.REQUIRE);
        return (Authentic) Wire.open(Octets.wrap(octets), Service.AUTHENTICATION, ORIGIN, client, at);
    }

    /** An opened Accounting-Request. */
    public static Authentic receivedAccounting(Instant at, Attribute... attributes) {
        byte[] octets = PacketEncoder.encodeToArray(
                new Packet(Code.ACCOUNTING_REQUEST, 7, Octets.wrap(new byte[16]), List.of(attributes)));
        Authenticator.request(octets, SECRET);
        var client = client(MessageAuthenticatorRule.REQUIRE);
        return (Authentic) Wire.open(Octets.wrap(octets), Service.ACCOUNTING, ORIGIN, client, at);
    }

    static Octets text(String text) {
        return Octets.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whoever counts and watches, while nobody wants to be told of single logins. */
    static Witnesses witnesses(Discards discards, InstantSource clock) {
        return new Witnesses(
                discards,
                new DiscardedLogins(clock, _ -> {}),
                new ClientTraffic(clock),
                new PacketWatch(clock),
                new UnsignedRequests(clock));
    }
}
