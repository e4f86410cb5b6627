package io.countersign.radius.netlogon;

import io.countersign.radius.packet.Octets;
import io.countersign.radius.rpc.NdrReader;
import io.countersign.radius.rpc.NdrWriter;
import io.countersign.radius.rpc.RpcFailed;

/** NetrLogonSamLogonEx: has a user's response checked (MS-NRPC §3.5.4.5.1). Only within a sealed connection. */
final class SamLogon {
    /** NetlogonNetworkInformation: a challenge and what answers it (MS-NRPC §2.2.1.4.16). */
    private static final int NETWORK = 2;

    /** NetlogonValidationSamInfo4, whose session key nothing hides but the seal around it (MS-NRPC §2.2.1.4.13). */
    private static final int SAM_INFO_4 = 6;

    /* MSV1_0 parameter control: without the first, controllers that want NTLMv2 refuse MS-CHAPv2; the others let computers log on. */
    private static final int ALLOW_MSVCHAPV2 = 0x10000;
    private static final int ALLOW_WORKSTATION_TRUST_ACCOUNT = 0x800;
    private static final int ALLOW_SERVER_TRUST_ACCOUNT = 0x20;

    private SamLogon() {}

    static Octets arguments(NetworkLogon logon, LogonServer server, MachineAccount account) {
        return new NdrWriter()
                .pointer()
                .string("\\\\" + server.name())
                .pointer()
                .string(account.computer())
                .u16(NETWORK)
                .u16(NETWORK)
                .pointer()
                .unicodeString(logon.domain())
                .u32(ALLOW_MSVCHAPV2 | ALLOW_WORKSTATION_TRUST_ACCOUNT | ALLOW_SERVER_TRUST_ACCOUNT)
                .u32(0) // logon identifier
                .u32(0)
                .unicodeString(logon.user())
                .unicodeString(logon.workstation())
                .octets(logon.challengeHash())
                .u16(logon.ntResponse().length())
                .u16(logon.ntResponse().length())
                .pointer()
                .u16(0) // no LM response
                .u16(0)
                .nullPointer()
                .characters(logon.domain())
                .characters(logon.user())
                .characters(logon.workstation())
                .u32(logon.ntResponse().length())
                .u32(0)
                .u32(logon.ntResponse().length())
                .octets(logon.ntResponse())
                .u16(SAM_INFO_4)
                .u32(0) // extra flags
                .written();
    }

    /** What the results say; throws {@link RpcFailed} if they are none. */
    static LogonAnswer answer(Octets results) {
        var reader = new NdrReader(results);
        if (reader.u16() != SAM_INFO_4) {
            throw new RpcFailed(RpcFailed.Effect.UNKNOWN, "it sent an answer of another kind than asked for");
        }
        if (!reader.pointer()) {
            return new LogonAnswer.Refused(status(reader));
        }
        Validation validation = Validation.read(reader);
        int status = status(reader);
        return status == 0 ? validation.answer() : new LogonAnswer.Refused(status);
    }

    private static int status(NdrReader reader) {
        reader.u8(); // authoritative
        reader.u32(); // extra flags
        return reader.u32();
    }
}
