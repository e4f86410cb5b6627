package io.countersign.radius.host;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Certificates in PEM files, and the belief in those who have signed others. */
public final class Authorities {
    private Authorities() {}

    /**
     * The certificates in a PEM file, in its order; none if it holds none.
     *
     * @throws IOException if it cannot be read
     */
    public static List<X509Certificate> in(Path file) throws IOException {
        var pem = new ByteArrayInputStream(Files.readAllBytes(file));
        try {
            return CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException _) {
            return List.of();
        }
    }

    /** What TLS takes to believe these alone; those whom Java trusts if there are none. */
    public static TrustManager @Nullable [] trusted(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        if (authorities.isEmpty()) {
            return null;
        }
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (var authority : authorities) {
            store.setCertificateEntry("authority " + store.size(), authority);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
