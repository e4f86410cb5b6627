package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.testing.SambaDc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users of a real domain, through RD Gateway and VPN. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(120)
final class DomainIT {
    @TempDir
    static Path folder;

    private static SambaDc controller;
    private static Site site;

    @BeforeAll
    static void serve() throws Exception {
        Radclient.require();
        controller = SambaDc.start(folder.resolve("dc"));
        var home = Files.createDirectory(folder.resolve("node"));
        Files.copy(controller.authority(), home.resolve("corp-ca.pem"));
        Files.writeString(home.resolve("radius1.password"), SambaDc.PASSWORD + "\n");
        site = Site.make(
                home,
                Site.resource("countersign.yaml")
                        + Site.resource("domain-settings.yaml").replace("CONTROLLER", controller.address()),
                Site.resource("domain-policies.yaml"));
        for (var user : List.of("alice", "bob", "denis", "dora", "disabled")) {
            site.phone(user, "approve after 100ms");
        }
        site.serve();
    }

    @AfterAll
    static void end() {
        if (site != null) {
            site.close();
        }
        if (controller != null) {
            controller.close();
        }
    }

    @Test
    void anRdGatewaysUserIsInTheGroupByTwoSteps() throws Exception {
        Radclient.gateway(site)
                .signed(10, "User-Name = \"CORP\\\\alice\"", "NAS-Port-Type = Virtual")
                .isA("Access-Accept");
        assertThat(site.prompts("alice")).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "CORP, bob, 48 no network policy matched",
        "CORP, disabled, 34 account disabled",
        "CORP, nobody, 8 no such user",
        "OTHER, alice, 8 no such user"
    })
    void anRdGatewaysUserIsRefusedByTheReasonThatNpsWouldTell(String domain, String name, String reason)
            throws Exception {
        Radclient.gateway(site)
                .signed(10, "User-Name = \"" + domain + "\\\\" + name + "\"", "NAS-Port-Type = Virtual")
                .isA("Access-Reject");
        awaitRefusal(domain, name, "rdgw-01", reason);
    }

    @ParameterizedTest
    @CsvSource({"alice, pap", "alice, ms-chap-v2", "alice@corp.example, ms-chap-v2", "dora, pap"})
    void aVpnsUserShowsThePasswordOfTheDomain(String name, String method) throws Exception {
        assertThat(send(name, SambaDc.PASSWORD, method)).contains("Access-Accept");
        assertThat(send(name, "wrong", method)).contains("Access-Reject");
        awaitRefusal("", name, "vpn-01", "16 ");
    }

    @ParameterizedTest
    @CsvSource({
        "denis, pap, 65 permission denied",
        "denis, ms-chap-v2, 65 permission denied",
        "bob, pap, 48 no network policy matched",
        "expired, pap, 35 account expired",
        "mustchange, ms-chap-v2, 33 password must be changed"
    })
    void aVpnsUserIsRefusedByTheReasonThatNpsWouldTell(String name, String method, String reason) throws Exception {
        assertThat(send(name, SambaDc.PASSWORD, method)).contains("Access-Reject");
        awaitRefusal("", name, "vpn-01", reason);
    }

    private static void awaitRefusal(String domain, String name, String client, String reason) throws Exception {
        site.awaitLine(
                site.log(),
                line -> line.contains("REJECT " + domain)
                        && line.contains(name + " through " + client)
                        && line.contains(", " + reason));
    }

    private static String send(String name, String password, String method) throws Exception {
        site.write("typed.password", password);
        var sent = site.run(
                "radius",
                "send",
                "127.0.0.1:" + site.address().getPort(),
                "--from",
                "127.0.0.6",
                "--secret-file",
                "vpn-01.secret",
                "--password-file",
                "typed.password",
                "--method",
                method,
                "--user",
                name,
                "--timeout",
                "10s");
        return sent.out() + sent.err();
    }

    @Test
    void policiesThatNameAGroupWhichTheDomainHasNotAreRefused() throws Exception {
        site.write("typing-error.yaml", Site.resource("domain-policies.yaml").replace("RDS-Users", "RDS-User"));

        var refused = site.run("policy", "apply", "-f", "typing-error.yaml");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("there is no group corp\\RDS-User", "did you mean corp\\RDS-Users?");
    }

    @Test
    void directoryTestTellsEachStep() {
        var good = site.run("directory", "test", "corp", "--user", "CORP\\alice", "-o", "json");

        assertThat(good.exitCode()).as(good.out() + good.err()).isZero();
        assertThat(good.out())
                .contains(
                        "dc1.corp.example",
                        "the running server uses the account",
                        "corp\\\\RDS-Users",
                        "they can be read");
        assertThat(site.run("directory", "test", "corp", "--user", "nobody").exitCode())
                .isEqualTo(1);
        assertThat(site.run("directory", "test", "other").err()).contains("no directory other; they have: corp");
        assertThat(site.run("directory", "list").out()).contains("corp");
        assertThat(site.run("doctor", "-o", "json").out())
                .contains("directory corp", "the running server uses the account");
    }

    @Test
    void policyTestKnowsAGroupBySid() throws Exception {
        var alice = Pattern.compile("S-1-5-21-[0-9-]+-")
                .matcher(site.run("directory", "test", "corp", "--user", "alice", "-o", "json")
                        .out());
        assertThat(alice.find()).isTrue();
        site.write(
                "by-sid.yaml",
                Site.resource("domain-policies.yaml").replace("'corp\\RDS-Users'", alice.group() + "513"));

        var accepted =
                site.run("policy", "test", "--document", "by-sid.yaml", "--user", "CORP\\alice", "--client", "rdgw-01");

        assertThat(accepted.exitCode()).as(accepted.out() + accepted.err()).isZero();
        assertThat(accepted.out()).contains("RD users");
        assertThat(site.run(
                                "policy",
                                "test",
                                "--user",
                                "CORP\\bob",
                                "--client",
                                "rdgw-01",
                                "--group",
                                alice.group() + "513")
                        .err())
                .doesNotContain("there is no group");
    }

    @Test
    void policyTestAsksTheDomain() {
        var accepted = site.run("policy", "test", "--user", "CORP\\alice", "--client", "rdgw-01");

        assertThat(accepted.exitCode()).as(accepted.out() + accepted.err()).isZero();
        assertThat(accepted.out()).contains("RD users");
    }
}
