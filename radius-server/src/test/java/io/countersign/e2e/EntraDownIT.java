package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.packet.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Logins while Entra cannot be reached. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(60)
final class EntraDownIT {
    @TempDir
    Path folder;

    private EntraTenant tenant;
    private Site site;

    @BeforeEach
    void serveWithoutEntra() throws Exception {
        tenant = EntraTenant.of(folder);
        site = tenant.site(folder, "alice");
        tenant.close();
        site.serve();
    }

    @AfterEach
    void end() {
        site.close();
    }

    @Test
    void isRejectedAtOnceUnlessAPolicySaysOtherwise() throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < 8; i++) {
            assertThat(login("127.0.0.2")).isEqualTo(Code.ACCESS_REJECT);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .as("eight logins, each within five seconds of patience")
                .isLessThan(Duration.ofSeconds(10));
        assertThat(login("127.0.0.4")).isEqualTo(Code.ACCESS_ACCEPT);
        site.awaitLine(folder.resolve("data/audit.jsonl"), line -> line.contains("\"Bypass\":\"unavailable\""));
    }

    private Code login(String gateway) throws IOException {
        try (var client = site.client(gateway, Site.GATEWAY_SECRET)) {
            return client.ask(client.gatewayRequest("alice")).code();
        }
    }
}
