package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.cli.Shell;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code countersign doctor} finds what is wrong, each fault with its fix. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(120)
final class DoctorIT {
    private static final CopyOption REPLACE = StandardCopyOption.REPLACE_EXISTING;

    @TempDir
    Path folder;

    private EntraTenant tenant;
    private Site site;

    @BeforeEach
    void make() throws Exception {
        tenant = EntraTenant.of(folder);
        site = tenant.site(folder, "alice", "frank");
    }

    @AfterEach
    void end() {
        site.close();
        tenant.close();
    }

    @Test
    void findsNothingButAMissingPermissionAndPromptsNobody() throws Exception {
        site.serve();

        var healthy = site.run("doctor", "--user", "CONTOSO\\alice");

        assertThat(healthy.out().lines().skip(1).filter(line -> !line.isBlank()))
                .allMatch(line -> line.startsWith("good ")
                        || line.startsWith("   ")
                        || line.startsWith("WARNING  entra: registered methods ")
                        || line.startsWith("WARNING  clock ") // the machine's, which nobody may set for a test
                        || line.matches("No faults; warnings: [12]\\."));
        assertThat(subjects(healthy))
                .containsExactly(
                        "settings",
                        "store",
                        "clock",
                        "permissions",
                        "server",
                        "second factors",
                        "policies",
                        "clients",
                        "user",
                        "user",
                        "entra: push certificate",
                        "entra: graph certificate",
                        "entra: login",
                        "entra: clock",
                        "entra: push service",
                        "entra: Graph",
                        "entra: push token",
                        "entra: Graph token",
                        "entra: push service principal",
                        "entra: account",
                        "entra: methods",
                        "entra: registered methods");
        assertThat(healthy.exitCode()).isZero();
        assertThat(tenant.prompted()).isEmpty();
    }

    @Test
    void tellsThatEntraIsDown() {
        tenant.close();
        assertFault(site.run("doctor"), "entra: push service", "cannot be reached");
    }

    @Test
    void tellsOfAUserWhoCouldNotLogIn() {
        assertFault(site.run("doctor", "--user", "frank"), "entra: account", "disabled in Entra");
        assertFault(site.run("doctor", "--user", "nobody"), "user", "no directory knows nobody");
    }

    @Test
    void goesOnAfterSettingsThatCannotWork() throws Exception {
        site.write("countersign.yaml", tenant.settings().replace("push:", "psuh:"));
        assertFault(site.run("doctor"), "second factors", "mfa.entra.push.certificate cannot work");

        site.write("countersign.yaml", tenant.settings().replace("audit:", "audti:"));
        assertFault(site.run("doctor"), "settings", "unknown key \"audti\"");
    }

    @Test
    void tellsThatNothingIsAppliedYet() throws Exception {
        Files.delete(folder.resolve("store.key"));
        Files.delete(folder.resolve("data/countersign.db"));
        site.done("init");

        var doctor = site.run("doctor", "--output", "json");

        assertThat(doctor.exitCode()).isOne();
        assertThat(doctor.out())
                .contains("\"subject\" : \"policies\"", "\"subject\" : \"clients\"", "\"level\" : \"fault\"");
    }

    @Test
    void tellsThatTheStoreCannotBeOpened() throws Exception {
        Files.setPosixFilePermissions(folder.resolve("store.key"), PosixFilePermissions.fromString("rw-r--r--"));
        assertFault(site.run("doctor"), "store", "store.key");
    }

    @Test
    void warnsOfACertificateThatEndsSoon() throws Exception {
        for (var file : new String[] {"entra-push", "entra-graph"}) {
            Files.delete(folder.resolve(file + ".p12"));
            Files.delete(folder.resolve(file + ".password"));
            Files.delete(folder.resolve(file + ".cer"));
        }
        Files.delete(folder.resolve("entra-setup.ps1"));
        site.done("entra", "setup", "--tenant", "contoso.example", "--days", "20");
        Files.copy(folder.resolve("entra-push.cer"), folder.resolve("tenant/entra-push.cer"), REPLACE);
        Files.copy(folder.resolve("entra-graph.cer"), folder.resolve("tenant/entra-graph.cer"), REPLACE);

        site.serve();

        var doctor = site.run("doctor");

        assertThat(doctor.out()).containsPattern("WARNING +entra: push certificate +ends in (19|20) days");
        assertThat(doctor.exitCode()).isZero();
    }

    private static Stream<String> subjects(Shell.Result result) {
        return result.out()
                .lines()
                .skip(1)
                .filter(line -> line.contains("  ") && !line.startsWith(" "))
                .map(line -> line.split(" {2,}", -1)[1]);
    }

    private static void assertFault(Shell.Result result, String subject, String text) {
        assertThat(result.out().replaceAll("\\R {3,}", " ").lines()) // a long finding goes on below
                .anySatisfy(line -> assertThat(line)
                        .matches("FAULT +" + Pattern.quote(subject) + " .*")
                        .contains(text));
        assertThat(result.out()).contains("Logins fail until the faults are mended.");
        assertThat(result.exitCode()).isOne();
    }
}
