package io.countersign.radius.directory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

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
            context.init(null, trust.isPresent() ? believing(certificates(trust.get())) : null, null);
            return new WatchfulSockets(context.getSocketFactory(), (int) patience.toMillis());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS cannot be set up", e);
        }
    }

    private static TrustManager[] believing(Collection<? extends Certificate> authorities)
            throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (var authority : authorities) {
            store.setCertificateEntry("authority " + store.size(), authority);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static Collection<? extends Certificate> certificates(Path file) {
        try {
            var pem = new ByteArrayInputStream(Files.readAllBytes(file));
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (IOException | CertificateException _) {
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
