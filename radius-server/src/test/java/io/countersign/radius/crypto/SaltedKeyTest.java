package io.countersign.radius.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.radius.packet.Hex;
import io.countersign.radius.packet.Octets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SaltedKeyTest {
    private static final Secret SECRET = Secret.ofText("a secret of the gateway");
    private static final Octets AUTHENTICATOR = Hex.octets("0f403f9473978057bd83d5cb98f4227a");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 32, 239})
    void revealsWhatItHides(int length) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) 0x5a);
        var key = Secret.of(octets);

        var hidden = SaltedKey.hide(key, 0x8001, SECRET, AUTHENTICATOR);

        assertThat(hidden.length() % 16).isEqualTo(2);
        assertThat(SaltedKey.reveal(hidden, SECRET, AUTHENTICATOR)).contains(key);
    }

    @Test
    void hidesAKeyDifferentlyUnderAnotherSalt() {
        var key = Secret.ofText("0123456789abcdef");
        var one = SaltedKey.hide(key, 0x8000, SECRET, AUTHENTICATOR);
        var other = SaltedKey.hide(key, 0x8001, SECRET, AUTHENTICATOR);

        assertThat(one.slice(2, one.length())).isNotEqualTo(other.slice(2, other.length()));
    }

    @Test
    void refusesASaltWithoutItsHighestBitAndAKeyThatIsTooLong() {
        assertThatThrownBy(() -> SaltedKey.hide(Secret.ofText("key"), 0x7fff, SECRET, AUTHENTICATOR))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SaltedKey.hide(Secret.of(new byte[240]), 0x8000, SECRET, AUTHENTICATOR))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "80", "8001", "8001000102030405060708090a0b0c0d0e"})
    void revealsNothingInAValueOfImpossibleLength(String value) {
        assertThat(SaltedKey.reveal(Hex.octets(value), SECRET, AUTHENTICATOR)).isEmpty();
    }
}
