package io.countersign.bench;

import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.packet.Octets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Load from one thread: every request is new, with an authenticator of its own, so that no server answers it from its cache of duplicates,
 * and every reply is checked.
 */
final class RadiusLoad implements AutoCloseable {
    private static final int IDENTIFIERS = 256;
    private static final int ACCESS_ACCEPT = 2;

    /**
     * What came of it.
     *
     * @param wrong replies that do not verify, or are no Access-Accept
     * @param lost requests that were given up
     * @param nanos from each request to its reply, the shortest first
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Result(long replies, long wrong, long lost, Duration elapsed, long[] nanos) {
        double rate() {
            return replies / (elapsed.toNanos() / 1e9);
        }

        double micros(double share) {
            return nanos.length == 0
                    ? 0
                    : nanos[(int) Math.min(nanos.length - 1L, (long) (nanos.length * share))] / 1e3;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,.0f replies/s, %d wrong, %d lost, p50 %,.0f us, p99 %,.0f us",
                    rate(),
                    wrong,
                    lost,
                    micros(0.5),
                    micros(0.99));
        }
    }

    private final LoadRequests requests;
    private final Secret secret;
    private final Selector selector = Selector.open();
    private final List<Sender> senders = new ArrayList<>();
    private final ByteBuffer received = ByteBuffer.allocateDirect(4096);
    private long[] nanos = new long[1 << 20];
    private int measured;
    private long replies;
    private long wrong;
    private long lost;

    RadiusLoad(
            LoadRequests.Kind kind,
            InetSocketAddress from,
            InetSocketAddress server,
            Secret secret,
            int users,
            int sockets)
            throws IOException {
        this.requests = new LoadRequests(kind, secret, users);
        this.secret = secret;
        for (int i = 0; i < sockets; i++) {
            senders.add(new Sender(from, server));
        }
    }

    private final class Sender {
        private final DatagramChannel channel;
        private final Octets[] authenticators = new Octets[IDENTIFIERS];
        private final long[] sentAt = new long[IDENTIFIERS];
        private int next;
        private int outstanding;

        Sender(InetSocketAddress from, InetSocketAddress server) throws IOException {
            channel = DatagramChannel.open();
            channel.bind(from);
            channel.connect(server);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        /** Sends the next request, if an Identifier is free. */
        boolean send(long now) throws IOException {
            if (outstanding == IDENTIFIERS) {
                return false;
            }
            while (authenticators[next] != null) {
                next = (next + 1) % IDENTIFIERS;
            }
            var request = requests.next(next);
            authenticators[next] = request.slice(4, 20);
            sentAt[next] = now;
            outstanding++;
            channel.write(ByteBuffer.wrap(request.toArray()));
            return true;
        }

        void giveUp(long before) {
            for (int i = 0; i < IDENTIFIERS; i++) {
                if (authenticators[i] != null && sentAt[i] < before) {
                    authenticators[i] = null;
                    outstanding--;
                    lost++;
                }
            }
        }

        void take(byte[] reply, long now) {
            int identifier = reply[1] & 0xff;
            var authenticator = authenticators[identifier];
            if (authenticator == null) {
                return;
            }
            authenticators[identifier] = null;
            outstanding--;
            if (reply[0] != ACCESS_ACCEPT || !Authenticator.answers(Octets.wrap(reply), authenticator, secret)) {
                wrong++;
                return;
            }
            replies++;
            if (measured == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * nanos.length);
            }
            nanos[measured++] = now - sentAt[identifier];
        }
    }

    /** As many requests at a time on each socket, as fast as they are answered. */
    Result closed(int window, Duration duration) throws IOException {
        reset();
        long begun = System.nanoTime();
        long end = begun + duration.toNanos();
        for (long now = begun; now < end; now = System.nanoTime()) {
            for (var sender : senders) {
                while (sender.outstanding < window && sender.send(System.nanoTime())) {
                    // until the window is full
                }
            }
            receive(1);
            giveUpOld(now);
        }
        return result(System.nanoTime() - begun);
    }

    /** So many requests a second, however they are answered. */
    Result open(double rate, Duration duration) throws IOException {
        reset();
        long begun = System.nanoTime();
        long sent = 0;
        int turn = 0;
        for (long now = begun; now < begun + duration.toNanos(); now = System.nanoTime()) {
            long due = (long) ((now - begun) / 1e9 * rate);
            while (sent < due) {
                // The latency counts from when the request was due: a late generator does not flatter the server.
                if (!senders.get(turn++ % senders.size()).send(begun + (long) (sent / rate * 1e9))) {
                    lost++;
                }
                sent++;
            }
            receive(0);
            giveUpOld(now);
        }
        for (long quiet = System.nanoTime() + 500_000_000L; System.nanoTime() < quiet; ) {
            receive(1);
        }
        return result(duration.toNanos());
    }

    private void receive(long waitMillis) throws IOException {
        if (waitMillis == 0 ? selector.selectNow() > 0 : selector.select(waitMillis) > 0) {
            for (var key : selector.selectedKeys()) {
                var sender = (Sender) key.attachment();
                for (int length = sender.channel.read(received.clear());
                        length > 1;
                        length = sender.channel.read(received.clear())) {
                    byte[] reply = new byte[length];
                    received.flip().get(reply);
                    sender.take(reply, System.nanoTime());
                }
            }
            selector.selectedKeys().clear();
        }
    }

    private long lastGivenUp;

    private void giveUpOld(long now) {
        if (now - lastGivenUp > 100_000_000L) {
            lastGivenUp = now;
            senders.forEach(sender -> sender.giveUp(now - 2_000_000_000L));
        }
    }

    private void reset() {
        measured = 0;
        replies = 0;
        wrong = 0;
        lost = 0;
    }

    private Result result(long elapsedNanos) {
        long[] sorted = Arrays.copyOf(nanos, measured);
        Arrays.sort(sorted);
        return new Result(replies, wrong, lost, Duration.ofNanos(elapsedNanos), sorted);
    }

    @Override
    public void close() throws IOException {
        for (var sender : senders) {
            sender.channel.close();
        }
        selector.close();
    }
}
