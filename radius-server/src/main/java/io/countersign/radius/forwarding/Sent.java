package io.countersign.radius.forwarding;

import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.crypto.Signed;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.PacketDecoder;
import io.countersign.radius.packet.PacketEncoder;
import java.util.List;
import java.util.Optional;

/** A request as it goes out, and the authenticator that its reply answers. */
public record Sent(Octets octets, Octets authenticator) {
    /** A request as it is; empty if it would be too long. */
    public static Optional<Sent> unsigned(Packet request) {
        return encoded(request).map(octets -> new Sent(Octets.wrap(octets), request.authenticator()));
    }

    /** A request with a Message-Authenticator before its other attributes (RFC 3579 §3.2); empty if it would be too long. */
    public static Optional<Sent> signed(Packet request, Secret secret) {
        return request.length() + Signed.OCTETS > PacketDecoder.MAX_OCTETS
                ? Optional.empty()
                : Optional.of(new Sent(Octets.wrap(Signed.octets(request, secret)), request.authenticator()));
    }

    /** An Accounting-Request, whose authenticator is made of its octets (RFC 2866 §3); empty if it would be too long. */
    public static Optional<Sent> accounting(int identifier, List<Attribute> attributes, Secret secret) {
        Octets blank = Octets.wrap(new byte[Authenticator.OCTETS]);
        return encoded(new Packet(Code.ACCOUNTING_REQUEST, identifier, blank, attributes))
                .map(octets -> {
                    Authenticator.request(octets, secret);
                    Octets packet = Octets.wrap(octets);
                    return new Sent(packet, packet.slice(4, 4 + Authenticator.OCTETS));
                });
    }

    private static Optional<byte[]> encoded(Packet packet) {
        return packet.length() > PacketDecoder.MAX_OCTETS
                ? Optional.empty()
                : Optional.of(PacketEncoder.encodeToArray(packet));
    }
}
