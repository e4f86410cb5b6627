package io.countersign.radius.administration;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.PolicyDocument;
import io.countersign.policy.document.PolicyReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HindrancesTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 192.0.2.20, false",
        "127.0.0.1, 127.0.0.4, true",
        "127.0.0.1, 0.0.0.0/0, true",
        "127.0.0.1, 2001:db8::1, false",
        "0.0.0.0, 192.0.2.20, true",
        "0.0.0.0, 2001:db8::1, false",
        "::, 192.0.2.20, true",
        "::, 2001:db8::1, true",
        "::1, 2001:db8::1, false",
        "192.0.2.1, 192.0.2.20, true",
        "192.0.2.1, 2001:db8::1, false"
    })
    void tellsWhoseRequestsCannotArriveWhereTheServerListens(String listening, String client, boolean arrives) {
        var hindrances = new Hindrances(
                Optional.empty(), List.of(new InetSocketAddress(InetAddress.ofLiteral(listening), 1812)));
        assertThat(hindrances
                        .arrival(document(client).clients().orElseThrow().getFirst())
                        .isEmpty())
                .isEqualTo(arrives);
    }

    @Test
    void tellsAGroupOfRemoteServersOfWhichNoneAnswersFromOneThatHasAnother() {
        var group = document("127.0.0.1").remoteServerGroups().getFirst();

        assertThat(running("a at 192.0.2.1:1812").remote(group)).isEmpty();
        assertThat(running("a at 192.0.2.1:1812").passedOver(group).orElseThrow())
                .contains("a at 192.0.2.1:1812");
        assertThat(running("a at 192.0.2.1:1812", "b at 192.0.2.2:1645")
                        .remote(group)
                        .orElseThrow())
                .contains("no server of the remote group Partners answers");
    }

    private static Hindrances running(String... unavailable) {
        var status = RunningServers.status(List.of(unavailable), Map.of(), Map.of());
        return new Hindrances(Optional.of(status), List.of());
    }

    private static PolicyDocument document(String client) {
        return PolicyReader.read("document", """
                clients:
                  - {name: vpn-01, address: '%s', secret: '${sealed}'}
                remote-server-groups:
                  - name: Partners
                    servers:
                      - {name: a, address: 192.0.2.1, secret: '${sealed}'}
                      - {name: b, address: 192.0.2.2, authentication-port: 1645, secret: '${sealed}'}
                connection-request-policies: []
                network-policies: []
                """.replace("%s", client));
    }
}
