package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.documents.Page;
import io.countersign.policy.document.PolicyKeys;
import io.countersign.policy.yaml.YamlKey;
import io.countersign.policy.yaml.YamlKeys;
import io.countersign.radius.config.SettingKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The pages of docs/reference are what the program's own tables say. With {@code -Dreferences=write} they are written. */
class ReferencesTest {
    private static final Path FOLDER = Page.root().resolve("docs").resolve("reference");
    private static final boolean WRITES = "write".equals(System.getProperty("references"));
    private static final String MADE = "<!-- Made from the program's own tables by ReferencesTest: do not edit. -->\n";
    private static final String COMMAND = "./mvnw -q -Dquick test -pl radius-server -am -Dtest=ReferencesTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dreferences=write";

    @Test
    void settingsAreThoseOfTheReader() throws IOException {
        requireSame("settings.md", """
                # Settings: all keys

                Of `countersign.yaml`. What they mean together, secrets, reload and backup: [settings.md](../settings.md).
                The blocks below `mfa:` are the second factors' own: [totp](../settings.md#mfatotp-one-time-codes), [entra](../entra.md#settings).
                """ + tables(SettingKeys.ALL));
    }

    @Test
    void policiesAreThoseOfTheReaders() throws IOException {
        requireSame("policies.md", """
                # Policy documents: all keys

                Of a document that `countersign policy apply` takes. How requests are decided, patterns, days and times, reply attributes:
                [policies.md](../policies.md).
                """ + tables(PolicyKeys.ALL));
    }

    @Test
    void commandsAreThoseOfTheCommandLine() throws IOException {
        var text = new StringBuilder("""
                # Commands

                What `countersign COMMAND --help` says of each. As pages of the manual, the Debian package has the same: `man countersign-COMMAND`.
                """);
        describe(UsageTest.commandLine(), text);
        requireSame("commands.md", text.toString());
    }

    private static String tables(List<YamlKeys> mappings) {
        var text = new StringBuilder();
        for (var mapping : mappings) {
            text.append("\n## ").append(mapping.title()).append("\n\n");
            if (!mapping.sentence().isEmpty()) {
                text.append(mapping.sentence()).append("\n\n");
            }
            text.append("| key | values | without it | what it is |\n|---|---|---|---|\n");
            mapping.keys().forEach(key -> text.append(row(key)));
        }
        return text.toString();
    }

    private static String row(YamlKey<?> key) {
        var cells = List.of("`" + key.name() + "`", key.values(), key.otherwise(), key.sentence());
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static void describe(CommandLine line, StringBuilder text) {
        var help = line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        text.append("\n## ").append(line.getCommandSpec().qualifiedName()).append("\n\n```\n");
        text.append(help.getUsageMessage().replace("\r\n", "\n").strip().replaceAll("(?m)[ \t]+$", ""))
                .append("\n```\n");
        var known = new ArrayList<CommandLine>();
        for (var inner : line.getSubcommands().values()) {
            if (!known.contains(inner) && !inner.getCommandSpec().usageMessage().hidden()) {
                known.add(inner);
                describe(inner, text);
            }
        }
    }

    private static void requireSame(String name, String text) throws IOException {
        var file = FOLDER.resolve(name);
        var heading = text.indexOf('\n') + 1;
        var made = text.substring(0, heading) + "\n" + MADE + text.substring(heading);
        if (WRITES) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, made);
        }
        assertThat(Files.readString(file))
                .as("docs/reference/%s is not what the program says; write it anew: %s", name, COMMAND)
                .isEqualTo(made);
    }
}
