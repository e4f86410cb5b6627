package io.countersign.radius.transport;

import io.countersign.radius.packet.Octets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Between a socket's event loop and the receiver. */
final class DatagramHandler extends ChannelInboundHandlerAdapter {
    /*
     * A system call costs more than checking and signing a packet. So replies are collected, and flushed together: those made on the loop
     * when a batch of datagrams has been read, those of other threads by one task on the loop, however many come before it runs.
     */
    private static final Logger LOG = LoggerFactory.getLogger(DatagramHandler.class);

    private final DatagramReceiver receiver;
    private final int queuedOctets;
    private final Queue<DatagramPacket> replies = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean flushPlanned = new AtomicBoolean();

    DatagramHandler(DatagramReceiver receiver, int queuedOctets) {
        this.receiver = receiver;
        this.queuedOctets = queuedOctets;
    }

    @Override
    public void channelActive(ChannelHandlerContext loop) {
        loop.channel().config().setWriteBufferWaterMark(new WriteBufferWaterMark(queuedOctets / 2, queuedOctets));
        loop.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext loop, Object message) {
        DatagramPacket datagram = (DatagramPacket) message;
        try {
            InetSocketAddress peer = datagram.sender();
            Octets octets = Octets.wrap(ByteBufUtil.getBytes(datagram.content()));
            receiver.receive(octets, peer, reply -> send(loop, reply, peer));
        } finally {
            datagram.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext loop) {
        loop.flush();
    }

    private void send(ChannelHandlerContext loop, Octets reply, InetSocketAddress peer) {
        ByteBuf octets = Unpooled.wrappedBuffer(reply.toArray());
        DatagramPacket datagram = new DatagramPacket(octets, peer);
        if (loop.executor().inEventLoop()) {
            write(loop, datagram);
            return;
        }
        replies.add(datagram);
        if (flushPlanned.compareAndSet(false, true)) {
            loop.executor().execute(() -> flush(loop));
        }
    }

    private void flush(ChannelHandlerContext loop) {
        flushPlanned.set(false); // before the queue is read, so that what comes later plans anew
        for (var reply = replies.poll(); reply != null; reply = replies.poll()) {
            write(loop, reply);
        }
        loop.flush();
    }

    /** A reply that the system will not take is dropped rather than kept without bound: its client repeats the request. */
    private static void write(ChannelHandlerContext loop, DatagramPacket reply) {
        if (loop.channel().isWritable()) {
            var _ = loop.write(reply, loop.voidPromise());
        } else {
            reply.release();
        }
    }

    /** The edge: a mistake of ours costs one datagram, not the listener. A port that is closed at a peer comes here too. */
    @Override
    public void exceptionCaught(ChannelHandlerContext loop, Throwable mistake) {
        LOG.debug("a datagram on {} was lost", loop.channel().localAddress(), mistake);
    }
}
