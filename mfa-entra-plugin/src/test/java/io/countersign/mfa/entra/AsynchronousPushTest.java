package io.countersign.mfa.entra;

import static io.countersign.mfa.entra.SimulatedTenant.assertDenied;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pushes that are started, and asked after. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AsynchronousPushTest {
    private static final String END = "/StrongAuthenticationService.svc/Connector/EndTwoWayAuthentication";

    @TempDir
    Path folder;

    private SimulatedTenant tenant;
    private MfaProvider provider;

    @BeforeEach
    void start() throws IOException {
        tenant = new SimulatedTenant(folder);
        provider = tenant.provider(tenant.settings().with("push.waiting", "asynchronous"));
    }

    @AfterEach
    void stop() {
        tenant.close();
    }

    @Test
    void waitsWithoutACallUntilTheUserApproves() throws Exception {
        tenant.phone("alice approve after 800ms");
        var request = tenant.gateway("alice");
        var started = (MfaOutcome.Waiting) provider.begin(request);

        assertThat(provider.resume(request, started.handle(), new MfaEvent.Poll()))
                .isInstanceOf(MfaOutcome.Waiting.class);
        Thread.sleep(900);
        assertThat(provider.resume(request, started.handle(), new MfaEvent.Poll()))
                .isEqualTo(new MfaOutcome.Approved());
        assertThat(tenant.prompts()).hasSize(1);
    }

    @Test
    void anApprovalIsToldOnce() throws Exception {
        tenant.phone("alice approve");
        var request = tenant.gateway("alice");
        var handle = started(request);

        assertThat(provider.resume(request, handle, new MfaEvent.Poll())).isEqualTo(new MfaOutcome.Approved());
        assertDenied(provider.resume(request, handle, new MfaEvent.Poll()), "InvalidSession");
    }

    @Test
    void aBeginThatApprovesWithoutAskingIsDenied() throws Exception {
        tenant.phone("alice http 200");

        assertThat(provider.begin(tenant.gateway("alice"))).isInstanceOf(MfaOutcome.Denied.class);
    }

    @Test
    void aPromptOfOneLoginIsNoneOfAnother() throws Exception {
        tenant.phone("* approve");
        var handle = started(tenant.gateway("alice"));

        assertDenied(provider.resume(tenant.gateway("alice"), handle, new MfaEvent.Poll()), "no such prompt");
        assertDenied(provider.resume(tenant.gateway("bob"), handle, new MfaEvent.Poll()), "no such prompt");
    }

    @Test
    void aPromptThatWasTakenBackLetsNobodyIn() throws Exception {
        tenant.phone("alice approve");
        var request = tenant.gateway("alice");
        var handle = started(request);
        provider.cancel(request, handle);

        assertDenied(provider.resume(request, handle, new MfaEvent.Poll()), "no such prompt");
    }

    @Test
    void aPromptOlderThanThreeMinutesIsOver() throws Exception {
        tenant.phone("alice approve");
        var request = tenant.gateway("alice");
        var handle = started(request);
        tenant.host().forward(Duration.ofSeconds(181));

        assertDenied(provider.resume(request, handle, new MfaEvent.Poll()), "older than");
    }

    @Test
    void aCodeDoesNotAnswerAPush() throws Exception {
        tenant.phone("alice approve");
        var request = tenant.gateway("alice");

        assertDenied(provider.resume(request, started(request), new MfaEvent.Answer("123456")), "waits for no code");
    }

    @Test
    void aTokenThatIsRefusedMeanwhileIsReplaced() throws Exception {
        tenant.phone("alice approve");
        var request = tenant.gateway("alice");
        var handle = started(request);
        tenant.revokeTokens();

        assertThat(provider.resume(request, handle, new MfaEvent.Poll())).isEqualTo(new MfaOutcome.Approved());
    }

    @Test
    void aQuestionThatFailsIsAskedAgainForThePromptIsStillOpen() throws Exception {
        tenant.phone("alice approve");
        var request = tenant.gateway("alice");
        var handle = started(request);
        tenant.simulator().close();

        assertThat(provider.resume(request, handle, new MfaEvent.Poll())).isInstanceOf(MfaOutcome.Waiting.class);
    }

    @Test
    void theAffinityUrlIsFollowedOnlyToAHostOfTheSettingsAndOnlyIfTheySaySo() throws Exception {
        tenant.phone(
                "alice affinity https://localhost:" + tenant.simulator().graph().getPort() + END,
                "bob affinity " + tenant.simulator().graph() + END);
        var follows = tenant.provider(
                tenant.settings().with("push.waiting", "asynchronous").with("push.affinity-url", "true"));

        assertThat(endOf(follows, "alice")).isEqualTo(new MfaOutcome.Approved());
        assertThat(endOf(follows, "bob")).isInstanceOf(MfaOutcome.Waiting.class);
        assertThat(endOf(provider, "bob")).isInstanceOf(MfaOutcome.Denied.class);
        assertThat(tenant.requests("graph POST " + END, 404)).isEqualTo(1);
    }

    private MfaOutcome endOf(MfaProvider asked, String user) throws Exception {
        var request = tenant.gateway(user);
        return asked.begin(request) instanceof MfaOutcome.Waiting(var handle, var _)
                ? asked.resume(request, handle, new MfaEvent.Poll())
                : MfaOutcome.Denied.notShown("not started");
    }

    private MfaHandle started(MfaRequest request) throws InterruptedException {
        return ((MfaOutcome.Waiting) provider.begin(request)).handle();
    }
}
