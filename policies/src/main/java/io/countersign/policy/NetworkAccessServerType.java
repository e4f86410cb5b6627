package io.countersign.policy;

import java.util.List;
import java.util.Optional;

/** What kind of server sends requests, or a policy is for: NPS's type of network access server. */
public enum NetworkAccessServerType {
    /** Of a policy: any. Of a request: its client does not say. */
    UNSPECIFIED(0),
    /** A Windows RD Gateway. */
    RD_GATEWAY(1),
    /** A VPN or dial-up server. */
    REMOTE_ACCESS_SERVER(2),
    /** A DHCP server. */
    DHCP_SERVER(3),
    /** A wireless access point. */
    WIRELESS_ACCESS_POINT(4),
    /** A Health Registration Authority. */
    HEALTH_REGISTRATION_AUTHORITY(5),
    /** A server of the Host Credential Authorization Protocol. */
    HCAP_SERVER(6);

    /** In which a request says it (MS-RNAS 2.2.1.2). */
    static final String ATTRIBUTE = "MS-Network-Access-Server-Type";

    private final String number;

    NetworkAccessServerType(int number) {
        this.number = Integer.toString(number);
    }

    /**
     * Of a request: what its attribute says, or else what its client is. A number without a name is none of those that policies are for.
     * Empty if that cannot be told, since the attribute is malformed or says several things.
     */
    static Optional<NetworkAccessServerType> of(Facts facts) {
        Facts.Values said = facts.attributes().values(ATTRIBUTE);
        if (!said.readable()) {
            return Optional.empty();
        }
        if (said.texts().isEmpty()) {
            return Optional.of(of(facts.clientType()));
        }
        List<String> numbers = said.texts().stream()
                .filter(text -> !text.isEmpty() && Character.isDigit(text.charAt(0)))
                .distinct()
                .toList();
        return numbers.size() == 1 ? Optional.of(numbered(numbers.getFirst())) : Optional.empty();
    }

    private static NetworkAccessServerType of(ClientType client) {
        return switch (client) {
            case RD_GATEWAY -> RD_GATEWAY;
            case STANDARD -> UNSPECIFIED;
        };
    }

    private static NetworkAccessServerType numbered(String number) {
        for (NetworkAccessServerType type : values()) {
            if (type.number.equals(number)) {
                return type;
            }
        }
        return UNSPECIFIED;
    }
}
