package io.countersign.radius.audit;

import io.countersign.radius.event.ToldPackets;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.VendorSpecific;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What NPS's log files can tell of a packet: the columns of the database-compatible format in their order, then what has an element in DTS
 * alone. A field that has no attribute is filled by {@link NpsRows}, or stays empty.
 */
enum NpsField {
    COMPUTER_NAME("Computer-Name"),
    SERVICE_NAME("Event-Source"),
    RECORD_DATE("Record-Date"),
    RECORD_TIME("Record-Time"),
    PACKET_TYPE("Packet-Type"),
    USER_NAME("User-Name"),
    FULLY_QUALIFIED_USER_NAME("Fully-Qualifed-User-Name"), // so spelt by NPS
    CALLED_STATION_ID("Called-Station-Id", 30, Form.TEXT),
    CALLING_STATION_ID("Calling-Station-Id", 31, Form.TEXT),
    CALLBACK_NUMBER("Callback-Number", 19, Form.TEXT),
    FRAMED_IP_ADDRESS("Framed-IP-Address", 8, Form.ADDRESS),
    NAS_IDENTIFIER("NAS-Identifier", 32, Form.TEXT),
    NAS_IP_ADDRESS("NAS-IP-Address", 4, Form.ADDRESS),
    NAS_PORT("NAS-Port", 5, Form.NUMBER),
    CLIENT_VENDOR("Client-Vendor"),
    CLIENT_IP_ADDRESS("Client-IP-Address"),
    CLIENT_FRIENDLY_NAME("Client-Friendly-Name"),
    EVENT_TIMESTAMP("Event-Timestamp", 55, Form.TIME),
    PORT_LIMIT("Port-Limit", 62, Form.NUMBER),
    NAS_PORT_TYPE("NAS-Port-Type", 61, Form.NUMBER),
    CONNECT_INFO("Connect-Info", 77, Form.TEXT),
    FRAMED_PROTOCOL("Framed-Protocol", 7, Form.NUMBER),
    SERVICE_TYPE("Service-Type", 6, Form.NUMBER),
    AUTHENTICATION_TYPE("Authentication-Type"),
    POLICY_NAME("NP-Policy-Name"),
    REASON_CODE("Reason-Code"),
    CLASS("Class"),
    SESSION_TIMEOUT("Session-Timeout", 27, Form.NUMBER),
    IDLE_TIMEOUT("Idle-Timeout", 28, Form.NUMBER),
    TERMINATION_ACTION("Termination-Action", 29, Form.NUMBER),
    EAP_FRIENDLY_NAME("EAP-Friendly-Name"),
    ACCT_STATUS_TYPE("Acct-Status-Type", 40, Form.NUMBER),
    ACCT_DELAY_TIME("Acct-Delay-Time", 41, Form.NUMBER),
    ACCT_INPUT_OCTETS("Acct-Input-Octets", 42, Form.NUMBER),
    ACCT_OUTPUT_OCTETS("Acct-Output-Octets", 43, Form.NUMBER),
    ACCT_SESSION_ID("Acct-Session-Id", 44, Form.TEXT),
    ACCT_AUTHENTIC("Acct-Authentic", 45, Form.NUMBER),
    ACCT_SESSION_TIME("Acct-Session-Time", 46, Form.NUMBER),
    ACCT_INPUT_PACKETS("Acct-Input-Packets", 47, Form.NUMBER),
    ACCT_OUTPUT_PACKETS("Acct-Output-Packets", 48, Form.NUMBER),
    ACCT_TERMINATE_CAUSE("Acct-Terminate-Cause", 49, Form.NUMBER),
    ACCT_MULTI_SESSION_ID("Acct-Multi-Session-Id", 50, Form.TEXT),
    ACCT_LINK_COUNT("Acct-Link-Count", 51, Form.NUMBER),
    ACCT_INTERIM_INTERVAL("Acct-Interim-Interval", 85, Form.NUMBER),
    TUNNEL_TYPE("Tunnel-Type", 64, Form.TAGGED_NUMBER),
    TUNNEL_MEDIUM_TYPE("Tunnel-Medium-Type", 65, Form.TAGGED_NUMBER),
    TUNNEL_CLIENT_ENDPOINT("Tunnel-Client-Endpt", 66, Form.TAGGED_TEXT),
    TUNNEL_SERVER_ENDPOINT("Tunnel-Server-Endpt", 67, Form.TAGGED_TEXT),
    ACCT_TUNNEL_CONNECTION("Acct-Tunnel-Connection", 68, Form.TEXT),
    TUNNEL_PRIVATE_GROUP_ID("Tunnel-Pvt-Group-ID", 81, Form.TAGGED_TEXT),
    TUNNEL_ASSIGNMENT_ID("Tunnel-Assignment-ID", 82, Form.TAGGED_TEXT),
    TUNNEL_PREFERENCE("Tunnel-Preference", 83, Form.TAGGED_NUMBER),
    MS_ACCT_AUTH_TYPE("MS-Acct-Auth-Type", ToldPackets.MICROSOFT, 23, Form.NUMBER),
    MS_ACCT_EAP_TYPE("MS-Acct-EAP-Type", ToldPackets.MICROSOFT, 24, Form.NUMBER),
    MS_RAS_VERSION("MS-RAS-Version", ToldPackets.MICROSOFT, 18, Form.TEXT),
    MS_RAS_VENDOR("MS-RAS-Vendor", ToldPackets.MICROSOFT, 9, Form.NUMBER),
    MS_CHAP_ERROR("MS-CHAP-Error"),
    MS_CHAP_DOMAIN("MS-CHAP-Domain", ToldPackets.MICROSOFT, 10, Form.OCTETS),
    MS_MPPE_ENCRYPTION_TYPES("MS-MPPE-Encryption-Types", ToldPackets.MICROSOFT, 8, Form.NUMBER),
    MS_MPPE_ENCRYPTION_POLICY("MS-MPPE-Encryption-Policy", ToldPackets.MICROSOFT, 7, Form.NUMBER),
    PROXY_POLICY_NAME("Proxy-Policy-Name"),
    PROVIDER_TYPE("Provider-Type"),
    PROVIDER_NAME("Provider-Name"),
    REMOTE_SERVER_ADDRESS("Remote-Server-Address"),
    MS_RAS_CLIENT_NAME("MS-RAS-Client-Name", ToldPackets.MICROSOFT, 34, Form.TEXT),
    MS_RAS_CLIENT_VERSION("MS-RAS-Client-Version", ToldPackets.MICROSOFT, 35, Form.TEXT),

