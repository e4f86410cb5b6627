package io.countersign.mfa.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of {@code result-codes.txt}: every code of the service, and some of none. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ResultCodesTest {
    @TempDir
    static Path folder;

    private static SimulatedTenant tenant;
    private static MfaProvider synchronous;
    private static MfaProvider asynchronous;

    /** A line of the table. */
    record Line(String value, String atBegin, String atEnd) {}

    static List<Line> lines() throws IOException {
        return SimulatedTenant.resource("result-codes.txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\\s+", -1))
                .map(words -> new Line(words[0], words[1], words[2]))
                .toList();
    }

    @BeforeAll
    static void start() throws IOException {
        tenant = new SimulatedTenant(folder);
        synchronous = tenant.provider(tenant.settings().with("push.methods", "push"));
        asynchronous =
                tenant.provider(tenant.settings().with("push.methods", "push").with("push.waiting", "asynchronous"));
    }

    @AfterAll
    static void stop() {
        tenant.close();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void answersTheBegin(Line line) throws Exception {
        tenant.phone("alice result " + line.value() + " false");

        assertThat(word(synchronous.begin(tenant.gateway("alice")))).isEqualTo(line.atBegin());
    }

    @ParameterizedTest
    @MethodSource("lines")
    void endsThePrompt(Line line) throws Exception {
        tenant.phone("alice result " + line.value() + " false");
        var request = tenant.gateway("alice");

        assertThat(word(polledOnce(request))).isEqualTo(line.atEnd());
    }

    private static MfaOutcome polledOnce(MfaRequest request) throws InterruptedException {
        var started = (MfaOutcome.Waiting) asynchronous.begin(request);
        return asynchronous.resume(request, started.handle(), new MfaEvent.Poll());
    }

    private static String word(MfaOutcome outcome) {
        return switch (outcome) {
            case MfaOutcome.Approved() -> "approved";
            case MfaOutcome.Denied(var kind, var _) ->
                switch (kind) {
                    case BY_USER -> "refused";
                    case NOT_SHOWN -> "not-shown";
                    case FAULT -> "fault";
                };
            case MfaOutcome.Waiting _ -> "waiting";
            case MfaOutcome.AnswerNeeded _ -> "answer-needed";
            case MfaOutcome.NotEnrolled _ -> "not-enrolled";
            case MfaOutcome.Unavailable _ -> "unavailable";
        };
    }
}
