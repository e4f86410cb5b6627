package io.countersign.radius.rpc;

import io.countersign.radius.packet.Octets;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** A TCP connection that PDUs travel on, one thread at a time. Whatever fails, the connection is of no more use. */
final class PduSocket implements AutoCloseable {
    private final SocketChannel channel;
    private final InputStream in;

    private PduSocket(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.in = new BufferedInputStream(channel.socket().getInputStream(), Pdu.LONGEST);
    }

    static PduSocket connect(InetSocketAddress address, CallDeadline deadline) {
        try {
            return connected(SocketChannel.open(), address, deadline);
        } catch (SocketTimeoutException late) {
            throw new RpcFailed(RpcFailed.Effect.NONE, "no connection to " + address + " in time", late);
        } catch (IOException | RuntimeException failed) {
            throw failed instanceof RpcFailed known
                    ? known
                    : new RpcFailed(
                            RpcFailed.Effect.NONE, "no connection to " + address + ": " + failed.getMessage(), failed);
        }
    }

    private static PduSocket connected(SocketChannel channel, InetSocketAddress address, CallDeadline deadline)
            throws IOException {
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.socket().connect(address, deadline.millis(RpcFailed.Effect.NONE));
            return new PduSocket(channel);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    /**
     * Whether the other side has closed it, or has said something unasked. Does not wait. Idle connections are looked at by this before they
     * are used: what is sent on a dead one might have arrived, for all that this side knows.
     */
    boolean isStale() {
        try {
            channel.configureBlocking(false);
            boolean stale = channel.read(ByteBuffer.allocate(1)) != 0;
            channel.configureBlocking(true);
            return stale;
        } catch (IOException gone) {
            return true;
        }
    }

    /**
     * Sends one. What comes of a failure: nothing, since the other side does not have it whole. Does not wait, as it fits in the buffer of a
     * connection on which all that was sent before has been answered.
     */
    void send(Pdu pdu) {
        try {
            var octets = ByteBuffer.wrap(pdu.encode().toArray());
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
        } catch (IOException failed) {
            throw new RpcFailed(RpcFailed.Effect.NONE, "the connection broke: " + failed.getMessage(), failed);
        }
    }

    /** Waits for the next one. */
    Pdu receive(CallDeadline deadline) {
        try {
            byte[] header = read(new byte[Pdu.HEADER_OCTETS], 0, deadline);
            byte[] whole = Arrays.copyOf(header, Pdu.length(Octets.wrap(header)));
            return Pdu.decode(Octets.wrap(read(whole, header.length, deadline)));
        } catch (SocketTimeoutException late) {
            throw new RpcFailed(RpcFailed.Effect.UNKNOWN, "it did not answer in time", late);
        } catch (EOFException closed) {
            throw new RpcFailed(RpcFailed.Effect.UNKNOWN, "it closed the connection", closed);
        } catch (IOException failed) {
            throw new RpcFailed(RpcFailed.Effect.UNKNOWN, "the connection broke: " + failed.getMessage(), failed);
        }
    }

    /** Fills the array from an index on. The deadline is that of the whole: slow octets do not move it. */
    private byte[] read(byte[] octets, int from, CallDeadline deadline) throws IOException {
        int filled = from;
        while (filled < octets.length) {
            channel.socket().setSoTimeout(deadline.millis(RpcFailed.Effect.UNKNOWN));
            int read = in.read(octets, filled, octets.length - filled);
            if (read < 0) {
                throw new EOFException();
            }
            filled += read;
        }
        return octets;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // nothing more is asked of it
        }
    }
}
