package io.countersign.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DocumentEditTest {
    private static final Path RESOURCES = Path.of("src/test/resources");

    /** One of edits.txt. */
    record Edit(String line, List<String> outcome) {
        @Override
        public String toString() {
            return line;
        }
    }

    static Stream<Edit> edits() {
        return Arrays.stream(text("edits.txt").split("\n\n"))
                .map(block ->
                        block.lines().filter(line -> !line.startsWith("#")).toList())
                .filter(block -> !block.isEmpty())
                .map(block -> new Edit(block.getFirst(), block.subList(1, block.size())));
    }

    @ParameterizedTest
    @MethodSource("edits")
    void changesWhatWasNamedAndNothingElse(Edit edit) {
        String[] parts = edit.line().split(" \\| ", 3);
        assertThat(outcome(kind(parts[0]), parts[1], parts[2])).isEqualTo(edit.outcome());
    }

    @Test
    void leavesAllOtherDocumentsAsTheyWere() {
        for (int seed = 0; seed < 100; seed++) {
            String written = PolicyWriter.write(new RandomDocuments(seed).next());
            String edited = DocumentEdit.of(written).text();
            assertThat(PolicyWriter.write(PolicyReader.read("seed " + seed, edited)))
                    .isEqualTo(written);
        }
    }

    @Test
    void addsAnItemBehindTheOthersOrWhereItIsWanted() {
        DocumentEdit edit = sample();
        List<Assignment> keys =
                List.of(Assignment.parse("when.user-groups=[local\\Guests]"), Assignment.parse("access=deny"));

        edit.add(ItemKind.NETWORK_POLICY, "No guests", keys, new Place.First());
        edit.add(ItemKind.NETWORK_POLICY, "true", keys, new Place.After("No guests"));
        edit.copy(ItemKind.NETWORK_POLICY, "rd users", "RD users: \"second\" # shift", new Place.Before("VPN users"));

        assertThat(PolicyReader.read("edited", edit.text()).policyNames())
                .containsSubsequence("No guests", "true", "RD users", "RD users: \"second\" # shift", "VPN users");
    }

    @Test
    void addsToAListThatIsNotThereOrEmpty() {
        List<Assignment> keys = List.of(
                Assignment.parse("servers.partner-01.address=192.0.2.7"),
                Assignment.parse("servers.partner-01.secret=${sealed}"));
        DocumentEdit edit = DocumentEdit.of("clients: []\nconnection-request-policies: []\nnetwork-policies: []\n");

        edit.add(ItemKind.SERVER_GROUP, "partner", keys, new Place.Last());
        edit.add(
                ItemKind.CLIENT,
                "vpn-01",
                List.of(Assignment.parse("address=192.0.2.1"), Assignment.parse("secret=${sealed}")),
                new Place.Last());

        assertThat(PolicyWriter.write(PolicyReader.read("edited", edit.text())))
                .contains("- name: vpn-01", "- name: partner-01", "address: 192.0.2.7");
    }

    @Test
    void movesAndRemoves() {
        DocumentEdit edit = sample();

        edit.move(ItemKind.NETWORK_POLICY, "VPN users", new Place.First());
        edit.move(ItemKind.CONNECTION_REQUEST_POLICY, "RD Gateway", new Place.Last());
        edit.remove(ItemKind.CLIENT, "vpn-01");

        assertThat(edit.names(ItemKind.NETWORK_POLICY)).containsExactly("VPN users", "RD users");
        assertThat(edit.names(ItemKind.CONNECTION_REQUEST_POLICY)).containsExactly("VPN", "RD Gateway");
        assertThat(edit.names(ItemKind.CLIENT)).containsExactly("rdgw-01");
    }

    @Test
    void refusesASecondOfOneName() {
        DocumentEdit edit = sample();

        assertThatExceptionOfType(EditRefused.class)
                .isThrownBy(() -> edit.add(ItemKind.CLIENT, "VPN-01", List.of(), new Place.Last()))
                .withMessage("there is a client \"VPN-01\" already");
        assertThatExceptionOfType(EditRefused.class)
                .isThrownBy(() -> edit.move(ItemKind.NETWORK_POLICY, "VPN users", new Place.Before("RD user")))
                .withMessage("there is no network policy \"RD user\"; did you mean \"RD users\"?");
    }

    /** The lines that go and come, or the refusal. */
    private static List<String> outcome(ItemKind kind, String name, String assignment) {
        List<String> before = lines(text("documents/sample.canonical.yaml"));
        try {
            DocumentEdit edit = sample();
            edit.set(kind, name, List.of(Assignment.parse(assignment)));
            List<String> after = lines(PolicyWriter.write(PolicyReader.read("edited", edit.text())));
            List<String> outcome = new ArrayList<>();
            without(before, after).forEach(line -> outcome.add("- " + line));
            without(after, before).forEach(line -> outcome.add("+ " + line));
            return outcome;
        } catch (EditRefused refused) {
            return List.of("! " + refused.getMessage());
        }
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).toList();
    }

    private static List<String> without(List<String> lines, List<String> others) {
        List<String> rest = new ArrayList<>(lines);
        others.forEach(rest::remove);
        return rest;
    }

    private static DocumentEdit sample() {
        return DocumentEdit.of(text("documents/sample.canonical.yaml"));
    }

    private static ItemKind kind(String list) {
        return switch (list) {
            case "clients" -> ItemKind.CLIENT;
            case "connection-request-policies" -> ItemKind.CONNECTION_REQUEST_POLICY;
            default -> ItemKind.NETWORK_POLICY;
        };
    }

    private static String text(String name) {
        try {
            return Files.readString(RESOURCES.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
