package io.countersign.radius.store;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/**
 * Seals and opens what must not be read or exchanged in the database. Safe for use by many threads.
 *
 * <p>The file is a Tink keyset in JSON, in clear; its mode protects it. A keyset may hold several keys: new values are sealed with its
 * primary key and old ones open with any, which is how a key is replaced.
 */
final class StoreKey {
    private static final byte[] NOTHING = {};

    private final KeysetHandle keys;
    private final Aead aead;

    private StoreKey(KeysetHandle keys) throws GeneralSecurityException {
        this.keys = keys;
        this.aead = keys.getPrimitive(AeadConfig2026.get(), Aead.class);
    }

    /** A new key, in memory only. */
    static StoreKey generate() {
        try {
            return new StoreKey(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot do AES-GCM", e);
        }
    }

    /** Fills an array with what nobody can foresee. */
    static void random(byte[] octets) {
        new SecureRandom().nextBytes(octets);
    }

    /** Reads a key file. Throws {@link StoreKeyRefused} if it is open to others or holds no key. */
    static StoreKey read(Path file) {
        PrivateFiles.requirePrivate(file);
        try {
            String keyset = Files.readString(file, StandardCharsets.UTF_8);
            return new StoreKey(
                    TinkJsonProtoKeysetFormat.parseKeyset(keyset, AeadConfig2026.get(), InsecureSecretKeyAccess.get()));
        } catch (IOException e) {
            throw new StoreKeyRefused(
                    file + ": the store key cannot be read (" + e.getClass().getSimpleName()
                            + "). Run as the user who owns the file, or restore it from a backup.",
                    e);
        } catch (GeneralSecurityException | RuntimeException e) {
            // The cause is left out: it may quote the file.
            throw new StoreKeyRefused(
                    file + ": this is not a store key. Restore the file from a backup; a new key does not open the"
                            + " secrets of an old database.");
        }
    }

    /** The content of a key file. */
    byte[] serialize() {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(keys, AeadConfig2026.get(), InsecureSecretKeyAccess.get())
                    .getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a new key cannot be serialized", e);
        }
    }

    byte[] seal(byte[] plain, Cell cell) {
        try {
            return aead.encrypt(plain, cell.octets());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    byte[] seal(String plain, Cell cell) {
        return seal(plain.getBytes(StandardCharsets.UTF_8), cell);
    }

    /** Throws {@link StoreDamaged} if the value was not sealed with this key for this cell. */
    byte[] open(byte[] sealed, Cell cell) {
        try {
            return aead.decrypt(sealed, cell.octets());
        } catch (GeneralSecurityException e) {
            throw new StoreDamaged(
                    "the database's " + cell.place() + " was changed by something that does not have the store key."
                            + " Restore the database from a backup, or set the value anew.",
                    e);
        }
    }

    String openText(byte[] sealed, Cell cell) {
        return new String(open(sealed, cell), StandardCharsets.UTF_8);
    }

    /** A tag that only this key can make for a cell. */
    byte[] tag(Cell cell) {
        return seal(NOTHING, cell);
    }

    /** Throws {@link StoreDamaged} if the tag was not made with this key for this cell. */
    void verifyTag(byte[] tag, Cell cell) {
        open(tag, cell);
    }
}
