package io.countersign.radius.transport;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import io.countersign.radius.event.Printable;
import io.countersign.radius.exchange.Origin;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.transport.LocalAddresses.LocalAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket for each address: a reply leaves from the one that was asked, because its socket has no other. For a wildcard these are the
 * addresses of the machine's interfaces, which are looked up every few seconds.
 */
final class PortableSockets implements Sockets {
    private static final Logger LOG = LoggerFactory.getLogger(PortableSockets.class);

    /** An address that moves here from another machine is answered no later than that. */
    static final Duration LOOK_EVERY = Duration.ofSeconds(3);

    private final UdpSettings settings;
    private final LocalAddresses addresses;
    private final LongSupplier nanoTime;
    private final Selector selector;
    private final Map<LocalAddress, SelectionKey> keys = new HashMap<>();

    /** Which could not be had when they were last looked at, so that each is told of once. */
    private final Set<LocalAddress> refused = new HashSet<>();

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(DATAGRAM_OCTETS);
    private int port;
    private long nextLook;

    /** Those from which the system has refused to receive when it was last asked. */
    private final Set<DatagramChannel> refusing = new HashSet<>();

    /** What its socket did not take. */
    private Optional<Outbox.Reply> blocked = Optional.empty();

    private PortableSockets(UdpSettings settings, LocalAddresses addresses, LongSupplier nanoTime) throws IOException {
        this.settings = settings;
        this.addresses = addresses;
        this.nanoTime = nanoTime;
        this.selector = Selector.open();
        this.port = settings.bind().getPort();
    }

    /** Throws {@link AddressInUse} if another program has an address, {@link CannotListen} if there is none that can be had. */
    static Sockets open(UdpSettings settings) {
        var one = Set.of(LocalAddress.of(settings.bind().getAddress()));
        return open(
                settings,
                settings.bind().getAddress().isAnyLocalAddress() ? LocalAddresses::ofInterfaces : () -> one,
                System::nanoTime);
    }

