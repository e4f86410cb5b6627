package io.countersign.cli.radius;

import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.crypto.Signed;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.PacketDecoder;
import io.countersign.radius.packet.PacketEncoder;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server on loopback that answers as a test tells it to. */
final class FakeServer implements AutoCloseable {
    static final String SECRET = "a secret of the client";

    final List<Packet> requests = new CopyOnWriteArrayList<>();

    private final DatagramSocket socket;
    private final Function<Packet, List<Octets>> script;

    private FakeServer(DatagramSocket socket, Function<Packet, List<Octets>> script) {
        this.socket = socket;
        this.script = script;
    }

    static FakeServer start(Function<Packet, List<Octets>> script) throws IOException {
        var server = new FakeServer(
                new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)), script);
        Thread.ofPlatform().name("fake-server").daemon().start(server::serve);
        return server;
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** With Message-Authenticator. */
    static Octets signed(Code code, Packet request, Attribute... attributes) {
        byte[] octets = Signed.octets(
                new Packet(code, request.identifier(), request.authenticator(), List.of(attributes)),
                Secret.ofText(SECRET));
        Authenticator.respond(octets, Secret.ofText(SECRET));
        return Octets.wrap(octets);
    }

    /** Without Message-Authenticator. */
    static Octets unsigned(Code code, Packet request, String secret) {
        byte[] octets = encoded(code, request, List.of());
        Authenticator.respond(octets, Secret.ofText(secret));
        return Octets.wrap(octets);
    }

    private static byte[] encoded(Code code, Packet request, List<Attribute> attributes) {
        return PacketEncoder.encodeToArray(new Packet(code, request.identifier(), request.authenticator(), attributes));
    }

    private void serve() {
        var datagram = new DatagramPacket(new byte[4096], 4096);
        while (!socket.isClosed()) {
            try {
                datagram.setLength(4096);
                socket.receive(datagram);
                var request = (Packet)
                        PacketDecoder.decode(Octets.wrap(Arrays.copyOf(datagram.getData(), datagram.getLength())));
                requests.add(request);
                for (Octets reply : script.apply(request)) {
                    socket.send(new DatagramPacket(reply.toArray(), reply.length(), datagram.getSocketAddress()));
                }
            } catch (IOException closed) {
                // The loop ends.
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
