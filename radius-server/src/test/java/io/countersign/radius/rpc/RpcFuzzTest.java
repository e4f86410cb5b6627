package io.countersign.radius.rpc;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.countersign.radius.packet.Octets;

/** Whatever octets come: they are read, or they are refused by {@link RpcFailed}, and by nothing else. */
final class RpcFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void readsOrRefuses(byte[] octets) {
        var read = Octets.copyOf(octets);
        attempt(() -> Pdu.decode(read));
        attempt(() -> EndpointMapper.port(new NdrReader(read)));
    }

    private static void attempt(Runnable reading) {
        try {
            reading.run();
        } catch (RpcFailed refused) {
            // as it should be
        }
    }
}
