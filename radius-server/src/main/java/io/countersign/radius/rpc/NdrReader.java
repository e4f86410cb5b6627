package io.countersign.radius.rpc;

import io.countersign.radius.packet.Octets;

/**
 * Reads the results of a call in Network Data Representation (C706 chapter 14), little-endian. Trusts no length: whatever there is not
 * enough for throws {@link RpcFailed}, and nothing else is ever thrown.
 */
public final class NdrReader {
    private final Octets octets;
    private int at;

    /** From the first octet on. */
    public NdrReader(Octets octets) {
        this.octets = octets;
    }

    /** An octet, 0 to 255. */
    public int u8() {
        need(1);
        return octets.at(at++);
    }

    /** 16 bits, aligned. */
    public int u16() {
        align(2);
        return u8() | u8() << 8;
    }

    /** 32 bits, aligned. */
    public int u32() {
        align(4);
        return u16() | u16() << 16;
    }

    /** How many there are of something, of at least so many octets each: never more than can still follow. */
    public int count(int octetsEach) {
        int count = u32();
        if (count < 0 || (long) count * octetsEach > left()) {
            throw RpcFailed.malformed(
                    "a count of " + Integer.toUnsignedString(count) + " before " + left() + " octets");
        }
        return count;
    }

    /** Whether a pointer points to something. */
    public boolean pointer() {
        return u32() != 0;
    }

    /** So many octets as they are, not aligned. */
    public Octets octets(int length) {
        need(length);
        at += length;
        return octets.slice(at - length, at);
    }

    /** Passes over so many octets. */
    public void skip(int length) {
        need(length);
        at += length;
    }

    /** Passes over what a pointer to a text, or to an RPC_UNICODE_STRING's characters, points to. */
    public void skipCharacters() {
        u32(); // how many there might be
        u32(); // how many are left out before them
        skip(2 * count(2));
    }

    /** Passes over what fills up to a multiple of 2, 4 or 8 octets. */
    public void align(int multiple) {
        skip((multiple - at % multiple) % multiple);
    }

    /** How many octets follow. */
    public int left() {
        return octets.length() - at;
    }

    private void need(int length) {
        if (length < 0 || length > left()) {
            throw RpcFailed.malformed("results that end too early");
        }
    }
}
