package io.countersign.radius.exchange;

import io.countersign.radius.packet.Octets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What became of one client's requests, for repetitions: the oldest go first, after their time or when there are too many. Not safe for use
 * by many threads.
 */
final class SettledRequests {
    /*
     * Replies are kept for longer than young collections of garbage come round, so as objects they would be copied by each of them, and
     * show in the latency of every login. Here they are octets in a few large arrays, which no collector has to look into.
     *
     * Records stand in a ring of octets in the order in which they were settled, each in one piece: length of the key, key, length of the
     * reply, reply. The slots are a ring in the same order; buckets lead from a hash to the latest slot of it, and that to the one before.
     */
    private static final int FEWEST_SLOTS = 4;
    private static final int FEWEST_OCTETS = 512;
    private static final int MOST_OCTETS = 1 << 24;
    private static final int NONE = -1;

    /** What a slot takes in the arrays below. */
    private static final int OCTETS_OF_A_SLOT = 4 * Integer.BYTES + Long.BYTES;

    private final int most;
    private final ReplyRoom room;

    private int[] buckets = {};
    private int[] hashes = {};
    private int[] before = {};
    private int[] offsets = {};
    private long[] untils = {};
    private byte[] octets = {};

    private int oldest;
    private int count;

    /** Where the record after the latest may begin. */
    private int end;

    /** Keeps so many at most, and no more than fit into 16 MiB and into the room, which others use too. */
    SettledRequests(int most, ReplyRoom room) {
        this.most = most;
        this.room = room;
    }

    /** How many there are. */
    int size() {
        return count;
    }

    /** The reply to a request; no octets for one that was left unanswered; empty if nothing is known of it, or no more at this time. */
    Optional<Octets> find(RequestKey key, long now) {
        if (count == 0) {
            return Optional.empty();
        }
        for (int slot = buckets[bucket(key.hashCode())]; slot != NONE; slot = before[slot]) {
            int at = offsets[slot];
            if (hashes[slot] == key.hashCode() && key.stands(octets, at + 1, keyLength(at))) {
                return isOver(slot, now) ? Optional.empty() : Optional.of(reply(at));
            }
        }
        return Optional.empty();
    }

    /** Adds what became of a request of which nothing is known. */
    void add(RequestKey key, Octets reply, long until) {
        if (count == most) {
            removeOldest();
        }
        if (count == hashes.length && !grows(Math.max(FEWEST_SLOTS, 2 * count), octets.length)) {
            removeOldest();
        }
        int length = 1 + key.length() + 2 + reply.length();
        while (place(length) == NONE) {
            if (!grows(hashes.length, Math.clamp(2L * octets.length, FEWEST_OCTETS, MOST_OCTETS))) {
                removeOldest();
            }
        }
        int at = place(length);
        octets[at] = (byte) key.length();
        key.copyTo(octets, at + 1);
        int replyAt = at + 1 + key.length();
        octets[replyAt] = (byte) (reply.length() >> 8);
        octets[replyAt + 1] = (byte) reply.length();
        reply.copyTo(octets, replyAt + 2);
        take(at, length, key.hashCode(), until);
    }

    /** Lets go of those whose time is over, and of room that is no longer needed. */
    void removeOver(long now) {
        while (count > 0 && isOver(oldest, now)) {
            removeOldest();
        }
        if (hashes.length > FEWEST_SLOTS && count < hashes.length / 8) {
            resize(Math.max(FEWEST_SLOTS, hashes.length / 4), Math.max(FEWEST_OCTETS, used()));
        }
    }

    /** Lets go of the oldest until what is left takes no more octets than this. */
    void shrinkTo(long atMost) {
        if (octets() <= atMost) {
            return;
        }
        int used = used();
        while (count > 0 && octets(slotsFor(count), used) > atMost) {
            used -= length(offsets[oldest]);
            removeOldest();
        }
        resize(slotsFor(count), used);
    }

    /** Lets go of everything. */
    void clear() {
        count = 0;
        resize(0, 0);
    }

