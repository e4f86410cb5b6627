package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.radius.testing.Awaited;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class WindowsServiceTest {
    @TempDir
    private Path folder;

    private final WindowsService service = new WindowsService();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void servesUntilWindowsStopsItAndHasEndedThen() throws Exception {
        var shell = new Shell(folder);
        shell.write("countersign.yaml", "listen:\n  authentication: [127.0.0.1:0]\n");
        var started = start("serve", "--prepare", "--config", settings());
        Awaited.until(() -> shell.run("status").exitCode() == 0);

        assertThat(service.end()).isTrue();

        started.get(10, TimeUnit.SECONDS);
        assertThat(out.toString()).contains("Ready on 127.0.0.1:", "Stopping: ", "Stopped.");
        assertThat(shell.run("status").exitCode()).isEqualTo(1);
    }

    @Test
    void failsWithSettingsThatCannotWork() {
        new Shell(folder).write("countersign.yaml", "listn: {}\n");

        assertThatThrownBy(() -> run("serve", "--prepare", "--config", settings()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ended with exit code 2");
        assertThat(err.toString()).contains("unknown key \"listn\"");
    }

    private CompletableFuture<Void> start(String... arguments) {
        return CompletableFuture.runAsync(() -> run(arguments));
    }

    private void run(String... arguments) {
        service.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private String settings() {
        return folder.resolve("countersign.yaml").toString();
    }
}
