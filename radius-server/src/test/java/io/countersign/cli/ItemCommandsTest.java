package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.administration.Environment;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.event.Author;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Commands that change one client, policy or server group, and the editor that changes all. */
final class ItemCommandsTest {
    private static final String DOCUMENT = """
            clients:
              - name: vpn-01
                address: 127.0.0.1
                secret: ${file:vpn-01.secret}
            connection-request-policies:
              - name: VPN
                when:
                  client-friendly-name: ^vpn-
                authentication: here
                with: [local]
            network-policies:
              - name: VPN users
                when:
                  user-groups: ['local\\VPN Users']
                constraints:
                  authentication-methods: [pap]
                access: grant
                mfa: none
            """;

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void init() {
        shell = Shell.initialised(folder);
        shell.write("vpn-01.secret", "a long enough secret\n");
        shell.write("policies.yaml", DOCUMENT);
        done("group", "add", "VPN Users");
        done("group", "add", "Guests");
        done("policy", "apply", "policies.yaml");
    }

    @Test
    void aClientIsAddedWithASecretThatIsShownOnce() {
        var added = done("client", "add", "rdgw-01", "127.0.0.2", "type=rd-gateway", "--generate-secret");

        var shown = Pattern.compile("Shared secret of rdgw-01, shown this once: ([A-Za-z0-9+/]{32})\n")
                .matcher(added);
        assertThat(shown.find()).as(added).isTrue();
        assertThat(added).contains("+ client rdgw-01", "Clients or shared secrets changed");
        assertThat(secret("rdgw-01")).isEqualTo(shown.group(1));
        assertThat(done("client", "show", "RDGW-01"))
                .isEqualTo(
                        "# clients:\n  - name: rdgw-01\n    address: 127.0.0.2\n    secret: ${sealed}\n    type: rd-gateway\n");
        for (var told : List.of(
                done("policy", "history", "-o", "json"),
                done("policy", "export"),
                done("client", "list", "-o", "json"))) {
            assertThat(told).contains("rdgw-01").doesNotContain(shown.group(1));
        }
    }

    @Test
    void aClientIsAddedWithTheSecretOfAFile() {
        shell.write("nas.secret", "another long enough secret\n");

        assertThat(done("client", "add", "nas-01", "192.0.2.0/24", "--secret-file", "nas.secret", "timeout=60s"))
                .doesNotContain("another long enough secret");

        assertThat(secret("nas-01")).isEqualTo("another long enough secret");
    }

