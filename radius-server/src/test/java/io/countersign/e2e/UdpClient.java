package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.crypto.MessageAuthenticator;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.crypto.Signed;
import io.countersign.radius.crypto.UserPassword;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.PacketDecoder;
import io.countersign.radius.packet.PacketEncoder;
import io.countersign.radius.packet.StandardAttributes;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A RADIUS client with one socket, which can send the same octets again. */
public final class UdpClient implements AutoCloseable {
    private static final Dictionary DICTIONARY = Dictionary.standard();
    private static final int LONGEST_PACKET = 4096;

    private final DatagramSocket socket;
    private final Secret secret;
    private int identifier;

    private UdpClient(DatagramSocket socket, Secret secret) {
        this.socket = socket;
        this.secret = secret;
    }

    public static UdpClient open(InetAddress from, Secret secret, InetSocketAddress server) throws IOException {
        var socket = new DatagramSocket(new InetSocketAddress(from, 0));
        socket.connect(server);
        return new UdpClient(socket, secret);
    }

    /** A signed request, ready to be sent any number of times. */
    public record Request(Octets octets, Octets authenticator) {}

    static Attribute attribute(String name, String value) {
        return DICTIONARY.encode(name, value);
    }

    /** What an RD Gateway asks: no credential, no station. */
    public Request gatewayRequest(String user) {
        return request(
                Optional.empty(),
                attribute("User-Name", "CONTOSO\\" + user),
                attribute("Called-Station-Id", "UserAuthType:PW"),
                attribute("NAS-Port-Type", "Virtual"));
    }

    public Request passwordRequest(String user, String password, Attribute... more) {
        var attributes = new ArrayList<>(List.of(attribute("User-Name", user)));
        attributes.addAll(List.of(more));
        return request(Optional.of(password), attributes.toArray(new Attribute[0]));
    }

    /** The next Identifier, a new authenticator. */
    Request request(Optional<String> password, Attribute... attributes) {
        var authenticator = Authenticator.random();
        var all = new ArrayList<>(List.of(attributes));
        password.map(text -> UserPassword.hide(Secret.ofText(text), secret, authenticator))
                .ifPresent(hidden -> all.add(new Attribute(StandardAttributes.USER_PASSWORD, hidden)));
        identifier = (identifier + 1) % 256;
        var octets = Signed.octets(new Packet(Code.ACCESS_REQUEST, identifier, authenticator, all), secret);
        return new Request(Octets.wrap(octets), authenticator);
    }

    /** Takes over where another socket stands: the next request has the Identifier that the other's last one had. */
    UdpClient repeating(UdpClient other) {
        identifier = Math.floorMod(other.identifier - 1, 256);
        return this;
    }

    /** The next Identifier of an Accounting-Request. */
    Request accountingRequest(Attribute... attributes) {
        identifier = (identifier + 1) % 256;
        var octets = PacketEncoder.encodeToArray(new Packet(
                Code.ACCOUNTING_REQUEST, identifier, Octets.wrap(new byte[Authenticator.OCTETS]), List.of(attributes)));
        Authenticator.request(octets, secret);
        var request = Octets.wrap(octets);
        return new Request(request, request.slice(4, 20));
    }

    /** Whether an Accounting-Response to a request comes in time; it must verify. */
    boolean accounted(Request request, Duration patience) throws IOException {
        var reply = receive(patience);
        reply.ifPresent(octets -> {
            assertThat(octets.at(0)).isEqualTo(Code.ACCOUNTING_RESPONSE.number());
            assertThat(octets.at(1)).as("Identifier").isEqualTo(request.octets().at(1));
            assertThat(Authenticator.answers(octets, request.authenticator(), secret))
                    .as("Response Authenticator")
                    .isTrue();
        });
        return reply.isPresent();
    }

    public void send(Request request) throws IOException {
        var octets = request.octets().toArray();
        socket.send(new DatagramPacket(octets, octets.length));
    }

    /** The next datagram, if one comes in time. */
    public Optional<Octets> receive(Duration patience) throws IOException {
        socket.setSoTimeout((int) Math.max(1, patience.toMillis()));
        var received = new DatagramPacket(new byte[LONGEST_PACKET], LONGEST_PACKET);
        try {
            socket.receive(received);
        } catch (SocketTimeoutException silence) {
            return Optional.empty();
        }
        return Optional.of(Octets.wrap(Arrays.copyOf(received.getData(), received.getLength())));
    }

    /** Sends a request and waits for its reply, which must verify. */
    public Packet ask(Request request) throws IOException {
        send(request);
        return reply(request, Duration.ofSeconds(25)).orElseThrow(() -> new AssertionError("no reply; expected one"));
    }

    Optional<Packet> reply(Request request, Duration patience) throws IOException {
        return receive(patience).map(octets -> verified(octets, request));
    }

    Packet verified(Octets reply, Request request) {
        assertThat(Authenticator.answers(reply, request.authenticator(), secret))
                .as("Response Authenticator")
                .isTrue();
        assertThat(reply.at(1)).as("Identifier").isEqualTo(request.octets().at(1));
        assertThat(reply.at(20)).as("the first attribute").isEqualTo(MessageAuthenticator.TYPE);
        var packet = (Packet) PacketDecoder.decode(reply);
        assertThat(Signed.check(packet.attributes(), Authenticator.with(request.authenticator(), reply), secret))
                .as("Message-Authenticator")
                .isEqualTo(Signed.Signature.RIGHT);
        return packet;
    }

    static Attribute state(Packet challenge) {
        assertThat(challenge.code()).isEqualTo(Code.ACCESS_CHALLENGE);
        return challenge.first(StandardAttributes.STATE).orElseThrow();
    }

    @Override
    public void close() {
        socket.close();
    }
}
