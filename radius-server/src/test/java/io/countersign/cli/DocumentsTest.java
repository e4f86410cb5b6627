package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.documents.CommandWords;
import io.countersign.documents.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What pages name is there: other pages, their headings, and every command with its options. DocumentsIT runs the commands. */
class DocumentsTest {
    private static final Set<String> SHELLS = Set.of("sh", "console", "bat", "powershell");

    static List<Page> pages() throws IOException {
        return Page.all();
    }

    @Test
    void thereArePagesWithCommands() throws IOException {
        assertThat(pages()).hasSizeGreaterThan(15);
        assertThat(pages().stream().flatMap(DocumentsTest::typed)).hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Page page) {
        assertThat(page.links())
                .filteredOn(link -> !link.contains("://"))
                .allSatisfy(link -> assertThat(leads(page, link)).as(link).isTrue());
    }

    private static boolean leads(Page page, String link) {
        int hash = link.indexOf('#');
        var name = hash < 0 ? link : link.substring(0, hash);
        var target =
                name.isEmpty() ? page.file() : page.file().resolveSibling(name).normalize();
        return Files.exists(Page.root().resolve(target))
                && (hash < 0 || Page.of(target).anchors().contains(link.substring(hash + 1)));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandLinesAreUnderstood(Page page) {
        assertThat(typed(page)).allSatisfy(words -> {
            var line = new CommandLine(UsageTest.top());
            try {
                line.parseArgs(Typed.arranged(line, words.toArray(String[]::new)));
            } catch (ParameterException wrong) {
                throw new AssertionError("countersign " + String.join(" ", words) + ": " + wrong.getMessage(), wrong);
            }
        });
    }

    /** In a sentence, a command may stand without what else it needs. */
    @ParameterizedTest
    @MethodSource("pages")
    void commandsNamedInSentencesAreThere(Page page) {
        assertThat(page.codeSpans().stream().flatMap(span -> CommandWords.calls(span).stream()))
                .allSatisfy(words -> assertThat(unknown(UsageTest.commandLine(), words))
                        .as("countersign %s", words)
                        .isEmpty());
    }

    /** What is neither a command nor an option where it stands. */
    private static List<String> unknown(CommandLine top, List<String> words) {
        var line = top;
        var unknown = new ArrayList<String>();
        for (var word : words) {
            var inner = line.getSubcommands().get(word);
            if (inner != null) {
                line = inner;
            } else if (word.startsWith("-")) {
                var option = word.replaceFirst("=.*", "");
                if (!line.getCommandSpec().optionsMap().containsKey(option)) {
                    unknown.add(word);
                }
            } else if (!line.getSubcommands().isEmpty() && !word.equals(word.toUpperCase(Locale.ROOT))) {
                unknown.add(word);
            }
        }
        return unknown;
    }

    private static Stream<List<String>> typed(Page page) {
        return page.blocks().stream()
                .filter(block -> SHELLS.contains(block.language()))
                .flatMap(block -> commands(block).stream())
                .flatMap(line -> CommandWords.calls(line).stream());
    }

    /** Of a console, what stands behind a prompt; else each line, with those that go on. */
    private static List<String> commands(Page.Block block) {
        if (block.language().equals("console")) {
            return block.lines().stream()
                    .filter(line -> line.startsWith("$ "))
                    .map(line -> line.substring(2))
                    .toList();
        }
        return List.of(String.join("\n", block.lines())
                .replaceAll("[\\\\^`]\n\\s*", " ")
                .split("\n"));
    }
}
