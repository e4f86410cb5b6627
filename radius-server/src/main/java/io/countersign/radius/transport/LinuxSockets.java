package io.countersign.radius.transport;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.countersign.radius.event.Printable;
import io.countersign.radius.host.LinuxCalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One socket of Linux, which tells with each datagram the address that was asked, and sends from the one that it is told. */
final class LinuxSockets implements Sockets {
    /*
     * The JDK's channels do not tell which address of a wildcard was asked (IP_PKTINFO, IPV6_RECVPKTINFO), nor do they take more than one
     * datagram with a system call. So the system is called itself, in few lines: a socket that does not block, poll, and an event counter
     * by which other threads end a poll.
     */
    private static final Logger LOG = LoggerFactory.getLogger(LinuxSockets.class);
    private static final int POLLED = 8;
    private static final int EVENTS = 4;

    private final Arena arena;
    private final LinuxCalls calls;
    private final int socket;
    private final int counter;
    private final InetSocketAddress address;
    private final int batch;
    private final LinuxMessages received;
    private final LinuxMessages sent;
    private final MemorySegment polled;
    private final MemorySegment count;

    /** Those of {@link #sent} that are still to be sent: from the first to the second, excluded. */
    private int unsent;

    private int filled;

    /** Whether the system has refused to receive when it was last asked. */
    private boolean refused;

    /** Guards {@link #closed} and what follows: a number of a file that is closed may already be another's. */
    private final ReentrantLock waking = new ReentrantLock();

    private final LinuxCalls wakingCalls;
    private final MemorySegment one;
    private boolean closed;

    private LinuxSockets(
            Arena arena, LinuxCalls calls, int socket, int counter, InetSocketAddress address, UdpSettings settings) {
        boolean ipv6 = isIpv6(settings);
        this.arena = arena;
        this.calls = calls;
        this.socket = socket;
        this.counter = counter;
        this.address = address;
        this.batch = settings.batch();
        this.received = new LinuxMessages(arena, batch, ipv6);
        this.sent = new LinuxMessages(arena, batch, ipv6);
        this.polled = arena.allocate(2 * POLLED, Long.BYTES);
        this.count = arena.allocate(JAVA_LONG);
        this.wakingCalls = new LinuxCalls(arena.allocate(Linker.Option.captureStateLayout()));
        this.one = arena.allocateFrom(JAVA_LONG, 1);
        polled.set(JAVA_INT, POLLED, counter);
        polled.set(JAVA_SHORT, POLLED + EVENTS, LinuxCalls.READABLE);
    }

    /** Throws {@link AddressInUse} if another program has the address, {@link CannotListen} if the system refuses it. */
    static Sockets open(UdpSettings settings) {
        Arena arena = Arena.ofShared();
        LinuxCalls calls = new LinuxCalls(arena.allocate(Linker.Option.captureStateLayout()));
        int socket = -1;
        int counter = -1;
        try {
            socket = require(
                    calls.socket(isIpv6(settings) ? LinuxCalls.IPV6 : LinuxCalls.IPV4, LinuxCalls.DATAGRAMS), settings);
            counter = require(calls.eventCounter(), settings);
            prepare(calls, arena, socket, settings);
            InetSocketAddress address = bind(calls, arena, socket, settings);
            return new LinuxSockets(arena, calls, socket, counter, address, settings);
        } catch (AddressInUse | CannotListen refused) {
            close(calls, socket);
            close(calls, counter);
            arena.close();
            throw refused;
        } catch (LinkageError unlinkable) { // at the first call: nothing is open
            arena.close();
            throw unlinkable;
        }
    }

    private static boolean isIpv6(UdpSettings settings) {
        return settings.bind().getAddress() instanceof Inet6Address;
    }

    /** Before it is bound: a datagram that came earlier would not tell which address it asked. */
    private static void prepare(LinuxCalls calls, Arena arena, int socket, UdpSettings settings) {
        MemorySegment size = arena.allocateFrom(JAVA_INT, settings.socketBuffer());
        MemorySegment yes = arena.allocateFrom(JAVA_INT, 1);
        MemorySegment no = arena.allocateFrom(JAVA_INT, 0);
        require(calls.option(socket, LinuxCalls.OF_SOCKET, LinuxCalls.RECEIVE_BUFFER, size), settings);
        require(calls.option(socket, LinuxCalls.OF_SOCKET, LinuxCalls.SEND_BUFFER, size), settings);
        if (isIpv6(settings)) {
            require(calls.option(socket, LinuxCalls.OF_IPV6, LinuxCalls.IPV6_ONLY, no), settings);
            require(calls.option(socket, LinuxCalls.OF_IPV6, LinuxCalls.IPV6_PACKET_INFO_WANTED, yes), settings);
        } else {
            require(calls.option(socket, LinuxCalls.OF_IPV4, LinuxCalls.IPV4_PACKET_INFO, yes), settings);
        }
    }

