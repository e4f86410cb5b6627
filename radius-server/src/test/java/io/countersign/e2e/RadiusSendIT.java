package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.cli.Shell;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code countersign radius send} against a running server. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(90)
final class RadiusSendIT {
    @TempDir
    static Path folder;

    private static Site site;
    private static AuthenticatorApp app;

    @BeforeAll
    static void serve() throws Exception {
        site = Site.make(folder);
        app = site.userWithApp("alice");
        site.input("clientPass");
        site.done("user", "add", "User", "--group", Site.VPN_USERS, "--store", "reversible");
        site.userWithPhone("phoebe", "approve");
        site.serve();
    }

    @AfterAll
    static void end() {
        if (site != null) {
            site.close();
        }
    }

    @Test
    void answersAChallengeFromStandardInput() throws Exception {
        site.input(Site.PASSWORD + "\n" + app.code());

        var sent = send("vpn-01.secret", "--user", "alice");

        assertThat(sent.out()).contains("Access-Challenge after", "Access-Accept after", "Class = ");
        assertThat(sent.exitCode()).isZero();
    }

    @Test
    void tellsARejectByItsExitCode() throws Exception {
        site.input("wrong");
        var sent = send("vpn-01.secret", "--user", "alice");

        assertThat(sent.out()).contains("Access-Reject after");
        assertThat(sent.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"chap", "ms-chap-v2"})
    void showsThePasswordByOtherMethods(String method) throws Exception {
        site.input("clientPass");
        var sent =
                send("vpn-01.secret", "--user", "User", "--method", method, "--from", "127.0.0.6", "--output", "json");

        assertThat(sent.out()).contains("\"code\" : \"Access-Accept\"");
        if (method.equals("ms-chap-v2")) {
            assertThat(sent.out())
                    .contains("MS-CHAP2-Success", "\"name\" : \"MS-MPPE-Send-Key\"", "\"value\" : \"(hidden)\"");
        }
    }

    @Test
    void asksAsAnRdGatewayWithoutAPassword() throws Exception {
        var sent = send(
                "rdgw-01.secret",
                "--user",
                "CONTOSO\\phoebe",
                "--method",
                "none",
                "--from",
                "127.0.0.2",
                "NAS-Port-Type=Virtual");

        assertThat(sent.out()).contains("Access-Accept", "Session-Timeout = 43200");
    }

    @Test
    void sendsAFileManyTimes() throws Exception {
        site.write("login.txt", "# a login\nUser-Name = \"User\"\nUser-Password = clientPass\n");
        var sent = send(
                "vpn-01.secret",
                "--file",
                "login.txt",
                "--method",
                "chap",
                "--from",
                "127.0.0.6",
                "--count",
                "500",
                "--parallel",
                "20");

        assertThat(sent.out()).contains("Access-Accept 500", "unanswered:", "p99-millis:");
        assertThat(sent.exitCode()).isZero();
    }

    @Test
    void sendsAccountingAndStatusServer() throws Exception {
        assertThat(send("vpn-01.secret", "--status").out()).contains("Access-Accept");
        var sent = site.run(
                "radius",
                "send",
                "127.0.0.1:" + site.accounting().getPort(),
                "--secret-file",
                "vpn-01.secret",
                "--accounting",
                "User-Name=alice",
                "Acct-Status-Type=Start",
                "Acct-Session-Id=sent-1");

        assertThat(sent.out()).contains("Accounting-Response");
        assertThat(site.done("sessions")).contains("sent-1");
    }

    @Test
    void saysWhyThereMayBeNoAnswer() throws Exception {
        site.write("other.secret", "another secret altogether");
        site.input("x");
        var sent = send("other.secret", "--user", "alice", "--timeout", "1");

        assertThat(sent.err()).contains("no answer from 127.0.0.1", "where the shared secret differs");
        assertThat(sent.exitCode()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            User-Password=secret  | can be read by others
            NAS-Port-Type=Virtuel | is no value of NAS-Port-Type
            Nas-Prt=1             | there is no attribute Nas-Prt
            nonsense              | write Name=value
            --accounting --status | choose one
            --from nowhere        | is no IP address
            --timeout 0           | 1s to 5m
            """)
    void refusesWhatCannotBeSent(String arguments, String why) throws Exception {
        site.input("x");
        var sent = send(
                "vpn-01.secret",
                Stream.concat(Stream.of("--user", "alice"), Stream.of(arguments.split(" ", -1)))
                        .toArray(String[]::new));

        assertThat(sent.err()).contains(why).doesNotContain("secret\n");
        assertThat(sent.exitCode()).isEqualTo(2);
    }

    private static Shell.Result send(String secretFile, String... arguments) throws Exception {
        return site.run(Stream.concat(
                        Stream.of(
                                "radius", "send", "127.0.0.1:" + site.address().getPort(), "--secret-file", secretFile),
                        Stream.of(arguments))
                .toArray(String[]::new));
    }
}