    /** How many octets it takes. */
    long octets() {
        return octets(hashes.length, octets.length);
    }

    private static long octets(int slots, int size) {
        return size + (long) OCTETS_OF_A_SLOT * slots;
    }

    /** A power of two. */
    private static int slotsFor(int count) {
        return count <= FEWEST_SLOTS ? FEWEST_SLOTS : Integer.highestOneBit(count - 1) << 1;
    }

    /** Makes room for more, if there is any. Who has nothing gets it in any case: a client's last reply is always kept. */
    private boolean grows(int slots, int size) {
        long more = octets(slots, size) - octets();
        boolean grows = more > 0 && (count == 0 || room.has(more));
        if (grows) {
            resize(slots, size);
        }
        return grows;
    }

    private int used() {
        int used = 0;
        for (int i = 0; i < count; i++) {
            used += length(offsets[slot(i)]);
        }
        return used;
    }

    private void removeOldest() {
        int bucket = bucket(hashes[oldest]);
        if (buckets[bucket] == oldest) {
            buckets[bucket] = NONE;
        } else {
            int slot = buckets[bucket];
            while (before[slot] != oldest) {
                slot = before[slot];
            }
            before[slot] = NONE;
        }
        oldest = slot(1);
        count--;
    }

    /** Where so many octets fit; NONE if they do not. The ring is never filled to the last octet, as it would then look empty. */
    private int place(int length) {
        if (count == 0) {
            return length <= octets.length ? 0 : NONE;
        }
        int begin = offsets[oldest];
        if (end <= begin) {
            return begin - end > length ? end : NONE;
        }
        if (octets.length - end >= length) {
            return end;
        }
        return begin > length ? 0 : NONE;
    }

    private void take(int at, int length, int hash, long until) {
        int slot = slot(count);
        hashes[slot] = hash;
        offsets[slot] = at;
        untils[slot] = until;
        before[slot] = buckets[bucket(hash)];
        buckets[bucket(hash)] = slot;
        end = at + length;
        count++;
    }

    /** Moves everything to new arrays, the slots a power of two. */
    private void resize(int slots, int size) {
        room.take(octets(slots, size) - octets());
        SettledRequests moved = new SettledRequests(most, room);
        moved.buckets = new int[slots];
        Arrays.fill(moved.buckets, NONE);
        moved.hashes = new int[slots];
        moved.before = new int[slots];
        moved.offsets = new int[slots];
        moved.untils = new long[slots];
        moved.octets = new byte[size];
        for (int i = 0; i < count; i++) {
            int slot = slot(i);
            int length = length(offsets[slot]);
            System.arraycopy(octets, offsets[slot], moved.octets, moved.end, length);
            moved.take(moved.end, length, hashes[slot], untils[slot]);
        }
        buckets = moved.buckets;
        hashes = moved.hashes;
        before = moved.before;
        offsets = moved.offsets;
        untils = moved.untils;
        octets = moved.octets;
        oldest = 0;
        end = moved.end;
    }

    /** The slot of the nth record, beginning with the oldest as 0. */
    private int slot(int nth) {
        return (oldest + nth) & (hashes.length - 1);
    }

    private int bucket(int hash) {
        return hash & (buckets.length - 1);
    }

    private boolean isOver(int slot, long now) {
        return now - untils[slot] > 0;
    }

    private int keyLength(int at) {
        return Byte.toUnsignedInt(octets[at]);
    }

    private int replyLength(int at) {
        int lengthAt = at + 1 + keyLength(at);
        return Byte.toUnsignedInt(octets[lengthAt]) << 8 | Byte.toUnsignedInt(octets[lengthAt + 1]);
    }

    private int length(int at) {
        return 1 + keyLength(at) + 2 + replyLength(at);
    }

    private Octets reply(int at) {
        int from = at + 1 + keyLength(at) + 2;
        return Octets.wrap(Arrays.copyOfRange(octets, from, from + replyLength(at)));
    }
}