    private static InetSocketAddress bind(LinuxCalls calls, Arena arena, int socket, UdpSettings settings) {
        MemorySegment name = arena.allocate(32, Long.BYTES);
        int length = new LinuxMessages(arena, 0, isIpv6(settings)).putName(name, 0, settings.bind());
        require(calls.bind(socket, name, length), settings);
        require(calls.boundTo(socket, name, arena.allocateFrom(JAVA_INT, length)), settings);
        int port = Short.toUnsignedInt(name.get(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2));
        return new InetSocketAddress(settings.bind().getAddress(), port);
    }

    private static int require(int result, UdpSettings settings) {
        if (result >= 0) {
            return result;
        }
        var cause = new IOException(words(result));
        throw result == LinuxCalls.ADDRESS_IN_USE
                ? new AddressInUse(settings.bind(), cause)
                : new CannotListen(settings.bind(), cause);
    }

    private static String words(int error) {
        return switch (error) {
            case LinuxCalls.ADDRESS_IN_USE -> "the address is in use";
            case LinuxCalls.ADDRESS_NOT_OURS ->
                "the address is none of this machine's; correct it (ip address shows those there are), or write 0.0.0.0 for all";
            case LinuxCalls.NO_PERMISSION ->
                "the port needs a privilege; a port below 1024 takes the capability CAP_NET_BIND_SERVICE (in a systemd unit:"
                        + " AmbientCapabilities=CAP_NET_BIND_SERVICE), or write another port";
            case LinuxCalls.FAMILY_NOT_SUPPORTED ->
                "the system has no such kind of address, such as IPv6 where it is switched off";
            default -> "the system says error " + -error;
        };
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void await(boolean receiving) {
        int events = (receiving ? LinuxCalls.READABLE : 0) | (unsent < filled ? LinuxCalls.WRITABLE : 0);
        polled.set(JAVA_INT, 0, events == 0 ? -1 : socket);
        polled.set(JAVA_SHORT, EVENTS, (short) events);
        int ready = calls.poll(polled, 2);
        if (ready < 0 && ready != LinuxCalls.INTERRUPTED) {
            throw new IllegalStateException("poll failed: " + words(ready));
        }
        if (ready > 0 && polled.get(JAVA_SHORT, POLLED + EVENTS + 2) != 0) {
            calls.read(counter, count); // sets it back to 0
        }
    }

    @Override
    public boolean receive(Arrivals arrivals) {
        int came = calls.receive(socket, received.from(0), batch);
        if (came < 0) {
            failed(came);
            return false;
        }
        refused = false;
        for (int i = 0; i < came; i++) {
            var origin = received.origin(i, address.getPort());
            if (origin.isPresent()) {
                arrivals.came(received.octets(i), origin.get());
            }
            received.clear(i);
        }
        return came == batch;
    }

    /** One error may be what the network tells of a peer, and is over when it was told. */
    private void failed(int error) {
        tell(error, "nothing was received");
        boolean again = refused;
        refused = error != LinuxCalls.TRY_AGAIN && error != LinuxCalls.INTERRUPTED;
        if (refused && again) {
            throw new IllegalStateException("nothing can be received: " + words(error));
        }
    }

    @Override
    public void send(Outbox outbox) {
        while (fill(outbox)) {
            int taken = calls.send(socket, sent.from(unsent), filled - unsent);
            if (taken == LinuxCalls.TRY_AGAIN) {
                return;
            }
            if (taken >= 0) {
                unsent += taken;
            } else if (taken != LinuxCalls.INTERRUPTED) {
                tell(taken, "a reply could not be sent");
                unsent++; // the first is to blame: what is before it would have been sent
            }
        }
    }

    /** Whether there is something to send. */
    private boolean fill(Outbox outbox) {
        if (unsent < filled) {
            return true;
        }
        unsent = 0;
        filled = 0;
        while (filled < batch) {
            Optional<Outbox.Reply> reply = outbox.next();
            if (reply.isEmpty()) {
                break;
            }
            sent.put(filled, reply.get().octets(), reply.get().origin());
            filled++;
        }
        return filled > 0;
    }

    /** What a network tells of a peer, or of an address that this machine has no more, is that peer's loss alone. */
    private void tell(int error, String what) {
        if (error != LinuxCalls.TRY_AGAIN && error != LinuxCalls.INTERRUPTED) {
            LOG.debug("{} on {}: {}", what, Printable.address(address), words(error));
        }
    }

    @Override
    public void wake() {
        waking.lock();
        try {
            if (!closed) {
                wakingCalls.write(counter, one);
            }
        } finally {
            waking.unlock();
        }
    }

    @Override
    public void close() {
        waking.lock();
        try {
            closed = true;
            close(calls, socket);
            close(calls, counter);
            arena.close();
        } finally {
            waking.unlock();
        }
    }

    private static void close(LinuxCalls calls, int file) {
        if (file >= 0) {
            calls.close(file);
        }
    }
}
