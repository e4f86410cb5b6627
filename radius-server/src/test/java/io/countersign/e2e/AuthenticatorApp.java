package io.countersign.e2e;

import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Shows one-time codes (RFC 6238) as an app on a telephone does, from the URI of a QR code. Knows nothing of the plugin. */
record AuthenticatorApp(String seed, int digits) {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    static AuthenticatorApp scan(String uri) {
        var query = URI.create(uri).getRawQuery();
        return new AuthenticatorApp(value(query, "secret"), Integer.parseInt(value(query, "digits")));
    }

    private static String value(String query, String name) {
        return Arrays.stream(query.split("&"))
                .filter(part -> part.startsWith(name + "="))
                .map(part -> part.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    String code() throws GeneralSecurityException {
        return code(0);
    }

    /** The code of a step other than the present one, such as the next. */
    String code(int stepsAhead) throws GeneralSecurityException {
        long step = InstantSource.system().instant().getEpochSecond() / 30 + stepsAhead;
        var mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key(), "HmacSHA1"));
        var hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        int number = ByteBuffer.wrap(hash, hash[19] & 0xf, Integer.BYTES).getInt() & 0x7fff_ffff;
        return shown(number % (int) Math.pow(10, digits));
    }

    /** Waits for a new step if the present one is nearly over, for tests that need several codes around the same one. */
    static void awaitRoomInStep() throws InterruptedException {
        long left = 30 - InstantSource.system().instant().getEpochSecond() % 30;
        if (left < 6) {
            Thread.sleep(Duration.ofSeconds(left).plusMillis(100));
        }
    }

    String wrongCode() throws GeneralSecurityException {
        return wrongCode(0);
    }

    /** A code of no step near this one; another for each number. */
    String wrongCode(int number) throws GeneralSecurityException {
        var near = new HashSet<String>();
        for (int step = -3; step <= 3; step++) {
            near.add(code(step));
        }
        return IntStream.range(0, 1_000)
                .mapToObj(this::shown)
                .filter(code -> !near.contains(code))
                .skip(number)
                .findFirst()
                .orElseThrow();
    }

    private String shown(int number) {
        return String.format(Locale.ROOT, "%0" + digits + "d", number);
    }

    byte[] key() {
        var bits = BigInteger.ONE; // a leading one keeps zeros in front
        for (int i = 0; i < seed.length(); i++) {
            bits = bits.shiftLeft(5).or(BigInteger.valueOf(BASE32.indexOf(seed.charAt(i))));
        }
        bits = bits.shiftRight(seed.length() * 5 % 8);
        var octets = bits.toByteArray();
        return Arrays.copyOfRange(octets, 1, octets.length);
    }
}
