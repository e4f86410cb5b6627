package io.countersign.radius.administration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommonPasswordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "password123",
                "P@ssw0rd2024!",
                "P@ssw0rd1234",
                "Passwort!Passwort!",
                "Sommer2026!!",
                "welcome-2025",
                "Welcome12!",
                "qwertyuiop",
                "qwertz123456",
                "1q2w3e4r5t",
                "1234567890",
                "0987654321",
                "aaaaaaaaaaaa",
                "abcdefghij",
                "Jürgen.2026",
                "jurgen01jurgen01",
                "ADMIN_admin_1",
                "----------",
            })
    void knowsWhatIsGuessedFirst(String password) {
        assertThat(CommonPasswords.isCommon(password, password.startsWith("J") ? "jürgen" : "jurgen01"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery staple",
                "Sesame-1234",
                "Grüße an alle",
                "their password",
                "password83610974",
                "k7#Qz!mv9T",
                "jürgen likes tea",
                "19830412-99",
                "пароль-мой-свой",
            })
    void leavesOthers(String password) {
        assertThat(CommonPasswords.isCommon(password, "jürgen")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "j", "ab"})
    void aShortNameIsNoWord(String user) {
        assertThat(CommonPasswords.isCommon("abba jj mountains", user)).isFalse();
    }
}