    FRAMED_MTU("Framed-MTU", 12, Form.NUMBER),
    MS_MACHINE_NAME("MS-Machine-Name", ToldPackets.MICROSOFT, 50, Form.TEXT),
    MS_NETWORK_ACCESS_SERVER_TYPE("MS-Network-Access-Server-Type", ToldPackets.MICROSOFT, 47, Form.NUMBER),
    SAM_ACCOUNT_NAME("SAM-Account-Name");

    /** The columns of the database-compatible format; what follows them is for DTS alone. */
    static final List<NpsField> COLUMNS = List.copyOf(EnumSet.range(COMPUTER_NAME, MS_RAS_CLIENT_VERSION));

    private static final int STANDARD = 0;
    private static final int GREATEST_TAG = 0x1F;

    private final String element;
    private final int vendor;
    private final int type;
    private final Form form;

    /** How an attribute holds its value. */
    private enum Form {
        /** In none. */
        NONE,
        TEXT,
        OCTETS,
        ADDRESS,
        NUMBER,
        TIME,
        TAGGED_NUMBER,
        TAGGED_TEXT
    }

    NpsField(String element) {
        this(element, STANDARD, 0, Form.NONE);
    }

    NpsField(String element, int type, Form form) {
        this(element, STANDARD, type, form);
    }

    NpsField(String element, int vendor, int type, Form form) {
        this.element = element;
        this.vendor = vendor;
        this.type = type;
        this.form = form;
    }

    /** The name of its element in DTS. */
    String element() {
        return element;
    }

    /** Its values in a packet, in their order; those of an impossible length are left out. */
    List<NpsValue> in(List<Attribute> attributes) {
        if (form == Form.NONE) {
            return List.of();
        }
        var values = new ArrayList<NpsValue>();
        attributes.stream()
                .flatMap(this::inside)
                .filter(attribute -> attribute.type() == type)
                .forEach(attribute -> value(attribute.value()).ifPresent(values::add));
        return values;
    }

    private Stream<Attribute> inside(Attribute attribute) {
        return vendor == STANDARD
                ? Stream.of(attribute)
                : VendorSpecific.of(attribute).filter(specific -> specific.vendor() == vendor).stream()
                        .flatMap(specific -> specific.attributes().stream());
    }

    private Optional<NpsValue> value(Octets octets) {
        return switch (form) {
            case NONE -> Optional.empty();
            case TEXT -> text(octets);
            case OCTETS -> some(octets).map(NpsValue.Opaque::new);
            case ADDRESS -> word(octets, 0).map(NpsValue.Address::ofWord);
            case NUMBER -> word(octets, 0).map(NpsValue.Numeral::new);
            case TIME -> word(octets, 0).map(NpsValue.Time::new);
            case TAGGED_NUMBER -> word(octets, 1).map(NpsValue.Numeral::new);
            case TAGGED_TEXT ->
                text(octets.length() > 0 && octets.at(0) <= GREATEST_TAG ? octets.slice(1, octets.length()) : octets);
        };
    }

    private static Optional<NpsValue> text(Octets octets) {
        return some(octets).map(NpsValue::text);
    }

    private static Optional<Octets> some(Octets octets) {
        return octets.length() == 0 ? Optional.empty() : Optional.of(octets);
    }

    /** The four octets of a number, those before an index left out. */
    private static Optional<Long> word(Octets octets, int from) {
        if (octets.length() != Integer.BYTES) {
            return Optional.empty();
        }
        long word = 0;
        for (int i = from; i < Integer.BYTES; i++) {
            word = (word << Byte.SIZE) | octets.at(i);
        }
        return Optional.of(word);
    }
}
