package io.countersign.radius.netlogon;

import io.countersign.radius.rpc.RpcInterface;
import java.util.UUID;

/** The interface Netlogon (MS-NRPC §1.9) and the numbers of those of its calls that are made here (§3.5.4). */
final class Calls {
    static final RpcInterface NETLOGON =
            new RpcInterface(UUID.fromString("12345678-1234-abcd-ef00-01234567cffb"), 1, 0);

    static final int REQUEST_CHALLENGE = 4;
    static final int AUTHENTICATE_3 = 26;
    static final int PASSWORD_SET_2 = 30;
    static final int SAM_LOGON_EX = 39;

    /** A member's secure channel: WorkstationSecureChannel (MS-NRPC §2.2.1.3.13). */
    static final int WORKSTATION_CHANNEL = 2;

    private Calls() {}
}
