package io.countersign.mfa.entra;

import static io.countersign.mfa.entra.SimulatedTenant.assertDenied;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaOutcome;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Codes of an app and by SMS, for clients that can be challenged. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CodeTest {
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
    void theCodeOfTheAppLetsTheUserIn() throws Exception {
        assertThat(answered("alice", "code", "492 817")).isEqualTo(new MfaOutcome.Approved());
        assertThat(tenant.prompts()).isEmpty();
    }

    @Test
    void theCodeOfAnSmsLetsTheUserIn() throws Exception {
        assertThat(answered("erin", "code,sms", "731904")).isEqualTo(new MfaOutcome.Approved());
        assertThat(tenant.prompts()).containsExactly("erin@contoso.example OneWaySMS");
    }

    @Test
    void tellsCodesThatAreSentFromThoseOfAnApp() throws Exception {
        assertThat(asked("erin", "sms").by()).isEqualTo(Interaction.SENT_CODE);
        assertThat(asked("alice", "code").by()).isEqualTo(Interaction.CODE);
    }

    @Test
    void askingForTheSameSmsAgainSendsNone() throws Exception {
        var provider = tenant.provider(tenant.settings().with("push.methods", "sms"));
        var request = tenant.vpn("erin");
        var asked = (MfaOutcome.AnswerNeeded) provider.begin(request);

        assertThat(provider.resume(request, asked.handle(), new MfaEvent.Answer("000000")))
                .isInstanceOfSatisfying(
                        MfaOutcome.AnswerNeeded.class,
                        again -> assertThat(again.by()).isEqualTo(Interaction.CODE));
        assertThat(tenant.prompts()).hasSize(1);
    }

    @Test
    void aWrongCodeMayBeTypedAgainUntilTheServiceHasHadEnough() throws Exception {
        var provider = tenant.provider(tenant.settings().with("push.methods", "code"));
        var request = tenant.vpn("alice");
        var handle = ((MfaOutcome.AnswerNeeded) provider.begin(request)).handle();
        for (int i = 0; i < 2; i++) {
            var again = (MfaOutcome.AnswerNeeded) provider.resume(request, handle, new MfaEvent.Answer("000000"));
            handle = again.handle();
        }

        assertDenied(
                provider.resume(request, handle, new MfaEvent.Answer("000000")),
                "OathCodeFailedMaxAllowedRetryReached");
        assertDenied(provider.resume(request, handle, new MfaEvent.Answer("492817")), "InvalidSession");
    }

    @Test
    void aPollDoesNotAnswerACode() throws Exception {
        var provider = tenant.provider(tenant.settings().with("push.methods", "code"));
        var request = tenant.vpn("alice");
        var handle = ((MfaOutcome.AnswerNeeded) provider.begin(request)).handle();

        assertDenied(provider.resume(request, handle, new MfaEvent.Poll()), "waits for a code");
    }

    @Test
    void whoHasNoAppCodeIsAskedByTheNextMethod() throws Exception {
        var provider = tenant.provider(tenant.settings().with("push.methods", "code,push"));

        assertThat(provider.begin(tenant.vpn("bob"))).isEqualTo(new MfaOutcome.Approved());
        assertThat(tenant.prompts()).containsExactly("bob@contoso.example PhoneAppNotification");
    }

    private MfaOutcome.AnswerNeeded asked(String user, String methods) throws Exception {
        var provider = tenant.provider(tenant.settings().with("push.methods", methods));
        return (MfaOutcome.AnswerNeeded) provider.begin(tenant.vpn(user));
    }

    private MfaOutcome answered(String user, String methods, String code) throws Exception {
        var provider = tenant.provider(tenant.settings().with("push.methods", methods));
        var request = tenant.vpn(user);
        var asked = (MfaOutcome.AnswerNeeded) provider.begin(request);
        return provider.resume(request, asked.handle(), new MfaEvent.Answer(code));
    }
}
