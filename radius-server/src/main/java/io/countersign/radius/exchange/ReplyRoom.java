package io.countersign.radius.exchange;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory the replies that are kept may take in all, whatever the number of clients. Safe for use by many threads.
 *
 * <p>A client may take more as long as there is any; before it runs out, those that have the most give some back.
 */
final class ReplyRoom {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /** So many octets. */
    ReplyRoom(long most) {
        this.most = most;
    }

    /** Whether there is so much left; a matter of about, where many ask at once. */
    boolean has(long octets) {
        return taken.get() + octets <= most;
    }

    /** Takes so much, or gives it back if it is negative. */
    void take(long octets) {
        taken.addAndGet(octets);
    }

    long taken() {
        return taken.get();
    }

    /** Whether it will soon run out. */
    boolean isScarce() {
        return taken.get() > most / 8 * 7;
    }

    /** How much one client may keep, so that all together keep three quarters of the room: the same for all, and who has less keeps it. */
    long share(long[] ofClients) {
        long[] ascending = ofClients.clone();
        Arrays.sort(ascending);
        long left = most / 4 * 3;
        for (int i = 0; i < ascending.length; i++) {
            long share = left / (ascending.length - i);
            if (ascending[i] > share) {
                return share;
            }
            left -= ascending[i];
        }
        return most;
    }
}
