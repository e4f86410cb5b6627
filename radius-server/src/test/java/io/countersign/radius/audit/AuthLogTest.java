package io.countersign.radius.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuthLogTest {
    @Test
    void tellsALoginInOneLine() {
        assertThat(AuthLog.line(Events.of("alice\n")))
                .isEqualTo(
                        "ACCEPT alice\\u000A through rdgw-01 from WS-17, policy RD users, demo-phone approved, 0 granted, 2143 ms,"
                                + " login 7F3K2A1B");
    }

    @Test
    void tellsWhatToDoToItsEnd() {
        var detail =
                "the password of local\\alice is kept as a hash, which is enough for PAP only; give it anew with: countersign"
                        + " user password alice --store reversible";
        assertThat(AuthLog.line(Events.rejected(detail))).contains("(" + detail + ")");
    }

    @Test
    void tellsAWayRoundTheSecondFactorInCapitals() {
        assertThat(AuthLog.line(Events.of("alice", Optional.of("not-enrolled"))))
                .contains("WITHOUT SECOND FACTOR: not-enrolled");
    }
}
