package io.countersign.radius.packet;

/** Writes packets; the inverse of {@link PacketDecoder}. */
public final class PacketEncoder {
    private PacketEncoder() {}

    /** The octets of a packet. Throws {@code IllegalArgumentException} for one longer than 4096. */
    public static Octets encode(Packet packet) {
        return Octets.wrap(encodeToArray(packet));
    }

    /** The same in an array of the caller's own, for whoever must fill in authenticators. */
    public static byte[] encodeToArray(Packet packet) {
        int length = packet.length();
        if (length > PacketDecoder.MAX_OCTETS) {
            throw new IllegalArgumentException("a packet of " + length + " octets; 4096 is the most");
        }
        byte[] octets = new byte[length];
        octets[0] = (byte) packet.code().number();
        octets[1] = (byte) packet.identifier();
        octets[2] = (byte) (length >> 8);
        octets[3] = (byte) length;
        packet.authenticator().copyTo(octets, 4);
        int offset = PacketDecoder.HEADER_OCTETS;
        for (Attribute attribute : packet.attributes()) {
            octets[offset] = (byte) attribute.type();
            octets[offset + 1] = (byte) attribute.length();
            attribute.value().copyTo(octets, offset + 2);
            offset += attribute.length();
        }
        return octets;
    }
}
