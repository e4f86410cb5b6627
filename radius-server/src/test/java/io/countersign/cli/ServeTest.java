package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.testing.Awaited;
import io.countersign.radius.testing.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its servers get POSIX signals")
@Timeout(
        value = 60,
        threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a read of what a process says cannot be interrupted
class ServeTest {
    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();
    private Shell shell;

    @BeforeEach
    void init() {
        shell = Shell.initialised(folder);
    }

    @AfterEach
    void endWhatWasStarted() throws InterruptedException {
        for (var process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void servesUntilItIsToldToStop() throws Exception {
        var server = serve();
        var out = server.inputReader();
        assertThat(lineStartingWith("Ready on 127.0.0.1:", out)).contains("policies: none yet", "ms since the start");
        assertThat(shell.run("status").out()).contains("pid:").contains(Long.toString(server.pid()));
        signal("TERM", server);
        assertThat(lineStartingWith("Stopped", out)).isEqualTo("Stopped.");
        assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isZero();
        assertThat(shell.run("status").exitCode()).isEqualTo(1);
    }

    @Test
    void takesUpWhatIsApplied() throws Exception {
        var server = serve();
        lineStartingWith("Ready", server.inputReader());
        shell.write("policies.yaml", "connection-request-policies: []\nnetwork-policies: []\n");
        assertThat(shell.run("policy", "apply", "-f", "policies.yaml").out())
                .contains("Revision 1 is written.\nRevision 1 is in force in the running server.\n");
    }

    @Test
    void tellsEachChangeInTheAuditFileThoseFromBeforeTheStartToo() throws Exception {
        shell.input("a long password\n").run("user", "add", "alice", "--comment", "before the start");
        var server = serve();
        lineStartingWith("Ready", server.inputReader());
        shell.run("group", "add", "Staff", "--comment", "while it runs");

        var audit = folder.resolve("audit.jsonl");
        Awaited.until(() -> Files.readString(audit).lines().count() == 2);
        assertThat(Files.readAllLines(audit))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains(
                                        "\"Change\":1,\"Kinds\":[\"USERS\"],\"Author\":\"tester\",\"Command\":\"user add\"",
                                        "\"Comment\":\"before the start\"",
                                        "\"Changes\":[\"+ user alice\"]"),
                        line -> assertThat(line).contains("\"Change\":2", "while it runs"));
    }

    @Test
    void reloadsOnRequestAndOnHangUpAndGoesOnAfterABadFile() throws Exception {
        var server = serve();
        var out = server.inputReader();
        lineStartingWith("Ready", out);
        assertThat(shell.run("reload").out()).isEqualTo("Reloaded: revision 0, clients: 0.\n");
        signal("HUP", server);
        assertThat(lineStartingWith("Reloaded", out)).isEqualTo("Reloaded: revision 0, clients: 0.");
        shell.write("countersign.yaml", "listn: {}\n");
        assertThat(shell.run("reload").exitCode()).isEqualTo(2);
        shell.write("countersign.yaml", "listen:\n  authentication: [127.0.0.1:0]\nmfa:\n  smoke-signal: {hill: 3}\n");
        var refused = shell.run("reload");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("no plugin offers the second factor \"smoke-signal\"", "nothing was reloaded");
        assertThat(shell.run("status").exitCode()).isZero();
    }

    @Test
    void reloadsNothingThatTakesARestart() throws Exception {
        lineStartingWith("Ready", serve().inputReader());
        shell.write("countersign.yaml", "listen:\n  authentication: [127.0.0.1:0]\nmetrics: 127.0.0.1:1\n");
        var refused = shell.run("reload");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("metrics has changed, which takes a restart; nothing was reloaded");
    }

    @Test
    void aServerThatIsStoppedIsToldAsOneThatDoesNotAnswer() throws Exception {
        var server = serve();
        lineStartingWith("Ready", server.inputReader());
        signal("STOP", server);
        var status = shell.run("status");
        assertThat(status.exitCode()).isEqualTo(3);
        assertThat(status.err()).contains("countersign: the server on DIR/control.sock runs but does not answer");
        signal("CONT", server);
        assertThat(shell.run("status").exitCode()).isZero();
    }

    @Test
    void countsInTheMetricsWhatItDiscards() throws Exception {
        int port = FreePort.tcp();
        shell.write("countersign.yaml", "listen:\n  authentication: [127.0.0.1:0]\nmetrics: 127.0.0.1:" + port + "\n");
        var ready = lineStartingWith("Ready on 127.0.0.1:", serve().inputReader());
        sendAnOctetTo(Integer.parseInt(ready.replaceFirst("Ready on 127.0.0.1:([0-9]+).*", "$1")));
        var counted = "countersign_discards_total{client=\"unknown\",reason=\"CLIENT_UNKNOWN\"} 1.0";
        assertThat(metrics(port, counted)).contains(counted).contains("countersign_audit_lost_total 0.0");
        assertThat(shell.run("status").out()).contains("1 of unknown [CLIENT_UNKNOWN]");
        assertThat(shell.run("doctor", "-o", "json").out())
                .contains("1 requests were discarded within the last hour [CLIENT_UNKNOWN]", "add it to the clients");
    }

    @Test
    void refusesASecondServerOnTheSameData() throws Exception {
        lineStartingWith("Ready", serve().inputReader());
        var second = shell.run("serve");
        assertThat(second.exitCode()).isEqualTo(3);
        assertThat(second.err()).contains("countersign: another server runs on the data folder DIR");
    }

    @Test
    void refusesAPortThatIsInUse() throws IOException {
        try (var taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            shell.write("countersign.yaml", "listen:\n  authentication: [127.0.0.1:" + taken.getLocalPort() + "]\n");
            var refused = shell.run("serve");
            assertThat(refused.exitCode()).isEqualTo(3);
            assertThat(refused.err())
                    .contains("127.0.0.1:" + taken.getLocalPort())
                    .contains("in use");
            assertThat(folder.resolve("control.sock")).doesNotExist();
        }
    }

    private Process serve() throws IOException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.countersign.cli.Main",
                        "serve",
                        "--config",
                        folder.resolve("countersign.yaml").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        started.add(process);
        return process;
    }

    private static void sendAnOctetTo(int port) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getLoopbackAddress(), port));
        }
    }

    /** Asks again until the expected text is there, for 10 s at most. */
    private static String metrics(int port, String expected) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + port + "/metrics");
        try (var http = HttpClient.newHttpClient()) {
            for (int i = 0; ; i++) {
                var text = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                        .body();
                if (text.contains(expected) || i == 100) {
                    return text;
                }
                Thread.sleep(100);
            }
        }
    }

    private static void signal(String name, Process server) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(server.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static String lineStartingWith(String start, BufferedReader out) throws IOException {
        var line = out.readLine();
        while (line != null && !line.startsWith(start)) {
            line = out.readLine();
        }
        return String.valueOf(line);
    }
}
