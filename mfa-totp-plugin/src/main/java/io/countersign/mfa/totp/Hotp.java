package io.countersign.mfa.totp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The code of a counter (RFC 4226 §5.3); for time-based codes the counter is the step (RFC 6238 §4.2). */
final class Hotp {
    private Hotp() {}

    /** The code with its leading zeros. Of 6 to 8 digits. */
    static String code(Seed seed, Algorithm algorithm, long counter, int digits) {
        try {
            var mac = Mac.getInstance(algorithm.mac());
            mac.init(new SecretKeySpec(seed.octets(), algorithm.mac()));
            var hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
            int offset = hash[hash.length - 1] & 0xf;
            int truncated = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fff_ffff;
            var code = String.format(Locale.ROOT, "%010d", truncated);
            return code.substring(code.length() - digits);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
