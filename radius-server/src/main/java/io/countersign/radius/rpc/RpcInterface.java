package io.countersign.radius.rpc;

import io.countersign.radius.packet.Octets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/** A set of calls, by its identifier and version (C706 §3.1.1). */
public record RpcInterface(UUID id, int major, int minor) {
    /** How arguments are written, which is an interface by its form (C706 §14, MS-RPCE §2.2.4.12). */
    static final RpcInterface NDR = new RpcInterface(UUID.fromString("8a885d04-1ceb-11c9-9fe8-08002b104860"), 2, 0);

    /** The identifier in 16 octets: its first three fields little-endian, the others as they are read (C706 Appendix A). */
    Octets idOctets() {
        long high = id.getMostSignificantBits();
        return Octets.wrap(ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (high >>> 32))
                .putShort((short) (high >>> 16))
                .putShort((short) high)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(id.getLeastSignificantBits())
                .array());
    }

    /** Identifier and version in 20 octets: p_syntax_id_t (C706 §12.6.3.1). */
    Octets syntax() {
        return new NdrWriter().octets(idOctets()).u16(major).u16(minor).written();
    }
}
