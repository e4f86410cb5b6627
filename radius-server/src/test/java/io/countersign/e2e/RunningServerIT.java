package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator does to a running server. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX) // signals
@Timeout(60)
final class RunningServerIT {
    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void serve() throws Exception {
        site = Site.make(folder).serve();
    }

    @AfterEach
    void end() {
        site.close();
    }

    @Test
    void takesUpAppliedAndRolledBackPoliciesWithinTwoSeconds() throws Exception {
        site.userWithPhone("alice", "approve");
        assertThat(login("alice")).isEqualTo(Code.ACCESS_ACCEPT);

        site.write("policies.yaml", Site.resource("policies.yaml").replace("access: grant", "access: deny"));
        site.done("policy", "apply", "-f", "policies.yaml");
        Thread.sleep(2_000);
        assertThat(login("alice")).isEqualTo(Code.ACCESS_REJECT);

        site.done("policy", "rollback", "1");
        Thread.sleep(2_000);
        assertThat(login("alice")).isEqualTo(Code.ACCESS_ACCEPT);
    }

    @Test
    void refusesBrokenSettingsAndGoesOn() throws Exception {
        site.userWithPhone("alice", "approve");
        site.write("countersign.yaml", Site.resource("countersign.yaml").replace("local:", "locale:"));

        var refused = site.run("reload");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("locale", "countersign.yaml");
        site.signal("HUP");
        site.awaitLine(site.log(), line -> line.contains("Nothing was reloaded"));
        assertThat(login("alice")).isEqualTo(Code.ACCESS_ACCEPT);
    }

    @Test
    void answersThoughNobodyReadsItsLog() throws Exception {
        site.close();
        site.serve("info", ProcessBuilder.Redirect.PIPE);

        for (int i = 0; i < 2_000; i++) { // several times of what a pipe holds
            assertThat(login("nobody" + i)).isEqualTo(Code.ACCESS_REJECT);
        }
    }

    @Test
    void answersThePendingPromptBeforeItStops() throws Exception {
        site.userWithPhone("alice", "approve after 2s");
        try (var gateway = site.gateway()) {
            var request = gateway.gatewayRequest("alice");
            gateway.send(request);
            site.awaitPrompts("alice", 1);
            site.signal("TERM");
            assertThat(gateway.reply(request, Duration.ofSeconds(10))
                            .orElseThrow()
                            .code())
                    .isEqualTo(Code.ACCESS_ACCEPT);
        }
        assertThat(site.server().waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(site.server().exitValue()).isZero();
    }

    @Test
    void stopsInTimeAlthoughNobodyAnswersThePrompt() throws Exception {
        site.userWithPhone("alice", "wait");
        try (var gateway = site.gateway()) {
            gateway.send(gateway.gatewayRequest("alice"));
            site.awaitPrompts("alice", 1);
            site.signal("TERM");
            assertThat(gateway.receive(Duration.ofSeconds(10)).map(reply -> reply.at(0)))
                    .hasValueSatisfying(code -> assertThat(code).isEqualTo(Code.ACCESS_REJECT.number()));
        }
        assertThat(site.server().waitFor(15, TimeUnit.SECONDS)).isTrue();
        assertThat(site.server().exitValue()).isZero();
    }

    @Test
    void takesTheAnswerToAChallengeOfAServerThatWasKilled() throws Exception {
        var app = site.userWithApp("victor");
        Attribute state;
        try (var vpn = site.vpn()) {
            state = UdpClient.state(vpn.ask(vpn.passwordRequest("victor", Site.PASSWORD)));
        }
        site.kill();
        site.serve();
        try (var vpn = site.vpn()) {
            assertThat(vpn.ask(vpn.passwordRequest("victor", app.code(), state)).code())
                    .isEqualTo(Code.ACCESS_ACCEPT);
        }
    }

    private Code login(String user) throws IOException {
        try (var gateway = site.gateway()) {
            return gateway.ask(gateway.gatewayRequest(user)).code();
        }
    }
}
