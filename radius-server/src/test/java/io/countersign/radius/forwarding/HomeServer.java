package io.countersign.radius.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.Location;
import io.countersign.policy.RemoteServer;
import io.countersign.policy.SecretReference;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A remote server on loopback that answers as a test tells it to. Checks that each Access-Request is signed first. */
public final class HomeServer implements AutoCloseable {
    /** What it shares with this server. */
    public static final Secret SECRET = Secret.ofText("a secret of the home server");

    /** Answers a request; nothing by an empty list. */
    public interface Script {
        List<Octets> answer(Packet request);
    }

    public final List<Octets> received = new CopyOnWriteArrayList<>();
    public volatile Script script = HomeServer::accept; // set by tests, read by the server's thread

    private final DatagramSocket socket;
    private final Thread thread;

    private HomeServer(DatagramSocket socket) {
        this.socket = socket;
        this.thread = Thread.ofPlatform().name("home-server").daemon().unstarted(this::serve);
    }

    /** Listens on a port of its own. */
    public static HomeServer start() throws IOException {
        var server = new HomeServer(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        server.thread.start();
        return server;
    }

    /** Where it listens, for both services. */
    public int port() {
        return socket.getLocalPort();
    }

    /** How a document describes it. */
    Server defined(String name, int priority, Duration timeout, int maximumLost, boolean statusServer) {
        return new Server(
                new RemoteServer(
                        name,
                        socket.getLocalAddress(),
                        socket.getLocalPort(),
                        socket.getLocalPort(),
                        new SecretReference.Sealed(),
                        priority,
                        50,
                        timeout,
                        maximumLost,
                        Duration.ofSeconds(30),
                        statusServer,
                        new Location("test", 1, 1)),
                SECRET);
    }

    Server defined(String name) {
        return defined(name, 1, Duration.ofSeconds(3), 5, false);
    }

    /** What it was asked so far. */
    public List<Packet> requests() {
        return received.stream()
                .map(octets -> (Packet) PacketDecoder.decode(octets))
                .toList();
    }

    /** An Access-Accept, signed. */
    public static List<Octets> accept(Packet request, Attribute... attributes) {
        return List.of(signed(Code.ACCESS_ACCEPT, request, attributes));
    }

    private static List<Octets> accept(Packet request) {
        return switch (request.code()) {
            case ACCOUNTING_REQUEST -> List.of(unsigned(Code.ACCOUNTING_RESPONSE, request));
            default -> accept(request, new Attribute[0]);
        };
    }

    /** With Message-Authenticator first and every Proxy-State of the request last. */
    public static Octets signed(Code code, Packet request, Attribute... attributes) {
        List<Attribute> all = new ArrayList<>(List.of(attributes));
        all.addAll(request.all(33));
        byte[] octets = Signed.octets(new Packet(code, request.identifier(), request.authenticator(), all), SECRET);
        Authenticator.respond(octets, SECRET);
        return Octets.wrap(octets);
    }

    public static Octets unsigned(Code code, Packet request, Attribute... attributes) {
        List<Attribute> all = new ArrayList<>(List.of(attributes));
        all.addAll(request.all(33));
        byte[] octets =
                PacketEncoder.encodeToArray(new Packet(code, request.identifier(), request.authenticator(), all));
        Authenticator.respond(octets, SECRET);
        return Octets.wrap(octets);
    }

    private void serve() {
        var datagram = new DatagramPacket(new byte[4096], 4096);
        while (!socket.isClosed()) {
            try {
                datagram.setLength(4096);
                socket.receive(datagram);
                var octets = Octets.wrap(Arrays.copyOf(datagram.getData(), datagram.getLength()));
                var request = (Packet) PacketDecoder.decode(octets);
                check(request, octets);
                received.add(octets);
                for (Octets reply : script.answer(request)) {
                    socket.send(new DatagramPacket(reply.toArray(), reply.length(), datagram.getSocketAddress()));
                }
            } catch (IOException closed) {
                // The loop ends.
            }
        }
    }

    private static void check(Packet request, Octets octets) {
        if (request.code() == Code.ACCOUNTING_REQUEST) {
            assertThat(Authenticator.ofRequestVerifies(octets, SECRET)).isTrue();
        } else {
            assertThat(octets.at(20)).as("Message-Authenticator first").isEqualTo(80);
            assertThat(Signed.check(request.attributes(), octets, SECRET)).isEqualTo(Signed.Signature.RIGHT);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
