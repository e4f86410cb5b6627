package io.countersign.mfa.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong or right says nothing secret: no token, no secret, no code, no XML. */
class AnswersStayRedactedTest {
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
    void noLogAndNoReasonHoldsASecret() throws Exception {
        var said = new ArrayList<String>();
        var settings = tenant.settings()
                .without("push.certificate")
                .without("push.certificate-password")
                .with("push.secret", SimulatedTenant.PUSH_SECRET);
        for (var action : new String[] {
            "approve", "deny", "fraud", "broken-xml", "dtd", "reset", "http 500", "http 403", "result Odd<Value> true"
        }) {
            tenant.phone("* " + action);
            said.add(String.valueOf(tenant.provider(settings).begin(tenant.gateway("bob"))));
            tenant.revokeTokens();
        }
        var codes = tenant.provider(settings.with("push.methods", "code"));
        var request = tenant.vpn("alice");
        if (codes.begin(request) instanceof MfaOutcome.AnswerNeeded needed) {
            said.add(needed.toString());
            said.add(String.valueOf(codes.resume(request, needed.handle(), new MfaEvent.Answer("marker-code-4411"))));
        }
        said.addAll(tenant.host().logged());

        assertThat(said).hasSizeGreaterThan(15);
        assertThat(said)
                .allSatisfy(line -> assertThat(line)
                        .doesNotContain("simulated-token", "marker", "<", "simulated Odd")
                        .doesNotContainIgnoringCase("bearer"));
    }
}