    @Test
    void aClientNeedsOneSecret() {
        assertThat(shell.run("client", "add", "nas-01", "192.0.2.1").exitCode()).isEqualTo(2);
        assertThat(shell.run("client", "add", "nas-01", "192.0.2.1", "--generate-secret", "--secret-file", "x")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void anotherSecretTakesTheOldOnesPlace() {
        var changed = done("client", "set", "vpn-01", "challenge=true", "--generate-secret");

        assertThat(changed).contains("~ client vpn-01");
        assertThat(secret("vpn-01")).isNotEqualTo("a long enough secret").hasSize(32);
        assertThat(changed).contains(secret("vpn-01"));
    }

    @Test
    void nothingIsWrittenOrShownByADryRun() {
        var before = shell.listing();

        assertThat(done("client", "set", "vpn-01", "challenge=true", "--generate-secret", "--dry-run"))
                .contains("~ client vpn-01")
                .doesNotContain("Shared secret");
        assertThat(done("policy", "remove", "VPN users", "--dry-run")).contains("- network policy VPN users");

        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void aClientThatWasRemovedComesBackWithItsSecret() {
        done("client", "remove", "VPN-01");
        assertThat(done("client", "list")).doesNotContain("vpn-01");
        done("client", "restore", "vpn-01");
        assertThat(secret("vpn-01")).isEqualTo("a long enough secret");
    }

    @Test
    void whatCannotWorkIsToldWithoutAPlaceThatNobodySees() {
        assertThat(refused("client", "set", "vpn-01", "timeout=1s"))
                .isEqualTo(
                        "countersign: \"timeout\" is \"1s\", not a duration in range; write one from 10s to 5m, as a number with ms, s, m, h or d\n");
        assertThat(refused("client", "set", "vpn-02", "timeout=60s"))
                .isEqualTo("countersign: there is no client \"vpn-02\"; did you mean \"vpn-01\"?\n");
        assertThat(refused("client", "set", "vpn-01", "secret=hunter2"))
                .contains("\"secret\" is not a reference")
                .doesNotContain("hunter2");
        assertThat(refused("client", "set", "vpn-01")).contains("nothing to change");
        assertThat(refused("policy", "set", "VPN users", "when.user-groups+=local\\Guest"))
                .contains("Guest");
    }

    @Test
    void policiesAreChangedKeyByKey() {
        assertThat(done(
                        "policy",
                        "set",
                        "vpn users",
                        "constraints.session-timeout=8h",
                        "when.user-groups+=local\\Guests"))
                .contains("~ network policy VPN users: constraints.session-timeout", "! weaker");
        assertThat(done(
                        "policy",
                        "copy",
                        "VPN users",
                        "Guests",
                        "when.user-groups=local\\Guests",
                        "access=deny",
                        "mfa=",
                        "constraints.session-timeout=",
                        "--first"))
                .contains("+ network policy Guests");
        assertThat(names()).containsExactly("VPN", "Guests", "VPN users");
        done("policy", "move", "Guests", "--last");
        assertThat(names()).containsExactly("VPN", "VPN users", "Guests");
        done("policy", "disable", "Guests");
        assertThat(done("policy", "show", "Guests")).contains("enabled: false");
        assertThat(done("policy", "enable", "Guests", "VPN users")).contains("~ network policy Guests");
        done("policy", "remove", "Guests");
        done("policy", "rollback");
        assertThat(names()).containsExactly("VPN", "VPN users", "Guests");
    }

    @Test
    void aPolicyIsAdded() {
        done("policy", "add", "No guests", "when.user-groups=local\\Guests", "access=deny", "--before", "VPN users");
        done(
                "policy",
                "add",
                "Second",
                "--kind",
                "connection-request",
                "when.client-address=127.0.0.9",
                "authentication=here",
                "with=[local]");

        assertThat(names()).containsExactly("VPN", "Second", "No guests", "VPN users");
    }

    @Test
    void whereBothKindsHaveANameOneMustBeSaid() {
        done("policy", "set", "VPN users", "name=VPN");

        assertThat(refused("policy", "disable", "VPN")).contains("--kind");
        done("policy", "disable", "VPN", "--kind", "network");
        assertThat(refused("policy", "disable", "VPM")).contains("did you mean \"VPN\"?");
    }

    @Test
    void serverGroupsAreAddedChangedAndRemoved() {
        done(
                "server-group",
                "add",
                "partner",
                "servers.p-01.address=192.0.2.30",
                "servers.p-01.secret=${file:vpn-01.secret}");
        done(
                "server-group",
                "set",
                "partner",
                "servers.p-02.address=192.0.2.31",
                "servers.p-02.secret=${file:vpn-01.secret}");
        assertThat(done("server-group", "show", "partner")).contains("p-01", "p-02");
        done("server-group", "set", "partner", "servers.p-01=");
        assertThat(done("server-group", "show", "partner")).doesNotContain("p-01");
        done("server-group", "remove", "partner");
        assertThat(done("server-group", "list", "-o", "json")).doesNotContain("partner");
    }

    @Test
    void whoAppliesAnOldExportIsToldWhatOthersChangedMeanwhile() {
        var exported = done("policy", "export");
        shell.write("mine.yaml", exported.replace("access: grant", "access: grant\n    description: mine"));
        done("client", "set", "vpn-01", "challenge=true", "--comment", "it can");

        var refused = shell.run("policy", "apply", "mine.yaml");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .contains(
                        "mine.yaml was exported after change",
                        "tester by client set",
                        "~ client vpn-01",
                        "Nothing was written");
        assertThat(done("client", "show", "vpn-01")).contains("challenge: true");

        shell.write("mine.yaml", exported.substring(exported.indexOf('\n') + 1));
        done("policy", "apply", "mine.yaml");
        assertThat(done("client", "show", "vpn-01")).doesNotContain("challenge");
    }

    @Test
    void oneExportMayBeChangedAndAppliedAgainAndAgain() throws IOException {
        shell.write("mine.yaml", done("policy", "export"));
        for (var words : List.of("one", "two", "three")) {
            var text = Files.readString(folder.resolve("mine.yaml"));
            shell.write(
                    "mine.yaml",
                    text.replaceFirst("(?m)^ +description: .*\n", "")
                            .replace("    access: grant", "    description: " + words + "\n    access: grant"));
            assertThat(done("policy", "apply", "mine.yaml")).contains("is written");
        }
        assertThat(done("policy", "show", "VPN users")).contains("description: three");
    }

    @Test
    void theExportOfAnotherNodeIsNotApplied() {
        shell.write(
                "mine.yaml",
                done("policy", "export")
                        .replaceFirst("\\d{10}", "0000009999")
                        .replace("access: grant", "access: grant\n    description: theirs"));

        assertThat(shell.run("policy", "apply", "mine.yaml").err()).contains("none of this node's");
    }

    /** What an administrator does in an editor. */
    @Nested
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the editors are shell scripts")
    final class InAnEditor {
        @Test
        void whatIsSavedInTheEditorIsApplied() throws IOException {
            editor("sed -i 's/access: grant/access: grant\\n    description: edited/' \"$1\"");

            assertThat(done("policy", "edit")).contains("~ network policy VPN users", "is written");

            assertThat(done("policy", "show", "VPN users")).contains("description: edited");
        }

        @Test
        void nothingIsDoneWhereNothingWasSaved() throws IOException {
            editor("true");
            assertThat(done("policy", "edit")).isEqualTo("Nothing was changed.\n");

            editor("exit 3");
            var failed = shell.run("policy", "edit");
            assertThat(failed.exitCode()).isEqualTo(3);
            assertThat(failed.err()).contains("exit code 3", "your text is kept in");
        }

        @Test
        void whatCannotWorkIsShownInTheEditorAboveItsLine() throws IOException {
            editor("""
                    if grep -q '^#! ' "$1"; then
                      grep -A1 '^#! ' "$1" >seen
                      sed -i 's/acces: deny/access: deny/' "$1"
                    else
                      sed -i 's/access: grant/acces: deny/; s/^    mfa: none//; /constraints:/,/authentication-methods/d' "$1"
                    fi
                    """);

            assertThat(done("policy", "edit")).contains("is written");

            assertThat(Files.readString(folder.resolve("seen"))).contains("#! ", "\n    acces: deny");
            assertThat(done("policy", "show", "VPN users")).contains("access: deny");
        }

        @Test
        void theTextOfWhoGivesUpIsKept() throws IOException {
            editor("grep -q '^#! ' \"$1\" || sed -i 's/access: grant/access: perhaps/' \"$1\"");

            var given = shell.run("policy", "edit");

            assertThat(given.exitCode()).isEqualTo(2);
            var kept = Pattern.compile("Your text is kept in (\\S+)").matcher(given.err());
            assertThat(kept.find()).as(given.err()).isTrue();
            assertThat(Path.of(kept.group(1))).content().contains("access: perhaps");
            assertThat(done("policy", "show", "VPN users")).contains("access: grant");
        }

        @Test
        void whoeverWasSlowerInTheEditorOverwritesNothing() throws IOException {
            editor("""
                    sed -i 's/access: grant/access: grant\\n    description: mine/' "$1"
                    touch editing
                    until [ -e changed ]; do sleep 0.05; done
                    """);
            var other = Thread.ofPlatform().start(() -> {
                while (!Files.exists(folder.resolve("editing"))) {
                    Thread.onSpinWait();
                }
                changeClient();
                shell.write("changed", "");
            });

            var refused = shell.run("policy", "edit");

            assertThat(other.isAlive()).isFalse();
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("while you were editing", "~ client vpn-01", "Your text is kept in");
            assertThat(done("policy", "show", "VPN users")).doesNotContain("description");
            assertThat(done("client", "show", "vpn-01")).contains("challenge: true");
        }

        private void changeClient() {
            var environment = new Environment(List.of(), Map.of(), Shell.CLOCK);
            try (var node = Installation.open(folder.resolve("countersign.yaml"), environment, Author.PROGRAM)) {
                var policies = node.policies();
                node.apply(
                        policies.planEdit(
                                text -> text.replace("secret: ${sealed}", "secret: ${sealed}\n    challenge: true"),
                                Map.of(),
                                folder),
                        "");
            }
        }

        private void editor(String script) throws IOException {
            var file = folder.resolve("edit with this.sh");
            Files.writeString(file, "cd '" + folder + "'\n" + script);
            shell.variable("EDITOR", "sh '" + file + "'");
        }
    }

    private String secret(String client) {
        var environment = new Environment(List.of(), Map.of(), Shell.CLOCK);
        try (var node = Installation.open(folder.resolve("countersign.yaml"), environment)) {
            return node.client(client).orElseThrow().secret().revealText();
        }
    }

    private List<String> names() {
        try (var node = Installation.open(
                folder.resolve("countersign.yaml"), new Environment(List.of(), Map.of(), Shell.CLOCK))) {
            return node.policies().current().policyNames();
        }
    }

    private String done(String... words) {
        var result = shell.run(words);
        assertThat(result.err()).doesNotContain("countersign:");
        assertThat(result.exitCode()).as(String.join(" ", words)).isZero();
        return result.out();
    }

    private String refused(String... words) {
        var result = shell.run(words);
        assertThat(result.exitCode()).as(result.err()).isBetween(1, 2);
        return result.err();
    }
}
