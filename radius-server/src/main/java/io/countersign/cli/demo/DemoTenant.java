package io.countersign.cli.demo;

import io.countersign.radius.control.NodeRefused;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/** Entra as far as a login needs it, with a tenant and its users' phones: a process of its own, which ends with this one. */
final class DemoTenant implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(10);

    private final Path folder;
    private final Process process;
    private final Properties addresses;

    private DemoTenant(Path folder, Process process, Properties addresses) {
        this.folder = folder;
        this.process = process;
        this.addresses = addresses;
    }

    /**
     * Starts the services over a folder with {@code tenant.yaml} and the certificates that it names.
     *
     * @param home where the program is installed
     * @throws NodeRefused if the simulator is not part of this installation
     */
    static DemoTenant start(Path home, Path folder) throws IOException, InterruptedException {
        var simulator = home.resolve("demo").resolve("entra-simulator.jar");
        if (!Files.exists(simulator)) {
            throw new NodeRefused(
                    "the demo needs the simulator of Entra, " + simulator
                            + ", which this installation is without; install the package countersign-demo, or run it from a checkout");
        }
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        simulator + File.pathSeparator + home.resolve("lib") + File.separator + "*",
                        "io.countersign.entra.simulator.SimulatorMain",
                        folder.toString())
                .inheritIO()
                .start();
        try {
            return new DemoTenant(folder, process, awaitReady(folder, process));
        } catch (IOException | InterruptedException failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    private static Properties awaitReady(Path folder, Process process) throws IOException, InterruptedException {
        var ready = folder.resolve("ready.properties");
        for (int i = 0; i < PATIENCE.dividedBy(POLL) && process.isAlive(); i++) {
            if (Files.exists(ready)) {
                return read(ready);
            }
            Thread.sleep(POLL);
        }
        throw new IOException("the simulator of Entra does not start");
    }

    private static Properties read(Path file) throws IOException {
        var read = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            read.load(in);
        }
        return read;
    }

    /** The address of {@code login}, {@code graph} or {@code push}. */
    String address(String service) {
        return addresses.getProperty(service);
    }

    /** Says what the phones do from now on. */
    void phone(String... lines) throws IOException {
        Files.writeString(folder.resolve("phone.txt"), String.join("\n", lines) + "\n");
    }

    /** How many prompts phones got. */
    int prompts() throws IOException {
        return Files.readAllLines(folder.resolve("prompts.log")).size();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
