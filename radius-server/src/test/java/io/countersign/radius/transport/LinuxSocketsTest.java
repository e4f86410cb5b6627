package io.countersign.radius.transport;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countersign.radius.host.LinuxCalls;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class LinuxSocketsTest {
    private static final Path FILES = Path.of("/proc/self/fd");
    private static final UdpSettings SETTINGS =
            UdpSettings.at(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));

    /** The network may tell an error once. One that comes again would keep a core busy, because nothing waits any more. */
    @Test
    void saysThatNothingCanBeReceivedWhenThatIsRefusedAgain() throws Throwable {
        assumeTrue(LinuxCalls.canBeUsed(), "this is not Linux");
        var before = sockets();
        try (var sockets = LinuxSockets.open(SETTINGS)) {
            var opened = new HashSet<>(sockets());
            opened.removeAll(before);
            assertThat(opened).hasSize(1);
            assertThat(sockets.receive((_, _) -> {})).as("nothing has come").isFalse();

            becomesNoSocket(
                    Integer.parseInt(String.valueOf(opened.iterator().next().getFileName())));

            assertThat(sockets.receive((_, _) -> {})).isFalse();
            assertThatIllegalStateException()
                    .isThrownBy(() -> sockets.receive((_, _) -> {}))
                    .withMessageStartingWith("nothing can be received: the system says error 88"); // ENOTSOCK
        }
    }

    private static Set<Path> sockets() throws IOException {
        try (var files = Files.list(FILES)) {
            return files.filter(LinuxSocketsTest::isSocket).collect(Collectors.toSet());
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException closed) {
            return false; // the one by which the folder was read
        }
    }

    /** The number of the socket is from now on another file's. */
    @SuppressWarnings("restricted")
    private static void becomesNoSocket(int socket) throws Throwable {
        var linker = Linker.nativeLinker();
        var duplicate = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("dup2"), FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
        assertThat((int) duplicate.invokeExact(1, socket)).isEqualTo(socket);
    }
}
