package io.countersign.entra.simulator;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;

/** {@code SimulatorMain FOLDER}: runs until it is killed or its parent ends. {@code ready.properties} in the folder says where. */
public final class SimulatorMain {
    private SimulatorMain() {}

    /** Runs. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var folder = Path.of(arguments[0]);
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try (var simulator = EntraSimulator.start(folder, InstantSource.system(), System.in, out)) {
            var ready = Files.createTempFile(folder, "ready", ".making");
            Files.writeString(
                    ready,
                    "login=" + simulator.login() + "\ngraph=" + simulator.graph() + "\npush=" + simulator.push()
                            + "\n");
            Files.move(ready, folder.resolve("ready.properties"), StandardCopyOption.ATOMIC_MOVE);
            ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().join());
        }
    }
}
