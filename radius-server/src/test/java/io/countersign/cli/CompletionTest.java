package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the shell offers for a word that is typed; the script asks a stand-in for the program. */
class CompletionTest {
    @TempDir
    Path folder;

    @BeforeEach
    void needsBash() {
        assumeThat(Path.of("/bin/bash")).exists();
    }

    @Test
    void offersNamesWhereOneIsExpected() throws Exception {
        assertThat(offered("policy", "show", "")).containsExactly("policies-of", "VPN\\ users");
        assertThat(offered("policy", "show", "VPN\\ u")).containsExactly("VPN\\ users");
        assertThat(offered("policy", "show", "'VPN u")).containsExactly("VPN users");
        assertThat(offered("policy", "test", "--client", "cl")).containsExactly("clients-of");
        assertThat(offered("policy", "test", "--client", "vpn-01", "--user", "us"))
                .containsExactly("users-of");
        assertThat(offered("user", "set", "alice", "--add-group", "gr")).containsExactly("groups-of");
        assertThat(offered("user", "add", "alice", "-g", "gr")).containsExactly("groups-of");
        assertThat(offered("mfa", "enroll", "bob", "-p", "pr")).containsExactly("providers-of");
        assertThat(offered("user", "show", "--output", "json", "us")).containsExactly("users-of");
    }

    @Test
    void asksTheNodeThatTheCommandLineNames() throws Exception {
        assertThat(offered("user", "--config", "other.yaml", "show", "us"))
                .containsExactly("users-of--config-other.yaml");
        assertThat(offered("user", "show", "--config", "=", "other.yaml", "us"))
                .containsExactly("users-of--config-other.yaml");
    }

    @Test
    void offersCommandsAndOptionsElsewhere() throws Exception {
        assertThat(offered("policy", "sh")).containsExactly("show");
        assertThat(offered("policy", "show", "--con")).containsExactly("--config");
        assertThat(offered("user", "show", "alice", "us")).doesNotContain("users-of");
    }

    @Test
    void everyPlaceIsAnArgumentOfACommand() {
        assertThat(CompletedNames.places()).hasSizeGreaterThan(15);
        for (var place : CompletedNames.places()) {
            var words = new ArrayList<>(place.command());
            words.add("--help");
            var help = new Shell(folder).run(words.toArray(String[]::new)).out();
            assertThat(help).startsWith("Usage: countersign " + String.join(" ", place.command()));
            assertThat(help).contains(place.argument().startsWith("-") ? place.argument() : " ");
        }
    }

    @Test
    void listsTheNamesOfTheStoreAndSaysNothingWithoutOne() {
        var shell = Shell.initialised(folder).input("correct horse battery\n");
        shell.run("user", "add", "Zoë", "-g", "VPN Users");
        assertThat(shell.run("names-in", "users").out()).isEqualTo("Zoë\n");
        assertThat(shell.run("names-in", "groups").out()).isEqualTo("VPN Users\n");
        assertThat(shell.run("names-in", "policies").out()).isEmpty();
        var nowhere = shell.run("names-in", "users", "--config", "nowhere.yaml");
        assertThat(nowhere.out() + nowhere.err()).isEmpty();
    }

    private List<String> offered(String... words) throws IOException, InterruptedException {
        var script = Files.writeString(
                folder.resolve("completion.bash"),
                new Shell(folder).run("completion", "bash").out()
                        + "countersign() { local IFS=-; echo \"$2-of${*:3}\"; [[ $2 != policies ]] || echo 'VPN users'; }\n"
                        + "COMP_WORDS=(countersign "
                        + Arrays.stream(words)
                                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                                .collect(Collectors.joining(" "))
                        + ")\nCOMP_CWORD=" + words.length + "\n_countersign_with_names\n"
                        + "for each in \"${COMPREPLY[@]}\"; do printf '%s\\n' \"${each% }\"; done\n");
        var bash = new ProcessBuilder("/bin/bash", "--norc", script.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).isZero();
        return out.lines().filter(line -> !line.isBlank()).toList();
    }
}
