package io.countersign.radius.audit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One connection to a syslog server, which never says anything: what is read is its end. A thread of its own waits for that. All else is for
 * one thread, which may be interrupted.
 */
final class SyslogConnection implements AutoCloseable {
    private static final int CONNECT_WITHIN = (int) Duration.ofSeconds(5).toMillis();
    private static final int SHAKE_HANDS_WITHIN = (int) Duration.ofSeconds(10).toMillis();

    /** So much is on its way at most: what of it got lost is known to be among the newest lines. */
    static final int SEND_BUFFER = 1 << 16;

    private final SocketChannel channel;
    private final Socket socket;
    /** Set by the thread that waits for it. */
    private volatile End end = End.NONE;

    /** How it ended. */
    enum End {
        /** It has not. */
        NONE,
        /** The server has closed it, having read all that had reached it. */
        CLOSED,
        /** It broke. */
        BROKEN
    }

    private SyslogConnection(SocketChannel channel, Socket socket) {
        this.channel = channel;
        this.socket = socket;
    }

    /** Connects to the first of a host's addresses that answers; with TLS if there is a factory for it. */
    static SyslogConnection open(SyslogSettings settings, Optional<SSLSocketFactory> tls) throws IOException {
        IOException refused = new IOException(settings.host() + " has no address");
        for (var address : InetAddress.getAllByName(settings.host())) {
            try {
                return open(settings, address, tls);
            } catch (IOException e) {
                refused = e;
            }
        }
        throw refused;
    }

    private static SyslogConnection open(SyslogSettings settings, InetAddress address, Optional<SSLSocketFactory> tls)
            throws IOException {
        var channel = SocketChannel.open(); // unlike a plain socket, it heeds interrupts
        try {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            var plain = channel.socket();
            plain.connect(new InetSocketAddress(address, settings.port()), CONNECT_WITHIN);
            var socket = tls.isPresent() ? protect(plain, settings, tls.get()) : plain;
            var connection = new SyslogConnection(channel, socket);
            Thread.ofPlatform().name("audit-syslog-end").daemon().start(connection::awaitEnd);
            return connection;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The server's certificate must be for the host that the settings name (RFC 5425 §5.2). */
    private static Socket protect(Socket plain, SyslogSettings settings, SSLSocketFactory tls) throws IOException {
        var socket = (SSLSocket) tls.createSocket(plain, settings.host(), settings.port(), true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(SHAKE_HANDS_WITHIN);
        socket.startHandshake();
        socket.setSoTimeout(0);
        return socket;
    }

    private void awaitEnd() {
        try {
            var in = socket.getInputStream();
            while (in.read() >= 0) {
                // nothing that a syslog server could say means anything
            }
            end = End.CLOSED;
        } catch (IOException _) {
            end = End.BROKEN;
        }
    }

    End end() {
        return end;
    }

    void write(byte[] text) throws IOException {
        socket.getOutputStream().write(text);
    }

    /** Ends it. What was written is still sent, if the other side takes it. */
    @Override
    public void close() throws IOException {
        try (channel) {
            socket.close();
        }
    }
}
