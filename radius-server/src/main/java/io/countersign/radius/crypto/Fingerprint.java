package io.countersign.radius.crypto;

import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.PacketEncoder;
import java.security.MessageDigest;
import java.util.List;

/** Tells octets from all others: their SHA-256. */
public final class Fingerprint {
    private static final Octets NO_AUTHENTICATOR = Octets.wrap(new byte[Authenticator.OCTETS]);

    private Fingerprint() {}

    /** 32 octets that no other octets have. */
    public static Octets of(Octets octets) {
        MessageDigest sha256 = Digests.sha256();
        octets.digestWith(sha256);
        return Octets.wrap(sha256.digest());
    }

    /** The same of a packet with these attributes, whatever its Identifier and authenticator are. */
    public static Octets of(Code code, List<Attribute> attributes) {
        return of(PacketEncoder.encode(new Packet(code, 0, NO_AUTHENTICATOR, attributes)));
    }
}
