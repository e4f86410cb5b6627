package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A client that is set to learn, from its first unsigned request to the day when it must sign. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(90)
final class SigningIT {
    private static final String[] LOGIN = {"User-Name = \"alice\"", "User-Password = \"" + Site.PASSWORD + "\""};
    private static final String PROXY_STATE = "Proxy-State = 0x0102";

    @Test
    void servesUnsignedRequestsUntilASignedOneCameAndNeverAgain(@TempDir Path folder) throws Exception {
        Radclient.require();
        try (var site = Site.make(folder, Site.resource("countersign.yaml"), policies())) {
            site.user("alice", Site.VPN_USERS);
            site.serve();
            var client = Radclient.vpn(site);

            client.unsigned(5, LOGIN).isA("Access-Accept");
            client.unsigned(1, LOGIN[0], LOGIN[1], PROXY_STATE).isSilence();
            assertThat(site.done("client", "list")).contains("not seen; must from ");
            client.signed(5, LOGIN[0], LOGIN[1], PROXY_STATE).isA("Access-Accept");
            client.unsigned(1, LOGIN).isSilence();
            site.awaitLine(site.log(), line -> line.contains("vpn-01 signs its requests"));
            assertThat(site.done("client", "list")).contains("signs since ");

            site.kill();
            site.serve();
            var again = Radclient.vpn(site);
            again.unsigned(1, LOGIN).isSilence();
            again.signed(5, LOGIN).isA("Access-Accept");
            site.awaitLine(site.log(), line -> line.contains("MESSAGE_AUTHENTICATOR_MISSING_WITH_PROXY_STATE"));
            site.awaitLine(site.log(), line -> line.contains("are served, so that anyone who can forge its address"));
        }
    }

    private static String policies() {
        return """
                clients:
                  - name: vpn-01
                    address: 127.0.0.1
                    secret: ${file:vpn-01.secret}
                    message-authenticator: learn
                connection-request-policies:
                  - name: All
                    when: {client-type: standard}
                    authentication: here
                    with: [local]
                network-policies:
                  - name: VPN users
                    when: {user-groups: ['local\\VPN Users']}
                    constraints: {authentication-methods: [pap]}
                    access: grant
                    ignore-dial-in-properties: true
                    mfa: none
                """;
    }
}
