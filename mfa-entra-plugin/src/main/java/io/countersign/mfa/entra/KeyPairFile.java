package io.countersign.mfa.entra;

import io.countersign.mfa.MfaSettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Makes a key with its self-signed certificate: {@code NAME.p12} and {@code NAME.password} for this machine alone, and {@code NAME.cer}
 * for the tenant. The JDK's own keytool makes it; nothing else of the JDK that is public does.
 */
record KeyPairFile(Path folder, String name) {
    private static final int PASSWORD_OCTETS = 24;
    private static final int LONGEST_SECONDS = 60;
    private static final String PASSWORD_VARIABLE = "COUNTERSIGN_STORE_PASSWORD";

    List<Path> files() {
        return List.of(p12(), password(), certificate());
    }

    Path p12() {
        return folder.resolve(name + ".p12");
    }

    Path password() {
        return folder.resolve(name + ".password");
    }

    Path certificate() {
        return folder.resolve(name + ".cer");
    }

    /**
     * Makes the three files.
     *
     * @param subject who the certificate is for, such as {@code CN=Countersign push}
     * @throws MfaSettingsException if one is there already, or cannot be written
     */
    X509Certificate make(String subject, int days) {
        for (var file : files()) {
            if (Files.exists(file)) {
                throw new MfaSettingsException(
                        file.getFileName().toString(),
                        file + " is there already; --renew makes new files beside the old ones");
            }
        }
        try {
            return make(subject, days, random());
        } catch (FileAlreadyExistsException there) {
            throw new MfaSettingsException(name, "somebody else makes " + there.getMessage() + " at the same time");
        } catch (IOException | GeneralSecurityException failed) {
            throw new MfaSettingsException(
                    name,
                    "cannot be made in " + folder + " (" + failed.getClass().getSimpleName()
                            + "); the folder must exist and be writable");
        }
    }

    private X509Certificate make(String subject, int days, String password)
            throws IOException, GeneralSecurityException {
        var workshop = Files.createTempDirectory(folder, ".making-");
        var made = workshop.resolve("made.p12");
        try {
            keytool(made, subject, days, password);
            restrict(made);
            var certificate = certificate(made, password);
            write(password(), password.getBytes(StandardCharsets.US_ASCII));
            Files.move(made, p12(), StandardCopyOption.ATOMIC_MOVE);
            Files.write(certificate(), certificate.getEncoded(), StandardOpenOption.CREATE_NEW);
            return certificate;
        } finally {
            Files.deleteIfExists(made);
            Files.deleteIfExists(workshop);
        }
    }

    private static void keytool(Path made, String subject, int days, String password) throws IOException {
        var command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "countersign",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "3072",
                        "-sigalg",
                        "SHA256withRSA",
                        "-dname",
                        subject,
                        "-validity",
                        Integer.toString(days),
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        made.toString(),
                        "-storepass:env",
                        PASSWORD_VARIABLE)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        command.environment().put(PASSWORD_VARIABLE, password);
        var process = command.start();
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("keytool failed");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("given up", stopped);
        } finally {
            process.destroyForcibly();
        }
    }

    private static X509Certificate certificate(Path made, String password)
            throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(made)) {
            store.load(in, password.toCharArray());
        }
        return (X509Certificate) store.getCertificate("countersign");
    }

    private static void write(Path file, byte[] text) throws IOException {
        if (isPosix(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(ownersAlone()));
            Files.write(file, text);
        } else {
            Files.write(file, text, StandardOpenOption.CREATE_NEW);
        }
    }

    private static void restrict(Path file) throws IOException {
        if (isPosix(file)) {
            Files.setPosixFilePermissions(file, ownersAlone());
        }
    }

    private static Set<PosixFilePermission> ownersAlone() {
        return Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String random() {
        var octets = new byte[PASSWORD_OCTETS];
        new SecureRandom().nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
