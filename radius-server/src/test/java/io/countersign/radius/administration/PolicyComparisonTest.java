package io.countersign.radius.administration;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.PolicyDocument;
import io.countersign.policy.document.PolicyReader;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.exchange.RadiusClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replays {@code changes.txt}: each change of a document, and every line that is said of it. */
class PolicyComparisonTest {
    private static final Path CASES = Path.of("src/test/resources/changes.txt");

    /** Lines that stand in the place of others. */
    record Edit(List<String> removed, List<String> added) {}

    record Changed(String name, List<Edit> edits, List<String> said) {
        @Override
        public String toString() {
            return name;
        }

        String in(String document) {
            var text = document;
            for (var edit : edits) {
                assertThat(text).as("the lines are there").contains(lines(edit.removed()));
                int at = text.indexOf(lines(edit.removed()));
                text = text.substring(0, at)
                        + lines(edit.added())
                        + text.substring(at + lines(edit.removed()).length());
            }
            return text;
        }
    }

    static Stream<Changed> changes() throws IOException {
        var changes = new ArrayList<Changed>();
        for (var line : Files.readAllLines(CASES)) {
            if (line.startsWith("== ")) {
                changes.add(new Changed(line.substring(3), new ArrayList<>(), new ArrayList<>()));
            } else if (!changes.isEmpty()) {
                read(line, changes.getLast());
            }
        }
        return changes.stream();
    }

    private static void read(String line, Changed change) {
        var edits = change.edits();
        switch (line.charAt(0)) {
            case '>' -> change.said().add(line.substring(2));
            case '+' -> edits.getLast().added().add(line.substring(2));
            default -> {
                if (edits.isEmpty() || !edits.getLast().added().isEmpty()) {
                    edits.add(new Edit(new ArrayList<>(), new ArrayList<>()));
                }
                edits.getLast().removed().add(line.substring(2));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void saysWhatChangesAndWhatOfItLetsInMore(Changed change) throws IOException {
        var changes = between(document(), change.in(document()));
        assertThat(Stream.concat(
                        changes.lines().stream(), changes.weaker().stream().map(line -> "! " + line)))
                .containsExactlyElementsOf(change.said());
    }

    @Test
    void saysNothingWhereNothingChanges() throws IOException {
        assertThat(between(document(), document()).isEmpty()).isTrue();
    }

    @Test
    void tellsOfFirstPoliciesAloneWhatTheySayByThemselves() throws IOException {
        var none = "connection-request-policies: []\nnetwork-policies: []\n";
        var changes = between(none, document().substring(document().indexOf("remote-server-groups:")));
        assertThat(changes.lines())
                .containsExactly(
                        "+ remote RADIUS server group Partners",
                        "+ connection request policy Partners first",
                        "+ connection request policy Everybody",
                        "+ network policy No guests",
                        "+ network policy Administrators",
                        "+ network policy VPN users",
                        "+ network policy Gateway");
        assertThat(changes.weaker())
                .containsExactly(
                        "policy Administrators: who is not enrolled gets in without the second factor",
                        "policy VPN users: grants access without a second factor");
    }

    @Test
    void tellsAnotherSharedSecretAndNeverTheSecret() throws IOException {
        var document = PolicyReader.read("document", document());
        var changes = PolicyComparison.between(
                document,
                document,
                clients(document, "the first one"),
                Optional.of(clients(document, "the other one")));
        assertThat(changes.lines())
                .containsExactly("~ client vpn-01: another shared secret", "~ client rdgw-01: another shared secret");
    }

    @Test
    void namesTheFewestThatMoved() {
        var before = List.of("a", "b", "c", "d", "e");
        assertThat(new ChangedOrder(before, List.of("a", "c", "d", "e", "b")).moves())
                .containsExactly("b: moved to the end");
        assertThat(new ChangedOrder(before, List.of("e", "a", "b", "c", "d")).moves())
                .containsExactly("e: moved before a");
        assertThat(new ChangedOrder(before, List.of("a", "new", "c", "e")).moves())
                .isEmpty();
        assertThat(new ChangedOrder(before, List.of("d", "e", "a", "b", "c")).moves())
                .containsExactly("d: moved before a", "e: moved before a");
    }

    /** Each of many policies in the opposite place is what takes the longest. */
    @Test
    void comparesThousandsOfPolicies() {
        var names = IntStream.range(0, 1_000).boxed().collect(Collectors.toCollection(ArrayList::new));
        var before = many(names);
        Collections.reverse(names);
        var changes = between(before, many(names));
        assertThat(changes.lines()).hasSize(999);
        assertThat(changes.weaker()).isEmpty();
    }

    private static String many(List<Integer> numbers) {
        return "connection-request-policies: []\nnetwork-policies:\n"
                + numbers.stream()
                        .map(number -> "  - {name: p" + number + ", when: {user-groups: ['local\\g" + number
                                + "']}, constraints: {authentication-methods: [pap]}, access: grant, mfa: none}\n")
                        .collect(Collectors.joining());
    }

    private static PolicyChanges between(String before, String after) {
        var old = PolicyReader.read("before", before);
        var next = PolicyReader.read("after", after);
        return PolicyComparison.between(
                old,
                next,
                clients(old, "the same for all"),
                next.clients().map(_ -> clients(next, "the same for all")));
    }

    private static List<RadiusClient> clients(PolicyDocument document, String secret) {
        return document.clients().orElse(List.of()).stream()
                .map(client -> new RadiusClient(client, Secret.ofText(secret)))
                .toList();
    }

    private static String document() throws IOException {
        return lines(Files.readAllLines(CASES).stream()
                .takeWhile(line -> !line.startsWith("== "))
                .filter(line -> !line.startsWith("#"))
                .toList());
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
