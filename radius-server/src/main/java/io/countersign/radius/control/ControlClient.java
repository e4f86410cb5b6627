package io.countersign.radius.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a running server through its control socket. */
public final class ControlClient {
    private final Path socket;

    /** For the server that runs on a data folder, if there is one. */
    public ControlClient(Path dataFolder) {
        this.socket = dataFolder.resolve(ControlSocket.NAME);
    }

    /** How the server is; empty if none runs. */
    public Optional<ServerStatus> status() {
        return ask(ControlMessages.STATUS).map(ControlMessages::readStatus);
    }

    /** Has the server read everything anew; empty if none runs. */
    public Optional<Controlled.Reloaded> reload() {
        return ask(ControlMessages.RELOAD).map(ControlMessages::readReloaded);
    }

    private Optional<String> ask(String request) {
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        try (var connection = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            if (!connect(connection)) {
                return Optional.empty();
            }
            connection.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
            try (var in = new BufferedReader(Channels.newReader(connection, StandardCharsets.UTF_8))) {
                return Optional.of(answer(in.readLine()));
            }
        } catch (IOException e) {
            throw new NodeRefused("the server does not answer on " + socket + ": " + e.getMessage(), e);
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

    private static String answer(@Nullable String line) throws IOException {
        if (line == null) {
            throw new IOException("it closed the connection");
        }
        return line;
    }
}
