package io.countersign.mfa.entra;

import static io.countersign.mfa.entra.SimulatedTenant.assertDenied;
import static io.countersign.mfa.entra.SimulatedTenant.assertUnavailable;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an RD Gateway's users meet: synchronous pushes and calls. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GatewayPushTest {
    @TempDir
    Path folder;

    private SimulatedTenant tenant;

    @BeforeEach
    void start() throws IOException {
        tenant = new SimulatedTenant(folder);
    }

    @AfterEach
    void stop() {
        tenant.close();
    }

    @Test
    void approvesWhenTheUserDoes() throws Exception {
        tenant.phone("alice approve after 300ms");

        assertThat(tenant.provider().begin(tenant.gateway("alice"))).isEqualTo(new MfaOutcome.Approved());
        assertThat(tenant.prompts()).containsExactly("alice@contoso.example PhoneAppNotification");
    }

    @Test
    void deniesWhenTheUserDoes() throws Exception {
        tenant.phone("alice deny after 100ms");

        assertDenied(tenant.provider().begin(tenant.gateway("alice")), "PhoneAppDenied: the user pressed Deny");
    }

    @Test
    void deniesWhenTheUserReportsFraudAndWarns() throws Exception {
        tenant.phone("alice fraud");

        assertDenied(tenant.provider().begin(tenant.gateway("alice")), "PhoneAppFraudReported");
        assertThat(tenant.host().logged()).anyMatch(line -> line.contains("fraud") && line.contains("alice"));
    }

    /** Whatever the two words are, only Success and true together let a user in. */
    @ParameterizedTest
    @CsvSource({
        "Success,nil",
        "Success,false",
        "Success,True",
        "Success,TRUE",
        "Success,1",
        "Success,challenge",
        "success,true",
        "PhoneAppDenied,true",
        "AuthenticationPending,true",
        "OathCodePending,true",
        "SomethingNew,true",
        "InternalError,true"
    })
    void anythingElseThanSuccessAndTrueIsNoApproval(String value, String authenticationResult) throws Exception {
        tenant.phone("alice result " + value + " " + authenticationResult);
        var settings = tenant.settings().with("push.methods", "push");

        assertThat(tenant.provider(settings).begin(tenant.gateway("alice")))
                .isNotInstanceOf(MfaOutcome.Approved.class)
                .isNotInstanceOf(MfaOutcome.Unavailable.class)
                .isNotInstanceOf(MfaOutcome.NotEnrolled.class)
                .isNotInstanceOf(MfaOutcome.AnswerNeeded.class);
    }

    @Test
    void startedIsNotApproved() throws Exception {
        tenant.phone("alice started-only");

        assertDenied(tenant.provider().begin(tenant.gateway("alice")), "started, but nobody has approved");
    }

    @Test
    void anAnswerAboutSomebodyElseIsDenied() throws Exception {
        tenant.phone("alice wrong-user");

        assertDenied(tenant.provider().begin(tenant.gateway("alice")), "about another user");
    }

    /** What the service did is not known after these, so no policy may let a user round them. */
    @ParameterizedTest
    @CsvSource({
        "broken-xml, broken XML",
        "dtd, DTD",
        "reset, did not answer to the end",
        "http 500, HTTP 500",
        "http 503, HTTP 503",
        "http 400, HTTP 400",
        "http 302, HTTP 302",
        "http 429 retry-after 2, asked too often",
        "throttled, AuthenticationThrottled",
        "blocked, UserIsBlocked"
    })
    void deniesWhatIsUnclearOrRefused(String action, String why) throws Exception {
        tenant.phone("alice " + action);

        assertDenied(tenant.provider().begin(tenant.gateway("alice")), why);
    }

    @Test
    void aServiceThatNeverAnswersIsDeniedAtTheDeadline() throws Exception {
        tenant.phone("alice half-open");
        var request = tenant.request(
                SimulatedTenant.user("alice"), EnumSet.of(Interaction.OUT_OF_BAND), Duration.ofSeconds(2));
        long begin = System.nanoTime();

        var outcome = tenant.provider().begin(request);

        assertDenied(outcome, "did not answer in time");
        assertThat(((MfaOutcome.Denied) outcome).kind()).isEqualTo(MfaOutcome.Denied.Kind.NOT_SHOWN);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(1500), Duration.ofSeconds(6));
    }

    @Test
    void askedForMethodsOneAfterTheOtherAndOnlyPromptedForTheOneThatThereIs() throws Exception {
        tenant.phone("* approve");
        var provider = tenant.provider();

        assertThat(provider.begin(tenant.gateway("carol"))).isEqualTo(new MfaOutcome.Approved());
        assertThat(provider.begin(tenant.gateway("bob"))).isEqualTo(new MfaOutcome.Approved());
        assertThat(tenant.prompts())
                .containsExactly("carol@contoso.example TwoWayVoiceMobile", "bob@contoso.example PhoneAppNotification");
    }

    @Test
    void whoHasNoMethodIsNotEnrolled() throws Exception {
        var outcome = tenant.provider().begin(tenant.gateway("dave"));

        assertThat(outcome).isInstanceOf(MfaOutcome.NotEnrolled.class);
        assertThat(((MfaOutcome.NotEnrolled) outcome).hint()).contains("aka.ms/mfasetup");
    }

    @Test
    void whoHasOnlyCodesIsNotEnrolledForAGatewayWithoutBeingPrompted() throws Exception {
        assertThat(tenant.provider().begin(tenant.gateway("erin"))).isInstanceOf(MfaOutcome.NotEnrolled.class);
        assertThat(tenant.prompts()).isEmpty();
    }

    @Test
    void aUserWithAnAppCodeStillGetsApproveOrDenyAtAGateway() throws Exception {
        tenant.phone("* approve");
        var settings = tenant.settings().with("push.methods", "code,push");

        assertThat(tenant.provider(settings).begin(tenant.gateway("alice"))).isEqualTo(new MfaOutcome.Approved());
    }

    @ParameterizedTest
    @ValueSource(strings = {"code", "sms", "code,sms"})
    void codesAloneCannotReachAGateway(String methods) throws Exception {
        var provider = tenant.provider(tenant.settings().with("push.methods", methods));

        assertThat(provider.interactions()).isNotEmpty().doesNotContain(Interaction.OUT_OF_BAND);
        assertDenied(provider.begin(tenant.gateway("alice")), "can carry none of the methods");
    }

    @Test
    void aTokenThatIsRefusedIsReplacedOnceWithoutASecondPrompt() throws Exception {
        tenant.phone("* approve");
        var provider = tenant.provider();
        provider.begin(tenant.gateway("bob"));
        tenant.revokeTokens();

        assertThat(provider.begin(tenant.gateway("alice"))).isEqualTo(new MfaOutcome.Approved());
        assertThat(tenant.prompts()).hasSize(2);
    }

    @Test
    void aServiceThatIsNotThereIsUnavailable() throws Exception {
        var settings = tenant.settings().with("push.host", "https://127.0.0.1:1");

        assertUnavailable(tenant.provider(settings).begin(tenant.gateway("alice")), "cannot be reached");
    }

    @Test
    void aServiceWithAnUntrustedCertificateIsUnavailable() throws Exception {
        tenant.phone("* approve");
        var settings = tenant.settings().without("certificate-authorities");

        assertUnavailable(tenant.provider(settings).begin(tenant.gateway("alice")), "cannot be reached");
        assertThat(tenant.prompts()).isEmpty();
    }

    @Test
    void aHostThatFailsAgainAndAgainIsLeftInPeaceForHalfAMinute() throws Exception {
        tenant.phone("* http 503");
        var provider = tenant.provider();
        for (int i = 0; i < 5; i++) {
            assertDenied(provider.begin(tenant.gateway("alice")), "HTTP 503");
        }
        tenant.phone("* approve");

        assertUnavailable(provider.begin(tenant.gateway("alice")), "failed several times in a row");
        tenant.host().setClock(Duration.ofHours(-1));
        tenant.host().forward(Duration.ofSeconds(31));
        assertThat(provider.begin(tenant.gateway("alice"))).isEqualTo(new MfaOutcome.Approved());
    }

    /** An outage must not look like a user who refuses, or it would pause the users whom it has hit. */
    @ParameterizedTest
    @ValueSource(strings = {"http 503", "http 429", "http 500", "broken-xml", "reset", "result InternalError false"})
    void fiveFailuresOfTheServiceInARowAreFaults(String action) throws Exception {
        tenant.phone("* " + action);
        var provider = tenant.provider();
        for (int i = 0; i < 5; i++) {
            assertThat(provider.begin(tenant.gateway("alice")))
                    .isInstanceOfSatisfying(
                            MfaOutcome.Denied.class,
                            denied -> assertThat(denied.kind()).isEqualTo(MfaOutcome.Denied.Kind.FAULT));
        }
    }

    @Test
    void aPushIsNotSentAgainBecauseTheServiceInvitesToIt() throws Exception {
        tenant.phone("* http 503 retry-after 0");
        var provider = tenant.provider();
        SimulatedTenant.assertDenied(provider.begin(tenant.gateway("alice")), "HTTP 503");
        assertThat(tenant.requests("push POST", 503)).isOne();
    }

    @Test
    void usersWhoDoNotAnswerDoNotMakeTheHostLookBroken() throws Exception {
        tenant.phone("* half-open");
        var provider = tenant.provider();
        for (int i = 0; i < 6; i++) {
            provider.begin(tenant.request(
                    SimulatedTenant.user("alice"), EnumSet.of(Interaction.OUT_OF_BAND), Duration.ofMillis(300)));
        }
        tenant.phone("* approve");

        assertThat(provider.begin(tenant.gateway("alice"))).isEqualTo(new MfaOutcome.Approved());
    }

    @Test
    void followsARedirectToAHostOfTheSettingsAndToNoOther() throws Exception {
        tenant.phone(
                "alice redirect https://localhost:"
                        + tenant.simulator().push().getPort()
                        + "/StrongAuthenticationService.svc/Connector/BeginTwoWayAuthentication",
                "bob approve");
        var elsewhere = tenant.provider();
        var allowed = tenant.provider(tenant.settings()
                .with(
                        "push.further-hosts",
                        "https://localhost:" + tenant.simulator().push().getPort()));

        assertDenied(elsewhere.begin(tenant.gateway("alice")), "not in the settings");
        assertDenied(allowed.begin(tenant.gateway("alice")), "from one address to the next");
        assertThat(tenant.requests("push POST", 307)).isEqualTo(4);
    }

    @Test
    void endsSoonAfterAnInterrupt() throws Exception {
        tenant.phone("alice no-answer");
        var provider = tenant.provider();
        var call = Thread.ofVirtual().name("login").start(() -> {
            try {
                provider.begin(tenant.gateway("alice"));
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        tenant.awaitPrompts(1);
        call.interrupt();

        assertThat(call.join(Duration.ofSeconds(2))).isTrue();
    }

    @Test
    void namesAreEscapedInTheRequest() throws Exception {
        tenant.phone("* approve");
        var provider = tenant.provider();

        assertThat(provider.begin(tenant.gateway("a&b<c"))).isEqualTo(new MfaOutcome.Approved());
        assertThat(provider.begin(tenant.gateway("o'hara"))).isEqualTo(new MfaOutcome.Approved());
        assertThat(tenant.prompts())
                .isEqualTo(List.of(
                        "a&b<c@contoso.example PhoneAppNotification", "o'hara@contoso.example PhoneAppNotification"));
    }
}
