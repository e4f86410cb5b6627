package io.countersign.radius.rpc;

import io.countersign.radius.packet.Octets;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the arguments of a call in Network Data Representation (C706 chapter 14), little-endian. What a pointer points to is written by the
 * caller, after the structure that the pointer is in (C706 §14.3.12.3).
 */
public final class NdrWriter {
    private static final int FIRST_REFERENT = 0x20000;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private int referent = FIRST_REFERENT;

    /** An octet; of a number, the lowest 8 bits. */
    public NdrWriter u8(int number) {
        written.write(number);
        return this;
    }

    /** 16 bits, aligned. */
    public NdrWriter u16(int number) {
        align(2);
        return u8(number).u8(number >> 8);
    }

    /** 32 bits, aligned. */
    public NdrWriter u32(int number) {
        align(4);
        return u16(number).u16(number >> 16);
    }

    /** Octets as they are, not aligned. */
    public NdrWriter octets(Octets octets) {
        written.writeBytes(octets.toArray());
        return this;
    }

    /** A pointer that points to something. */
    public NdrWriter pointer() {
        u32(referent);
        referent += 4;
        return this;
    }

    /** A pointer that points nowhere. */
    public NdrWriter nullPointer() {
        return u32(0);
    }

    /** A text with its length and a zero at its end: {@code [string] wchar_t*} without the pointer. */
    public NdrWriter string(String text) {
        return varying(text + "\0");
    }

    /** What RPC_UNICODE_STRING says of a text (MS-DTYP §2.3.10): lengths in octets, and a pointer to its {@link #characters}. */
    public NdrWriter unicodeString(String text) {
        return u16(2 * text.length()).u16(2 * text.length()).pointer();
    }

    /** What RPC_UNICODE_STRING points to. */
    public NdrWriter characters(String text) {
        return varying(text);
    }

    private NdrWriter varying(String text) {
        return u32(text.length()).u32(0).u32(text.length()).octets(utf16(text));
    }

    private static Octets utf16(String text) {
        return Octets.wrap(text.getBytes(StandardCharsets.UTF_16LE));
    }

    /** Fills up with zeros to a multiple of 2, 4 or 8 octets. */
    public NdrWriter align(int multiple) {
        while (written.size() % multiple != 0) {
            u8(0);
        }
        return this;
    }

    /** All that was written. */
    public Octets written() {
        return Octets.wrap(written.toByteArray());
    }
}
