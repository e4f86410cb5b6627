package io.countersign.radius.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.packet.Hex;
import io.countersign.radius.packet.Octets;
import org.junit.jupiter.api.Test;

final class AuthenticatorTest {
    private static final Secret SECRET = Secret.ofText("xyzzy5461");
    private static final Octets REQUEST = Hex.octets("0f403f9473978057bd83d5cb98f4227a");
    private static final Octets REPLY = Hex.octets("""
            02000026 86fe220e7624ba2a1005f6bf9b55e0b2 060600000001 0f0600000000 0e06c0a80103""".replace("\n", ""));

    @Test
    void rfc2865Section7_1() {
        byte[] reply = REPLY.toArray();
        REQUEST.copyTo(reply, 4);

        Authenticator.respond(reply, SECRET);

        assertThat(Octets.wrap(reply)).isEqualTo(REPLY);
        assertThat(Authenticator.answers(REPLY, REQUEST, SECRET)).isTrue();
    }

    @Test
    void seesEveryChangedBit() {
        for (int bit = 0; bit < REPLY.length() * 8; bit++) {
            byte[] changed = REPLY.toArray();
            changed[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(Authenticator.answers(Octets.wrap(changed), REQUEST, SECRET))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void isNeverTheSameTwice() {
        assertThat(Authenticator.random()).isNotEqualTo(Authenticator.random());
    }
}
