package io.countersign.radius.access;

import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.StandardAttributes;
import io.countersign.radius.packet.VendorSpecific;
import java.util.Set;

/** The credentials that Microsoft's vendor-specific attributes carry (RFC 2548 §2). */
final class MicrosoftCredentials {
    private static final int MICROSOFT = 311;
    private static final Set<Integer> RESPONSES_AND_PASSWORD_CHANGES = Set.of(1, 3, 4, 19, 20, 25, 27);

    private MicrosoftCredentials() {}

    static boolean present(Packet packet) {
        return packet.all(StandardAttributes.VENDOR_SPECIFIC).stream()
                .flatMap(attribute -> VendorSpecific.of(attribute).stream())
                .filter(vendorSpecific -> vendorSpecific.vendor() == MICROSOFT)
                .flatMap(vendorSpecific -> vendorSpecific.attributes().stream())
                .anyMatch(attribute -> RESPONSES_AND_PASSWORD_CHANGES.contains(attribute.type()));
    }
}
