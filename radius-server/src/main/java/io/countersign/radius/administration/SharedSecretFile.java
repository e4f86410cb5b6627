package io.countersign.radius.administration;

import io.countersign.radius.crypto.Secret;
import io.countersign.radius.host.OwnersFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** A new shared secret that nobody can guess, in a file for its owner alone: 32 characters of base64, without an end of line. */
public final class SharedSecretFile {
    private static final int OCTETS = 24;

    private SharedSecretFile() {}

    /**
     * Makes the file.
     *
     * @throws FileAlreadyExistsException if there is one, which stays as it is
     */
    public static void make(Path file) throws IOException {
        OwnersFiles.create(file, random());
    }

    /** Such a secret without a file, for one who sees it once. */
    public static Secret secret() {
        return Secret.of(random());
    }

    private static byte[] random() {
        var octets = new byte[OCTETS];
        new SecureRandom().nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets).getBytes(StandardCharsets.US_ASCII);
    }
}
