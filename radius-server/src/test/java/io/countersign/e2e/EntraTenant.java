package io.countersign.e2e;

import io.countersign.entra.simulator.EntraSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;

/** The simulated tenant of a node, prepared with {@code countersign entra setup}. */
public final class EntraTenant implements AutoCloseable {
    private final Path folder;
    private final EntraSimulator simulator;

    private EntraTenant(Path folder, EntraSimulator simulator) {
        this.folder = folder;
        this.simulator = simulator;
    }

    /** Makes the certificates in the node's folder, gives them to the tenant, and starts it. */
    static EntraTenant of(Path node) throws IOException {
        return of(node, 1_000);
    }

    /** With so many users {@code user0000} and so on. */
    public static EntraTenant of(Path node, int users) throws IOException {
        Site.bare(node).done("entra", "setup", "--tenant", "contoso.example", "--config", node + "/countersign.yaml");
        var folder = Files.createDirectory(node.resolve("tenant"));
        for (var certificate : List.of("entra-push.cer", "entra-graph.cer")) {
            Files.copy(node.resolve(certificate), folder.resolve(certificate));
        }
        Files.writeString(
                folder.resolve("tenant.yaml"),
                Site.resource("entra-tenant.yaml").replace("users: 1000", "users: " + users));
        return new EntraTenant(folder, EntraSimulator.start(folder, InstantSource.system()));
    }

    /** The settings of a node that uses this tenant. */
    public String settings() throws IOException {
        return Site.resource("entra-countersign.yaml")
                .replace("@LOGIN@", simulator.login().toString())
                .replace("@PUSH@", simulator.push().toString())
                .replace("@GRAPH@", simulator.graph().toString());
    }

    /** A node with this tenant's settings, policies, and these users. */
    public Site site(Path node, String... users) throws IOException {
        var site = Site.make(node, settings(), Site.resource("entra-policies.yaml"));
        for (var user : users) {
            site.user(user, Site.GATEWAY_USERS);
        }
        return site;
    }

    /** Says what phones do from now on, and what goes wrong on the way to them. */
    public void phone(String... lines) throws IOException {
        replace("phone.txt", String.join("\n", lines) + "\n");
    }

    /** Says what goes wrong at Graph from now on. */
    void graph(String fault) throws IOException {
        replace("graph.txt", fault + "\n");
    }

    void graphWorksAgain() throws IOException {
        Files.deleteIfExists(folder.resolve("graph.txt"));
    }

    /** The names of those who were prompted, in order. */
    public List<String> prompted() throws IOException {
        return Files.readAllLines(folder.resolve("prompts.log")).stream()
                .map(line -> line.split(" ", -1)[1].replaceFirst("@.*", ""))
                .toList();
    }

    private void replace(String name, String text) throws IOException {
        var making = Files.writeString(folder.resolve(name + ".making"), text);
        Files.move(making, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() {
        simulator.close();
    }
}
