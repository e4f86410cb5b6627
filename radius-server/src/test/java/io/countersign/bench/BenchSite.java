package io.countersign.bench;

import io.countersign.policy.DialIn;
import io.countersign.radius.administration.Environment;
import io.countersign.radius.administration.Installation;
import io.countersign.radius.administration.LocalAccounts.NewUser;
import io.countersign.radius.administration.LocalAccounts.Storage;
import io.countersign.radius.config.SettingsReader;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A node in a folder of its own, run as the installed program in a process of its own. */
final class BenchSite implements AutoCloseable {
    static final Secret SECRET = Secret.ofText("bench-secret-of-the-clients");

    private static final Pattern READY = Pattern.compile("Ready on 127\\.0\\.0\\.1:(\\d+);.*");

    private final Path folder;
    private final Process process;

    private BenchSite(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** With these settings and policies, and users user0, user1 … of the group Users, whose password is known. */
    static BenchSite start(Path folder, String settings, String policies, int users, String... options)
            throws IOException, InterruptedException {
        prepare(folder, settings, policies, users);
        return new BenchSite(folder, run(folder, options));
    }

    /** The same without a server. */
    static void prepare(Path folder, String settings, String policies, int users) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("countersign.yaml"), settings);
        Files.writeString(folder.resolve("bench.secret"), SECRET.revealText());
        var file = folder.resolve("countersign.yaml");
        Store.create(SettingsReader.read(file, Map.of()).store());
        var environment = new Environment(
                List.of(Path.of(System.getProperty("countersign.home"), "plugins")), Map.of(), InstantSource.system());
        try (var installation = Installation.open(file, environment)) {
            installation.accounts().addGroup("Users");
            for (int i = 0; i < users; i++) {
                installation
                        .accounts()
                        .add(
                                new NewUser("user" + i, Set.of("Users"), DialIn.ABSENT, true),
                                LoadRequests.PASSWORD,
                                Storage.REVERSIBLE);
            }
            var administration = installation.policies();
            installation.apply(administration.plan("policies.yaml", policies, folder), "");
        }
    }

    private static Process run(Path folder, String... options) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                System.getProperty("countersign.program"),
                "serve",
                "--config",
                folder.resolve("countersign.yaml").toString()));
        command.addAll(List.of(options));
        var ready = folder.resolve("server.out");
        var process = new ProcessBuilder(command)
                .redirectOutput(ready.toFile())
                .redirectError(folder.resolve("server.log").toFile())
                .start();
        while (Files.readAllLines(ready).stream()
                .noneMatch(line -> READY.matcher(line).matches())) {
            if (!process.isAlive()) {
                throw new IOException("the server does not start: " + Files.readString(folder.resolve("server.log")));
            }
            Thread.sleep(50);
        }
        return process;
    }

    InetSocketAddress address() throws IOException {
        return Files.readAllLines(folder.resolve("server.out")).stream()
                .map(READY::matcher)
                .filter(line -> line.matches())
                .map(line -> new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(line.group(1))))
                .findFirst()
                .orElseThrow();
    }

    ServerProcess server() {
        return new ServerProcess(process.pid());
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
