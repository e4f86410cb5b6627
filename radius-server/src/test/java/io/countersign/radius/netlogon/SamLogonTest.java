package io.countersign.radius.netlogon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.radius.crypto.Secret;
import io.countersign.radius.packet.Hex;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.rpc.RpcFailed;
import org.junit.jupiter.api.Test;

/** The results of a logon, read however they are damaged. */
final class SamLogonTest {
    private static final int GROUP_COUNT = 428;

    @Test
    void refusesResultsThatEndAnywhereTooEarly() throws Exception {
        Octets whole = accepted();
        for (int length = 0; length < whole.length(); length++) {
            Octets part = whole.slice(0, length);
            assertThatExceptionOfType(RpcFailed.class).as("%d", length).isThrownBy(() -> SamLogon.answer(part));
        }
        assertThat(SamLogon.answer(whole)).isInstanceOf(LogonAnswer.Accepted.class);
    }

    @Test
    void readsOrRefusesResultsInWhichAnyOctetHasChanged() throws Exception {
        Octets whole = accepted();
        for (int i = 0; i < whole.length(); i++) {
            for (int octet : new int[] {0, 0x7f, 0x80, 0xff}) {
                byte[] changed = whole.toArray();
                changed[i] = (byte) octet;
                readOrRefuse(Octets.wrap(changed));
            }
        }
    }

    @Test
    void trustsNoCountOfGroups() throws Exception {
        byte[] changed = accepted().toArray();
        assertThat(changed[GROUP_COUNT]).as("the place of the count").isEqualTo((byte) 3);
        for (int octet = 0; octet < 4; octet++) {
            changed[GROUP_COUNT + octet] = (byte) 0xff;
        }
        assertThatExceptionOfType(RpcFailed.class)
                .isThrownBy(() -> SamLogon.answer(Octets.wrap(changed)))
                .withMessageContaining("a count of 4294967295");
    }

    @Test
    void refusesAnAnswerOfAnotherKind() {
        assertThatExceptionOfType(RpcFailed.class)
                .isThrownBy(() -> SamLogon.answer(Hex.octets("03000000 00000000 01000000 00000000 00000000")))
                .withMessageContaining("of another kind");
    }

    /** Nobody is let in who is not named. */
    @Test
    void refusesASuccessWithoutAUser() {
        assertThat(SamLogon.answer(Hex.octets("06000000 00000000 01000000 00000000 00000000")))
                .isEqualTo(new LogonAnswer.Refused(0));
    }

    private static void readOrRefuse(Octets results) {
        try {
            assertThat(SamLogon.answer(results)).isNotNull();
        } catch (RpcFailed refused) {
            assertThat(refused.effect()).isEqualTo(RpcFailed.Effect.UNKNOWN);
        }
    }

    private static Octets accepted() throws Exception {
        try (var controller = new FakeController(Secret.ofText("machine's password"))) {
            return controller.accepted(Secret.ofText("Alice's password"));
        }
    }
}
