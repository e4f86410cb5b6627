package io.countersign.radius.netlogon;

import io.countersign.radius.crypto.NetlogonKey;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.rpc.CallDeadline;
import io.countersign.radius.rpc.NdrReader;
import io.countersign.radius.rpc.NdrWriter;
import io.countersign.radius.rpc.RpcConnection;
import io.countersign.radius.rpc.RpcFailed;
import java.security.SecureRandom;

/**
 * What a machine account and a controller have agreed on.
 *
 * @param key of the secure channel
 * @param stored from which the next authenticator is made (MS-NRPC §3.1.4.5); 8 octets
 */
record Credentials(NetlogonKey key, Octets stored) {
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final int AES = 0x01000000;

    /** What a Windows of today says that it can; the server takes away what it cannot (MS-NRPC §3.1.4.2). */
    private static final int CAPABILITIES = 0x612fffff;

    /** What came of an attempt to agree. */
    sealed interface Agreement {
        record Agreed(Credentials credentials) implements Agreement {}

        /** The controller does not know the account by this password, by its NTSTATUS. */
        record Refused(int code) implements Agreement {}
    }

    /** Agrees on a key with the controller at the other end of a connection (MS-NRPC §3.1.4.1); all earlier ones are void then. */
    static Agreement agree(
            RpcConnection connection,
            LogonServer server,
            MachineAccount account,
            Secret password,
            CallDeadline deadline) {
        byte[] nonce = new byte[NetlogonKey.CREDENTIAL_OCTETS];
        RANDOM.nextBytes(nonce);
        Octets challenge = Octets.wrap(nonce);
        var challenged = new NdrReader(connection.call(
                Calls.REQUEST_CHALLENGE,
                arguments(server).string(account.computer()).octets(challenge).written(),
                deadline));
        Octets serverChallenge = challenged.octets(NetlogonKey.CREDENTIAL_OCTETS);
        int status = challenged.u32();
        if (status != 0) {
            return new Agreement.Refused(status);
        }
        if (serverChallenge.equals(challenge)) {
            throw new RpcFailed(
                    RpcFailed.Effect.NONE, "it sent our own challenge back, so that it could prove nothing");
        }
        return prove(
                connection,
                server,
                account,
                new Proof(NetlogonKey.of(password, challenge, serverChallenge), challenge, serverChallenge),
                deadline);
    }

    private record Proof(NetlogonKey key, Octets challenge, Octets serverChallenge) {}

    /** MS-NRPC §3.4.5.2.2, and §3.5.4.4.2 for the arguments. */
    private static Agreement prove(
            RpcConnection connection, LogonServer server, MachineAccount account, Proof proof, CallDeadline deadline) {
        Octets credential = proof.key().credential(proof.challenge());
        var proven = new NdrReader(connection.call(
                Calls.AUTHENTICATE_3,
                arguments(server)
                        .string(account.name())
                        .u16(Calls.WORKSTATION_CHANNEL)
                        .string(account.computer())
                        .octets(credential)
                        .u32(CAPABILITIES)
                        .written(),
                deadline));
        Octets serverCredential = proven.octets(NetlogonKey.CREDENTIAL_OCTETS);
        int capabilities = proven.u32();
        proven.u32(); // the account's RID
        int status = proven.u32();
        if (status != 0) {
            return new Agreement.Refused(status);
        }
        if ((capabilities & AES) == 0) {
            throw new RpcFailed(
                    RpcFailed.Effect.NONE, "it offers no AES for Netlogon; it must be Windows Server 2008 R2 or newer");
        }
        if (!serverCredential.equals(proof.key().credential(proof.serverChallenge()))) {
            throw new RpcFailed(
                    RpcFailed.Effect.NONE,
                    "it does not know the machine account's password itself: it is no controller of the domain");
        }
        return new Agreement.Agreed(new Credentials(proof.key(), credential));
    }

    private static NdrWriter arguments(LogonServer server) {
        return new NdrWriter().pointer().string("\\\\" + server.name());
    }
}
