package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.administration.Environment;
import io.countersign.radius.administration.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitTest {
    @TempDir
    Path folder;

    @Test
    void makesANodeFromNothing() throws IOException {
        var init = new Shell(folder).run("init", "--config", "countersign.yaml");
        assertThat(init.err()).isEmpty();
        assertThat(init.out()).isEqualTo("""
                Wrote the settings DIR/countersign.yaml.
                Wrote a first policy document DIR/policies.yaml.
                Made a shared secret for RADIUS clients on this machine, DIR/this-machine.secret.
                Made the store key DIR/store.key and the database DIR/data/countersign.db.

                What comes next:
                  countersign user add alice --group "VPN Users"     a user, and the group that the first policies name
                  countersign policy apply policies.yaml             puts the first policies in force
                  countersign mfa enroll alice --provider totp       a code for the user's app
                  countersign serve                                  runs the server; the next in another terminal:
                  countersign radius send 127.0.0.1 --secret-file this-machine.secret --user alice
                """);
        assertThat(modes("this-machine.secret")).isEqualTo("rw-------");
        assertThat(modes("store.key")).isEqualTo("rw-------");
        assertThat(modes("data")).isEqualTo("rwx------");
        assertThat(modes("data/countersign.db")).isEqualTo("rw-------");
    }

    @Test
    void leavesPoliciesThatAreThereAsTheyAre() throws IOException {
        Files.writeString(folder.resolve("policies.yaml"), "mine");
        var init = new Shell(folder).run("init", "--config", "countersign.yaml");
        assertThat(init.out()).contains("puts your policies in force").doesNotContain("alice", "first policies");
        assertThat(folder.resolve("policies.yaml")).hasContent("mine");
        assertThat(folder.resolve("this-machine.secret")).doesNotExist();
    }

    @Test
    void namesFilesAndSettingsThatAreElsewhere() throws IOException {
        Files.createDirectory(folder.resolve("a node"));
        var init = new Shell(folder).run("init", "--config", "a node/countersign.yaml");
        assertThat(init.out())
                .contains(
                        "countersign policy apply \"DIR/a node/policies.yaml\" --config \"DIR/a node/countersign.yaml\"  puts",
                        "countersign serve --config \"DIR/a node/countersign.yaml\"",
                        "--secret-file \"DIR/a node/this-machine.secret\"");
    }

    @Test
    void writesFirstPoliciesBesideSettingsThatAreThereIfAskedTo() throws IOException {
        var shell = Shell.initialised(folder);
        assertThat(folder.resolve("policies.yaml")).doesNotExist();

        assertThat(shell.run("init", "--first-policies").out()).contains("Wrote a first policy document");
        assertThat(modes("this-machine.secret")).isEqualTo("rw-------");
        assertThat(Files.readString(folder.resolve("policies.yaml"))).contains("secret: ${file:this-machine.secret}");

        var secret = Files.readString(folder.resolve("this-machine.secret"));
        assertThat(shell.run("init", "--first-policies").exitCode()).isZero();
        assertThat(folder.resolve("this-machine.secret")).hasContent(secret);
    }

    @Test
    void aServicePreparesWhatIsMissingOnceAndMakesNoPoliciesBesideAStore() throws IOException {
        var shell = new Shell(folder);
        shell.write("countersign.yaml", "listen:\n  authentication: [127.0.0.1:0]\n");
        var environment = new Environment(List.of(), Map.of(), Shell.CLOCK);
        var settings = folder.resolve("countersign.yaml");

        assertThat(Setup.prepare(settings, environment))
                .anySatisfy(line -> assertThat(line).startsWith("Wrote a first policy document"))
                .anySatisfy(line -> assertThat(line).startsWith("Made the store key"));

        Files.delete(folder.resolve("policies.yaml"));
        Files.delete(folder.resolve("this-machine.secret"));
        assertThat(Setup.prepare(settings, environment))
                .singleElement()
                .asString()
                .endsWith("is up to date already.");
        assertThat(folder.resolve("policies.yaml")).doesNotExist();
    }

    @Test
    void aServiceMakesNoNewDatabaseForAnOldKey() throws IOException {
        var shell = Shell.initialised(folder);
        Files.delete(folder.resolve("countersign.db"));

        var serve = shell.run("serve", "--prepare");

        assertThat(serve.exitCode()).isEqualTo(3);
        assertThat(folder.resolve("countersign.db")).doesNotExist();
    }

    @Test
    void changesNothingTheSecondTime() {
        var shell = Shell.initialised(folder);
        var before = shell.listing();
        var again = shell.run("init");
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("are there already and belong together");
        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void saysHowToBeginHereWhereTheSettingsCannotBeMade() {
        var refused = new Shell(folder).run("init", "--config", "missing/countersign.yaml");
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("cannot be made", "countersign init --config countersign.yaml");
    }

    @Test
    void checksWhatItMadeWithoutWriting() {
        var shell = Shell.initialised(folder);
        var before = shell.listing();
        var check = shell.run("check");
        assertThat(check.out()).contains("Policies: none yet; every login is refused");
        assertThat(check.exitCode()).isZero();
        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void everyCommandHelps() {
        var shell = new Shell(folder);
        assertThat(shell.run("--help").out()).contains("init", "check", "user", "mfa");
        assertThat(shell.run("user", "add", "--help").out()).contains("Examples:", "--group");
        assertThat(shell.run("completion", "bash").out()).contains("complete -F");
    }

    private String modes(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }
}
