package io.countersign.cli.demo;

import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The app on the user's phone that shows one-time codes (RFC 6238), made of the URI that a QR code holds. Written without the plugin's
 * code, so that the demo shows two parties that agree.
 */
record AuthenticatorApp(String seed, InstantSource clock) {
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    static AuthenticatorApp scan(String uri, InstantSource clock) {
        var seed = Arrays.stream(URI.create(uri).getRawQuery().split("&"))
                .filter(part -> part.startsWith("secret="))
                .map(part -> part.substring("secret=".length()))
                .findFirst();
        return new AuthenticatorApp(seed.orElseThrow(), clock);
    }

    String code() {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(decoded(), "HmacSHA1"));
            long step = clock.instant().getEpochSecond() / STEP.toSeconds();
            var hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf;
            int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fff_ffff;
            return String.format(Locale.ROOT, "%06d", number % 1_000_000);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] decoded() {
        var octets = new byte[seed.length() * 5 / 8];
        long bits = 0;
        int held = 0;
        int filled = 0;
        for (int i = 0; i < seed.length(); i++) {
            bits = (bits << 5) | BASE32.indexOf(seed.charAt(i));
            held += 5;
            if (held >= 8) {
                held -= 8;
                octets[filled++] = (byte) (bits >> held);
            }
        }
        return octets;
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "AuthenticatorApp[redacted]";
    }
}
