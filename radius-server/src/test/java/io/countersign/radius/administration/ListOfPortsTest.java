package io.countersign.radius.administration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class ListOfPortsTest {
    private static final String UDP = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
             8101: 0100007F:0714 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 3351 2 0000000000000000 0
            """;

    private static final String UDP6 = """
              sl  local_address                         remote_address                        st tx_queue rx_queue
             8102: 00000000000000000000000000000000:0715 00000000000000000000000000000000:0000 07 00000000:00000000
            """;

    @TempDir
    private Path proc;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(proc.resolve("net"));
        Files.createDirectories(proc.resolve("sys/net/ipv4"));
        Files.writeString(proc.resolve("net/udp"), UDP);
        Files.writeString(proc.resolve("net/udp6"), UDP6);
        Files.writeString(proc.resolve("sys/net/ipv4/ip_unprivileged_port_start"), "1024\n");
    }

    @Test
    void tellsWhichPortsSomebodyHasWhateverTheAddress() {
        assertThat(isFree("udp", 1812)).isFalse();
        assertThat(isFree("udp", 1813)).isFalse();
        assertThat(isFree("udp", 1814)).isTrue();
    }

    @Test
    void doesNotSayThatAPortIsFreeWhereItCannotTell() throws IOException {
        assertThat(isFree("udp", 1023)).as("it needs a privilege").isFalse();
        assertThat(isFree("tcp", 1814)).as("no list").isFalse();
        Files.writeString(proc.resolve("sys/net/ipv4/ip_unprivileged_port_start"), "");
        assertThat(isFree("udp", 1814)).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void readsTheListsOfThisMachine() throws IOException {
        int port;
        try (var udp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = udp.getLocalPort();
            assertThat(ListOfPorts.OF_THIS_MACHINE.saysThatIsFree("udp", port)).isFalse();
            assertThat(ListOfPorts.OF_THIS_MACHINE.saysThatIsFree("tcp", tcp.getLocalPort()))
                    .isFalse();
        }
        assertThat(ListOfPorts.OF_THIS_MACHINE.saysThatIsFree("udp", port)).isTrue();
    }

    private boolean isFree(String protocol, int port) {
        return new ListOfPorts(proc).saysThatIsFree(protocol, port);
    }
}
