package io.countersign.radius.audit;

import io.countersign.radius.host.OwnersFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes of PEM files what TLS needs. No message has anything of a key. */
final class SyslogTls {
    private static final Logger LOG = LoggerFactory.getLogger(SyslogTls.class);
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final char[] NO_PASSWORD = {};

    private SyslogTls() {}

    /**
     * Reads the files.
     *
     * @throws IOException if one cannot be read, or does not hold what it should; with the file and the fix
     */
    static SSLSocketFactory sockets(SyslogSettings.Tls tls) throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys(tls.own()), trust(tls.authorities()), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("audit: syslog: TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static TrustManager @Nullable [] trust(Optional<Path> authorities)
            throws IOException, GeneralSecurityException {
        if (authorities.isEmpty()) {
            return null; // those that Java trusts
        }
        var store = emptyStore();
        int number = 0;
        for (var certificate : certificates(authorities.get())) {
            store.setCertificateEntry("authority " + number++, certificate);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager @Nullable [] keys(Optional<SyslogSettings.Own> own)
            throws IOException, GeneralSecurityException {
        if (own.isEmpty()) {
            return null;
        }
        var chain = certificates(own.get().certificate());
        var key = key(own.get().key(), chain.iterator().next().getPublicKey());
        var store = emptyStore();
        store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        var pem = Files.readAllBytes(file);
        try {
            var certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (CertificateException _) {
            // told below
        }
        throw new IOException("audit: syslog: " + file + " holds no certificate; write a PEM file with"
                + " -----BEGIN CERTIFICATE-----");
    }

    private static PrivateKey key(Path file, PublicKey ofCertificate) throws IOException {
        OwnersFiles.openToOthers(file).ifPresent(LOG::warn);
        var pem = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw noKey(file, "openssl pkcs8 -topk8 -nodes -in KEY -out " + file);
        }
        try {
            var octets = Base64.getMimeDecoder().decode(pem.group(1));
            return KeyFactory.getInstance(ofCertificate.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(octets));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            throw noKey(
                    file, "take the one that belongs to the certificate, of the kind " + ofCertificate.getAlgorithm());
        }
    }

    private static IOException noKey(Path file, String fix) {
        return new IOException(
                "audit: syslog: " + file + " holds no private key that can be used (PKCS #8, not encrypted); " + fix);
    }
}
