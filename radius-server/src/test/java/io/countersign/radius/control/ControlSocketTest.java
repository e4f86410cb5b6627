package io.countersign.radius.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.radius.exchange.ClientTraffic;
import io.countersign.radius.exchange.Discards;
import io.countersign.radius.exchange.OpenLogin;
import io.countersign.radius.exchange.PacketWatch;
import io.countersign.radius.exchange.UnsignedRequests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ControlSocketTest {
    private static final ServerStatus STATUS = new ServerStatus(
            ServerStatus.State.RUNNING,
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
            Map.of("partner-02 at 192.0.2.21:1812", "without Message-Authenticator"),
            Map.of(
                    "vpn-01",
                    new ClientTraffic.Seen(Optional.of(Duration.ofMillis(3100)), Optional.of(Duration.ofSeconds(9))),
                    "vpn-02",
                    new ClientTraffic.Seen(Optional.of(Duration.ofSeconds(5)), Optional.empty())),
            List.of(new Discards.Recent("vpn-01", "MESSAGE_AUTHENTICATOR_WRONG", 312, true, "has another secret")),
            Map.of(
                    "vpn-02",
                    new UnsignedRequests.Seen(
                            Instant.parse("2026-11-20T08:00:00Z"), Instant.parse("2026-11-21T07:59:00Z"))),
            7);

    private static final List<OpenLogin> OPEN = List.of(new OpenLogin(
            "SJ3HRZF4", "j\u00fcrgen \u202E", "vpn-01", Instant.parse("2026-11-21T08:00:00Z"), "second factor"));

    @TempDir
    Path data;

    private final List<Consumer<PacketWatch.Sighting>> watched = new CopyOnWriteArrayList<>();
    private Controlled.Reloaded reloaded = new Controlled.Reloaded.Done(4, 2);

    @Test
    void tellsHowTheServerIs() {
        try (var _ = open()) {
            assertThat(client().status()).contains(STATUS);
        }
    }

    @Test
    void tellsWhichLoginsAreOpen() {
        assertThat(client().openLogins()).isEmpty();
        try (var _ = open()) {
            assertThat(client().openLogins()).isEqualTo(OPEN);
        }
    }

    @Test
    @Timeout(60)
    void showsPacketsUntilTheServerEndsAndForgetsWhoLooksOnNoMore() throws InterruptedException {
        var packet = new PacketWatch.Sighting(
                Instant.parse("2026-11-21T08:00:00Z"),
                true,
                "vpn-01",
                new InetSocketAddress(InetAddress.ofLiteral("::1"), 40_000),
                "0201",
                "");
        var seen = new LinkedBlockingQueue<PacketWatch.Sighting>();
        var socket = open();
        var watching = Thread.ofVirtual()
                .name("watching")
                .start(() -> client().packets(seen::add, problem -> {
                    throw new AssertionError(problem);
                }));
        while (watched.isEmpty()) {
            Thread.sleep(10);
        }

        watched.getFirst().accept(packet);
        assertThat(seen.take()).isEqualTo(packet);

        socket.close();
        watching.join();
        assertThat(watched).isEmpty();
    }

    @Test
    void saysThatThereIsNoServerWhosePacketsCouldBeShown() {
        assertThatThrownBy(() -> client().packets(_ -> {}, _ -> {}))
                .isInstanceOf(NodeRefused.class)
                .hasMessageContaining("no server is running");
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

    @Test
    @Timeout(60)
    void hearsTheNewestThoughManyAreConnectedAndSayNothing() throws IOException {
        var idle = new ArrayList<SocketChannel>();
        try (var _ = open()) {
            for (int i = 0; i < 20; i++) {
                idle.add(SocketChannel.open(UnixDomainSocketAddress.of(data.resolve(ControlSocket.NAME))));
            }
            assertThat(client().status()).contains(STATUS);
            assertThat(client().reload()).contains(reloaded);
        } finally {
            for (var connection : idle) {
                connection.close();
            }
        }
    }

    @Test
    void answersWhateverTheServerItselfDoesWrong() {
        var wrong = new Controlled() {
            @Override
            public ServerStatus status() {
                throw new NoSuchElementException();
            }

            @Override
            public List<OpenLogin> openLogins() {
                throw new NoSuchElementException();
            }

            @Override
            public PacketWatch.Watching packets(Consumer<PacketWatch.Sighting> watcher) {
                throw new NodeRefused("none come yet");
            }

            @Override
            public Reloaded reload() {
                throw new NoSuchElementException();
            }
        };
        try (var _ = ControlSocket.open(data, wrong)) {
            assertThatThrownBy(() -> client().status())
                    .isInstanceOf(NodeRefused.class)
                    .hasMessageContaining("internal error, the server's log tells more");
            assertThat(client().reload())
                    .contains(new Controlled.Reloaded.Refused(List.of("internal error, the server's log tells more")));
        }
    }

    @Test
    @Timeout(60)
    void givesUpAServerThatDoesNotAnswer() throws IOException {
        try (var silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(data.resolve(ControlSocket.NAME)));
            var client = new ControlClient(data, Duration.ofMillis(200), Duration.ofMillis(200));
            assertThatThrownBy(client::status)
                    .isInstanceOf(NodeRefused.class)
                    .hasMessageContaining("runs but does not answer");
            assertThatThrownBy(client::reload)
                    .isInstanceOf(NodeRefused.class)
                    .hasMessageContaining("runs but does not answer");
        }
    }

    @Test
    void saysWhatToDoWhereTheDataFolderIsMissing() {
        assertThatThrownBy(() -> ControlSocket.open(data.resolve("none"), new Fixed()))
                .isInstanceOf(NodeRefused.class)
                .hasMessageContaining("countersign init");
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
        return ControlSocket.open(data, new Fixed());
    }

    private final class Fixed implements Controlled {
        @Override
        public ServerStatus status() {
            return STATUS;
        }

        @Override
        public List<OpenLogin> openLogins() {
            return OPEN;
        }

        @Override
        public PacketWatch.Watching packets(Consumer<PacketWatch.Sighting> watcher) {
            watched.add(watcher);
            return () -> watched.remove(watcher);
        }

        @Override
        public Reloaded reload() {
            return reloaded;
        }
    }
}
