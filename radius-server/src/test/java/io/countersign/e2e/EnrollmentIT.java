package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.cli.Shell;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An administrator gives users their codes, by the commands that are typed. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(120)
final class EnrollmentIT {
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    @TempDir
    static Path folder;

    private static Site site;

    @BeforeAll
    static void make() throws Exception {
        site = Site.make(folder);
    }

    @Test
    void showsTheQrCodeAndItsTextBeforeItSaysThatItIsKept() {
        site.user("alice", Site.VPN_USERS);

        var lines = site.done("mfa", "enroll", "alice", "-p", "totp").lines().toList();

        assertThat(lines).hasSizeGreaterThan(20);
        assertThat(lines.getFirst()).startsWith("\u001b[97;40m█");
        assertThat(lines.get(lines.size() - 2)).startsWith("otpauth://totp/Contoso:alice?secret=");
        assertThat(lines.getLast()).startsWith("Enrolled alice for totp: SHA1, 6 digits, 30 s, credential ");
    }

    @Test
    void aSecondAppIsRefusedUnlessItIsAddedOrReplaces() {
        site.userWithApp("bob");

        assertThat(refused("mfa", "enroll", "bob", "-p", "totp"))
                .contains("bob has ", "Write --replace", "--add")
                .doesNotContain("otpauth");
        site.done("mfa", "enroll", "bob", "-p", "totp", "--add");
        assertThat(site.done("mfa", "enroll", "bob", "-p", "totp", "--replace")
                        .lines()
                        .filter(line -> line.matches("Revoked totp [0-9a-f]{8} of bob\\.")))
                .hasSize(2);
        assertThat(site.done("policy", "history", "--most", "1")).contains("mfa enroll");
        assertThat(site.done("mfa", "list", "bob").lines()).hasSize(2);
    }

    @Test
    void aCodeProvesTheNewApp() throws Exception {
        site.user("carol", Site.VPN_USERS);
        var app = new AuthenticatorApp(SEED, 6);

        site.input(SEED + "\n" + app.wrongCode());
        assertThat(refused("mfa", "enroll", "carol", "-p", "totp", "--secret-stdin", "--verify"))
                .contains("the code is not of this secret", "nothing was changed");
        assertThat(site.done("mfa", "list", "carol").lines()).hasSize(1);

        site.input(SEED + "\n" + app.code());
        assertThat(site.done("mfa", "enroll", "carol", "-p", "totp", "--secret-stdin", "--verify"))
                .startsWith("Enrolled carol for totp")
                .doesNotContain(SEED);
    }

    @Test
    void onATerminalASecretAndItsCodeAreTypedUnseenAndACodeCanBeTypedAgain() throws Exception {
        site.user("dave", Site.VPN_USERS);
        var app = new AuthenticatorApp(SEED, 6);
        var typed = new ArrayDeque<>(List.of(SEED, app.wrongCode(), "", app.code()));
        var prompts = new ArrayList<String>();

        var done = site.typing(
                prompt -> {
                    prompts.add(prompt);
                    return typed.removeFirst();
                },
                "mfa",
                "enroll",
                "dave",
                "-p",
                "totp",
                "--secret-stdin",
                "--verify");

        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(prompts)
                .containsExactly(
                        "Secret or otpauth URI of dave (not shown): ",
                        "Code that the device of dave shows now: ",
                        "Code that the device of dave shows now: ",
                        "Code that the device of dave shows now: ");
        assertThat(done.out() + done.err()).doesNotContain(SEED);
    }

    @Test
    void aUriSaysHowItsCodesAreMade() {
        site.user("erin", Site.VPN_USERS);
        site.input("otpauth://totp/Acme:erin?secret=" + SEED + "&digits=8&period=60&algorithm=SHA256");

        var done = site.run("mfa", "enroll", "erin", "-p", "totp", "--secret-stdin");

        assertThat(done.out()).startsWith("Enrolled erin for totp: SHA256, 8 digits, 60 s, credential ");
        assertThat(done.err())
                .contains(
                        "Note: the URI says that it is of Acme: erin",
                        "Note: not every app computes SHA256, 8 digits, 60 s");
    }

    @Test
    void aShortSecretIsTakenOnPurposeAndTheHistorySaysSo() {
        site.user("frank", Site.VPN_USERS);

        site.input("JBSWY3DPEHPK3PXP");
        assertThat(refused("mfa", "enroll", "frank", "-p", "totp", "--secret-stdin"))
                .contains("--short-secret");
        site.input("JBSWY3DPEHPK3PXP");
        site.done("mfa", "enroll", "frank", "-p", "totp", "--secret-stdin", "--short-secret");

        assertThat(site.done("policy", "history", "--most", "1", "-o", "json"))
                .contains("of frank: a secret of 10 octets, where RFC 4226 asks for 16 or more");
    }

    @Test
    void hexadecimalIsTakenWhereItIsSaid() {
        site.user("grace", Site.VPN_USERS);

        site.input("3132333435363738393031323334353637383930");
        assertThat(refused("mfa", "enroll", "grace", "-p", "totp", "--secret-stdin"))
                .contains("--hex");
        site.input("3132333435363738393031323334353637383930");
        site.done("mfa", "enroll", "grace", "-p", "totp", "--secret-stdin", "--hex");
        site.input(SEED);
        assertThat(refused("mfa", "enroll", "grace", "-p", "totp", "--secret-stdin", "--add"))
                .contains("grace has this secret already");
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() {
        for (var options :
                new String[][] {{"--add", "--replace"}, {"--hex"}, {"--secret-stdin", "--hex", "--base32"}}) {
            var arguments = new ArrayList<>(List.of("mfa", "enroll", "alice", "-p", "totp"));
            arguments.addAll(List.of(options));
            assertThat(site.run(arguments.toArray(String[]::new)).exitCode())
                    .as(arguments.toString())
                    .isEqualTo(2);
        }
    }

    private static String refused(String... arguments) {
        Shell.Result result = site.run(arguments);
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(1);
        return result.out() + result.err();
    }
}
