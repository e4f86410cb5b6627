package io.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

final class MainTest {
    @Test
    void namesThePersonBehindSudo() {
        assertThat(account(Map.of("user.name", "root"), Map.of("SUDO_USER", "alice")))
                .isEqualTo("root (sudo alice)");
        assertThat(account(Map.of("user.name", "alice"), Map.of("SUDO_USER", "alice")))
                .isEqualTo("alice");
        assertThat(account(Map.of("user.name", "root"), Map.of())).isEqualTo("root");
    }

    @Test
    void namesWhoeverStartedTheLauncherThatChangedTheUser() {
        var changed = Map.of("user.name", "countersign", "countersign.account", "root");

        assertThat(account(changed, Map.of("SUDO_USER", "alice"))).isEqualTo("root (sudo alice)");
        assertThat(account(changed, Map.of())).isEqualTo("root");
    }

    private static String account(Map<String, String> properties, Map<String, String> variables) {
        var all = new Properties();
        all.putAll(properties);
        return Main.account(all, variables);
    }
}
