package io.countersign.entra.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The services' own certificate, self-signed for loopback; {@code ca.pem} is what clients trust. */
record Tls(Path folder) {
    private static final String PASSWORD = "simulated";

    SSLContext context() throws IOException {
        var file = folder.resolve("tls.p12");
        if (!Files.exists(file)) {
            make(file);
        }
        try (InputStream in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            var pem = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(store.getCertificate("tls").getEncoded());
            Files.writeString(
                    folder.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD.toCharArray());
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException broken) {
            throw new IOException(file + " is no key store of ours; remove it", broken);
        }
    }

    private static void make(Path file) throws IOException {
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "tls",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=Entra simulator",
                        "-ext",
                        "SAN=IP:127.0.0.1,DNS:localhost",
                        "-validity",
                        "3650",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool failed");
            }
        } catch (InterruptedException stopped) {
            keytool.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("given up", stopped);
        }
    }
}
