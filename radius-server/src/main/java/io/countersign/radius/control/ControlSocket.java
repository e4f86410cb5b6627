package io.countersign.radius.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
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
    private static final int MAX_CONNECTIONS = 8;

    private final Path socket;
    private final FileChannel lock;
    private final ServerSocketChannel server;
    private final Controlled controlled;
    private final Semaphore connections = new Semaphore(MAX_CONNECTIONS);

    private ControlSocket(Path socket, FileChannel lock, ServerSocketChannel server, Controlled controlled) {
        this.socket = socket;
        this.lock = lock;
        this.server = server;
        this.controlled = controlled;
    }

    /**
     * Takes the data folder and starts to listen.
     *
     * @throws NodeRefused if another server runs on the data folder, or the socket cannot be made
     */
    public static ControlSocket open(Path dataFolder, Controlled controlled) {
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

    private static FileChannel lock(Path dataFolder) throws IOException {
        var lock = FileChannel.open(
                dataFolder.resolve(LOCK),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
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
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
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
                if (connections.tryAcquire()) {
                    Thread.ofVirtual().name("control-connection").start(() -> serve(connection));
                } else {
                    connection.close();
                }
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException e) {
                LOG.warn("the control socket: {}", e.getMessage());
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (connection;
                var in = new BufferedReader(
                        Channels.newReader(connection, StandardCharsets.UTF_8), MAX_REQUEST_CHARACTERS);
                var out = Channels.newWriter(connection, StandardCharsets.UTF_8)) {
            out.write(answer(request(in)));
            out.write('\n');
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("a control connection: {}", e.getMessage());
        } finally {
            connections.release();
        }
    }

    private static String request(BufferedReader in) throws IOException {
        var word = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && word.length() < MAX_REQUEST_CHARACTERS; c = in.read()) {
            word.append((char) c);
        }
        return word.toString();
    }

    private String answer(String request) {
        return switch (request) {
            case ControlMessages.STATUS -> ControlMessages.write(controlled.status());
            case ControlMessages.RELOAD -> ControlMessages.write(controlled.reload());
            default -> "{\"problems\":[\"unknown request\"]}";
        };
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
