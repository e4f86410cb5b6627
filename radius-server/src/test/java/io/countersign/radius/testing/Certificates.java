package io.countersign.radius.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A key with a certificate that it has signed itself, made by the JDK's keytool.
 *
 * @param certificate a PEM file
 * @param key a PEM file in PKCS #8, for its owner alone
 */
public record Certificates(Path certificate, Path key) {
    private static final char[] PASSWORD = "for the test alone".toCharArray();

    /** Good from now on for so many days. The kind of key is as keytool names it, such as RSA, EC and Ed25519. */
    public static Certificates make(Path folder, String name, String kind, int days) throws Exception {
        return make(folder, name, kind, days, "-0d");
    }

    /** The same, which began so long ago or later, such as {@code -40d}. */
    public static Certificates make(Path folder, String name, String kind, int days, String from) throws Exception {
        var store = folder.resolve(name + ".p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-alias",
                        "own",
                        "-keyalg",
                        kind,
                        "-dname",
                        "CN=" + name,
                        "-startdate",
                        from,
                        "-validity",
                        String.valueOf(days))
                .redirectErrorStream(true)
                .start();
        var said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        var made = KeyStore.getInstance(store.toFile(), PASSWORD);
        var key = Files.createFile(
                folder.resolve(name + ".key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new Certificates(
                Files.writeString(
                        folder.resolve(name + ".crt"),
                        pem("CERTIFICATE", made.getCertificate("own").getEncoded())),
                Files.writeString(
                        key, pem("PRIVATE KEY", made.getKey("own", PASSWORD).getEncoded())));
    }

    private static String pem(String what, byte[] octets) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(octets) + "\n-----END " + what
                + "-----\n";
    }
}
