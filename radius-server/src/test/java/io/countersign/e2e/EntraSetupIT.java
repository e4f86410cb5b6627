package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code countersign entra setup} makes what a tenant needs, for an administrator who has no settings yet. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
final class EntraSetupIT {
    @TempDir
    Path folder;

    @Test
    void makesTheFilesAndTellsEachStepInOrder() throws Exception {
        var setup = Site.bare(folder).run("entra", "setup", "--tenant", "contoso.example", "--folder", ".");

        assertThat(setup.exitCode()).as(setup.err()).isZero();
        assertThat(setup.out())
                .containsSubsequence(
                        "Made DIR/./entra-push.p12",
                        "Made DIR/./entra-graph.cer",
                        "1. Copy entra-push.cer",
                        "   pwsh ./entra-setup.ps1",
                        "2. Put this into countersign.yaml",
                        "   mfa:",
                        "     entra:",
                        "       tenant: contoso.example",
                        "3. ",
                        "4. Wait a minute",
                        "   countersign doctor --user NAME");
        assertThat(setup.out())
                .doesNotContain(
                        Files.readString(folder.resolve("entra-push.password")).strip());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("entra-push.p12"))))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "entra setup --folder . --tenant ../x | 2 | countersign: tenant: write the tenant's id or one of its domains",
                "entra setup --folder . --tenant x --cloud mars | 2 | countersign: cloud: write one of public, us-government, china",
                "entra setup --folder . --tenant x --days 0 | 2 | countersign: days: write a number from 1 to 1095",
                "entra setup --folder . | 2 | countersign: --tenant TENANT is missing: The tenant's id or one of its domains.",
                "entra setup --folder missing --tenant x | 3 | countersign: there is no folder DIR/missing; make it first, or"
                        + " choose another with --folder",
            })
    void refusesWhatCannotWorkAndWritesNothing(String line, int exitCode, String told) throws Exception {
        var refused = Site.bare(folder).run(line.split(" "));

        assertThat(refused.err().lines().findFirst()).contains(told);
        assertThat(refused.exitCode()).isEqualTo(exitCode);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void touchesNothingThatIsThere() throws Exception {
        var shell = Site.bare(folder);
        shell.done("entra", "setup", "--tenant", "contoso.example", "--folder", ".");
        var key = Files.readAllBytes(folder.resolve("entra-push.p12"));

        var again = shell.run("entra", "setup", "--tenant", "contoso.example", "--folder", ".");

        assertThat(again.err())
                .isEqualTo(
                        "countersign: entra-setup.ps1: is there already; --renew makes new files beside the old ones\n");
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(Files.readAllBytes(folder.resolve("entra-push.p12"))).isEqualTo(key);
    }
}
