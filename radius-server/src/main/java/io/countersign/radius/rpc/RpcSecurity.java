package io.countersign.radius.rpc;

import io.countersign.radius.crypto.NetlogonSeal;
import io.countersign.radius.packet.Octets;
import java.nio.charset.StandardCharsets;

/**
 * Secures a connection by the key of a secure channel, with privacy: the security provider Netlogon (MS-RPCE §2.2.1.1.7, MS-NRPC §3.3).
 *
 * @param seal this side's end of a connection that nothing was said on
 * @param domain the NetBIOS name of the machine account's domain
 * @param computer the machine account's name without its dollar sign
 */
public record RpcSecurity(NetlogonSeal seal, String domain, String computer) {
    private static final int PROVIDER = 0x44; // RPC_C_AUTHN_NETLOGON
    private static final int PRIVACY = 6; // RPC_C_AUTHN_LEVEL_PKT_PRIVACY
    private static final int CONTEXT = 1;
    private static final int BLOCK_OCTETS = 16; // MS-RPCE §2.2.2.11: the trailer is aligned so
    private static final int NEGOTIATE = 0;
    private static final int NETBIOS_NAMES =
            3; // MS-NRPC §2.2.1.3.1: flags A and B, domain and computer in OEM characters

    /** What a fragment with so many octets of results or arguments is secured by: its body, sealed, and what follows it. */
    record Secured(Octets stub, Octets authentication) {}

    /** Trailer and NL_AUTH_MESSAGE for the bind. */
    Octets bindToken() {
        byte[] names = (domain + "\0" + computer + "\0").getBytes(StandardCharsets.US_ASCII);
        return trailer(0)
                .and(new NdrWriter()
                        .u32(NEGOTIATE)
                        .u32(NETBIOS_NAMES)
                        .octets(Octets.wrap(names))
                        .written());
    }

    Secured seal(Octets stub) {
        int padding = (BLOCK_OCTETS - stub.length() % BLOCK_OCTETS) % BLOCK_OCTETS;
        NetlogonSeal.Sealed sealed = seal.seal(stub.and(Octets.wrap(new byte[padding])));
        return new Secured(sealed.octets(), trailer(padding).and(sealed.signature()));
    }

    /** The octets that were sealed; throws if they were not sealed by the other side, as the next ones. */
    Octets open(Secured secured) {
        var trailer = new NdrReader(secured.authentication());
        int provider = trailer.u8();
        int level = trailer.u8();
        int padding = trailer.u8();
        trailer.skip(5);
        if (provider != PROVIDER || level != PRIVACY || padding > secured.stub().length()) {
            throw RpcFailed.malformed("an answer that is not secured as agreed");
        }
        Octets clear = seal.open(new NetlogonSeal.Sealed(secured.stub(), trailer.octets(trailer.left())))
                .orElseThrow(
                        () -> RpcFailed.malformed("an answer that is not sealed with the key of the secure channel"));
        return clear.slice(0, clear.length() - padding);
    }

    private static Octets trailer(int padding) {
        return new NdrWriter()
                .u8(PROVIDER)
                .u8(PRIVACY)
                .u8(padding)
                .u8(0)
                .u32(CONTEXT)
                .written();
    }
}
