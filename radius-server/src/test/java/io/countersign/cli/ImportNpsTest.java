package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.cli.Shell.Result;
import io.countersign.radius.administration.Environment;
import io.countersign.radius.administration.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of exports: each {@code *.expected.txt} is a command and all that it says. {@code -Dimports=write} writes them anew, to be read
 * before they are committed.
 */
class ImportNpsTest {
    private static final Path CASES = Path.of("src/test/resources/io/countersign/cli/nps");
    private static final Path SHIPPED = Path.of("../policies/examples/nps-export.xml");

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void init() throws IOException {
        shell = Shell.initialised(folder);
        shell.run("group", "add", "Staff");
        shell.run("group", "add", "Guests");
        for (var file : List.of(
                "clients.xml",
                "conditions.xml",
                "profiles.xml",
                "forwarding.xml",
                "gaps.xml",
                "version-256.xml",
                "extension.reg")) {
            Files.copy(CASES.resolve(file), folder.resolve(file));
        }
        Files.copy(SHIPPED, folder.resolve("export.xml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"clients", "conditions", "profiles", "forwarding", "gaps", "version-256", "extension"})
    void tellsWhatBecameOfEachObject(String name) throws IOException {
        var file = CASES.resolve(name + ".expected.txt");
        var expected = Files.readString(file);
        var command = expected.lines().findFirst().orElseThrow();
        var before = shell.listing();

        var said = run(command);

        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out() + said.err()).doesNotContain("a secret of");
        assertThat(shell.listing()).isEqualTo(before);
        var told = command + "\n" + said.out() + said.err();
        if (System.getProperty("imports", "").equals("write")) {
            Files.writeString(file, told);
        }
        assertThat(told).isEqualTo(Files.readString(file));
    }

    private Result run(String command) {
        return shell.run(
                Arrays.stream(command.replaceFirst("^\\$ countersign ", "").split(" "))
                        .toArray(String[]::new));
    }

    @Test
    void putsSecretsIntoTheStoreAndSaysWhoDidIt() {
        var said = run("import nps clients.xml --mfa none --comment moved");

        assertThat(said.out()).contains("Revision 1 is written.");
        assertThat(said.exitCode()).isZero();
        assertThat(secretOf("sw-01")).isEqualTo("a secret of sw-01 only");
        assertThat(secretOf("Building <A> & B")).isEqualTo("a secret of building A");
        assertThat(run("policy history").out()).contains("import nps", "moved").doesNotContain("a secret of");
        assertThat(run("policy export").out()).doesNotContain("a secret of");
    }

    @Test
    void putsSecretsOfRemoteServersIntoTheStore() {
        assertThat(run("import nps forwarding.xml --mfa none").out()).contains("is written.");

        assertThat(run("server-group list").out()).contains("192.0.2.40");
        assertThat(run("check").exitCode()).isZero();
    }

    @Test
    void whatIsThereAlreadyIsReplacedOnlyIfThatIsSaid() {
        run("import nps clients.xml --mfa none");
        var before = shell.listing();

        var refused = run("import nps gaps.xml --mfa none");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("this node has policies or clients already", "--replace");
        assertThat(shell.listing()).isEqualTo(before);
        assertThat(run("import nps gaps.xml --mfa none --replace").out())
                .contains("- client short", "+ client vpn-01", "Revision 2 is written.");
        assertThat(run("client list").out()).contains("vpn-01").doesNotContain("short");
    }

    @Test
    void aSecondImportOfTheSameChangesNothing() {
        run("import nps clients.xml --mfa none");

        assertThat(run("import nps clients.xml --mfa none --replace").out()).contains("Nothing changes.");
    }

    @Test
    void withoutAWordOnSecondFactorsNothingThatGrantsIsEnabled() {
        run("import nps export.xml");

        var exported = run("policy export").out();
        assertThat(exported).contains("access: grant").doesNotContain("mfa:");
        assertThat(exported.split("- name: "))
                .filteredOn(item -> item.contains("access: grant"))
                .isNotEmpty()
                .allMatch(item -> item.contains("enabled: false"));
    }

    @Test
    void aDisabledPolicyCannotBeEnabledWithoutSayingWhatItLacks() {
        run("import nps export.xml");
        shell.write("current.yaml", run("policy export").out().replace("    enabled: false\n", ""));

        assertThat(run("policy apply current.yaml").err()).contains("says nothing of mfa");
    }

    @Test
    void saysTheSameToPrograms() {
        var said = run("import nps clients.xml --mfa none -o json");

        assertThat(said.out())
                .contains("\"kind\" : \"client\"", "\"outcome\" : \"not imported\"", "\"version\" : \"257\"")
                .contains("\"changes\" : [", "\"document\" : ")
                .doesNotContain("Revision 1", "a secret of");
        assertThat(said.err()).contains("Revision 1 is written.");
    }

    @Test
    void namesThatAreNotThereAreRefused() {
        assertThat(run("import nps clients.xml --mfa entra").err())
                .contains("--mfa entra: there is no such second factor here");
        assertThat(run("import nps clients.xml --rd-gateway nobody").err())
                .contains("--rd-gateway nobody: the export has no RADIUS client of this name", "RDGW01");
        assertThat(run("import nps nowhere.xml").err()).contains("there is no such file");
        assertThat(run("client list").out()).doesNotContain("sw-01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"truncated", "doctype", "live", "other", "registry"})
    void whatIsNoExportChangesNothing(String kind) throws IOException {
        var whole = Files.readString(folder.resolve("export.xml"));
        var octets = switch (kind) {
            case "truncated" -> whole.substring(0, whole.length() / 2).getBytes(StandardCharsets.UTF_8);
            case "doctype" ->
                whole.replace("<Root", "<!DOCTYPE Root [<!ENTITY a \"b\">]>\n<Root")
                        .getBytes(StandardCharsets.UTF_8);
            case "live" -> ("\uFEFF" + whole).getBytes(StandardCharsets.UTF_16LE);
            case "registry" -> Files.readAllBytes(folder.resolve("extension.reg"));
            default -> "<html></html>".getBytes(StandardCharsets.UTF_8);
        };
        Files.write(folder.resolve("broken.xml"), octets);
        var before = shell.listing();

        var said = run("import nps broken.xml --mfa none");

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).startsWith("countersign: broken.xml ").hasLineCount(1);
        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void readsAnExportAsWindowsWritesIt() throws IOException {
        var text = Files.readString(folder.resolve("profiles.xml"));
        Files.writeString(folder.resolve("windows.xml"), "\uFEFF" + text.replace("\n", "\r\n"));

        assertThat(run("import nps windows.xml --mfa none --dry-run").out().replace("windows.xml", "profiles.xml"))
                .isEqualTo(run("import nps profiles.xml --mfa none --dry-run").out());
    }

    @Test
    void aFileOfAnotherKeyOfTheRegistryIsRefused() throws IOException {
        Files.writeString(
                folder.resolve("other.reg"),
                "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE]\r\n");

        assertThat(run("import nps-extension other.reg").err()).contains("does not have the key");
        assertThat(run("import nps-extension export.xml").err()).contains("is no export of the registry");
    }

    @Test
    void theRegistryIsReadAsWindowsWritesIt() throws IOException {
        var text = "\uFEFF" + Files.readString(folder.resolve("extension.reg")).replace("\n", "\r\n");
        Files.write(folder.resolve("windows.reg"), text.getBytes(StandardCharsets.UTF_16LE));

        assertThat(run("import nps-extension windows.reg").out().replace("windows.reg", "extension.reg"))
                .isEqualTo(run("import nps-extension extension.reg").out());
    }

    private String secretOf(String client) {
        try (var installation = Installation.open(
                folder.resolve("countersign.yaml"), new Environment(List.of(), Map.of(), Shell.CLOCK))) {
            return installation.client(client).orElseThrow().secret().revealText();
        }
    }
}
