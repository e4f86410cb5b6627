package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A shell in which somebody follows a page, in a folder of its own, with Countersign as it was built. It has a network of its own: the
 * addresses of examples are this machine's there, every port is free, and nothing gets out. What it mounts is seen there alone. Closed, it ends all that was started in it.
 */
final class PageTerminal implements AutoCloseable {
    private static final Path HOME = Path.of(System.getProperty("countersign.home", "target/home"));
    private static final int PATIENCE_SECONDS = 120;

    private final Path folder;
    private final Path ours;
    private final Process shell;
    private int typed;

    /** What a command said, and how it ended. */
    record Said(int exitCode, String text) {}

    private PageTerminal(Path folder, Path ours, Process shell) {
        this.folder = folder;
        this.ours = ours;
        this.shell = shell;
    }

    /** With these variables of the environment. */
    static PageTerminal open(Path place, Map<String, String> variables) throws Exception {
        var folder = Files.createDirectory(place.resolve("page"));
        var ours = Files.createDirectory(place.resolve("terminal"));
        program(ours.resolve("countersign"), countersign(home(ours)));
        program(ours.resolve("sudo"), "exec \"$@\"");
        Files.createSymbolicLink(folder.resolve("countersign"), ours.resolve("countersign"));
        var builder = new ProcessBuilder("unshare", "--net", "--mount", "/bin/sh")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ours.resolve("shell.said").toFile());
        builder.environment().merge("PATH", ours + ":", (path, bin) -> bin + path + ":/usr/sbin");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(variables);
        builder.environment().keySet().removeIf(name -> name.startsWith("SUDO_"));
        var terminal = new PageTerminal(folder, ours, builder.start());
        var network = terminal.type(
                "ip link set lo up && ip address add 192.0.2.5/24 dev lo && ip address add 192.0.2.10/24 dev lo", "");
        if (network.exitCode() != 0) {
            terminal.close();
            throw new IOException(network.text());
        }
        return terminal;
    }

    /** As packages lay the program out, with what the demo needs. */
    private static Path home(Path ours) throws IOException {
        var home = Files.createDirectory(ours.resolve("home"));
        var lib = Files.createDirectory(home.resolve("lib"));
        Files.createSymbolicLink(home.resolve("plugins"), HOME.toAbsolutePath().resolve("plugins"));
        Files.createDirectory(home.resolve("demo"));
        for (var part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            var jar = Path.of(part);
            Files.createSymbolicLink(
                    jar.toString().contains("simulator")
                            ? home.resolve("demo").resolve("entra-simulator.jar")
                            : lib.resolve(part.replaceAll("[^A-Za-z0-9.-]", "_")),
                    jar);
        }
        return home;
    }

    private static String countersign(Path home) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        return "CLASSPATH='" + System.getProperty("java.class.path") + "' exec " + java
                + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED"
                + " --sun-misc-unsafe-memory-access=allow -Dcountersign.home=" + home
                + " io.countersign.cli.Main \"$@\"";
    }

    private static void program(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    Path folder() {
        return folder;
    }

    /** Types commands, and waits for their end. */
    Said type(String commands, String input) throws Exception {
        var out = start(commands, input, "");
        var code = ours.resolve(typed + ".code");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(code) && shell.isAlive() && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        if (!Files.exists(code)) {
            return new Said(-1, Files.readString(out) + "\n(no end within " + PATIENCE_SECONDS + " s)");
        }
        return new Said(Integer.parseInt(Files.readString(code).strip()), Files.readString(out));
    }

    /** Types a command that goes on until it is ended, and waits until it has said this. */
    void typeInAnother(String command, String awaited) throws Exception {
        var out = start(command, "", " &");
        var code = ours.resolve(typed + ".code");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.readString(out).contains(awaited) && !Files.exists(code) && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(Files.readString(out)).as("what %s says", command).contains(awaited);
        assertThat(code).as("%s goes on", command).doesNotExist();
    }

    /** The line that some command has said below the line with this text. */
    String lineBelow(String text) throws IOException {
        for (int each = 1; each <= typed; each++) {
            var lines = Files.readAllLines(ours.resolve(each + ".out"));
            if (lines.contains(text)) {
                return lines.get(lines.indexOf(text) + 1).strip();
            }
        }
        throw new AssertionError("no command has said: " + text);
    }

    private Path start(String commands, String input, String how) throws IOException {
        typed++;
        var script = Files.writeString(ours.resolve(typed + ".sh"), commands + "\n");
        var in = Files.writeString(ours.resolve(typed + ".in"), input);
        var out = Files.writeString(ours.resolve(typed + ".out"), "");
        var code = ours.resolve(typed + ".code");
        var line = "{ . " + script + "; echo $? >" + code + ".new; mv " + code + ".new " + code + "; } <" + in + " >"
                + out + " 2>&1" + how + "\n";
        shell.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
        shell.getOutputStream().flush();
        return out;
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> started =
                Stream.concat(shell.descendants(), Stream.of(shell.toHandle())).toList();
        started.forEach(ProcessHandle::destroyForcibly);
        started.forEach(each -> each.onExit().orTimeout(20, TimeUnit.SECONDS).join());
        deleteLinks();
    }

    /** JUnit warns of each one that it deletes. */
    private void deleteLinks() throws IOException {
        try (Stream<Path> files = Files.walk(ours)) {
            for (var link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
        Files.deleteIfExists(folder.resolve("countersign"));
    }
}
