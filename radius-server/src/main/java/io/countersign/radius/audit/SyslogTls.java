package io.countersign.radius.audit;

import io.countersign.radius.host.Authorities;
import io.countersign.radius.host.OwnersFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What TLS needs, made of the PEM files of the settings. No message has anything of a key. */
public final class SyslogTls {
    private static final Logger LOG = LoggerFactory.getLogger(SyslogTls.class);
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final char[] NO_PASSWORD = {};
    private static final byte[] PROBE = "countersign".getBytes(StandardCharsets.US_ASCII);

    private final SSLSocketFactory sockets;
    private final List<KnownCertificate> certificates;

    private SyslogTls(SSLSocketFactory sockets, List<KnownCertificate> certificates) {
        this.sockets = sockets;
        this.certificates = List.copyOf(certificates);
    }

    /**
     * Reads the files.
     *
     * @throws IOException if one cannot be read, or does not hold what it should; one line for each fault, with the file and the fix
     */
    public static SyslogTls read(SyslogSettings.Tls tls) throws IOException {
        var faults = new ArrayList<String>();
        var authorities = certificates(tls.authorities(), faults);
        var chain = certificates(tls.own().map(SyslogSettings.Own::certificate), faults);
        var key = tls.own().flatMap(own -> key(own, chain, faults));
        if (!faults.isEmpty()) {
            throw new IOException(String.join("\n", faults));
        }
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys(chain, key), Authorities.trusted(authorities), null);
            var known = new ArrayList<>(known("ca", authorities));
            known.addAll(known("certificate", chain));
            return new SyslogTls(context.getSocketFactory(), known);
        } catch (GeneralSecurityException e) {
            throw new IOException("audit: syslog: TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /** Makes connections that believe and show what the files say. */
    SSLSocketFactory sockets() {
        return sockets;
    }

    /** All that the files hold. */
    public List<KnownCertificate> certificates() {
        return certificates;
    }

    private static List<KnownCertificate> known(String key, List<X509Certificate> certificates) {
        return IntStream.range(0, certificates.size())
                .mapToObj(i -> new KnownCertificate(
                        certificates.size() == 1 ? key : key + " " + (i + 1),
                        certificates.get(i).getNotBefore().toInstant(),
                        certificates.get(i).getNotAfter().toInstant()))
                .toList();
    }

    private static KeyManager @Nullable [] keys(List<X509Certificate> chain, Optional<PrivateKey> key)
            throws IOException, GeneralSecurityException {
        if (key.isEmpty()) {
            return null;
        }
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, NO_PASSWORD);
        store.setKeyEntry("own", key.get(), NO_PASSWORD, chain.toArray(new Certificate[0]));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /** None without a file, and with a fault. */
    private static List<X509Certificate> certificates(Optional<Path> named, List<String> faults) {
        if (named.isEmpty()) {
            return List.of();
        }
        var file = named.get();
        try {
            var certificates = Authorities.in(file);
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (IOException e) {
            faults.add(unreadable(file, e));
            return List.of();
        }
        faults.add(
                "audit: syslog: " + file + " holds no certificate; write a PEM file with -----BEGIN CERTIFICATE-----");
        return List.of();
    }

    private static Optional<PrivateKey> key(SyslogSettings.Own own, List<X509Certificate> chain, List<String> faults) {
        var file = own.key();
        try {
            OwnersFiles.openToOthers(file).ifPresent(LOG::warn);
            var pem = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            if (!pem.find()) {
                faults.add(noKey(file, "openssl pkcs8 -topk8 -nodes -in KEY -out " + file));
            } else if (!chain.isEmpty()) {
                return key(own, pem.group(1), chain.getFirst().getPublicKey(), faults);
            }
        } catch (IOException e) {
            faults.add(unreadable(file, e));
        }
        return Optional.empty();
    }

    private static Optional<PrivateKey> key(
            SyslogSettings.Own own, String base64, PublicKey ofCertificate, List<String> faults) {
        try {
            var octets = Base64.getMimeDecoder().decode(base64);
            var key = KeyFactory.getInstance(ofCertificate.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(octets));
            if (belongs(key, ofCertificate)) {
                return Optional.of(key);
            }
            faults.add(
                    "audit: syslog: the key in " + own.key() + " is not that of the certificate in " + own.certificate()
                            + "; name the two that were made together, the own certificate first in its file");
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            faults.add(noKey(
                    own.key(),
                    "take the one that belongs to the certificate, of the kind " + ofCertificate.getAlgorithm()));
        }
        return Optional.empty();
    }

    /** What the one signs, the other verifies. Of kinds of keys that are not known here it is the server's to say. */
    private static boolean belongs(PrivateKey key, PublicKey ofCertificate) throws GeneralSecurityException {
        String algorithm = switch (ofCertificate.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA" -> "EdDSA";
            default -> "";
        };
        if (algorithm.isEmpty()) {
            return true;
        }
        var signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(PROBE);
        var verifier = Signature.getInstance(algorithm);
        verifier.initVerify(ofCertificate);
        verifier.update(PROBE);
        return verifier.verify(signer.sign());
    }

    private static String unreadable(Path file, IOException why) {
        return "audit: syslog: "
                + (why instanceof NoSuchFileException
                        ? "there is no file " + file
                        : file + " cannot be read; let the user who runs Countersign read it");
    }

    private static String noKey(Path file, String fix) {
        return "audit: syslog: " + file + " holds no private key that can be used (PKCS #8, not encrypted); " + fix;
    }
}
