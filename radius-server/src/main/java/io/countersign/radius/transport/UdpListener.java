package io.countersign.radius.transport;

import io.countersign.radius.event.Printable;
import io.countersign.radius.event.Seldom;
import io.countersign.radius.exchange.Origin;
import io.countersign.radius.host.LinuxCalls;
import io.countersign.radius.packet.Octets;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP address, or all of this machine's, with one thread that receives and sends. Each reply leaves from the address that was asked.
 *
 * <p>On Linux that is one socket which tells the address with each datagram, received and sent in batches; elsewhere one socket for each
 * address. {@code -Dcountersign.sockets=portable} has the latter on Linux too.
 */
public final class UdpListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);

    /** So that a mistake which comes again and again leaves the machine usable. */
    private static final Duration PAUSE_AFTER_MISTAKE = Duration.ofMillis(100);

    private final UdpSettings settings;
    private final DatagramReceiver receiver;
    private final Sockets sockets;
    private final InstantSource clock;
    private final Outbox outbox = new Outbox();
    private final Seldom mistakes = Seldom.onceAMinute();
    private final Seldom drops = Seldom.onceAMinute();
    private final Thread thread;
    private final CountDownLatch receivesNoMore = new CountDownLatch(1);
    private final AtomicBoolean closing = new AtomicBoolean();

    /** Whether the thread was told to look into the outbox and has not begun to. */
    private final AtomicBoolean woken = new AtomicBoolean();

    private volatile Phase phase = Phase.RECEIVING; // from the closing thread to the listener's

    private enum Phase {
        RECEIVING,
        ANSWERING,
        OVER
    }

    private UdpListener(UdpSettings settings, DatagramReceiver receiver, Sockets sockets, InstantSource clock) {
        this.settings = settings;
        this.receiver = receiver;
        this.sockets = sockets;
        this.clock = clock;
        this.thread =
                Thread.ofPlatform().name("udp-" + sockets.address().getPort()).unstarted(this::run);
    }

    /**
     * Binds and begins to receive. Throws {@link AddressInUse} if another program has the address, {@link CannotListen} if the system
     * refuses it.
     */
    public static UdpListener start(UdpSettings settings, DatagramReceiver receiver) {
        boolean portable = "portable".equals(System.getProperty("countersign.sockets"));
        return start(
                settings,
                receiver,
                LinuxCalls.canBeUsed() && !portable ? linkedOrPortable(LinuxSockets::open) : PortableSockets::open);
    }

    /** With these sockets. */
    static UdpListener start(UdpSettings settings, DatagramReceiver receiver, Function<UdpSettings, Sockets> sockets) {
        var listener = new UdpListener(settings, receiver, sockets.apply(settings), InstantSource.system());
        listener.thread.start();
        return listener;
    }

    /** A C library that lacks a function, or a JVM that cannot call it, is no reason not to listen. */
    static Function<UdpSettings, Sockets> linkedOrPortable(Function<UdpSettings, Sockets> linked) {
        return settings -> {
            try {
                return linked.apply(settings);
            } catch (LinkageError unlinkable) {
                LOG.warn(
                        "the system's own sockets cannot be called ({}); listening with a socket for each address, which is slower",
                        unlinkable.getCause() == null
                                ? unlinkable.toString()
                                : unlinkable.getCause().toString());
                return PortableSockets.open(settings);
            }
        };
    }

    /** How many replies were dropped because too many waited to be sent. */
    public long dropped() {
        return outbox.dropped();
    }

    /** The address that it listens on, with the real port if the settings left it open. */
    public InetSocketAddress address() {
        return sockets.address();
    }

    private void run() {
        try (sockets) {
            while (phase != Phase.OVER) {
                try {
                    turn();
                } catch (RuntimeException | Error mistake) {
                    if (mistakes.isDue(clock.instant())) {
                        LOG.error(
                                "receiving on {} failed; it is tried again and again",
                                Printable.address(sockets.address()),
                                mistake);
                    }
                    LockSupport.parkNanos(PAUSE_AFTER_MISTAKE.toNanos());
                }
            }
            sockets.send(outbox);
        } finally {
            receivesNoMore.countDown();
        }
    }

    private void turn() {
        boolean receiving = phase == Phase.RECEIVING;
        if (!receiving) {
            receivesNoMore.countDown();
        }
        try {
            sockets.await(receiving);
            woken.set(false); // before the outbox is read, so that what comes later wakes anew
            boolean more = phase == Phase.RECEIVING;
            while (more) {
                more = sockets.receive(this::came) && phase == Phase.RECEIVING;
                sockets.send(outbox);
            }
        } finally {
            sockets.send(outbox); // though nothing can be received any more
        }
    }

    /** The edge: a mistake of ours costs one datagram, not the batch. */
    private void came(Octets datagram, Origin origin) {
        try {
            receiver.receive(datagram, origin, reply -> send(reply, origin));
        } catch (RuntimeException | Error mistake) {
            LOG.debug("a datagram on {} was lost", Printable.address(origin.local()), mistake);
        }
    }

    /** What the listener's own thread adds is sent when the batch has been looked at, what others add by its next turn. */
    private void send(Octets reply, Origin origin) {
        boolean added = outbox.add(new Outbox.Reply(reply, origin));
        if (!added && drops.isDue(clock.instant())) {
            LOG.warn(
                    "{} replies on {} were dropped so far: the system does not send as fast as they come",
                    outbox.dropped(),
                    sockets.address());
        }
        if (!Thread.currentThread().equals(thread) && woken.compareAndSet(false, true)) {
            sockets.wake();
        }
    }

    /** Receives no more, waits for the requests in work as long as the settings say, sends their replies, and closes the sockets. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        try {
            enter(Phase.ANSWERING);
            receivesNoMore.await();
            receiver.drain(settings.drainWithin());
            enter(Phase.OVER);
            thread.join();
        } catch (InterruptedException _) {
            enter(Phase.OVER);
            Thread.currentThread().interrupt();
        }
    }

    private void enter(Phase next) {
        phase = next;
        sockets.wake();
    }
}
