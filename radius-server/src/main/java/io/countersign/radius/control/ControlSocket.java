package io.countersign.radius.control;

import io.countersign.radius.host.BriefTasks;
import io.countersign.radius.host.OwnersFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a running server hears {@code countersign reload} and {@code countersign status}: an AF_UNIX socket in the data folder that only
 * its owner can open.
 *
 * <p>A lock on a file beside it, which the operating system gives back when the process ends however it ends, keeps a second server off
 * the same data folder and tells a socket left behind from one in use.
 */
public final class ControlSocket implements AutoCloseable {
    /** The socket's name in the data folder. */
    public static final String NAME = "control.sock";

    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
    private static final String LOCK = "control.lock";
    private static final int MAX_REQUEST_CHARACTERS = 64;
    private static final int MAX_HEARD = 8;
    private static final int MAX_ANSWERED = 8;

    /** Who has connected has so long to say a word. */
    private static final Duration HEARING = Duration.ofSeconds(5);

    private final Path socket;
    private final FileChannel lock;
    private final ServerSocketChannel server;
    private final Controlled controlled;
    private final BriefTasks hearing = new BriefTasks("control-connection", MAX_HEARD, HEARING);
    private final Semaphore answering = new Semaphore(MAX_ANSWERED);

    private ControlSocket(Path socket, FileChannel lock, ServerSocketChannel server, Controlled controlled) {
        this.socket = socket;
        this.lock = lock;
        this.server = server;
        this.controlled = controlled;
    }

    /**
     * Takes the data folder and starts to listen.
     *
     * @throws NodeRefused if another server runs on the data folder, or the folder or its socket cannot be had
     */
    public static ControlSocket open(Path dataFolder, Controlled controlled) {
        if (!Files.isDirectory(dataFolder)) {
            throw new NodeRefused("the data folder " + dataFolder + " is not there; make it, or do: countersign init");
        }
        var socket = dataFolder.resolve(NAME);
        @Nullable FileChannel lock = null;
        try {
            lock = lock(dataFolder);
            var control = new ControlSocket(socket, lock, bind(socket), controlled);
            Thread.ofPlatform().name("control").daemon().start(control::accept);
            return control;
        } catch (IOException e) {
            closeQuietly(lock);
            throw new NodeRefused("the control socket " + socket + " cannot be made: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.warn("closing the control socket {}: {}", socket, e.getMessage());
        }
        closeQuietly(lock);
    }

    /**
     * Keeps servers off a data folder until it is closed.
     *
     * @throws NodeRefused if one runs there, or it cannot be told
     */
    public static Closeable reserve(Path dataFolder) {
        try {
            return lock(dataFolder);
        } catch (IOException e) {
            throw new NodeRefused(
                    "it cannot be told whether a server runs on " + dataFolder + ": " + e.getMessage(), e);
        }
    }

    private static FileChannel lock(Path dataFolder) throws IOException {
        var lock = OwnersFiles.open(dataFolder.resolve(LOCK), StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() != null) {
                return lock;
            }
        } catch (OverlappingFileLockException _) {
            // held by this very process
        }
        lock.close();
        throw new NodeRefused("another server runs on the data folder " + dataFolder
                + "; stop it first, or give this one a folder of its own (key data)");
    }

    private static ServerSocketChannel bind(Path socket) throws IOException {
        // The lock is ours, so a socket that is still there was left behind.
        Files.deleteIfExists(socket);
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket));
            OwnersFiles.restrict(socket);
            return server;
        } catch (IOException e) {
            closeQuietly(server);
            throw e;
        }
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                var connection = server.accept();
                hearing.execute(() -> hear(connection));
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException e) {
                LOG.warn("the control socket: {}", e.getMessage());
            }
        }
    }

    /** Reads the word, and has it answered on another thread: a reload takes longer than anybody may take to speak. */
    private void hear(SocketChannel connection) {
        try {
            var request = request(Channels.newReader(connection, StandardCharsets.UTF_8));
            if (answering.tryAcquire()) {
                Thread.ofVirtual().name("control-answer").start(() -> answer(connection, request));
                return;
            }
            LOG.warn("the control socket: {} answers are in work; one more was refused", MAX_ANSWERED);
        } catch (IOException e) {
            LOG.debug("a control connection that said nothing in time, or made room for others: {}", e.toString());
        }
        closeQuietly(connection);
    }

    private void answer(SocketChannel connection, String request) {
        try (connection;
                var out = Channels.newWriter(connection, StandardCharsets.UTF_8)) {
            if (request.equals(ControlMessages.PACKETS)) {
                stream(out);
            } else {
                out.write(answer(request));
                out.write('\n');
            }
        } catch (IOException e) {
            LOG.warn("a control connection: {}", e.getMessage());
        } finally {
            answering.release();
        }
    }

    private void stream(Writer out) throws IOException {
        var stream = new PacketStream();
        try (var _ = controlled.packets(stream::offer)) {
            stream.writeTo(out, () -> !server.isOpen());
        } catch (NodeRefused refused) {
            out.write(ControlMessages.problem(String.valueOf(refused.getMessage())) + "\n");
        }
    }

    private static String request(Reader in) throws IOException {
        var word = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && word.length() < MAX_REQUEST_CHARACTERS; c = in.read()) {
            word.append((char) c);
        }
        return word.toString();
    }

    /** The edge: whoever asks gets an answer, whatever our own mistake. */
    private String answer(String request) {
        try {
            return switch (request) {
                case ControlMessages.STATUS -> ControlMessages.write(controlled.status());
                case ControlMessages.LOGINS -> ControlMessages.write(controlled.openLogins());
                case ControlMessages.RELOAD -> ControlMessages.write(controlled.reload());
                default -> ControlMessages.problem("unknown request");
            };
        } catch (RuntimeException | Error mistake) {
            LOG.error("the control socket: {} failed", request, mistake);
            return ControlMessages.problem("internal error, the server's log tells more");
        }
    }

    private static void closeQuietly(@Nullable AutoCloseable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (Exception e) {
            LOG.warn("closing: {}", e.getMessage());
        }
    }
}
