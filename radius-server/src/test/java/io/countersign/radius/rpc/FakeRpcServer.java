package io.countersign.radius.rpc;

import io.countersign.radius.crypto.NetlogonKey;
import io.countersign.radius.crypto.NetlogonSeal;
import io.countersign.radius.packet.Octets;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Endpoint mapper and interface on one port of loopback, which answers as it is told to: whole, in fragments, slowly, by half, or not at all.
 */
public final class FakeRpcServer implements AutoCloseable {
    /** How an answer is given. What this throws ends the connection. */
    @FunctionalInterface
    public interface Manner {
        void answer(OutputStream out, byte[] octets) throws IOException;
    }

    /** What the calls do. */
    public interface Service {
        /** Results, or nothing for a fault. */
        Optional<Octets> call(int operation, Octets arguments);

        /** What new sealed connections are bound by; empty to refuse them. */
        Optional<NetlogonKey> key();
    }

    /** When an answer is given; calls are told by {@link #call}. */
    public static final String MAPPER_BIND = "bind of the mapper";

    public static final String MAP = "map";
    public static final String BIND = "bind";
    public static final String SEALED_BIND = "sealed bind";

    public static String call(int operation) {
        return "call " + operation;
    }

    private static final Octets MAPPER = Octets.wrap(HexFormat.of().parseHex("0883afe11f5dc91191a408002b14a0fa"));
    private static final int FAULT_OPERATION_RANGE = 0x1c010002;

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Service service;
    private final Map<String, Manner> manners = new ConcurrentHashMap<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** Of an answer's results, how many go in one fragment; a multiple of 16. */
    public volatile int fragmentOctets = 4000;

    /** Of faults. */
    public volatile int faultStatus = FAULT_OPERATION_RANGE;

    public volatile int faultFlags = Pdu.WHOLE;

