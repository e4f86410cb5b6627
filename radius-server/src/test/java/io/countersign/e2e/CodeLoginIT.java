package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A VPN's users log in with a password and the code of their app. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(60)
final class CodeLoginIT {
    @TempDir
    static Path folder;

    private static Site site;

    @BeforeAll
    static void serve() throws Exception {
        Radclient.require();
        site = Site.make(folder).serve();
    }

    @AfterAll
    static void end() throws Exception {
        if (site != null) {
            site.close();
        }
    }

    @Test
    void letsInWhoShowsPasswordAndCode() throws Exception {
        var app = site.userWithApp("alice");

        var challenge = password("alice", Site.PASSWORD);
        assertThat(challenge.isA("Access-Challenge").attributes())
                .contains("Prompt = No-Echo")
                .anyMatch(line -> line.matches(
                        "Reply-Message = \"Enter the code from your authenticator app \\(reference .{4}-.{4}\\): \""))
                .noneMatch(line -> line.startsWith("Class") || line.startsWith("Cisco"));
        assertThat(code("alice", challenge.state(), app.code())
                        .isA("Access-Accept")
                        .attributes())
                .contains("Class = 0x76706e", "Cisco-AVPair = \"shell:priv-lvl=1\"");
    }

    @Test
    void letsInWithTheCodeInGroupsAsTheAppShowsIt() throws Exception {
        var app = site.userWithApp("grace");
        AuthenticatorApp.awaitRoomInStep();
        var code = app.code();

        code("grace", password("grace", Site.PASSWORD).state(), code.substring(0, 3) + " " + code.substring(3))
                .isA("Access-Accept");
    }

    @Test
    void whatIsNoGuessLocksNobody() throws Exception {
        var app = site.userWithApp("heidi");
        for (var typed : new String[] {"", "none", "12345", Site.PASSWORD, "1234567", "", "", ""}) {
            code("heidi", password("heidi", Site.PASSWORD).state(), typed).isA("Access-Reject");
        }

        code("heidi", password("heidi", Site.PASSWORD).state(), app.code()).isA("Access-Accept");
    }

    @Test
    void rejectsAWrongPassword() throws Exception {
        site.userWithApp("bob");

        assertThat(password("bob", "not-the-password").isA("Access-Reject").attributes())
                .noneMatch(line -> line.startsWith("Class") || line.startsWith("Cisco"));
    }

    @Test
    void tellsWhyByTheReferenceThatTheUserReadsOut() throws Exception {
        site.userWithApp("ivan");

        var shown = password("ivan", "not-the-password").isA("Access-Reject").attributes().stream()
                .filter(line -> line.startsWith("Reply-Message = \"Reference "))
                .findFirst()
                .orElseThrow();
        var reference = shown.substring(shown.lastIndexOf(' ') + 1, shown.length() - 1);

        assertThat(site.done("explain", reference.toLowerCase(Locale.ROOT)))
                .contains("ivan", "wrong password", reference.replace("-", ""));
    }

    @Test
    void rejectsAWrongCode() throws Exception {
        var app = site.userWithApp("carol");

        code("carol", password("carol", Site.PASSWORD).state(), app.wrongCode()).isA("Access-Reject");
    }

    @Test
    void rejectsACodeThatWasUsedBefore() throws Exception {
        var app = site.userWithApp("dave");
        AuthenticatorApp.awaitRoomInStep();
        var code = app.code();

        code("dave", password("dave", Site.PASSWORD).state(), code).isA("Access-Accept");
        code("dave", password("dave", Site.PASSWORD).state(), code).isA("Access-Reject");
        code("dave", password("dave", Site.PASSWORD).state(), app.code(1)).isA("Access-Accept");
    }

    @Test
    void rejectsAStateThatWasUsedBefore() throws Exception {
        var app = site.userWithApp("erin");
        var state = password("erin", Site.PASSWORD).state();

        code("erin", state, app.wrongCode()).isA("Access-Reject");
        code("erin", state, app.code()).isA("Access-Reject");
        code("erin", password("erin", Site.PASSWORD).state(), app.code()).isA("Access-Accept");
    }

    @Test
    void locksAfterFiveWrongCodesUntilUnlocked() throws Exception {
        var app = site.userWithApp("frank");
        for (int i = 0; i < 5; i++) {
            code("frank", password("frank", Site.PASSWORD).state(), app.wrongCode(i))
                    .isA("Access-Reject");
        }

        password("frank", Site.PASSWORD).isA("Access-Reject");
        assertThat(site.done("user", "list")).containsPattern("frank .*locked after 5 wrong codes");
        assertThat(site.done("user", "show", "frank")).contains("(locked after 5 wrong codes)");
        assertThat(site.done("mfa", "unlock", "frank")).contains("Unlocked totp");
        code("frank", password("frank", Site.PASSWORD).state(), app.code()).isA("Access-Accept");
    }

    private static Radclient.Answer password(String user, String password) throws Exception {
        return Radclient.vpn(site).signed(10, "User-Name = \"" + user + "\"", "User-Password = \"" + password + "\"");
    }

    private static Radclient.Answer code(String user, String state, String code) throws Exception {
        return Radclient.vpn(site)
                .signed(10, "User-Name = \"" + user + "\"", "User-Password = \"" + code + "\"", state);
    }
}
