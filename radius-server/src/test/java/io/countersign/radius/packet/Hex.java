package io.countersign.radius.packet;

import java.util.HexFormat;

/** Octets from hex. */
public final class Hex {
    private Hex() {}

    /** The octets of hex digits; {@code -} stands for none, spaces are ignored. */
    public static Octets octets(String hex) {
        return hex.equals("-") ? Octets.empty() : Octets.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
