package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.packet.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An RD Gateway's users approve in the Authenticator app, from the gateway's packet to Entra's services and back. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(60)
final class EntraGatewayIT {
    private static final String STRICT = "127.0.0.2";
    private static final String LENIENT = "127.0.0.4";

    @TempDir
    static Path folder;

    private static EntraTenant tenant;
    private static Site site;

    private int promptsBefore;

    @BeforeAll
    static void serve() throws Exception {
        Radclient.require();
        tenant = EntraTenant.of(folder);
        site = tenant.site(folder, "alice", "bob", "dave", "frank", "user0001", "user0002")
                .serve();
    }

    @AfterAll
    static void end() {
        if (site != null) {
            site.close();
        }
        if (tenant != null) {
            tenant.close();
        }
    }

    @BeforeEach
    void countPrompts() throws IOException {
        promptsBefore = tenant.prompted().size();
    }

    @Test
    void letsInWhoApproves() throws Exception {
        tenant.phone("alice approve after 300ms");
        Radclient.gateway(site)
                .signed(10, "User-Name = \"CONTOSO\\\\alice\"", "Called-Station-Id = \"UserAuthType:PW\"")
                .isA("Access-Accept");
        assertThat(prompts()).containsExactly("alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {STRICT, LENIENT})
    void rejectsWhoDenies(String gateway) throws Exception {
        tenant.phone("alice deny after 100ms");
        assertThat(login(gateway, "alice")).isEqualTo(Code.ACCESS_REJECT);
        assertThat(prompts()).containsExactly("alice");
    }

    /** Each time another user: Entra refuses a second push while one is pending. */
    @ParameterizedTest
    @CsvSource({STRICT + ", user0001", LENIENT + ", user0002"})
    void rejectsWhoDoesNotAnswerBeforeTheGatewayGivesUp(String gateway, String user) throws Exception {
        tenant.phone("* no-answer");
        long begin = System.nanoTime();
        assertThat(login(gateway, user)).isEqualTo(Code.ACCESS_REJECT);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(6_500));
        assertThat(prompts()).containsExactly(user);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "result PhoneAppInvalidResult false",
                "result NeverHeardOfThis true",
                "result Success false",
                "result Success nil",
                "fraud",
                "wrong-user",
                "dtd",
                "broken-xml",
                "reset",
                "http 500"
            })
    void rejectsWhateverMightHavePromptedUnderEveryWayRound(String phone) throws Exception {
        tenant.phone("bob " + phone);
        assertThat(login(LENIENT, "bob")).isEqualTo(Code.ACCESS_REJECT);
        tenant.phone("bob approve");
        assertThat(login(LENIENT, "bob")).as("the next login").isEqualTo(Code.ACCESS_ACCEPT);
    }

    @Test
    void allowsWhoHasNoMethodOnlyByThePolicyThatSaysSo() throws Exception {
        tenant.phone("* approve");
        assertThat(login(STRICT, "dave")).isEqualTo(Code.ACCESS_REJECT);
        assertThat(login(LENIENT, "dave")).isEqualTo(Code.ACCESS_ACCEPT);
        assertThat(prompts()).isEmpty();
        site.awaitLine(folder.resolve("data/audit.jsonl"), line -> line.contains("\"Bypass\":\"not-enrolled"));
    }

    @Test
    void rejectsADisabledAccountUnderEveryWayRound() throws Exception {
        tenant.phone("* approve");
        assertThat(login(LENIENT, "frank")).isEqualTo(Code.ACCESS_REJECT);
        assertThat(prompts()).isEmpty();
    }

    private static Code login(String gateway, String user) throws IOException {
        try (var client = site.client(gateway, Site.GATEWAY_SECRET)) {
            return client.ask(client.gatewayRequest(user)).code();
        }
    }

    private List<String> prompts() throws IOException {
        var all = tenant.prompted();
        return all.subList(promptsBefore, all.size());
    }
}
