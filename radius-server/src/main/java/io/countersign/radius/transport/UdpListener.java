package io.countersign.radius.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * One UDP socket with one thread that receives and sends in batches: epoll with recvmmsg and sendmmsg on Linux, NIO elsewhere.
 */
public final class UdpListener implements AutoCloseable {
    /** The longest RADIUS packet. What is longer is cut: octets past a packet's Length are ignored anyway. */
    private static final int DATAGRAM_OCTETS = 4096;

    private static final int REPLIES_QUEUED_OCTETS = 16 << 20;

    private final UdpSettings settings;
    private final DatagramReceiver receiver;
    private final EventLoopGroup loop;
    private final Channel channel;

    private UdpListener(UdpSettings settings, DatagramReceiver receiver, EventLoopGroup loop, Channel channel) {
        this.settings = settings;
        this.receiver = receiver;
        this.loop = loop;
        this.channel = channel;
    }

    /**
     * Binds the socket and begins to receive. Throws {@link AddressInUse} if another program has the address, {@link CannotListen} if the
     * system refuses it.
     */
    public static UdpListener start(UdpSettings settings, DatagramReceiver receiver) {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, Thread.ofPlatform().name("udp-" + settings.bind().getPort()).factory(), ioHandler());
        ChannelFuture bound =
                bootstrap(settings, receiver, loop).bind(settings.bind()).awaitUninterruptibly();
        if (bound.isSuccess()) {
            return new UdpListener(settings, receiver, loop, bound.channel());
        }
        stop(loop);
        throw refused(settings.bind(), bound.cause());
    }

    private static IoHandlerFactory ioHandler() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    private static Bootstrap bootstrap(UdpSettings settings, DatagramReceiver receiver, EventLoopGroup loop) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(channels(settings))
                .option(ChannelOption.SO_RCVBUF, settings.socketBuffer())
                .option(ChannelOption.SO_SNDBUF, settings.socketBuffer())
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(receiveBuffer(settings)))
                .handler(new DatagramHandler(receiver, REPLIES_QUEUED_OCTETS));
        if (Epoll.isAvailable()) {
            bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DATAGRAM_OCTETS);
        }
        return bootstrap;
    }

    private static ChannelFactory<DatagramChannel> channels(UdpSettings settings) {
        var family = settings.bind().getAddress() instanceof Inet6Address
                ? SocketProtocolFamily.INET6
                : SocketProtocolFamily.INET;
        return Epoll.isAvailable() ? () -> new EpollDatagramChannel(family) : () -> new NioDatagramChannel(family);
    }

    /** For epoll one buffer holds a whole batch: its size divided by that of a datagram is how many are read at once. */
    private static int receiveBuffer(UdpSettings settings) {
        return Epoll.isAvailable() ? DATAGRAM_OCTETS * settings.batch() : DATAGRAM_OCTETS;
    }

    private static IllegalStateException refused(InetSocketAddress address, Throwable cause) {
        // Epoll's exception has no type of its own for this; the words are the same with NIO.
        boolean inUse =
                String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("already in use");
        return inUse ? new AddressInUse(address, cause) : new CannotListen(address, cause);
    }

    /** The address that it listens on, with the real port if the settings left it open. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** Receives no more, waits for the requests in work as long as the settings say, sends their replies, and closes the socket. */
    @Override
    public void close() {
        channel.config().setAutoRead(false);
        // What was read before that is handed over by a task of the loop; this one runs after it.
        channel.eventLoop().submit(() -> {}).awaitUninterruptibly();
        receiver.drain(settings.drainWithin());
        channel.eventLoop().submit(() -> channel.flush()).awaitUninterruptibly();
        channel.close().awaitUninterruptibly();
        stop(loop);
    }

    private static void stop(EventLoopGroup loop) {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
