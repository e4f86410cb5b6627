package io.countersign.radius.rpc;

import io.countersign.radius.packet.Octets;

/**
 * What travels in one piece: a header of 16 octets, a body, and where the connection is secured, a trailer and a token (C706 §12.6.3,
 * MS-RPCE §2.2.2.11). One of two or more fragments, if a call does not fit in it.
 *
 * @param type what it is, 0 to 255
 * @param flags {@link #FIRST} and the like
 * @param call which call it is of
 * @param body what follows the header; its octets are those that are sealed
 * @param authentication trailer of 8 octets and token, or nothing
 */
record Pdu(int type, int flags, int call, Octets body, Octets authentication) {
    static final int REQUEST = 0;
    static final int RESPONSE = 2;
    static final int FAULT = 3;
    static final int BIND = 11;
    static final int BIND_ACK = 12;
    static final int BIND_NAK = 13;

    static final int FIRST = 0x01;
    static final int LAST = 0x02;
    static final int DID_NOT_EXECUTE = 0x20;
    static final int WHOLE = FIRST | LAST;

    static final int HEADER_OCTETS = 16;
    static final int TRAILER_OCTETS = 8;

    /** What this side takes and sends at most in one piece; what must be taken is 1432 (C706 §12.6.3.1, must_recv_frag_size). */
    static final int LONGEST = 5840;

    private static final int MAJOR = 5;
    private static final int LITTLE_ENDIAN_ASCII = 0x10;

    /** The length of the whole that its header tells; throws if it is no header, or the whole would be longer than this side takes. */
    static int length(Octets header) {
        var reader = new NdrReader(header);
        if (reader.u8() != MAJOR) {
            throw RpcFailed.malformed("what is no DCE/RPC");
        }
        reader.skip(3);
        if (reader.u8() != LITTLE_ENDIAN_ASCII) {
            throw RpcFailed.malformed("numbers that are not little-endian");
        }
        reader.skip(3);
        int length = reader.u16();
        if (length < HEADER_OCTETS || length > LONGEST) {
            throw RpcFailed.malformed(
                    "a fragment of " + length + " octets, where 16 to " + LONGEST + " were agreed on");
        }
        return length;
    }

    /** Takes a whole of the length that its header tells apart. */
    static Pdu decode(Octets whole) {
        length(whole);
        var reader = new NdrReader(whole);
        reader.skip(2);
        int type = reader.u8();
        int flags = reader.u8();
        reader.skip(6);
        int tokenLength = reader.u16();
        int call = reader.u32();
        int authenticationLength = tokenLength == 0 ? 0 : TRAILER_OCTETS + tokenLength;
        if (authenticationLength > reader.left()) {
            throw RpcFailed.malformed("a token of " + tokenLength + " octets in " + reader.left());
        }
        Octets body = reader.octets(reader.left() - authenticationLength);
        return new Pdu(type, flags, call, body, reader.octets(authenticationLength));
    }

    Octets encode() {
        int tokenLength = authentication.length() == 0 ? 0 : authentication.length() - TRAILER_OCTETS;
        return new NdrWriter()
                .u8(MAJOR)
                .u8(0)
                .u8(type)
                .u8(flags)
                .u32(LITTLE_ENDIAN_ASCII)
                .u16(HEADER_OCTETS + body.length() + authentication.length())
                .u16(tokenLength)
                .u32(call)
                .octets(body)
                .octets(authentication)
                .written();
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
