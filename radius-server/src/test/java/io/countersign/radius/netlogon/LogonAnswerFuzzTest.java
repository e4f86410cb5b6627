package io.countersign.radius.netlogon;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.rpc.RpcFailed;

/** Whatever a controller sends: it is an answer, or it is refused by {@link RpcFailed}, and by nothing else. */
final class LogonAnswerFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void isAnAnswerOrRefused(byte[] octets) {
        try {
            if (SamLogon.answer(Octets.copyOf(octets)) instanceof LogonAnswer.Accepted(var key, var user, var groups)) {
                assertThat(key.length()).isEqualTo(16);
                assertThat(user).startsWith("S-1-");
                assertThat(groups).isNotEmpty();
            }
        } catch (RpcFailed refused) {
            // as it should be
        }
    }
}
