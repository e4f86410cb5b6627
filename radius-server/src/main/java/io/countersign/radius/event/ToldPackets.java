package io.countersign.radius.event;

import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.VendorSpecific;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What NPS's log files tell of packets.
 *
 * <p>Attributes that are not on a closed list fall away, whoever makes one: neither a credential nor a State, a key or another vendor's
 * attribute can be in it. What stays is copied, so that no packet is kept alive.
 */
public sealed interface ToldPackets permits LoginPackets, AccountingPacket {
    /** The vendor of {@link #TOLD_OF_MICROSOFT}. */
    int MICROSOFT = 311;

    /**
     * NAS-IP-Address, NAS-Port, Service-Type, Framed-Protocol, Framed-IP-Address, Framed-MTU, Callback-Number, Session-Timeout, Idle-Timeout,
     * Termination-Action, Called- and Calling-Station-Id, NAS-Identifier, Acct-Status-Type to Acct-Link-Count, Event-Timestamp,
     * NAS-Port-Type, Port-Limit, Tunnel-Type to Acct-Tunnel-Connection, Connect-Info, Tunnel-Private-Group-ID to Tunnel-Preference,
     * Acct-Interim-Interval.
     */
    Set<Integer> TOLD = Set.of(
            4, 5, 6, 7, 8, 12, 19, 27, 28, 29, 30, 31, 32, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 55, 61, 62,
            64, 65, 66, 67, 68, 77, 81, 82, 83, 85);

    /**
     * MS-MPPE-Encryption-Policy and -Types, MS-RAS-Vendor, MS-CHAP-Domain, MS-RAS-Version, MS-Acct-Auth-Type, MS-Acct-EAP-Type, MS-RAS-Client-Name
     * and -Version, MS-Network-Access-Server-Type, MS-Machine-Name. MS-CHAP-Error is not among them: a challenge is in it.
     */
    Set<Integer> TOLD_OF_MICROSOFT = Set.of(7, 8, 9, 10, 18, 23, 24, 34, 35, 47, 50);

    /** Those that may be told. */
    static List<Attribute> told(List<Attribute> attributes) {
        return attributes.stream()
                .flatMap(attribute -> attribute.type() == VendorSpecific.TYPE
                        ? ofMicrosoft(attribute)
                        : only(TOLD, Stream.of(attribute)))
                .toList();
    }

    private static Stream<Attribute> ofMicrosoft(Attribute attribute) {
        var inner = VendorSpecific.of(attribute)
                .filter(specific -> specific.vendor() == MICROSOFT)
                .map(specific ->
                        only(TOLD_OF_MICROSOFT, specific.attributes().stream()).toList())
                .orElse(List.of());
        return inner.isEmpty() ? Stream.empty() : Stream.of(new VendorSpecific(MICROSOFT, inner).toAttribute());
    }

    private static Stream<Attribute> only(Set<Integer> types, Stream<Attribute> attributes) {
        return attributes
                .filter(attribute -> types.contains(attribute.type()))
                .map(attribute -> new Attribute(
                        attribute.type(), Octets.wrap(attribute.value().toArray())));
    }
}
