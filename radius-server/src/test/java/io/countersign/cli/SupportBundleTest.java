package io.countersign.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupportBundleTest {
    private static final String SETTINGS = """
            # the old one was comment-marker-1
            listen:
              authentication: [127.0.0.1:0]      # comment-marker-2
            mfa:
              radio:
                api-key: clear-marker-1
                token: ${file:token.txt}
                nested:
                  - clear-marker-2
                text: |
                  clear-marker-3
            local:
              netbios-names: [CONTOSO]
            """;

    private static final String POLICIES = """
            clients:
              - name: vpn-01
                address: 192.0.2.10
                secret: ${file:vpn.secret}
            connection-request-policies:
              - name: All
                when: {day-and-time: 'Sun-Sat 00:00-24:00'}
                authentication: here
                with: [local]
            network-policies:
              - name: Nobody
                when: {day-and-time: 'Sun-Sat 00:00-24:00'}
                access: deny
            """;

    @TempDir
    Path folder;

    @Test
    void holdsWhatHelpsAndNoSecret() throws IOException {
        var shell = Shell.initialised(folder).input("password-marker-1\n");
        shell.run("user", "add", "user-marker-1");
        shell.write("vpn.secret", "shared-secret-marker-1");
        shell.write("p.yaml", POLICIES);
        assertThat(shell.run("policy", "apply", "p.yaml").err()).isEmpty();
        shell.write("token.txt", "token-marker-1");
        shell.write("countersign.yaml", SETTINGS);
        shell.write("audit.jsonl", """
                {"Time":"2026-11-21T07:40:00Z","EventID":6273,"Answer":"REJECT","SubjectUserName":"user-marker-2"}
                """);

        assertThat(shell.run("support-bundle", "b.zip").out()).startsWith("Wrote b.zip: about.txt, settings.yaml");

        var parts = parts("b.zip");
        assertThat(parts)
                .containsOnlyKeys(
                        "about.txt",
                        "settings.yaml",
                        "status.txt",
                        "doctor.txt",
                        "policies.yaml",
                        "changes.txt",
                        "files.txt");
        assertThat(String.join("\n", parts.values())).doesNotContain("marker");
        assertThat(parts.get("settings.yaml"))
                .contains(
                        "api-key: (not shown)",
                        "token: ${file:token.txt}",
                        "netbios-names: [CONTOSO]",
                        "[127.0.0.1:0]");
        assertThat(parts.get("files.txt")).contains("countersign.db", "store.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("b.zip"))))
                .isEqualTo("rw-------");
    }

    @Test
    void tellsOfPoliciesAndLoginsIfAsked() throws IOException {
        var shell = Shell.initialised(folder);
        shell.write("vpn.secret", "shared-secret-marker-1");
        shell.write("p.yaml", POLICIES);
        shell.run("policy", "apply", "p.yaml");
        shell.write("audit.jsonl", """
                {"Time":"2026-11-21T07:40:00Z","EventID":6273,"Answer":"REJECT","SubjectUserName":"alice"}
                """);

        shell.run("support-bundle", "b.zip", "--logins", "10");

        assertThat(parts("b.zip").get("policies.yaml")).contains("name: vpn-01").doesNotContain("marker");
        assertThat(parts("b.zip").get("changes.txt")).contains("by policy apply");
        assertThat(parts("b.zip").get("logins.jsonl")).contains("alice");
    }

    @Test
    void isMadeThoughNothingWorks() throws IOException {
        var shell = new Shell(folder);
        shell.write("countersign.yaml", "listen: nonsense\n");

        assertThat(shell.run("support-bundle", "b.zip").exitCode()).isZero();

        assertThat(parts("b.zip").get("policies.yaml")).startsWith("cannot be told");
        assertThat(parts("b.zip").get("settings.yaml")).isEqualTo("listen: nonsense\n");
        assertThat(shell.run("support-bundle", "b.zip").err()).contains("is there already");
    }

    private Map<String, String> parts(String name) throws IOException {
        var parts = new LinkedHashMap<String, String>();
        try (var zip = new ZipFile(folder.resolve(name).toFile())) {
            for (var entry : zip.stream().toList()) {
                parts.put(entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), ISO_8859_1));
            }
        }
        return parts;
    }
}