    /** With these for the machine's addresses, and a clock as {@link System#nanoTime}. */
    static PortableSockets open(UdpSettings settings, LocalAddresses addresses, LongSupplier nanoTime) {
        try {
            var sockets = new PortableSockets(settings, addresses, nanoTime);
            try {
                sockets.begin();
                return sockets;
            } catch (IOException | AddressInUse failed) {
                sockets.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new CannotListen(settings.bind(), failed);
        }
    }

    private void begin() throws IOException {
        nextLook = nanoTime.getAsLong() + LOOK_EVERY.toNanos();
        var failure =
                new IOException("this machine has no such address at the moment; correct it, or write 0.0.0.0 for all");
        for (LocalAddress address : wanted()) {
            try {
                add(address);
            } catch (IOException failed) {
                requireNotInUse(address, failed);
                failure = failed;
                tell(address, failed);
            }
        }
        if (keys.isEmpty()) {
            throw failure;
        }
    }

    /** The exceptions of this have no type of their own, but the same words on all systems. */
    private void requireNotInUse(LocalAddress address, IOException failed) {
        if (String.valueOf(failed.getMessage()).toLowerCase(Locale.ROOT).contains("already in use")) {
            throw new AddressInUse(new InetSocketAddress(address.address(), port), failed);
        }
    }

    /** An IPv6 wildcard stands for IPv4 too. */
    private Set<LocalAddress> wanted() throws IOException {
        boolean ipv6 = LocalAddress.of(settings.bind().getAddress()).isIpv6();
        var wanted = new LinkedHashSet<>(addresses.now());
        wanted.removeIf(address -> address.isIpv6() && !ipv6);
        return wanted;
    }

    private void add(LocalAddress address) throws IOException {
        var channel =
                DatagramChannel.open(address.isIpv6() ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, settings.socketBuffer());
            channel.setOption(StandardSocketOptions.SO_SNDBUF, settings.socketBuffer());
            channel.bind(new InetSocketAddress(address.address(), port));
            if (port == 0) {
                port = channel.socket().getLocalPort();
            }
            var local = new InetSocketAddress(address.address(), port);
            keys.put(address, channel.register(selector, OP_READ, local));
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    /** Opens a socket for each address that came, and closes those of addresses that are gone. */
    private void follow() {
        nextLook = nanoTime.getAsLong() + LOOK_EVERY.toNanos();
        Set<LocalAddress> wanted;
        try {
            wanted = wanted();
        } catch (IOException failed) {
            LOG.debug("the system does not tell its addresses", failed);
            return;
        }
        refused.retainAll(wanted);
        var gone = new HashSet<>(keys.keySet());
        gone.removeAll(wanted);
        gone.forEach(this::remove);
        wanted.removeAll(keys.keySet());
        for (LocalAddress address : wanted) {
            try {
                add(address);
                refused.remove(address);
                LOG.info("listening on {} port {}/udp too", address.text(), port);
            } catch (IOException failed) {
                tell(address, failed);
            }
        }
    }

    private void remove(LocalAddress address) {
        SelectionKey key = keys.remove(address);
        if (key != null) {
            close(key);
            refusing.removeIf(channel -> channel.equals(key.channel()));
            LOG.info(
                    "no longer listening on {} port {}/udp, which this machine does not have any more",
                    address.text(),
                    port);
        }
    }

    private void tell(LocalAddress address, IOException failed) {
        if (refused.add(address)) {
            LOG.warn(
                    "cannot listen on {} port {}/udp: {}; this is tried again every {} s",
                    address.text(),
                    port,
                    failed.getMessage(),
                    LOOK_EVERY.toSeconds());
        }
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(settings.bind().getAddress(), port);
    }

    @Override
    public void await(boolean receiving) {
        selector.selectedKeys().clear();
        long left = nextLook - nanoTime.getAsLong();
        if (left <= 0) {
            follow();
            return;
        }
        var full = blocked.map(PortableSockets::from);
        keys.forEach((address, key) ->
                key.interestOps((receiving ? OP_READ : 0) | (full.equals(Optional.of(address)) ? OP_WRITE : 0)));
        try {
            selector.select(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static LocalAddress from(Outbox.Reply reply) {
        return LocalAddress.of(reply.origin().local().getAddress());
    }

    @Override
    public boolean receive(Arrivals arrivals) {
        boolean more = false;
        boolean lasting = false;
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid() && key.isReadable()) {
                var channel = (DatagramChannel) key.channel();
                boolean again = refusing.remove(channel);
                more |= receive(channel, (InetSocketAddress) key.attachment(), arrivals);
                lasting |= again && refusing.contains(channel);
            }
        }
        if (lasting) {
            throw new IllegalStateException("nothing can be received on a socket of port " + port);
        }
        return more;
    }

    private boolean receive(DatagramChannel channel, InetSocketAddress local, Arrivals arrivals) {
        try {
            for (int i = 0; i < settings.batch(); i++) {
                buffer.clear();
                if (!(channel.receive(buffer) instanceof InetSocketAddress peer)) {
                    return false;
                }
                byte[] octets = new byte[buffer.flip().remaining()];
                buffer.get(octets);
                arrivals.came(Octets.wrap(octets), new Origin(local, peer));
            }
            return true;
        } catch (IOException failed) {
            LOG.debug("nothing was received on {}", Printable.address(local), failed);
            refusing.add(channel);
            return false;
        }
    }

    @Override
    public void send(Outbox outbox) {
        var next = blocked.or(outbox::next);
        while (next.isPresent() && isTaken(next.get())) {
            next = outbox.next();
        }
        blocked = next;
    }

    /** Whether the reply is on its way, or lost: that of an address which is gone, for example. */
    private boolean isTaken(Outbox.Reply reply) {
        SelectionKey key = keys.get(from(reply));
        if (key == null) {
            return true;
        }
        buffer.clear();
        buffer.put(reply.octets().toArray());
        buffer.flip();
        try {
            var channel = (DatagramChannel) key.channel();
            return channel.send(buffer, reply.origin().peer()) == reply.octets().length();
        } catch (IOException failed) {
            LOG.debug(
                    "a reply from {} could not be sent",
                    Printable.address(reply.origin().local()),
                    failed);
            return true;
        }
    }

    @Override
    public void wake() {
        selector.wakeup();
    }

    @Override
    public void close() {
        keys.values().forEach(PortableSockets::close);
        try {
            selector.close();
        } catch (IOException failed) {
            LOG.debug("a selector was not closed", failed);
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException failed) {
            LOG.debug("a socket was not closed", failed);
        }
    }
}
