package io.countersign.mfa.demophone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaRequest;
import io.countersign.mfa.MfaUser;
import io.countersign.mfa.contract.MfaContract;
import io.countersign.mfa.contract.TestHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class DemoPhoneTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    @TestFactory
    Stream<DynamicTest> keepsTheContract() throws IOException {
        var file = Files.writeString(folder.resolve("script"), "* approve after 1s");
        return MfaContract.rules(host -> new DemoPhone(
                        Optional.of(new Script(file)),
                        new Terminal(
                                InputStream.nullInputStream(), new PrintStream(screen, true, StandardCharsets.UTF_8)),
                        host))
                .stream()
                .map(rule -> dynamicTest(rule.name(), rule::run));
    }

    @Test
    void isThereOnlyWhereTheSettingsNameIt() {
        assertThat(new DemoPhoneFactory().needsSettings()).isTrue();
    }

    @Test
    void theFirstLineThatNamesTheUserHolds() throws Exception {
        var phone = scripted("# the demo", "alice approve after 1ms", "bob deny", "* not-enrolled");

        assertThat(lastWord(phone, "alice")).isEqualTo(new MfaOutcome.Approved());
        assertThat(lastWord(phone, "BOB")).isInstanceOf(MfaOutcome.Denied.class);
        assertThat(lastWord(phone, "carol")).isInstanceOf(MfaOutcome.NotEnrolled.class);
    }

    @Test
    void theScriptIsReadAnewAtEveryPrompt() throws Exception {
        var phone = scripted("* deny");
        assertThat(lastWord(phone, "alice")).isInstanceOf(MfaOutcome.Denied.class);

        Files.writeString(folder.resolve("script"), "* approve\n");
        assertThat(lastWord(phone, "alice")).isEqualTo(new MfaOutcome.Approved());
    }

    @Test
    void aScriptThatCannotBeFollowedDenies() throws Exception {
        for (var line : new String[] {
            "alice aprove",
            "alice",
            "alice approve after soon",
            "alice approve after 99999999999999999999s",
            "bob approve"
        }) {
            assertThat(scripted(line).begin(request("alice"))).isInstanceOf(MfaOutcome.Denied.class);
        }
    }

    @Test
    void itFailsAsAPluginMayFail() throws Exception {
        assertThat(scripted("* fail").begin(request("alice"))).isInstanceOf(MfaOutcome.Unavailable.class);
        assertThat(scripted("* null").begin(request("alice"))).isNull();
        assertThatThrownBy(() -> scripted("* throw").begin(request("alice"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPromptThatWasTakenBackIsNeverApproved() throws Exception {
        var phone = scripted("* approve after 1s");
        var waiting = (MfaOutcome.Waiting) phone.begin(request("alice"));
        phone.cancel(request("alice"), waiting.handle());

        assertThat(phone.resume(request("alice"), waiting.handle(), new MfaEvent.Poll()))
                .isInstanceOf(MfaOutcome.Denied.class);
    }

    @Test
    void thePersonAtTheTerminalDecides() throws Exception {
        try (var keyboard = new PipedOutputStream()) {
            var phone = asking(new PipedInputStream(keyboard));
            var first = (MfaOutcome.Waiting) phone.begin(request("alice"));
            var second = (MfaOutcome.Waiting) phone.begin(request("bob"));
            keyboard.write("y\n2 yes\n1 n\n".getBytes(StandardCharsets.UTF_8));

            assertThat(polled(phone, "bob", second)).isEqualTo(new MfaOutcome.Approved());
            assertThat(polled(phone, "alice", first)).isInstanceOf(MfaOutcome.Denied.class);
            assertThat(screen.toString(StandardCharsets.UTF_8))
                    .contains("alice wants in through rdgw-01")
                    .contains("which one?");
        }
    }

    @Test
    void withNobodyAtTheTerminalThePromptIsDenied() throws Exception {
        var phone = asking(new ByteArrayInputStream(new byte[0]));

        assertThat(lastWord(phone, "alice")).isInstanceOf(MfaOutcome.Denied.class);
    }

    @Test
    void thePersonAtTheTerminalIsToldWhenAnApprovalCameTooLate() {
        asking(InputStream.nullInputStream()).approvedTooLate(request("alice"));

        assertThat(screen.toString(StandardCharsets.UTF_8)).contains("Too late, alice was not let in");
    }

    private DemoPhone scripted(String... lines) throws IOException {
        var file = Files.writeString(folder.resolve("script"), String.join("\n", lines));
        return phone(Optional.of(new Script(file)), InputStream.nullInputStream());
    }

    private DemoPhone asking(InputStream keyboard) {
        return phone(Optional.empty(), keyboard);
    }

    private DemoPhone phone(Optional<Script> script, InputStream keyboard) {
        var terminal = new Terminal(keyboard, new PrintStream(screen, true, StandardCharsets.UTF_8));
        return new DemoPhone(script, terminal, new TestHost());
    }

    private static MfaOutcome lastWord(DemoPhone phone, String user) throws InterruptedException {
        var outcome = phone.begin(request(user));
        return outcome instanceof MfaOutcome.Waiting waiting ? polled(phone, user, waiting) : outcome;
    }

    private static MfaOutcome polled(DemoPhone phone, String user, MfaOutcome.Waiting waiting)
            throws InterruptedException {
        MfaOutcome outcome = waiting;
        while (outcome instanceof MfaOutcome.Waiting(var handle, var pollAfter)) {
            Thread.sleep(pollAfter);
            outcome = phone.resume(request(user), handle, new MfaEvent.Poll());
        }
        return outcome;
    }

    private static MfaRequest request(String user) {
        var account = new MfaUser(
                "local:" + user,
                user,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        return new MfaRequest(
                "login-" + user, account, Set.of(Interaction.OUT_OF_BAND), "rdgw-01", Optional.empty(), Instant.MAX);
    }
}
