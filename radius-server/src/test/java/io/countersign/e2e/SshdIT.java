package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.testing.FreePort;
import io.countersign.radius.testing.Peer;
import io.countersign.radius.testing.PeerProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debian's sshd lets PAM ask its module pam_radius_auth. Users and PAM's files are the test's own, by nss_wrapper and pam_wrapper: nothing
 * is changed on the machine.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(60)
final class SshdIT {
    @TempDir
    static Path folder;

    private static final Path SSHD = Path.of("/usr/sbin/sshd");
    private static final Path PRIVILEGE_SEPARATION = Path.of("/run/sshd");

    private static ClientSite site;
    private static PeerProgram sshd;
    private static int port;
    private static boolean madePrivilegeSeparation;

    @BeforeAll
    static void serve() throws Exception {
        Peer.require(SSHD, "openssh-server");
        Peer.require(Path.of("/usr/bin/ssh"), "openssh-client");
        Peer.requireLibrary("libnss_wrapper.so", "libnss-wrapper");
        Peer.requireLibrary("libpam_wrapper.so", "libpam-wrapper");
        var module = Peer.requireLibrary("security/pam_radius_auth.so", "libpam-radius-auth");
        Peer.requireRoot("sshd");
        site = ClientSite.serve(folder, "message-authenticator: accept", "challenge: true");
        configure(module);
        port = FreePort.tcp();
        madePrivilegeSeparation = PRIVILEGE_SEPARATION.toFile().mkdir();
        sshd = PeerProgram.start(
                        folder,
                        Map.of(
                                "LD_PRELOAD", "libpam_wrapper.so:libnss_wrapper.so",
                                "PAM_WRAPPER", "1",
                                "PAM_WRAPPER_SERVICE_DIR",
                                        folder.resolve("pam.d").toString(),
                                "NSS_WRAPPER_PASSWD", folder.resolve("passwd").toString(),
                                "NSS_WRAPPER_GROUP", folder.resolve("group").toString()),
                        SSHD.toString(),
                        "-D",
                        "-e",
                        "-f",
                        folder.resolve("sshd_config").toString(),
                        "-o",
                        "Port=" + port)
                .awaitText("Server listening");
    }

    @AfterAll
    static void end() throws IOException {
        if (sshd != null) {
            sshd.close();
        }
        if (site != null) {
            site.close();
        }
        if (madePrivilegeSeparation) {
            Files.delete(PRIVILEGE_SEPARATION);
        }
    }

    @Test
    void letsInWithAPassword() throws Exception {
        assertThat(login(ClientSite.NORA, Site.PASSWORD, "").text()).contains("let in");
    }

    @Test
    void keepsOutAWrongPassword() throws Exception {
        assertThat(login(ClientSite.NORA, "not-the-password", "").text())
                .contains("Permission denied")
                .doesNotContain("let in");
    }

    @Test
    void letsInWithACode() throws Exception {
        var app = site.userWithCode("tina");

        assertThat(login("tina", Site.PASSWORD, app.code()).text()).contains("Enter the code", "let in");
    }

    @Test
    void keepsOutAWrongCode() throws Exception {
        var app = site.userWithCode("tilda");

        assertThat(login("tilda", Site.PASSWORD, app.wrongCode()).text())
                .contains("Enter the code", "Permission denied")
                .doesNotContain("let in");
    }

    @Test
    void letsInWhoApproves() throws Exception {
        assertThat(login(ClientSite.PIA, Site.PASSWORD, "").text()).contains("let in");
    }

    @Test
    void keepsOutWhoDenies() throws Exception {
        assertThat(login(ClientSite.DAN, Site.PASSWORD, "").text()).doesNotContain("let in");
    }

    @Test
    void tellsOfTheSession() throws Exception {
        login(ClientSite.NORA, Site.PASSWORD, "");

        site.awaitFinishedSession(ClientSite.NORA);
    }

    /** What the user sees: what ssh asks for, and what the server's command prints. */
    private static PeerProgram.Output login(String user, String password, String code) throws Exception {
        var answers = Files.writeString(folder.resolve("answers"), String.format(Locale.ROOT, """
                #!/bin/sh
                echo "$1" >&2
                case "$1" in
                  *assword*) echo '%s';;
                  *) echo '%s';;
                esac
                """, password, code));
        Files.setPosixFilePermissions(answers, PosixFilePermissions.fromString("rwx------"));
        return PeerProgram.run(
                folder,
                Map.of("SSH_ASKPASS", answers.toString(), "SSH_ASKPASS_REQUIRE", "force"),
                "",
                "/usr/bin/ssh",
                "-F",
                "none",
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "PreferredAuthentications=keyboard-interactive",
                "-o",
                "NumberOfPasswordPrompts=1",
                "-p",
                Integer.toString(port),
                user + "@127.0.0.1",
                "echo let in");
    }

    private static void configure(Path module) throws Exception {
        PeerProgram.run(folder, Map.of(), "", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "hostkey");
        Files.writeString(folder.resolve("sshd_config"), String.format(Locale.ROOT, """
                ListenAddress 127.0.0.1
                HostKey %s/hostkey
                UsePAM yes
                KbdInteractiveAuthentication yes
                PasswordAuthentication no
                PubkeyAuthentication no
                PidFile none
                StrictModes no
                """, folder));
        Files.writeString(folder.resolve("radius.conf"), site.address() + " " + Site.VPN_SECRET + " 30\n");
        Files.createDirectory(folder.resolve("pam.d"));
        Files.writeString(folder.resolve("pam.d").resolve("sshd"), String.format(Locale.ROOT, """
                auth required %1$s conf=%2$s/radius.conf
                account required pam_permit.so
                session required %1$s conf=%2$s/radius.conf
                """, module, folder));
        var users = new StringBuilder("root:x:0:0:root:/root:/bin/sh\nsshd:x:100:65534::/run/sshd:/usr/sbin/nologin\n");
        for (var user : new String[] {ClientSite.NORA, ClientSite.PIA, ClientSite.DAN, "tina", "tilda"}) {
            users.append(user).append(":x:65534:65534::/:/bin/sh\n");
        }
        Files.writeString(folder.resolve("passwd"), users.toString());
        Files.writeString(folder.resolve("group"), "root:x:0:\nnogroup:x:65534:\n");
    }
}
