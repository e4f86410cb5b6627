package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.packet.Code;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Libraries that people write their own RADIUS clients with, as they come from Debian, npm and Maven. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(60)
final class ClientLibrariesIT {
    @TempDir
    static Path folder;

    private static ClientSite site;

    @BeforeAll
    static void serve() throws Exception {
        site = ClientSite.serve(folder, "message-authenticator: accept", "challenge: true");
    }

    @AfterAll
    static void end() {
        if (site != null) {
            site.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void letsInWithAPassword(ClientLibrary library) throws Exception {
        assertThat(code(library.client(site).password(ClientSite.NORA, Site.PASSWORD)))
                .isEqualTo(Code.ACCESS_ACCEPT);
    }

    @ParameterizedTest
    @EnumSource
    void takesTheRejectOfAWrongPassword(ClientLibrary library) throws Exception {
        assertThat(code(library.client(site).password(ClientSite.NORA, "not-the-password")))
                .isEqualTo(Code.ACCESS_REJECT);
    }

    @ParameterizedTest
    @EnumSource
    void letsInWithACode(ClientLibrary library) throws Exception {
        var user = "tina-" + library.name().toLowerCase(Locale.ROOT);
        var app = site.userWithCode(user);

        var client = library.client(site);
        var challenge = client.password(user, Site.PASSWORD);
        assertThat(code(challenge)).isEqualTo(Code.ACCESS_CHALLENGE);
        assertThat(challenge.the("message")).contains("code");
        assertThat(code(client.answer(user, challenge, app.code()))).isEqualTo(Code.ACCESS_ACCEPT);
    }

    @ParameterizedTest
    @EnumSource
    void takesTheRejectOfAWrongCode(ClientLibrary library) throws Exception {
        var user = "tom-" + library.name().toLowerCase(Locale.ROOT);
        var app = site.userWithCode(user);

        var client = library.client(site);
        var challenge = client.password(user, Site.PASSWORD);
        assertThat(code(client.answer(user, challenge, app.wrongCode()))).isEqualTo(Code.ACCESS_REJECT);
    }

    @ParameterizedTest
    @EnumSource
    void letsInWhoApproves(ClientLibrary library) throws Exception {
        assertThat(code(library.client(site).password(ClientSite.PIA, Site.PASSWORD)))
                .isEqualTo(Code.ACCESS_ACCEPT);
    }

    @ParameterizedTest
    @EnumSource
    void takesTheRejectOfADeniedPrompt(ClientLibrary library) throws Exception {
        assertThat(code(library.client(site).password(ClientSite.DAN, Site.PASSWORD)))
                .isEqualTo(Code.ACCESS_REJECT);
    }

    private static Code code(ClientLibrary.Reply reply) {
        return Code.of(reply.code()).orElseThrow();
    }
}
