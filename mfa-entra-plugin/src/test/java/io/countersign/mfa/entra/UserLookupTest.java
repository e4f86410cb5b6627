package io.countersign.mfa.entra;

import static io.countersign.mfa.entra.SimulatedTenant.assertDenied;
import static io.countersign.mfa.entra.SimulatedTenant.assertUnavailable;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaUser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a directory's user is found in Entra. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UserLookupTest {
    private static final String GRACE = "grace.hopper@contoso.example";
    private static final String GRACES_SID = "S-1-5-21-1004336348-1177238915-682003330-1104";
    private static final AtomicInteger IDS = new AtomicInteger();

    @TempDir
    Path folder;

    private SimulatedTenant tenant;

    @BeforeEach
    void start() throws IOException {
        tenant = new SimulatedTenant(folder);
        tenant.phone("* approve");
    }

    @AfterEach
    void stop() {
        tenant.close();
    }

    @Test
    void bySid() throws Exception {
        assertPrompted(user("whoever", "", "", GRACES_SID), GRACE);
    }

    @Test
    void aSidThatEntraDoesNotKnowIsNobodyEvenIfTheNameFits() throws Exception {
        assertDenied(
                begin(user("alice", "CONTOSO", "alice@contoso.example", "S-1-5-21-1-2-3-4")),
                "no account in Entra fits");
    }

    @Test
    void byUpn() throws Exception {
        assertPrompted(user("alice", "", "Alice@Contoso.example", ""), "alice@contoso.example");
    }

    @Test
    void byTheUpnOnPremisesWhereTheCloudNameIsAnother() throws Exception {
        assertPrompted(user("grace", "", "grace@corp.contoso.example", ""), GRACE);
    }

    @Test
    void byDomainAndName() throws Exception {
        assertPrompted(user("grace", "contoso", "", ""), GRACE);
    }

    @Test
    void byDomainAndNameOfAUserWhoIsOnlyInTheCloud() throws Exception {
        assertPrompted(user("alice", "CONTOSO", "", ""), "alice@contoso.example");
    }

    @Test
    void twoWhoFitAreNobody() throws Exception {
        assertDenied(begin(user("twin", "CONTOSO", "", "")), "more than one account");
        assertThat(tenant.prompts()).isEmpty();
    }

    @Test
    void aDomainThatTheSettingsDoNotNameIsNobody() throws Exception {
        assertDenied(begin(user("alice", "FABRIKAM", "", "")), "see users and domains");
    }

    @Test
    void aDisabledAccountIsDenied() throws Exception {
        assertDenied(begin(user("frank", "CONTOSO", "", "")), "disabled in Entra");
        assertThat(tenant.prompts()).isEmpty();
    }

    @Test
    void whoIsNotInTheTenantIsDenied() throws Exception {
        assertDenied(begin(user("mallory", "CONTOSO", "", "")), "no account in Entra fits");
    }

    @ParameterizedTest
    @CsvSource({
        "mail, grace.mail@contoso.example",
        "otherMails, grace@home.example",
        "proxyAddresses, hopper@contoso.example",
        "extensionAttribute7, E-4711",
        "userPrincipalName, grace.hopper@contoso.example",
        "onPremisesUserPrincipalName, grace@corp.contoso.example"
    })
    void byAnotherAttribute(String property, String value) throws Exception {
        var provider = tenant.provider(
                tenant.settings().with("users.attribute", "cloudName").with("users.property", property));
        var user = new MfaUser(
                "corp:1",
                "grace",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("S-1-5-21-9-9-9-9"),
                Map.of("cloudName", List.of(value)));

        assertThat(begin(provider, user)).isEqualTo(new MfaOutcome.Approved());
        assertThat(tenant.prompts()).containsExactly(GRACE + " PhoneAppNotification");
    }

    @Test
    void whoLacksTheOtherAttributeIsDeniedRatherThanLookedUpInAnotherWay() throws Exception {
        var provider = tenant.provider(tenant.settings().with("users.attribute", "cloudName"));

        assertDenied(begin(provider, user("alice", "CONTOSO", "alice@contoso.example", "")), "nothing is known");
    }

    @Test
    void aQuoteInANameIsNoEndOfTheQuestion() throws Exception {
        assertDenied(begin(user("x' or userPrincipalName eq 'alice@contoso.example", "CONTOSO", "", "")), "no account");
        assertThat(tenant.prompts()).isEmpty();
    }

    @Test
    void anAccountIsKeptForMinutes() throws Exception {
        var provider = tenant.provider();
        var alice = user("alice", "CONTOSO", "", "");
        begin(provider, alice);
        begin(provider, alice);
        assertThat(tenant.requests("graph GET /v1.0/users", 200)).isEqualTo(1);

        tenant.host().forward(Duration.ofMinutes(6));
        begin(provider, alice);
        assertThat(tenant.requests("graph GET /v1.0/users", 200)).isEqualTo(2);
    }

    @Test
    void manyLoginsAtOnceAskOnce() throws Exception {
        tenant.graph("slow 300ms");
        tenant.phone("* deny");
        var provider = tenant.provider();
        var alice = user("alice", "CONTOSO", "", "");
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 20; i++) {
            threads.add(Thread.ofVirtual().name("login").start(() -> {
                try {
                    begin(provider, alice);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }

        assertThat(tenant.requests("graph GET /v1.0/users", 200)).isEqualTo(1);
        assertThat(tenant.requests("login POST", 200)).isEqualTo(2);
    }

    @Test
    void graphThatFailsIsUnavailableForWhoIsNotKnownYet() throws Exception {
        tenant.graph("503");

        assertUnavailable(begin(user("alice", "CONTOSO", "", "")), "HTTP 503");
    }

    @Test
    void brokenJsonIsUnavailable() throws Exception {
        tenant.graph("broken-json");

        assertUnavailable(begin(user("alice", "CONTOSO", "", "")), "Graph");
    }

    @Test
    void whoWasFoundBeforeIsPromptedThoughGraphFails() throws Exception {
        var provider = tenant.provider();
        var alice = user("alice", "CONTOSO", "", "");
        begin(provider, alice);
        tenant.graph("503");
        tenant.host().forward(Duration.ofMinutes(6));

        assertThat(begin(provider, alice)).isEqualTo(new MfaOutcome.Approved());
        tenant.host().forward(Duration.ofMinutes(61));
        assertUnavailable(begin(provider, alice), "HTTP 503");
    }

    @Test
    void whoWasDisabledMeanwhileIsDeniedWhenGraphFailsLater() throws Exception {
        var provider = tenant.provider();
        var frank = user("frank", "CONTOSO", "", "");
        begin(provider, frank);
        tenant.graph("503");
        tenant.host().forward(Duration.ofMinutes(6));

        assertDenied(begin(provider, frank), "disabled in Entra");
        tenant.host().forward(Duration.ofMinutes(61));
        assertUnavailable(begin(provider, frank), "HTTP 503");
    }

    @Test
    void waitsALittleWhenGraphAsksForPeace() throws Exception {
        tenant.graph("429 retry-after 1 times 1");

        assertThat(begin(user("alice", "CONTOSO", "", ""))).isEqualTo(new MfaOutcome.Approved());
        assertThat(tenant.requests("graph GET /v1.0/users", 429)).isEqualTo(1);
    }

    @Test
    void throttlingThatLastsIsADenialAndGraphIsLeftInPeace() throws Exception {
        tenant.graph("429 retry-after 60");
        var provider = tenant.provider();

        assertDenied(begin(provider, user("alice", "CONTOSO", "", "")), "asked too often");
        assertDenied(begin(provider, user("bob", "CONTOSO", "", "")), "asked too often");
        assertThat(begin(provider, user("bob", "CONTOSO", "", "")))
                .isInstanceOfSatisfying(
                        MfaOutcome.Denied.class,
                        denied -> assertThat(denied.kind()).isEqualTo(MfaOutcome.Denied.Kind.FAULT));
        assertThat(tenant.requests("graph GET /v1.0/users", 429)).isEqualTo(1);
    }

    @Test
    void withoutThePermissionItSaysWhich() throws Exception {
        tenant.restart(SimulatedTenant.resource("tenant.yaml").replace("User.Read.All, ", ""));

        assertDenied(begin(user("alice", "CONTOSO", "", "")), "grant the application the permission");
    }

    private void assertPrompted(MfaUser user, String upn) throws Exception {
        assertThat(begin(user)).isEqualTo(new MfaOutcome.Approved());
        assertThat(tenant.prompts()).containsExactly(upn + " PhoneAppNotification");
    }

    private MfaOutcome begin(MfaUser user) throws Exception {
        return begin(tenant.provider(), user);
    }

    private MfaOutcome begin(MfaProvider provider, MfaUser user) throws InterruptedException {
        return provider.begin(tenant.request(user, EnumSet.of(Interaction.OUT_OF_BAND), Duration.ofSeconds(20)));
    }

    private static MfaUser user(String name, String netbios, String upn, String sid) {
        return new MfaUser(
                "local:" + IDS.incrementAndGet(),
                name,
                some(netbios),
                Optional.empty(),
                some(upn),
                some(sid),
                Map.of());
    }

    private static Optional<String> some(String text) {
        return Optional.of(text).filter(value -> !value.isEmpty());
    }
}
