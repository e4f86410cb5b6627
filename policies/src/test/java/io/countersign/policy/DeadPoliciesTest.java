package io.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.document.PolicyReader;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeadPoliciesTest {
    private static final String CLIENTS = """
            clients:
              - {name: vpn-pap, address: 192.0.2.1, secret: '${sealed}'}
              - {name: vpn-mschap, address: 192.0.2.2, secret: '${sealed}', vendor: Cisco}
              - {name: rdgw-01, address: 192.0.2.3, secret: '${sealed}', type: rd-gateway}
              - {name: branches, address: 198.51.100.0/24, secret: '${sealed}'}
            """;

    private static List<String> deadWith(String clients, String... conditions) {
        var policies = IntStream.range(0, conditions.length)
                .mapToObj(number ->
                        "  - {name: p" + (number + 1) + ", when: {" + conditions[number] + "}, access: deny}\n")
                .collect(Collectors.joining());
        return told(clients + "connection-request-policies: []\nnetwork-policies:\n" + policies);
    }

    private static List<String> dead(String... conditions) {
        return deadWith(CLIENTS, conditions);
    }

    private static List<String> told(String document) {
        var read = PolicyReader.read("policies.yaml", document);
        return DeadPolicies.in(read, read.clients().orElse(List.of())).stream()
                .map(DeadPolicies.Finding::toString)
                .toList();
    }

    @Test
    void findsACopyBelowItself() {
        assertThat(dead("user-groups: ['local\\A']", "user-groups: ['local\\A']"))
                .containsExactly(
                        "network policy p2 never decides: p1 stands before it and has the same conditions; move it"
                                + " before p1, or take it away");
    }

    /** Those for a type come first, wherever they stand. */
    @Test
    void looksAtPoliciesInTheOrderInWhichTheyDecide() {
        var typed = "type-of-network-access-server: rd-gateway, ";
        assertThat(typed("", typed)).isEmpty();
        assertThat(typed(typed, "")).isEmpty();
        assertThat(typed(typed, "type-of-network-access-server: dhcp-server, ")).isEmpty();
        assertThat(typed(typed, typed))
                .singleElement()
                .asString()
                .startsWith("network policy p2 never decides: p1 stands before it and has the same conditions");
    }

    private static List<String> typed(String first, String second) {
        return told(CLIENTS + "connection-request-policies: []\nnetwork-policies:\n  - {name: p1, " + first
                + "when: {day-and-time: Sun-Sat 00:00-24:00}, access: deny}\n  - {name: p2, " + second
                + "when: {day-and-time: Sun-Sat 00:00-24:00}, access: deny}\n");
    }

    @Test
    void tellsOfAPolicyForGatewaysThatAsksForACredential() {
        assertThat(told(CLIENTS + """
                connection-request-policies: []
                network-policies:
                  - name: gateways
                    type-of-network-access-server: rd-gateway
                    when: {user-groups: ['local\\A']}
                    constraints: {authentication-methods: [pap]}
                    access: grant
                    mfa: none
                """))
                .singleElement()
                .asString()
                .startsWith("network policy gateways lets no user of an RD Gateway in");
    }

    @Test
    void comparesNetworksOfClients() {
        assertThat(dead("client-network: [198.51.100.0/24, '2001:db8::/32']", "client-network: 198.51.100.128/25"))
                .hasSize(1);
        assertThat(dead("client-network: 198.51.100.128/25", "client-network: 198.51.100.0/24"))
                .isEmpty();
    }

    @Test
    void findsWhatAnEarlierOneMatchesAll() {
        for (var pair : List.of(
                List.of("client-friendly-name: ^vpn-", "client-friendly-name: ^vpn-pap$"),
                List.of("client-friendly-name: ^vpn-", "client-friendly-name: ^VPN-, user-groups: ['local\\A']"),
                List.of("client-friendly-name: .", "user-groups: ['local\\A']"),
                List.of("day-and-time: Sun-Sat 00:00-24:00", "user-groups: ['local\\A']"),
                List.of("user-groups: ['local\\A', 'local\\B']", "user-groups: ['local\\b']"),
                List.of("day-and-time: Mon-Fri 06:00-22:00", "day-and-time: [Mon 06:00-07:00, Fri 21:00-22:00]"),
                List.of("client-address: 192.0.2.0/24", "client-address: 192.0.2.1"),
                List.of("client-type: standard", "client-friendly-name: ^vpn-"),
                List.of("client-address: 192.0.2.0/24", "client-type: rd-gateway"),
                List.of("authentication-method: [pap, chap]", "authentication-method: [chap]"),
                List.of("nas-port-type: [Virtual, 19]", "nas-port-type: [virtual]"),
                List.of("called-station-id: corp", "called-station-id: ^corp-guest$"))) {
            assertThat(dead(pair.getFirst(), pair.getLast()))
                    .as(pair.toString())
                    .singleElement()
                    .asString()
                    .startsWith("network policy p2 never decides: p1 stands before it");
        }
    }

    @Test
    void saysNothingWhereARequestMayComeToIt() {
        for (var pair : List.of(
                List.of("client-friendly-name: ^vpn-pap$", "client-friendly-name: ^vpn-"),
                List.of("client-friendly-name: ^vpn-, user-groups: ['local\\A']", "client-friendly-name: ^vpn-"),
                List.of("user-groups: ['local\\B']", "user-groups: ['local\\A', 'local\\B']"),
                List.of("day-and-time: Mon-Fri 06:00-22:00", "day-and-time: Fri 21:00-22:01"),
                List.of("client-address: 192.0.2.1", "client-address: 192.0.2.0/24"),
                List.of("client-address: 198.51.100.0/25", "client-friendly-name: branches"),
                List.of("client-vendor: [Cisco]", "client-friendly-name: ^vpn-"),
                List.of("called-station-id: .", "user-groups: ['local\\A']"),
                List.of("called-station-id: ^corp", "called-station-id: corp"),
                List.of("called-station-id: corp$", "called-station-id: ^corp-guest"),
                List.of("calling-station-id: corp", "called-station-id: corp"))) {
            assertThat(dead(pair.getFirst(), pair.getLast()))
                    .as(pair.toString())
                    .isEmpty();
        }
    }

    @Test
    void findsConditionsThatNoClientMeets() {
        assertThat(dead("client-friendly-name: ^vpm-"))
                .containsExactly(
                        "network policy p1 never decides: no client is as it asks (client-friendly-name: ^vpm-);"
                                + " countersign client list shows the clients; correct the condition, or take the policy away");
        assertThat(dead("client-type: rd-gateway, client-vendor: [Cisco]")).hasSize(1);
        assertThat(dead("client-address: 203.0.113.0/24")).hasSize(1);
    }

    @Test
    void knowsNothingOfClientsWhereThereAreNone() {
        assertThat(deadWith("", "client-friendly-name: ^vpm-", "client-type: standard"))
                .isEmpty();
    }

    @Test
    void passesOverPoliciesThatAreSwitchedOff() {
        assertThat(told(CLIENTS + """
                connection-request-policies: []
                network-policies:
                  - {name: off, enabled: false, when: {user-groups: ['local\\A']}, access: deny}
                  - {name: on, when: {user-groups: ['local\\A']}, access: deny}
                  - {name: off too, enabled: false, when: {user-groups: ['local\\A']}, access: deny}
                """)).isEmpty();
    }

    @Test
    void findsConnectionRequestPoliciesToo() {
        assertThat(told(CLIENTS + """
                connection-request-policies:
                  - {name: All, when: {client-friendly-name: .}, authentication: here, with: [local]}
                  - {name: VPN, when: {client-friendly-name: ^vpn-}, authentication: here, with: [local]}
                network-policies: []
                """))
                .singleElement()
                .asString()
                .startsWith("connection request policy VPN never decides: All stands");
    }

    @Test
    void findsConstraintsAtOddsWithTheConditions() {
        assertThat(told(CLIENTS + """
                connection-request-policies: []
                network-policies:
                  - name: night
                    when: {day-and-time: Mon-Fri 00:00-06:00, authentication-method: [chap]}
                    constraints: {authentication-methods: [pap], day-and-time: Mon-Fri 08:00-18:00}
                    access: grant
                    mfa: none
                """))
                .containsExactly(
                        "network policy night lets nobody in: its constraints never hold where its condition day-and-time"
                                + " does; correct one of the two",
                        "network policy night lets nobody in: its constraints never hold where its condition"
                                + " authentication-method does; correct one of the two");
    }

    @Test
    void findsThatNoGatewayIsLetInWithoutItsOnlyMethod() {
        var document = CLIENTS + """
                connection-request-policies: []
                network-policies:
                  - name: desktops
                    when: {client-type: rd-gateway}
                    constraints: {authentication-methods: [pap]}
                    access: grant
                    mfa: none
                """;

        assertThat(told(document))
                .containsExactly(
                        "network policy desktops lets no user of an RD Gateway in: a gateway sends no credential;"
                                + " write authentication-methods: [unauthenticated]");
        assertThat(told(document.replace("[pap]", "[pap, unauthenticated]"))).isEmpty();
    }

    /** Each is held against the first few hundred alone. */
    @Test
    void findsACopyOfOneOfTheFirstAmongThousands() {
        var conditions = IntStream.range(0, 5_000)
                .mapToObj(number -> "user-groups: ['local\\g" + number % 4_999 + "']")
                .toArray(String[]::new);
        assertThat(dead(conditions))
                .singleElement()
                .asString()
                .startsWith("network policy p5000 never decides: p1 stands");
    }
}
