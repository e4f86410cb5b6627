package io.countersign.radius.identity;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * One Argon2id hash with its parameters and salt, as a PHC string writes them: {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}.
 *
 * @param salt in base64 without padding, 8 to 64 octets
 * @param hash in base64 without padding, 16 to 64 octets
 */
record Argon2id(Cost cost, String salt, String hash) {
    /**
     * How much work a hash is.
     *
     * @param memory in KiB, 8 for each lane to 65536
     * @param passes 1 to 10
     * @param lanes 1 to 4
     */
    record Cost(int memory, int passes, int lanes) {
        boolean isBearable() {
            return lanes >= 1 && lanes <= 4 && passes >= 1 && passes <= 10 && memory >= 8 * lanes && memory <= 65536;
        }
    }

    private static final Pattern PHC = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})"
            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    /** Reads a PHC string; empty if it is none or if it asks for more work than the server would ever have asked for. */
    static Optional<Argon2id> parse(String phc) {
        Matcher matcher = PHC.matcher(phc);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Cost cost = new Cost(number(matcher, 1), number(matcher, 2), number(matcher, 3));
        return cost.isBearable() && isBase64(matcher.group(4)) && isBase64(matcher.group(5))
                ? Optional.of(new Argon2id(cost, matcher.group(4), matcher.group(5)))
                : Optional.empty();
    }

    static Argon2id of(Cost cost, byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return new Argon2id(cost, base64.encodeToString(salt), base64.encodeToString(hash));
    }

    /** Argon2 itself (RFC 9106). */
    static byte[] compute(Argon2Parameters parameters, byte[] password, int octets) {
        byte[] hash = new byte[octets];
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(parameters);
        generator.generateBytes(password, hash);
        return hash;
    }

    /** The same with a salt alone, in memory that is given. */
    static byte[] compute(Cost cost, byte[] salt, byte[] password, int octets, BlockPool blocks) {
        Argon2Parameters parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memory())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .withBlockPool(blocks)
                .build();
        return compute(parameters, password, octets);
    }

    byte[] saltOctets() {
        return Base64.getDecoder().decode(salt);
    }

    byte[] hashOctets() {
        return Base64.getDecoder().decode(hash);
    }

    String phc() {
        return "$argon2id$v=19$m=" + cost.memory() + ",t=" + cost.passes() + ",p=" + cost.lanes() + "$" + salt + "$"
                + hash;
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "Argon2id[" + cost + "]";
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
