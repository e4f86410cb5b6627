package io.countersign.radius.directory;

import io.countersign.radius.host.Authorities;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sockets that wait for no octet longer than said, from the beginning of their TLS handshake on, and that hold the name of every server
 * against its certificate (RFC 4513 §3.1.3); the SDK makes exceptions.
 */
final class WatchfulSockets extends SSLSocketFactory {
    private final SSLSocketFactory tls;
    private final int patienceMillis;

    private WatchfulSockets(SSLSocketFactory tls, int patienceMillis) {
        this.tls = tls;
        this.patienceMillis = patienceMillis;
    }

    /**
     * Sockets that believe some authorities.
     *
     * @param trust a PEM file with their certificates; empty for those that Java trusts
     * @throws DirectoryRefused if the file holds none
     */
    static WatchfulSockets trusting(Optional<Path> trust, Duration patience) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(
                    null,
                    Authorities.trusted(trust.map(WatchfulSockets::authorities).orElse(List.of())),
                    null);
            return new WatchfulSockets(context.getSocketFactory(), (int) patience.toMillis());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS cannot be set up", e);
        }
    }

    private static List<X509Certificate> authorities(Path file) {
        try {
            var authorities = Authorities.in(file);
            if (!authorities.isEmpty()) {
                return authorities;
            }
        } catch (IOException _) {
            // told below
        }
        throw new DirectoryRefused(
                "the file " + file + " holds no certificate, or cannot be read; write a PEM file with"
                        + " -----BEGIN CERTIFICATE----- and name it by the key trust:");
    }

    private Socket watchful(Socket socket) throws IOException {
        socket.setSoTimeout(patienceMillis);
        if (socket instanceof SSLSocket secured) {
            var parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("LDAPS");
            secured.setSSLParameters(parameters);
        }
        return socket;
    }

    @Override
    public Socket createSocket() throws IOException {
        return watchful(tls.createSocket());
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return watchful(tls.createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return watchful(tls.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return watchful(tls.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return watchful(tls.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return watchful(tls.createSocket(address, port, localAddress, localPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return tls.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls.getSupportedCipherSuites();
    }
}
