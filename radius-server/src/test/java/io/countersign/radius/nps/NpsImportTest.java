package io.countersign.radius.nps;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.Location;
import io.countersign.policy.Problem;
import io.countersign.radius.access.CompiledPolicies;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.identity.Attempt;
import io.countersign.radius.identity.Directory;
import io.countersign.radius.identity.GroupCheck;
import io.countersign.radius.identity.LoginName;
import io.countersign.radius.identity.PasswordCheck;
import io.countersign.radius.identity.User;
import io.countersign.radius.nps.NpsImport.Imported;
import io.countersign.radius.nps.ReportLine.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an import makes of domains, groups and checks; ImportNpsTest has the rest. */
class NpsImportTest {
    private static final Dictionary DICTIONARY = Dictionary.standard();
    private static final String SID = "S-1-5-21-1111111111-2222222222-3333333333-";
    private static final ImportChoices WITH_ENTRA = new ImportChoices(Optional.of("entra"), Set.of("rdgw01"), Map.of());

    private static Imported imported(GroupCheck groups, ImportChoices choices, NpsImport.Check check) {
        try {
            var export = NpsExportReader.read(Files.readAllBytes(Path.of("../policies/examples/nps-export.xml")));
            var directories = Map.<String, Directory>of(
                    "local", new Domain("local", new GroupCheck.Unknown(Optional.empty())),
                    "south", new Domain("south", new GroupCheck.Unknown(Optional.empty())),
                    "corp", new Domain("corp", groups));
            var names = new CompiledPolicies.Names(DICTIONARY, directories, Map.of(), Set.of());
            return NpsImport.of(export, choices, names, check);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String item(Imported imported, String name) {
        return imported.text()
                .lines()
                .filter(line -> line.startsWith("- {\"name\":\"" + name + "\""))
                .findFirst()
                .orElse("");
    }

    private static ReportLine line(Imported imported, String name) {
        return imported.report().stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void domainsHaveTheirGroupsAndUsers() {
        var imported = imported(new GroupCheck.Known(), WITH_ENTRA, _ -> List.of());

        assertThat(item(imported, "Use Windows authentication for all users"))
                .contains("\"authentication\":\"here\",\"with\":[\"corp\",\"south\"]");
        assertThat(item(imported, "VPN users"))
                .contains("\"user-groups\":[\"" + SID + "1102\"]", "\"mfa\":{\"any-of\":[\"entra\"]}")
                .contains("\"authentication-methods\":[\"pap\",\"ms-chap-v2\"]", "\"session-timeout\":\"28800s\"")
                .doesNotContain("enabled");
        assertThat(item(imported, "RDG_CAP")).contains("\"type-of-network-access-server\":\"rd-gateway\"");
        assertThat(item(imported, "RDGW01")).contains("\"type\":\"rd-gateway\"");
    }

    @Test
    void aDomainThatCannotTellLeavesPoliciesDisabled() {
        var imported = imported(new GroupCheck.CannotTell("no controller answers"), WITH_ENTRA, _ -> List.of());

        assertThat(item(imported, "VPN users")).contains("\"enabled\":false");
        assertThat(line(imported, "VPN users").notes())
                .anyMatch(note -> note.contains("no controller answers") && note.contains("--map " + SID + "1102="));
    }

    @Test
    void aPolicyThatCannotWorkIsDisabledAndLeftOutIfEvenThatIsRefused() {
        var disabled = imported(new GroupCheck.Known(), WITH_ENTRA, document -> refusedUnless(document, "false"));
        assertThat(item(disabled, "VPN users")).contains("\"enabled\":false");
        assertThat(line(disabled, "VPN users").notes()).containsExactly("arrives disabled: it cannot; mend it");

        var leftOut = imported(new GroupCheck.Known(), WITH_ENTRA, document -> refusedUnless(document, "never"));
        assertThat(item(leftOut, "VPN users")).isEmpty();
        assertThat(line(leftOut, "VPN users"))
                .isEqualTo(new ReportLine(
                        "network policy", "VPN users", Outcome.NOT_IMPORTED, List.of("it cannot; mend it")));
    }

    private static List<Problem> refusedUnless(Imported document, String enabled) {
        var lines = document.text().lines().toList();
        int line = lines.indexOf(item(document, "VPN users")) + 1;
        return line == 0 || lines.get(line - 1).contains("\"enabled\":" + enabled)
                ? List.of()
                : List.of(new Problem(new Location("document", line, 7), "it cannot", "mend it"));
    }

    @Test
    void aProblemOfNoObjectIsLeftToWhoeverWrites() {
        var problem = new Problem(new Location("document", 1, 1), "it is too long", "shorten it");

        assertThat(imported(new GroupCheck.Known(), WITH_ENTRA, _ -> List.of(problem))
                        .report())
                .noneMatch(line -> line.notes().toString().contains("too long"));
    }

    @Test
    void secretsStandApartFromTheDocumentAndItsReport() {
        var imported = imported(new GroupCheck.Known(), WITH_ENTRA, _ -> List.of());

        assertThat(imported.clientSecrets()).containsOnlyKeys("RDGW01", "vpn-01", "switches");
        assertThat(imported.clientSecrets().get("vpn-01").revealText()).isEqualTo("NotARealSecret-of-vpn-01");
        assertThat(imported.toString()).doesNotContain("NotARealSecret");
    }

    /** A domain that says the same of every group. */
    private record Domain(String name, GroupCheck groups) implements Directory {
        @Override
        public boolean answersFor(LoginName typed) {
            return false;
        }

        @Override
        public Optional<User> find(LoginName typed) {
            return Optional.empty();
        }

        @Override
        public Optional<User> findById(String id) {
            return Optional.empty();
        }

        @Override
        public PasswordCheck check(Optional<User> user, Attempt attempt) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PasswordCheck foresee(User user, AuthenticationMethod method) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isCalled(String prefix) {
            return prefix.equals(name);
        }

        @Override
        public GroupCheck groupOfSid(String sid) {
            return groups;
        }

        @Override
        public GroupCheck group(String written) {
            return groups;
        }
    }
}
