package io.countersign.radius.netlogon;

import io.countersign.radius.packet.Octets;
import io.countersign.radius.rpc.NdrReader;
import io.countersign.radius.rpc.RpcFailed;
import java.util.ArrayList;
import java.util.List;

/**
 * A security identifier (MS-DTYP §2.4.2).
 *
 * @param authority 48 bits
 * @param subAuthorities up to 15 numbers of 32 bits without sign; in that of a user or group, the last is the RID
 */
record RpcSid(long authority, List<Integer> subAuthorities) {
    private static final int REVISION = 1;
    private static final int MOST_SUB_AUTHORITIES = 15;
    private static final int AUTHORITY_OCTETS = 6;

    RpcSid {
        subAuthorities = List.copyOf(subAuthorities);
    }

    /** RPC_SID: how many sub-authorities it has is told before it, and in it (MS-DTYP §2.4.2.3). */
    static RpcSid read(NdrReader reader) {
        int count = reader.count(Integer.BYTES);
        int revision = reader.u8();
        if (reader.u8() != count || revision != REVISION || count > MOST_SUB_AUTHORITIES) {
            throw new RpcFailed(RpcFailed.Effect.UNKNOWN, "it sent what is no SID");
        }
        Octets octets = reader.octets(AUTHORITY_OCTETS);
        long authority = 0;
        for (int i = 0; i < AUTHORITY_OCTETS; i++) {
            authority = authority << 8 | octets.at(i);
        }
        List<Integer> subAuthorities = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            subAuthorities.add(reader.u32());
        }
        return new RpcSid(authority, subAuthorities);
    }

    /** That of a user or group of this domain. */
    RpcSid with(int rid) {
        List<Integer> longer = new ArrayList<>(subAuthorities);
        longer.add(rid);
        return new RpcSid(authority, longer);
    }

    /** {@code S-1-5-21-1-2-3-1104}. */
    @Override
    public String toString() {
        var text = new StringBuilder("S-1-" + authority);
        subAuthorities.forEach(part -> text.append('-').append(Integer.toUnsignedString(part)));
        return text.toString();
    }
}
