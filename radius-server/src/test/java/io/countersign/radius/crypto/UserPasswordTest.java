package io.countersign.radius.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.radius.packet.Hex;
import io.countersign.radius.packet.Octets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UserPasswordTest {
    private static final Secret SECRET = Secret.ofText("xyzzy5461");
    private static final Octets AUTHENTICATOR = Hex.octets("0f403f9473978057bd83d5cb98f4227a");

    @Test
    void rfc2865Section7_1() {
        Octets hidden = Hex.octets("0dbe708d93d413ce3196e43f782a0aee");

        assertThat(UserPassword.reveal(hidden, SECRET, AUTHENTICATOR)).hasValue(Secret.ofText("arctangent"));
        assertThat(UserPassword.hide(Secret.ofText("arctangent"), SECRET, AUTHENTICATOR))
                .isEqualTo(hidden);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 31, 32, 33, 64, 127, 128})
    void revealsWhatItHid(int length) {
        Secret password = Secret.ofText("p".repeat(length));

        Octets hidden = UserPassword.hide(password, SECRET, AUTHENTICATOR);

        assertThat(hidden.length()).isEqualTo(Math.max(16, (length + 15) / 16 * 16));
        assertThat(UserPassword.reveal(hidden, SECRET, AUTHENTICATOR)).hasValue(password);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 17, 31, 127, 129, 160, 253})
    void revealsNothingOfAnyOtherLength(int length) {
        assertThat(UserPassword.reveal(Octets.wrap(new byte[length]), SECRET, AUTHENTICATOR))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 112, 113, 128})
    void revealsAPasswordThatWasPaddedWithABlockMore(int length) {
        Secret password = Secret.ofText("p".repeat(length));

        assertThat(UserPassword.reveal(padded(password, (length + 15) / 16 * 16 + 16), SECRET, AUTHENTICATOR))
                .hasValue(password);
    }

    @Test
    void revealsNoPasswordOfMoreThan128Octets() {
        assertThat(UserPassword.reveal(padded(Secret.ofText("p".repeat(129)), 144), SECRET, AUTHENTICATOR))
                .isEmpty();
        assertThat(UserPassword.reveal(padded(Secret.ofText("p".repeat(16)), 160), SECRET, AUTHENTICATOR))
                .isEmpty();
    }

    private static Octets padded(Secret password, int octets) {
        byte[] plain = Arrays.copyOf(password.reveal(), octets);
        return Octets.wrap(Md5Chain.hide(plain, SECRET, AUTHENTICATOR.toArray()));
    }

    @Test
    void revealsGarbageWithAnotherSecret() {
        Octets hidden = UserPassword.hide(Secret.ofText("arctangent"), SECRET, AUTHENTICATOR);

        assertThat(UserPassword.reveal(hidden, Secret.ofText("other"), AUTHENTICATOR)
                        .orElseThrow())
                .isNotEqualTo(Secret.ofText("arctangent"));
    }

    @Test
    void keepsNulsWithinAndStripsThoseAtTheEnd() {
        Secret password = Secret.of(new byte[] {'a', 0, 'b', 0});

        Octets hidden = UserPassword.hide(password, SECRET, AUTHENTICATOR);

        assertThat(UserPassword.reveal(hidden, SECRET, AUTHENTICATOR)).hasValue(Secret.of(new byte[] {'a', 0, 'b'}));
    }

    @Test
    void hidesNoPasswordThatIsTooLong() {
        Secret password = Secret.ofText("p".repeat(129));

        assertThatIllegalArgumentException().isThrownBy(() -> UserPassword.hide(password, SECRET, AUTHENTICATOR));
    }
}
