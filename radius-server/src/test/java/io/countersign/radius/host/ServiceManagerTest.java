package io.countersign.radius.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countersign.radius.host.ServiceManager.State;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServiceManagerTest {
    @TempDir
    private Path folder;

    /** The socket of a service manager. */
    private static final class Hearing implements AutoCloseable {
        private final Arena arena = Arena.ofConfined();
        private final LinuxCalls calls = new LinuxCalls(arena.allocate(Linker.Option.captureStateLayout()));
        private final int socket = calls.socket(LinuxCalls.LOCAL, LinuxCalls.DATAGRAMS);

        Hearing(String name) {
            var octets = name.getBytes(StandardCharsets.UTF_8);
            var address = arena.allocate(2 + octets.length, JAVA_SHORT.byteAlignment());
            address.set(JAVA_SHORT, 0, (short) LinuxCalls.LOCAL);
            for (int i = 0; i < octets.length; i++) {
                address.set(JAVA_BYTE, 2 + i, octets[i] == '@' ? 0 : octets[i]);
            }
            assertThat(calls.bind(socket, address, (int) address.byteSize())).isZero();
        }

        String heard() {
            var octets = arena.allocate(4096);
            int length = calls.read(socket, octets);
            return length < 0
                    ? "nothing"
                    : new String(octets.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            calls.close(socket);
            arena.close();
        }
    }

    @Test
    void hearsThatTheServiceIsReadyAndThatItStops() {
        assumeTrue(LinuxCalls.canBeUsed(), "this is not Linux");
        var socket = folder.resolve("notify").toString();
        try (var hearing = new Hearing(socket)) {
            var manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", socket));

            manager.tell(State.READY, "Ready on 127.0.0.1:1812 für alle");
            assertThat(hearing.heard()).isEqualTo("READY=1\nSTATUS=Ready on 127.0.0.1:1812 für alle");
            assertThat(hearing.heard()).isEqualTo("nothing");

            manager.tell(State.STOPPING, "Stopping.");
            assertThat(hearing.heard()).isEqualTo("STOPPING=1\nSTATUS=Stopping.");
        }
    }

    @Test
    void hearsOnASocketThatIsNoFile() {
        assumeTrue(LinuxCalls.canBeUsed(), "this is not Linux");
        var socket = "@countersign-test-" + ProcessHandle.current().pid();
        try (var hearing = new Hearing(socket)) {
            ServiceManager.of(Map.of("NOTIFY_SOCKET", socket)).tell(State.READY, "Ready.");

            assertThat(hearing.heard()).isEqualTo("READY=1\nSTATUS=Ready.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/nowhere/notify", "vsock:2:1234"})
    void holdsUpNobodyWhereItCannotHear(String socket) {
        assertThatCode(() -> ServiceManager.of(Map.of("NOTIFY_SOCKET", socket)).tell(State.READY, "Ready."))
                .doesNotThrowAnyException();
    }

    @Test
    void isNobodyWhereTheEnvironmentNamesNone() {
        assertThatCode(() -> ServiceManager.of(Map.of()).tell(State.READY, "Ready."))
                .doesNotThrowAnyException();
    }
}
