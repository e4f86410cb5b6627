package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "reads the modes of a POSIX file system")
final class ClientSecretTest {
    @TempDir
    private Path folder;

    @Test
    void makesASecretOf24OctetsForItsOwnerAloneAndDoesNotShowIt() throws IOException {
        var made = new Shell(folder).run("client", "secret", "vpn-01.secret");

        var secret = Files.readString(folder.resolve("vpn-01.secret"));
        assertThat(Base64.getDecoder().decode(secret)).hasSize(24);
        assertThat(Files.getPosixFilePermissions(folder.resolve("vpn-01.secret")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(made.exitCode()).isZero();
        assertThat(made.out())
                .contains("DIR/vpn-01.secret", "secret: ${file:vpn-01.secret}")
                .doesNotContain(secret);
    }

    @Test
    void makesAnotherOneEachTime() throws IOException {
        new Shell(folder).run("client", "secret", "one");
        new Shell(folder).run("client", "secret", "two");

        assertThat(Files.readString(folder.resolve("one"))).isNotEqualTo(Files.readString(folder.resolve("two")));
    }

    @Test
    void replacesNothing() throws IOException {
        Files.writeString(folder.resolve("vpn-01.secret"), "in use");

        var refused = new Shell(folder).run("client", "secret", "vpn-01.secret");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualTo("countersign: DIR/vpn-01.secret is there already, and stays as it is; name another file\n");
        assertThat(folder.resolve("vpn-01.secret")).hasContent("in use");
    }

    @Test
    void saysThatTheFolderIsNotThere() {
        var refused = new Shell(folder).run("client", "secret", "missing/vpn-01.secret");

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("missing/vpn-01.secret cannot be made: its folder is not there");
    }

    @Test
    void isTakenByPoliciesAsItIs() {
        var shell = Shell.initialised(folder);
        shell.run("client", "secret", "vpn-01.secret");
        shell.write("policies.yaml", """
                clients:
                  - name: vpn-01
                    address: 192.0.2.1
                    secret: ${file:vpn-01.secret}
                connection-request-policies: []
                network-policies: []
                """);

        assertThat(shell.run("policy", "apply", "policies.yaml").err()).isEmpty();
    }
}
