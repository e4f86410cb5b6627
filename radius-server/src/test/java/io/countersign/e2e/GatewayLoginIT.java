package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An RD Gateway's users approve on their phones. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(60)
final class GatewayLoginIT {
    @TempDir
    static Path folder;

    private static Site site;

    @BeforeAll
    static void serve() throws Exception {
        Radclient.require();
        site = Site.make(folder).serve();
    }

    @AfterAll
    static void end() {
        if (site != null) {
            site.close();
        }
    }

    @Test
    void letsInWhoApproves() throws Exception {
        site.userWithPhone("alice", "approve after 500ms");

        assertThat(Radclient.gateway(site)
                        .signed(10, request("alice"))
                        .isA("Access-Accept")
                        .attributes())
                .contains("Session-Timeout = 43200", "Idle-Timeout = 1800");
        assertThat(site.prompts("alice")).isOne();
    }

    @Test
    void rejectsWhoDenies() throws Exception {
        site.userWithPhone("bob", "deny after 300ms");

        assertThat(Radclient.gateway(site)
                        .signed(10, request("bob"))
                        .isA("Access-Reject")
                        .attributes())
                .noneMatch(line -> line.startsWith("Session-Timeout"));
        assertThat(site.prompts("bob")).isOne();
    }

    @Test
    void rejectsFiveSecondsBeforeTheClientGivesUp() throws Exception {
        site.userWithPhone("carol", "wait");
        long begin = System.nanoTime();

        Radclient.gateway(site).signed(10, request("carol")).isA("Access-Reject");

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(4_300), Duration.ofMillis(6_500));
    }

    @Test
    void meetsAnUnsignedRequestWithSilenceAndNoPrompt() throws Exception {
        site.userWithPhone("dave", "approve");

        Radclient.gateway(site).unsigned(2, request("dave")).isSilence();

        assertThat(site.prompts("dave")).isZero();
    }

    @Test
    void answersAStatusServerSignedAndNoOther() throws Exception {
        Radclient.gateway(site).status(5).isA("Access-Accept");
        Radclient.from(site, "127.0.0.2", "another-secret-altogether").status(2).isSilence();
    }

    @Test
    void rejectsTheSameRequestFromAClientOfAnotherType() throws Exception {
        site.userWithPhone("erin", "approve");

        Radclient.vpn(site).signed(10, request("erin")).isA("Access-Reject");

        assertThat(site.prompts("erin")).isZero();
    }

    private static String[] request(String user) {
        return new String[] {
            "User-Name = \"CONTOSO\\\\" + user + "\"",
            "Called-Station-Id = \"UserAuthType:PW\"",
            "NAS-Port-Type = Virtual"
        };
    }
}
