package io.countersign.mfa.entra;

import io.countersign.mfa.MfaSettingsException;
import io.countersign.mfa.entra.token.ApplicationCredential;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;

/** A PKCS #12 file with one key and its certificate. */
final class CertificateFile {
    private CertificateFile() {}

    /**
     * The one key of a PKCS #12 file and its certificate.
     *
     * @throws MfaSettingsException with the key of the settings that named the file
     */
    static ApplicationCredential.Certificate read(String setting, Path file, String password) {
        try (InputStream in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            return onlyKey(setting, file, store, password);
        } catch (IOException failed) {
            throw new MfaSettingsException(
                    setting,
                    failed.getCause() instanceof UnrecoverableKeyException
                            ? "the password does not open " + file + "; check " + setting + "-password"
                            : file + (Files.exists(file) ? " cannot be read" : " does not exist")
                                    + "; countersign entra setup makes one");
        } catch (GeneralSecurityException failed) {
            throw new MfaSettingsException(setting, file + " is no PKCS #12 file with a key (" + kind(failed) + ")");
        }
    }

    private static ApplicationCredential.Certificate onlyKey(String setting, Path file, KeyStore store, String password)
            throws GeneralSecurityException {
        var keys = new ArrayList<String>();
        for (var alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        if (keys.size() != 1) {
            throw new MfaSettingsException(
                    setting, file + " holds " + keys.size() + " keys; put one key and its certificate there");
        }
        var key = store.getKey(keys.getFirst(), password.toCharArray());
        if (!(key instanceof PrivateKey secret) || !key.getAlgorithm().equals("RSA")) {
            throw new MfaSettingsException(setting, "the key in " + file + " is no RSA key, which Entra asks for");
        }
        var chain = Arrays.stream(store.getCertificateChain(keys.getFirst()))
                .map(X509Certificate.class::cast)
                .toList();
        return new ApplicationCredential.Certificate(secret, chain);
    }

    private static String kind(Exception failed) {
        return failed.getClass().getSimpleName();
    }
}
