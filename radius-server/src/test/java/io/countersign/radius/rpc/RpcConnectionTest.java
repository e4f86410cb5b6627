package io.countersign.radius.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.radius.crypto.NetlogonKey;
import io.countersign.radius.crypto.NetlogonSeal;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.rpc.RpcFailed.Effect;
import io.countersign.radius.testing.Awaited;
import io.countersign.radius.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One connection, with a server that gives back what it is given. */
final class RpcConnectionTest {
    private static final RpcInterface ECHO =
            new RpcInterface(UUID.fromString("60a15ec5-4de8-11d7-a637-005056a20182"), 1, 0);
    private static final NetlogonKey KEY = NetlogonKey.of(
            Secret.ofText("password"), Octets.wrap(new byte[8]), Octets.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
    private static final int ECHO_DATA = 1;
    private static final int NO_SUCH_CALL = 9;

    private final FakeRpcServer server = server();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest(name = "{0} octets, sealed: {1}")
    @CsvSource({
        "0,false",
        "1,false",
        "5000,false",
        "100000,false",
        "0,true",
        "1,true",
        "16,true",
        "5000,true",
        "100000,true"
    })
    void carriesArgumentsAndResultsInAsManyFragmentsAsItTakes(int length, boolean sealed) {
        var octets = counting(length);
        try (var connection = open(sealed)) {
            assertThat(connection.call(ECHO_DATA, octets, soon())).isEqualTo(octets);
            assertThat(connection.call(ECHO_DATA, octets, soon())).isEqualTo(octets);
        }
    }

    @Test
    void findsThePortByTheMapper() {
        assertThat(EndpointMapper.find(server.address(), ECHO, soon())).isEqualTo(server.address());
    }

    @Test
    void tellsWhatCannotHaveRunFromWhatMayHave() {
        failsWith(Effect.UNKNOWN, () -> call(NO_SUCH_CALL, false));
        server.faultFlags = Pdu.WHOLE | Pdu.DID_NOT_EXECUTE;
        failsWith(Effect.NONE, () -> call(NO_SUCH_CALL, false));
        server.answer(FakeRpcServer.call(ECHO_DATA), FakeRpcServer.cut());
        failsWith(Effect.UNKNOWN, () -> call(ECHO_DATA, false));
        server.answer(FakeRpcServer.BIND, FakeRpcServer.half());
        failsWith(Effect.NONE, () -> call(ECHO_DATA, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 0x721})
    void tellsAKeyThatIsRefused(int fault) {
        server.faultStatus = fault;
        failsWith(Effect.KEY_REFUSED, () -> call(NO_SUCH_CALL, true));
        failsWith(Effect.UNKNOWN, () -> call(NO_SUCH_CALL, false));
    }

    @Test
    void sendsNothingWhereTheTimeIsOver() {
        try (var connection = open(false)) {
            failsWith(Effect.NONE, () -> connection.call(ECHO_DATA, Octets.empty(), in(Duration.ZERO)));
        }
    }

    @Test
    void noticesAConnectionThatWasClosedMeanwhile() throws Exception {
        try (var connection = open(false)) {
            assertThat(connection.isStale()).isFalse();
            assertThat(connection.call(ECHO_DATA, counting(3), soon())).isEqualTo(counting(3));
            server.cutAll();
            Awaited.holds(connection::isStale);
        }
    }

    @Test
    void saysWhereNobodyListens() throws Exception {
        var nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.tcp());
        assertThatExceptionOfType(RpcFailed.class)
                .isThrownBy(() -> RpcConnection.open(nobody, ECHO, Optional.empty(), soon()))
                .withMessageContaining("no connection to")
                .withMessageContaining("refused")
                .satisfies(failed -> assertThat(failed.effect()).isEqualTo(Effect.NONE));
    }

    /** Octets 2, 3 and 12 are type, flags and number of the call; then what belongs together does not. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 12})
    void takesNoFragmentsThatDoNotBelongTogether(int index) {
        server.answer(FakeRpcServer.call(ECHO_DATA), FakeRpcServer.flipping(index));
        failsWith(Effect.UNKNOWN, () -> call(ECHO_DATA, false));
    }

    /** The fragment's length is that of the whole, and bounds what is read. */
    @ParameterizedTest
    @ValueSource(ints = {0, 15, 5841, 65535})
    void takesNoFragmentOfALengthThatCannotBe(int length) {
        server.answer(FakeRpcServer.call(ECHO_DATA), (out, octets) -> {
            byte[] changed = octets.clone();
            changed[8] = (byte) length;
            changed[9] = (byte) (length >> 8);
            out.write(changed);
        });
        assertThatExceptionOfType(RpcFailed.class)
                .isThrownBy(() -> call(ECHO_DATA, false))
                .withMessageContaining("it sent a fragment of " + length + " octets");
    }

    private void call(int operation, boolean sealed) {
        try (var connection = open(sealed)) {
            connection.call(operation, counting(20), in(Duration.ofSeconds(1)));
        }
    }

    private static void failsWith(Effect effect, ThrowingCallable call) {
        assertThatExceptionOfType(RpcFailed.class)
                .isThrownBy(call)
                .satisfies(failed -> assertThat(failed.effect()).isEqualTo(effect));
    }

    private RpcConnection open(boolean sealed) {
        var security = sealed
                ? Optional.of(new RpcSecurity(NetlogonSeal.ofClient(KEY), "CORP", "RADIUS1"))
                : Optional.<RpcSecurity>empty();
        return RpcConnection.open(server.address(), ECHO, security, soon());
    }

    private static FakeRpcServer server() {
        try {
            return new FakeRpcServer(new FakeRpcServer.Service() {
                @Override
                public Optional<Octets> call(int operation, Octets arguments) {
                    return operation == ECHO_DATA ? Optional.of(arguments) : Optional.empty();
                }

                @Override
                public Optional<NetlogonKey> key() {
                    return Optional.of(KEY);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Octets counting(int length) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) ((i * 31) >> 3);
        }
        return Octets.wrap(octets);
    }

    private static CallDeadline soon() {
        return in(Duration.ofSeconds(20));
    }

    private static CallDeadline in(Duration time) {
        return CallDeadline.in(time, InstantSource.system());
    }
}
