package io.countersign.radius.netlogon;

import io.countersign.radius.crypto.Secret;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.rpc.NdrReader;
import io.countersign.radius.rpc.RpcFailed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an answer tells of a user: NETLOGON_VALIDATION_SAM_INFO4 (MS-NRPC §2.2.1.4.13), whose fields are those of KERB_VALIDATION_INFO
 * (MS-PAC §2.5). First come the fixed fields, then what their pointers point to, in the same order.
 *
 * @param user the user's RID
 * @param primaryGroup the RID of the primary group
 * @param flags of the user
 * @param key the session key; 16 octets
 * @param domain the SID that RIDs belong to
 * @param groups the RIDs of groups of the user's domain
 * @param others the SIDs of other groups
 */
record Validation(
        int user, int primaryGroup, int flags, Secret key, RpcSid domain, List<Integer> groups, List<RpcSid> others) {
    /** Among the flags: it is not this user that was logged on, but the guest. */
    private static final int LOGON_GUEST = 0x1;

    private static final int KEY_OCTETS = 16;
    private static final Octets NO_KEY = Octets.wrap(new byte[KEY_OCTETS]); // anybody could make keys of it
    private static final int TIMES_OCTETS = 6 * 8;
    private static final int COUNTERS_OCTETS = 2 * 2;
    private static final int NAMES = 6; // effective and full name, logon script, profile, home directory and its drive
    private static final int SERVER_NAMES = 2; // logon server, NetBIOS name of the domain
    private static final int STATE_OCTETS = 8 + 4 + 4 + 8 + 8 + 4 + 4; // LMKey to Reserved4
    private static final int LATER_NAMES = 2 + 10; // DNS name of the domain, UPN, ten expansion strings
    private static final int GROUP_OCTETS = 8;

    static Validation read(NdrReader reader) {
        reader.skip(TIMES_OCTETS);
        int names = names(reader, NAMES);
        reader.skip(COUNTERS_OCTETS);
        int user = reader.u32();
        int primaryGroup = reader.u32();
        reader.u32(); // how many groups, as is said again where they are
        boolean hasGroups = reader.pointer();
        int flags = reader.u32();
        Octets key = reader.octets(KEY_OCTETS);
        if (key.equals(NO_KEY)) {
            throw new RpcFailed(RpcFailed.Effect.UNKNOWN, "it sent a user without a session key");
        }
        int serverNames = names(reader, SERVER_NAMES);
        if (!reader.pointer()) {
            throw new RpcFailed(RpcFailed.Effect.UNKNOWN, "it sent a user without the domain's SID");
        }
        reader.skip(STATE_OCTETS);
        reader.u32(); // how many SIDs
        boolean hasOthers = reader.pointer();
        int laterNames = names(reader, LATER_NAMES);

        skipNames(reader, names);
        List<Integer> groups = hasGroups ? groups(reader) : List.of();
        skipNames(reader, serverNames);
        RpcSid domain = RpcSid.read(reader);
        List<RpcSid> others = hasOthers ? sids(reader) : List.of();
        skipNames(reader, laterNames);
        return new Validation(user, primaryGroup, flags, Secret.of(key), domain, groups, others);
    }

    /** Passes over RPC_UNICODE_STRINGs; how many of them point to something. */
    private static int names(NdrReader reader, int count) {
        return (int) IntStream.range(0, count)
                .filter(_ -> {
                    reader.u32(); // its lengths
                    return reader.pointer();
                })
                .count();
    }

    private static void skipNames(NdrReader reader, int count) {
        for (int i = 0; i < count; i++) {
            reader.skipCharacters();
        }
    }

    /** GROUP_MEMBERSHIPs, of which only those are sent that are in force. */
    private static List<Integer> groups(NdrReader reader) {
        int count = reader.count(GROUP_OCTETS);
        List<Integer> groups = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            groups.add(reader.u32());
            reader.u32(); // attributes
        }
        return groups;
    }

    /** NETLOGON_SID_AND_ATTRIBUTES: first all pointers, then the SIDs. */
    private static List<RpcSid> sids(NdrReader reader) {
        int count = reader.count(GROUP_OCTETS);
        int present = 0;
        for (int i = 0; i < count; i++) {
            present += reader.pointer() ? 1 : 0;
            reader.u32(); // attributes
        }
        List<RpcSid> sids = new ArrayList<>();
        for (int i = 0; i < present; i++) {
            sids.add(RpcSid.read(reader));
        }
        return sids;
    }

    /** That the user is let in, unless somebody else was logged on instead, as happens in domains whose guest account is enabled. */
    LogonAnswer answer() {
        if ((flags & LOGON_GUEST) != 0) {
            return new LogonAnswer.Refused(NtStatus.NO_SUCH_USER);
        }
        var sids = new LinkedHashSet<String>();
        sids.add(domain.with(primaryGroup).toString());
        groups.forEach(group -> sids.add(domain.with(group).toString()));
        others.forEach(other -> sids.add(other.toString()));
        return new LogonAnswer.Accepted(key, domain.with(user).toString(), List.copyOf(sids));
    }
}
