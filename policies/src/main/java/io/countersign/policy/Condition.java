package io.countersign.policy;

import java.util.List;
import java.util.Set;

/** One condition of a policy: a key of {@code when:} and what is asked for. */
public sealed interface Condition {
    /** The key in the document. */
    String key();

    /** What is asked for, as the document writes it; one for a pattern or a range, any of them for a list. */
    List<String> values();

    /** As the document writes it, for traces. */
    default String written() {
        List<String> values = values();
        return key() + ": " + (values.size() == 1 ? values.getFirst() : values.toString());
    }

    /** {@code type-of-network-access-server}, which a policy says beside its conditions: the kind of server that the request is from. */
    record OfServerType(NetworkAccessServerType type) implements Condition {
        /** The key in the document. */
        static final String KEY = "type-of-network-access-server";

        @Override
        public String key() {
            return KEY;
        }

        @Override
        public List<String> values() {
            return List.of(Words.of(type));
        }
    }

    /** {@code client-type}: the kind of client. */
    record OfClientType(ClientType type) implements Condition {
        @Override
        public String key() {
            return "client-type";
        }

        @Override
        public List<String> values() {
            return List.of(Words.of(type));
        }
    }

    /** {@code client-friendly-name}: the client's name in our documents, not anything it sends. */
    record ClientFriendlyName(NpsPattern pattern) implements Condition {
        @Override
        public String key() {
            return "client-friendly-name";
        }

        @Override
        public List<String> values() {
            return List.of(pattern.toString());
        }
    }

    /** {@code client-address}: where the packet came from. */
    record ClientAddress(AddressRange range) implements Condition {
        @Override
        public String key() {
            return "client-address";
        }

        @Override
        public List<String> values() {
            return List.of(range.toString());
        }
    }

    /** {@code client-network}: any of the ranges holds the address that the request's Calling-Station-Id is. */
    record ClientNetwork(List<AddressRange> ranges) implements Condition {
        /** Copies the list. */
        public ClientNetwork {
            ranges = List.copyOf(ranges);
        }

        @Override
        public String key() {
            return "client-network";
        }

        @Override
        public List<String> values() {
            return ranges.stream().map(AddressRange::toString).toList();
        }
    }

    /** {@code client-vendor}: any of the vendors, as the client's definition names it. */
    record ClientVendor(List<Located<String>> vendors) implements Condition {
        /** Copies the list. */
        public ClientVendor {
            vendors = List.copyOf(vendors);
        }

        @Override
        public String key() {
            return "client-vendor";
        }

        @Override
        public List<String> values() {
            return texts(vendors);
        }
    }

    /** {@code user-groups}: any of the groups, as {@code directory\Group}; network policies only. */
    record UserGroups(List<Located<String>> groups) implements Condition {
        /** Copies the list. */
        public UserGroups {
            groups = List.copyOf(groups);
        }

        @Override
        public String key() {
            return "user-groups";
        }

        @Override
        public List<String> values() {
            return texts(groups);
        }
    }

    /** {@code machine-groups}: the client computer is in any of the groups; network policies only. */
    record MachineGroups(List<Located<String>> groups) implements Condition {
        /** Copies the list. */
        public MachineGroups {
            groups = List.copyOf(groups);
        }

        @Override
        public String key() {
            return "machine-groups";
        }

        @Override
        public List<String> values() {
            return texts(groups);
        }
    }

    /** {@code day-and-time}: the server's local time. */
    record At(DayAndTime times) implements Condition {
        @Override
        public String key() {
            return "day-and-time";
        }

        @Override
        public List<String> values() {
            return times.ranges().stream().map(DayAndTime.Range::toString).toList();
        }
    }

    /** {@code authentication-method}: any of the methods. */
    record OfMethod(Set<AuthenticationMethod> methods) implements Condition {
        /** Copies the set. */
        public OfMethod {
            methods = Set.copyOf(methods);
        }

        @Override
        public String key() {
            return "authentication-method";
        }

        @Override
        public List<String> values() {
            return methods.stream().sorted().map(Words::of).toList();
        }
    }

    /** A pattern that a text attribute of the request holds. */
    record AttributeHolds(TextAttribute attribute, NpsPattern pattern) implements Condition {
        @Override
        public String key() {
            return attribute.key;
        }

        @Override
        public List<String> values() {
            return List.of(pattern.toString());
        }
    }

    /** Any of the values, by name or by number, of an enumerated attribute of the request. */
    record AttributeIs(EnumeratedAttribute attribute, List<Located<String>> anyOf) implements Condition {
        /** Copies the list. */
        public AttributeIs {
            anyOf = List.copyOf(anyOf);
        }

        @Override
        public String key() {
            return attribute.key;
        }

        @Override
        public List<String> values() {
            return texts(anyOf);
        }
    }

    /** The attributes that a pattern can be asked of. */
    enum TextAttribute {
        /** RFC 2865 §5.1. */
        USER_NAME("user-name", "User-Name"),
        /** RFC 2865 §5.31. */
        CALLING_STATION_ID("calling-station-id", "Calling-Station-Id"),
        /** RFC 2865 §5.30. */
        CALLED_STATION_ID("called-station-id", "Called-Station-Id"),
        /** RFC 2865 §5.32. */
        NAS_IDENTIFIER("nas-identifier", "NAS-Identifier"),
        /** RFC 2865 §5.4. */
        NAS_IP_ADDRESS("nas-ip-address", "NAS-IP-Address"),
        /** RFC 3162 §2.1. */
        NAS_IPV6_ADDRESS("nas-ipv6-address", "NAS-IPv6-Address"),
        /** RFC 2548 §2.6.5. */
        MS_RAS_VENDOR("ms-ras-vendor", "MS-RAS-Vendor");

        private final String key;
        private final String attributeName;

        TextAttribute(String key, String attributeName) {
            this.key = key;
            this.attributeName = attributeName;
        }

        /** The key in the document. */
        public String key() {
            return key;
        }

        /** The name in the dictionary. */
        public String attributeName() {
            return attributeName;
        }
    }

    /** The attributes whose values have names. */
    enum EnumeratedAttribute {
        /** RFC 2865 §5.41. */
        NAS_PORT_TYPE("nas-port-type", "NAS-Port-Type"),
        /** RFC 2865 §5.6. */
        SERVICE_TYPE("service-type", "Service-Type"),
        /** RFC 2865 §5.7. */
        FRAMED_PROTOCOL("framed-protocol", "Framed-Protocol"),
        /** RFC 2868 §3.1. */
        TUNNEL_TYPE("tunnel-type", "Tunnel-Type");

        private final String key;
        private final String attributeName;

        EnumeratedAttribute(String key, String attributeName) {
            this.key = key;
            this.attributeName = attributeName;
        }

        /** The key in the document. */
        public String key() {
            return key;
        }

        /** The name in the dictionary. */
        public String attributeName() {
            return attributeName;
        }
    }

    private static List<String> texts(List<Located<String>> located) {
        return located.stream().map(Located::value).toList();
    }
}
