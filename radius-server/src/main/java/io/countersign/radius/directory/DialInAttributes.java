package io.countersign.radius.directory;

import com.unboundid.ldap.sdk.Entry;
import io.countersign.policy.AddressText;
import io.countersign.policy.DialIn;
import io.countersign.policy.DialInProperties;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an account of Active Directory says of its own dial-in, in the attributes that NPS reads. */
final class DialInAttributes {
    /** Whether it may; absent: its policy says. */
    static final String PERMISSION = "msNPAllowDialin";

    private static final String CALLER_IDS = "msNPCallingStationID";
    private static final String SERVICE_TYPE = "msRADIUSServiceType";
    private static final String ADDRESS = "msRADIUSFramedIPAddress";

    /** The Service-Type of an account that is called back. */
    private static final String CALLBACK_FRAMED = "4";

    /** Texts that are sent as they are, each by the name of the attribute in which it is. */
    private static final Map<String, String> TEXTS = Map.of(
            "msRADIUSCallbackNumber", "Callback-Number",
            "msRADIUSFramedRoute", "Framed-Route",
            "msRADIUS-FramedInterfaceId", "Framed-Interface-Id",
            "msRADIUS-FramedIpv6Prefix", "Framed-IPv6-Prefix",
            "msRADIUS-FramedIpv6Route", "Framed-IPv6-Route");

    /** All that are read. */
    static final List<String> ALL = all();

    private DialInAttributes() {}

    private static List<String> all() {
        List<String> all = new ArrayList<>(List.of(PERMISSION, CALLER_IDS, SERVICE_TYPE, ADDRESS));
        all.addAll(TEXTS.keySet());
        return List.copyOf(all);
    }

    /**
     * What an entry says.
     *
     * @param ifAbsent the permission where the entry has none: whether that is so, or is only not to be read
     */
    static DialInProperties of(Entry entry, DialIn ifAbsent) {
        Map<String, List<String>> reply = new HashMap<>();
        TEXTS.forEach((attribute, name) -> put(reply, name, values(entry, attribute)));
        put(
                reply,
                "Framed-IP-Address",
                values(entry, ADDRESS).stream().map(DialInAttributes::address).toList());
        put(
                reply,
                "Service-Type",
                values(entry, SERVICE_TYPE).stream()
                        .filter(CALLBACK_FRAMED::equals)
                        .toList());
        return new DialInProperties(permission(entry, ifAbsent), values(entry, CALLER_IDS), reply);
    }

    private static void put(Map<String, List<String>> reply, String name, List<String> values) {
        if (!values.isEmpty()) {
            reply.put(name, values);
        }
    }

    private static DialIn permission(Entry entry, DialIn ifAbsent) {
        return Optional.ofNullable(entry.getAttributeValue(PERMISSION))
                .map(value -> switch (value) {
                    case "TRUE" -> DialIn.ALLOW;
                    case "FALSE" -> DialIn.DENY;
                    default -> DialIn.UNREADABLE;
                })
                .orElse(ifAbsent);
    }

    private static List<String> values(Entry entry, String attribute) {
        return Optional.ofNullable(entry.getAttributeValues(attribute)).stream()
                .flatMap(Arrays::stream)
                .filter(value -> !value.isBlank())
                .toList();
    }

    /** The address that a signed number of 32 bits stands for; what is none stays as it is, to be refused where it would be sent. */
    private static String address(String number) {
        try {
            int bits = new BigInteger(number).intValueExact();
            return AddressText.of(InetAddress.getByAddress(
                    new byte[] {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits}));
        } catch (NumberFormatException | ArithmeticException | UnknownHostException _) {
            return number;
        }
    }
}
