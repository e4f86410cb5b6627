package io.countersign.radius.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlSocketTest {
    private static final ServerStatus STATUS = new ServerStatus(
            "0.1",
            42,
            Instant.parse("2026-11-21T08:00:00Z"),
            List.of("127.0.0.1:1812"),
            List.of("127.0.0.1:1813"),
            3,
            2,
            List.of("totp"),
            0,
            List.of("partner-01 at 192.0.2.20:1812"),
            7);

    @TempDir
    Path data;

    private Controlled.Reloaded reloaded = new Controlled.Reloaded.Done(4, 2);

    @Test
    void tellsHowTheServerIs() {
        try (var _ = open()) {
            assertThat(client().status()).contains(STATUS);
        }
    }

    @Test
    void tellsWhatBecameOfAReload() {
        try (var _ = open()) {
            assertThat(client().reload()).contains(reloaded);
            reloaded = new Controlled.Reloaded.Refused(List.of("countersign.yaml:1:1: unknown key \"x\"; remove it"));
            assertThat(client().reload()).contains(reloaded);
        }
    }

    @Test
    void belongsToItsOwnerOnly() throws IOException {
        try (var _ = open()) {
            var modes = Files.getPosixFilePermissions(data.resolve(ControlSocket.NAME));
            assertThat(PosixFilePermissions.toString(modes)).isEqualTo("rw-------");
        }
    }

    @Test
    void refusesASecondServerOnTheSameFolder() {
        try (var _ = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(NodeRefused.class)
                    .hasMessageContaining("another server runs on the data folder " + data);
            assertThat(client().status()).as("the first goes on").contains(STATUS);
        }
    }

    @Test
    void takesTheSocketOfAServerThatWasKilled() throws IOException {
        leaveASocketBehind();
        assertThat(client().status()).as("nobody answers").isEmpty();
        try (var _ = open()) {
            assertThat(client().status()).contains(STATUS);
        }
    }

    @Test
    void leavesNoSocketBehindAndCanBeOpenedAgain() {
        open().close();
        assertThat(data.resolve(ControlSocket.NAME)).doesNotExist();
        assertThat(client().status()).isEmpty();
        open().close();
    }

    private void leaveASocketBehind() throws IOException {
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(data.resolve(ControlSocket.NAME)));
        }
        assertThat(data.resolve(ControlSocket.NAME)).exists();
    }

    private ControlClient client() {
        return new ControlClient(data);
    }

    private ControlSocket open() {
        return ControlSocket.open(data, new Controlled() {
            @Override
            public ServerStatus status() {
                return STATUS;
            }

            @Override
            public Reloaded reload() {
                return reloaded;
            }
        });
    }
}
