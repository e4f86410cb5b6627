package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.packet.Code;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plugin that does what it must not lets nobody in and harms nobody else. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(60)
final class PluginMisbehaviourIT {
    @TempDir
    static Path folder;

    private static Site site;

    @BeforeAll
    static void serve() throws Exception {
        site = Site.make(folder).serve();
        site.userWithPhone("anna", "approve");
    }

    @AfterAll
    static void end() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw", "null", "fail", "not-enrolled", "nonsense"})
    void rejectsWhereThePluginHasNoUsableWordAndLetsTheNextUserIn(String action) throws Exception {
        site.userWithPhone("user-" + action, action);
        try (var gateway = site.gateway()) {
            assertThat(gateway.ask(gateway.gatewayRequest("user-" + action)).code())
                    .isEqualTo(Code.ACCESS_REJECT);
            assertThat(gateway.ask(gateway.gatewayRequest("anna")).code()).isEqualTo(Code.ACCESS_ACCEPT);
        }
    }

    @Test
    void rejectsInTimeWhereThePluginHangsAndOthersLogInMeanwhile() throws Exception {
        var app = site.userWithApp("vera");
        site.userWithPhone("hank", "hang");
        try (var gateway = site.gateway();
                var vpn = site.vpn()) {
            var hanging = gateway.gatewayRequest("hank");
            gateway.send(hanging);
            var challenge = vpn.ask(vpn.passwordRequest("vera", Site.PASSWORD));
            var accept = vpn.ask(vpn.passwordRequest("vera", app.code(), UdpClient.state(challenge)));
            assertThat(accept.code()).isEqualTo(Code.ACCESS_ACCEPT);
            assertThat(gateway.receive(Duration.ofMillis(1))).isEmpty();
            assertThat(gateway.reply(hanging, Duration.ofSeconds(8))
                            .orElseThrow()
                            .code())
                    .isEqualTo(Code.ACCESS_REJECT);
        }
    }
}
