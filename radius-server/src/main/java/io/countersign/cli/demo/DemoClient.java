package io.countersign.cli.demo;

import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.crypto.MessageAuthenticator;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.crypto.Signed;
import io.countersign.radius.crypto.UserPassword;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.PacketDecoder;
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

/**
 * A RADIUS client with an address of its own: sends one request, signed, and takes a reply only if both authenticators are right.
 *
 * @param address where the client sends from; the server knows it by that
 */
record DemoClient(InetAddress address, Secret secret, InetSocketAddress server, Duration patience) {
    private static final int LONGEST_PACKET = 4096;

    /** What came back, and how long that took. */
    record Reply(Packet packet, Duration after) {}

    /** A client that was not answered, or not as RADIUS asks for. */
    static final class NoReply extends IOException {
        private static final long serialVersionUID = 1L;

        NoReply(String message) {
            super(message);
        }
    }

    /** Sends an Access-Request with these attributes and, if there is one, a password; Message-Authenticator comes first. */
    Reply send(List<Attribute> attributes, Optional<String> password) throws IOException {
        var authenticator = Authenticator.random();
        var all = new ArrayList<>(attributes);
        password.map(text -> UserPassword.hide(Secret.ofText(text), secret, authenticator))
                .ifPresent(hidden -> all.add(new Attribute(StandardAttributes.USER_PASSWORD, hidden)));
        var request = Signed.octets(new Packet(Code.ACCESS_REQUEST, 1, authenticator, all), secret);
        long begin = System.nanoTime();
        var reply = exchange(request);
        return new Reply(verified(reply, authenticator), Duration.ofNanos(System.nanoTime() - begin));
    }

    private Octets exchange(byte[] request) throws IOException {
        try (var socket = new DatagramSocket(new InetSocketAddress(address, 0))) {
            socket.setSoTimeout((int) patience.toMillis());
            socket.send(new DatagramPacket(request, request.length, server));
            var received = new DatagramPacket(new byte[LONGEST_PACKET], LONGEST_PACKET);
            socket.receive(received);
            return Octets.wrap(Arrays.copyOf(received.getData(), received.getLength()));
        } catch (SocketTimeoutException silence) {
            throw new NoReply("no answer within " + patience.toSeconds() + " s");
        }
    }

    private Packet verified(Octets reply, Octets requestAuthenticator) throws NoReply {
        if (!(PacketDecoder.decode(reply) instanceof Packet packet)) {
            throw new NoReply("the answer is no RADIUS packet");
        }
        if (!Authenticator.answers(reply, requestAuthenticator, secret)) {
            throw new NoReply("the Response Authenticator of the answer is wrong");
        }
        if (packet.attributes().isEmpty() || packet.attributes().getFirst().type() != MessageAuthenticator.TYPE) {
            throw new NoReply("the first attribute of the answer is not Message-Authenticator");
        }
        if (Signed.check(packet.attributes(), Authenticator.with(requestAuthenticator, reply), secret)
                != Signed.Signature.RIGHT) {
            throw new NoReply("the Message-Authenticator of the answer is wrong");
        }
        return packet;
    }
}
