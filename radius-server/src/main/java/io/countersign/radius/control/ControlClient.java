package io.countersign.radius.control;

import io.countersign.radius.exchange.OpenLogin;
import io.countersign.radius.exchange.PacketWatch;
import io.countersign.radius.host.OwnersFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks a running server through its control socket. Waits for it, but not for ever: a server that does not answer in time is told by a
 * {@link NodeRefused}.
 */
public final class ControlClient {
    private static final Duration STATUS_WITHIN = Duration.ofSeconds(5);

    /** Longer than the server gives its plugins to load, and those that it drops to close. */
    private static final Duration RELOAD_WITHIN = Duration.ofMinutes(1);

    private final Path socket;
    private final Duration statusWithin;
    private final Duration reloadWithin;

    /** For the server that runs on a data folder, if there is one. */
    public ControlClient(Path dataFolder) {
        this(dataFolder, STATUS_WITHIN, RELOAD_WITHIN);
    }

    ControlClient(Path dataFolder, Duration statusWithin, Duration reloadWithin) {
        this.socket = dataFolder.resolve(ControlSocket.NAME);
        this.statusWithin = statusWithin;
        this.reloadWithin = reloadWithin;
    }

    /** How the server is; empty if none runs. Waits for 5 s at most. */
    public Optional<ServerStatus> status() {
        return ask(ControlMessages.STATUS, statusWithin).map(ControlMessages::readStatus);
    }

    /** The logins that are not answered yet; none if no server runs. Waits for 5 s at most. */
    public List<OpenLogin> openLogins() {
        return ask(ControlMessages.LOGINS, statusWithin)
                .map(ControlMessages::readLogins)
                .orElse(List.of());
    }

    /**
     * Shows packets as they come and go, until the server ends; on this thread.
     *
     * @param problem hears what cannot be shown
     * @throws NodeRefused if no server runs, or it shows none
     */
    public void packets(Consumer<PacketWatch.Sighting> packet, Consumer<String> problem) {
        var _ = ask(ControlMessages.PACKETS, in -> {
                    for (var line = in.readLine(); line != null; line = in.readLine()) {
                        if (!line.isEmpty()) {
                            show(line, packet, problem);
                        }
                    }
                    return true;
                })
                .orElseThrow(() -> new NodeRefused("no server is running on " + socket.getParent()));
    }

    private static void show(String line, Consumer<PacketWatch.Sighting> packet, Consumer<String> problem) {
        try {
            packet.accept(ControlMessages.readPacket(line));
        } catch (NodeRefused refused) {
            problem.accept(String.valueOf(refused.getMessage()));
        }
    }

    /** Has the server read everything anew; empty if none runs. Waits for a minute at most; the server may go on then. */
    public Optional<Controlled.Reloaded> reload() {
        return ask(ControlMessages.RELOAD, reloadWithin).map(ControlMessages::readReloaded);
    }

    /** On another thread, whose interruption closes the connection, whether it connects, writes or reads. */
    private Optional<String> ask(String request, Duration within) {
        var asking = new FutureTask<>(() -> ask(request));
        var thread = Thread.ofVirtual().name("control-" + request).start(asking);
        try {
            return asking.get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            thread.interrupt();
            throw new NodeRefused(
                    "the server on " + socket + " runs but does not answer: nothing within " + within.toSeconds()
                            + " s; see whether its process is stopped or the machine is overloaded, or restart it",
                    late);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof NodeRefused refused) {
                throw refused;
            }
            throw new IllegalStateException(failed);
        } catch (InterruptedException givenUp) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new NodeRefused("the question to the server was given up", givenUp);
        }
    }

    /** What is done with a server's answer, on the thread that asked. */
    @FunctionalInterface
    private interface Listener<T> {
        T hear(BufferedReader in) throws IOException;
    }

    private Optional<String> ask(String request) {
        return ask(request, in -> line(in.readLine()));
    }

    /** Empty if no server runs. */
    private <T> Optional<T> ask(String request, Listener<T> listener) {
        try {
            return OwnersFiles.exists(socket) ? connected(request, listener) : Optional.empty();
        } catch (AccessDeniedException e) {
            throw new NodeRefused(
                    "it cannot be told whether a server runs, as " + socket + " cannot be reached: "
                            + Optional.ofNullable(e.getReason()).orElse("only its owner may"),
                    e);
        } catch (IOException e) {
            throw new NodeRefused("the server does not answer on " + socket + ": " + e.getMessage(), e);
        }
    }

    private <T> Optional<T> connected(String request, Listener<T> listener) throws IOException {
        try (var connection = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            if (!connect(connection)) {
                return Optional.empty();
            }
            connection.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
            try (var in = new BufferedReader(Channels.newReader(connection, StandardCharsets.UTF_8))) {
                return Optional.of(listener.hear(in));
            }
        }
    }

    /** A refused connection means that the socket was left behind: no server runs. */
    private boolean connect(SocketChannel connection) throws IOException {
        try {
            return connection.connect(UnixDomainSocketAddress.of(socket));
        } catch (ConnectException _) {
            return false;
        }
    }

    private static String line(@Nullable String line) throws IOException {
        if (line == null) {
            throw new IOException("it closed the connection");
        }
        return line;
    }
}
