package io.countersign.entra.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** The three services, running. A folder says what they know and do, and hears what they did. */
public final class EntraSimulator implements AutoCloseable {
    private final SimulatorLog journal;
    private final SimulatedService login;
    private final SimulatedService graph;
    private final SimulatedService push;

    private EntraSimulator(Path folder, InstantSource clock, InputStream in, PrintStream out) throws IOException {
        var tenant = Tenant.read(folder.resolve("tenant.yaml"));
        var tls = new Tls(folder).context();
        this.journal = new SimulatorLog(folder);
        this.login = new SimulatedService("login", tls, journal);
        this.graph = new SimulatedService("graph", tls, journal);
        this.push = new SimulatedService("push", tls, journal);
        var tokens = new IssuedTokens(folder, clock);
        login.start(new SimulatedLogin(
                tenant, tokens, login.address().toString(), graph.address().toString(), clock));
        graph.start(new SimulatedGraph(tenant, tokens, graph.address().toString(), new GraphFaults(folder)));
        push.start(new Push(
                tenant,
                tokens,
                push.address().toString(),
                new Phone(folder.resolve("phone.txt")),
                new Person(in, out),
                journal,
                clock));
    }

    /**
     * Starts them.
     *
     * @param folder with {@code tenant.yaml}, and {@code phone.txt} and {@code graph.txt} where something is to be said
     */
    public static EntraSimulator start(Path folder, InstantSource clock) throws IOException {
        return start(
                folder,
                clock,
                InputStream.nullInputStream(),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    }

    /** Starts them with a person who is asked for the phones that ask. */
    static EntraSimulator start(Path folder, InstantSource clock, InputStream in, PrintStream out) throws IOException {
        return new EntraSimulator(folder, clock, in, out);
    }

    /** Where tokens are given. */
    public URI login() {
        return login.address();
    }

    /** Where users are found. */
    public URI graph() {
        return graph.address();
    }

    /** Where users are prompted. */
    public URI push() {
        return push.address();
    }

    @Override
    public void close() {
        List.of(login, graph, push).forEach(SimulatedService::close);
        try {
            journal.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
