package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.testing.Peer;
import io.countersign.radius.testing.PeerProgram;
import java.io.FileInputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Map;

/** The key of a TLS server on 127.0.0.1, and its certificate, signed by itself, as PEM files. */
record TlsServerFiles(Path certificate, Path key) {
    static TlsServerFiles make(Path folder) throws Exception {
        Peer.require(Path.of("/usr/bin/openssl"), "openssl");
        var files = new TlsServerFiles(folder.resolve("server.crt"), folder.resolve("server.key"));
        var made = PeerProgram.run(
                folder,
                Map.of(),
                "",
                "/usr/bin/openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                files.key.toString(),
                "-out",
                files.certificate.toString(),
                "-days",
                "2",
                "-subj",
                "/CN=127.0.0.1",
                "-addext",
                "subjectAltName=IP:127.0.0.1");
        assertThat(made.exitCode()).as(made.text()).isZero();
        return files;
    }

    /** How openconnect names the key that it trusts. */
    String pin() throws Exception {
        try (var stream = new FileInputStream(certificate.toFile())) {
            var publicKey = CertificateFactory.getInstance("X.509")
                    .generateCertificate(stream)
                    .getPublicKey()
                    .getEncoded();
            var digest = MessageDigest.getInstance("SHA-256").digest(publicKey);
            return "pin-sha256:" + Base64.getEncoder().encodeToString(digest);
        }
    }
}
