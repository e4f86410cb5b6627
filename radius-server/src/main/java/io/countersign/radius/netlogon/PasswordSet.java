package io.countersign.radius.netlogon;

import io.countersign.radius.crypto.NetlogonKey;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.rpc.NdrReader;
import io.countersign.radius.rpc.NdrWriter;
import io.countersign.radius.rpc.RpcFailed;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;

/** NetrServerPasswordSet2: gives the machine account another password (MS-NRPC §3.4.5.2.6, §3.5.4.4.6). */
final class PasswordSet {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BUFFER_OCTETS = 512;

    private final Credentials credentials;
    private final Octets stepped;
    private final int time;

    /** The first call by some credentials, at a time. */
    PasswordSet(Credentials credentials, Instant now) {
        this.credentials = credentials;
        this.time = (int) now.getEpochSecond();
        this.stepped = plus(credentials.stored(), time);
    }

    Octets arguments(LogonServer server, MachineAccount account) {
        return new NdrWriter()
                .pointer()
                .string("\\\\" + server.name())
                .string(account.name())
                .u16(Calls.WORKSTATION_CHANNEL)
                .string(account.computer())
                .align(4)
                .octets(credentials.key().credential(stepped))
                .u32(time)
                .octets(credentials.key().encrypted(trustPassword(account.password())))
                .written();
    }

    /** NL_TRUST_PASSWORD: the password at the end of 512 octets, something random before it, then its length (MS-NRPC §2.2.1.3.7). */
    private static Secret trustPassword(Secret password) {
        byte[] text = password.revealText().getBytes(StandardCharsets.UTF_16LE);
        byte[] random = new byte[BUFFER_OCTETS - text.length];
        RANDOM.nextBytes(random);
        return Secret.of(ByteBuffer.allocate(BUFFER_OCTETS + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(random)
                .put(text)
                .putInt(text.length)
                .array());
    }

    /** The NTSTATUS, of a controller that proves that it is still the same (MS-NRPC §3.1.4.5). */
    int status(Octets results) {
        var reader = new NdrReader(results);
        Octets credential = reader.octets(NetlogonKey.CREDENTIAL_OCTETS);
        reader.u32(); // a time that means nothing
        int status = reader.u32();
        if (status == 0 && !credential.equals(credentials.key().credential(plus(stepped, 1)))) {
            throw new RpcFailed(RpcFailed.Effect.UNKNOWN, "its answer carries a wrong authenticator");
        }
        return status;
    }

    /** A credential whose first four octets, as a number, are increased. */
    private static Octets plus(Octets credential, int increase) {
        var buffer = ByteBuffer.wrap(credential.toArray()).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(0, buffer.getInt(0) + increase);
        return Octets.wrap(buffer.array());
    }
}