    public FakeRpcServer(Service service) throws IOException {
        this.service = service;
        Thread.ofVirtual().name("fake-rpc").start(this::accept);
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort());
    }

    /** From now on. */
    public void answer(String moment, Manner manner) {
        manners.put(moment, manner);
    }

    public void answerWell(String moment) {
        manners.remove(moment);
    }

    public static Manner cut() {
        return (_, _) -> {
            throw new EOFException();
        };
    }

    public static Manner silent() {
        return (_, _) -> {};
    }

    public static Manner half() {
        return (out, octets) -> {
            out.write(octets, 0, octets.length / 2);
            throw new EOFException();
        };
    }

    public static Manner slowly() {
        return (out, octets) -> {
            for (byte octet : octets) {
                out.write(octet);
                pause();
            }
        };
    }

    public static Manner flipping(int index) {
        return (out, octets) -> {
            byte[] changed = octets.clone();
            changed[index < 0 ? changed.length + index : index] ^= 1;
            out.write(changed);
        };
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Cuts all connections, as a controller that is started again. */
    public void cutAll() {
        sockets.forEach(FakeRpcServer::close);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var socket = listening.accept();
                sockets.add(socket);
                Thread.ofVirtual().name("fake-rpc-connection").start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            new Connection(socket).serve();
        } catch (IOException | UncheckedIOException | RpcFailed gone) {
            // it hangs up
        } finally {
            sockets.remove(socket);
        }
    }

    private final class Connection {
        private final DataInputStream in;
        private final OutputStream out;
        private boolean mapper;
        private Optional<RpcSecurity> security = Optional.empty();

        Connection(Socket socket) throws IOException {
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        void serve() throws IOException {
            while (true) {
                Pdu pdu = read();
                if (pdu.type() == Pdu.BIND) {
                    bind(pdu);
                } else {
                    call(pdu);
                }
            }
        }

        private Pdu read() throws IOException {
            byte[] header = new byte[Pdu.HEADER_OCTETS];
            in.readFully(header);
            byte[] whole = Arrays.copyOf(header, Pdu.length(Octets.wrap(header)));
            in.readFully(whole, header.length, whole.length - header.length);
            return Pdu.decode(Octets.wrap(whole));
        }

        private void bind(Pdu pdu) throws IOException {
            mapper = pdu.body().slice(16, 32).equals(MAPPER);
            boolean sealed = pdu.authentication().length() > 0;
            String moment = mapper ? MAPPER_BIND : sealed ? SEALED_BIND : BIND;
            if (sealed) {
                security = service.key().map(key -> new RpcSecurity(NetlogonSeal.ofServer(key), "CORP", "DC1"));
                if (security.isEmpty()) {
                    var reason = Octets.wrap(new byte[] {0, 0, 1, 5, 0, 0, 0, 0});
                    send(moment, new Pdu(Pdu.BIND_NAK, Pdu.WHOLE, pdu.call(), reason, Octets.empty()));
                    return;
                }
            }
            Octets body = new NdrWriter()
                    .u16(Pdu.LONGEST)
                    .u16(Pdu.LONGEST)
                    .u32(7)
                    .u16(6)
                    .octets(Octets.wrap("49152\0".getBytes(StandardCharsets.US_ASCII)))
                    .align(4)
                    .u32(1)
                    .u16(0)
                    .u16(0)
                    .octets(RpcInterface.NDR.syntax())
                    .written();
            Octets token = sealed ? pdu.authentication() : Octets.empty();
            send(moment, new Pdu(Pdu.BIND_ACK, Pdu.WHOLE, pdu.call(), body, token));
        }

        private void call(Pdu first) throws IOException {
            int operation = new NdrReader(first.body().slice(6, 8)).u16();
            Octets arguments = arguments(first);
            for (Pdu next = first; !next.has(Pdu.LAST); ) {
                next = read();
                arguments = arguments.and(arguments(next));
            }
            String moment = mapper ? MAP : FakeRpcServer.call(operation);
            Optional<Octets> results = mapper ? Optional.of(tower()) : service.call(operation, arguments);
            if (results.isEmpty()) {
                Octets body =
                        new NdrWriter().u32(0).u32(0).u32(faultStatus).u32(0).written();
                send(moment, new Pdu(Pdu.FAULT, faultFlags, first.call(), body, Octets.empty()));
            } else {
                respond(moment, first.call(), results.get());
            }
        }

        private Octets arguments(Pdu fragment) {
            Octets stub = fragment.body().slice(8, fragment.body().length());
            return security.map(secure -> secure.open(new RpcSecurity.Secured(stub, fragment.authentication())))
                    .orElse(stub);
        }

        private void respond(String moment, int call, Octets results) throws IOException {
            List<Pdu> fragments = new ArrayList<>();
            for (int from = 0; from < results.length() || from == 0; from += fragmentOctets) {
                int to = Math.min(from + fragmentOctets, results.length());
                Octets stub = results.slice(from, to);
                int flags = (from == 0 ? Pdu.FIRST : 0) | (to == results.length() ? Pdu.LAST : 0);
                RpcSecurity.Secured secured = security.map(secure -> secure.seal(stub))
                        .orElseGet(() -> new RpcSecurity.Secured(stub, Octets.empty()));
                Octets head = new NdrWriter().u32(to - from).u32(0).written();
                fragments.add(new Pdu(Pdu.RESPONSE, flags, call, head.and(secured.stub()), secured.authentication()));
            }
            send(moment, fragments.toArray(Pdu[]::new));
        }

        /** That the interface is on the port that this is asked on. */
        private Octets tower() {
            int port = listening.getLocalPort();
            Octets floor = Octets.wrap(new byte[] {1, 0, 1, 0, 7, 2, 0, (byte) (port >> 8), (byte) port
            }); // one floor, TCP, in network order
            return new NdrWriter()
                    .octets(Octets.wrap(new byte[20]))
                    .u32(1)
                    .u32(1)
                    .u32(0)
                    .u32(1)
                    .pointer()
                    .u32(floor.length())
                    .u32(floor.length())
                    .octets(floor)
                    .u32(0)
                    .written();
        }

        private void send(String moment, Pdu... pdus) throws IOException {
            Octets octets = Octets.empty();
            for (Pdu pdu : pdus) {
                octets = octets.and(pdu.encode());
            }
            manners.getOrDefault(moment, OutputStream::write).answer(out, octets.toArray());
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cutAll();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
