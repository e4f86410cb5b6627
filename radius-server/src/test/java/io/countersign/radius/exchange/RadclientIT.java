package io.countersign.radius.exchange;

import static io.countersign.policy.MessageAuthenticatorRule.ACCEPT;
import static io.countersign.policy.MessageAuthenticatorRule.REQUIRE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.crypto.UserPassword;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.packet.DiscardReason;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.transport.DatagramReceiver;
import io.countersign.radius.transport.UdpListener;
import io.countersign.radius.transport.UdpSettings;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Debian's radclient, from the package freeradius-utils, against a listener on loopback. */
@Timeout(60)
final class RadclientIT {
    private static final Path RADCLIENT = Path.of("/usr/bin/radclient");
    private static final Dictionary DICTIONARY = Dictionary.standard();

    @TempDir
    Path folder;

    private final Discards discards = new Discards(InstantSource.system());

    @BeforeAll
    static void needsRadclient() {
        boolean present = Files.isExecutable(RADCLIENT);
        if ("true".equals(System.getenv("CI"))) {
            assertThat(present)
                    .as("radclient is there; install freeradius-utils")
                    .isTrue();
        }
        assumeTrue(present, "radclient is not there; install freeradius-utils");
    }

    @Test
    void letsInWhoSendsTheRightPassword() throws Exception {
        try (var server = new Server(REQUIRE)) {
            Output output = radclient(server, "User-Password = \"arctangent\"", "Message-Authenticator = 0x00");

            assertThat(output.exitCode()).isZero();
            assertThat(output.text()).contains("Received Access-Accept", "Class = 0x76706e");
        }
    }

    @Test
    void rejectsWhoSendsAnotherPassword() throws Exception {
        try (var server = new Server(REQUIRE)) {
            Output output = radclient(server, "User-Password = \"other\"", "Message-Authenticator = 0x00");

            assertThat(output.exitCode()).isOne();
            assertThat(output.text()).contains("Received Access-Reject");
        }
    }

    @Test
    void putsMessageAuthenticatorFirstAndProxyStateInOrder() throws Exception {
        try (var server = new Server(REQUIRE)) {
            Output output = radclient(
                    server,
                    "User-Password = \"arctangent\"",
                    "Proxy-State = 0x62",
                    "Message-Authenticator = 0x00",
                    "Proxy-State = 0x61");

            assertThat(output.received().getFirst()).startsWith("Message-Authenticator = 0x");
            assertThat(output.received().stream().filter(line -> line.startsWith("Proxy-State")))
                    .containsExactly("Proxy-State = 0x62", "Proxy-State = 0x61");
        }
    }

    @Test
    void meetsAnUnsignedRequestWithSilence() throws Exception {
        try (var server = new Server(REQUIRE)) {
            Output output = radclient(server, "User-Password = \"arctangent\"");

            assertThat(output.exitCode()).isOne();
            assertThat(output.text()).contains("No reply from server");
            assertThat(discards.totals()).containsEntry(DiscardReason.MESSAGE_AUTHENTICATOR_MISSING, 1L);
        }
    }

    @Test
    void signsTheReplyToAnUnsignedRequestToo() throws Exception {
        try (var server = new Server(ACCEPT)) {
            Output output = radclient(server, "User-Password = \"arctangent\"");

            assertThat(output.received().getFirst()).startsWith("Message-Authenticator = 0x");
        }
    }

    @Test
    void givesAForgerNothingToWorkWith() throws Exception {
        // CVE-2024-3596: a request changed on its way, its Message-Authenticator removed and a chosen Proxy-State added
        try (var server = new Server(REQUIRE);
                var forger = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
            byte[] request = Requests.unsigned(1, Requests.USER_NAME, Requests.PROXY_STATE, Requests.PROXY_STATE_2)
                    .toArray();
            forger.setSoTimeout(500);
            forger.send(new DatagramPacket(request, request.length, server.listener.address()));

            assertThat(reply(forger)).isEmpty();
        }
    }

    private static Optional<Octets> reply(DatagramSocket socket) throws IOException {
        try {
            var datagram = new DatagramPacket(new byte[4096], 4096);
            socket.receive(datagram);
            return Optional.of(Octets.copyOf(datagram.getData()));
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        }
    }

    private Output radclient(Server server, String... attributes) throws Exception {
        Path secret = Files.write(folder.resolve("secret"), Requests.SECRET.reveal());
        Path request = Files.writeString(
                folder.resolve("request"), "User-Name = \"nemo\"\n" + String.join("\n", attributes) + "\n");
        String address = "127.0.0.1:" + server.listener.address().getPort();
        Process process = new ProcessBuilder(
                        RADCLIENT.toString(),
                        "-x",
                        "-r",
                        "1",
                        "-t",
                        "2",
                        "-S",
                        secret.toString(),
                        "-f",
                        request.toString(),
                        address,
                        "auth")
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Output(process.exitValue(), text);
    }

    private record Output(int exitCode, String text) {
        /** The attributes of the reply, in order. */
        List<String> received() {
            return text.substring(text.indexOf("Received"))
                    .lines()
                    .skip(1)
                    .map(String::strip)
                    .toList();
        }
    }

    /** A server that knows one user. */
    private final class Server implements DatagramReceiver, AutoCloseable {
        private final Exchange exchange;
        private final UdpListener listener;

        Server(MessageAuthenticatorRule rule) {
            this.exchange = new Exchange(
                    Service.AUTHENTICATION,
                    ExchangeSettings.DEFAULT,
                    new Clients(List.of(Requests.client(rule)), (_, _) -> {}),
                    request -> new FixedDeliberation(() -> decide(request), new CopyOnWriteArrayList<>()),
                    Requests.witnesses(discards, InstantSource.system()),
                    InstantSource.system());
            this.listener = UdpListener.start(
                    UdpSettings.at(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)), this);
        }

        private static Verdict decide(Authentic request) {
            Optional<Secret> password = request.packet()
                    .first(2)
                    .flatMap(hidden -> UserPassword.reveal(
                            hidden.value(), Requests.SECRET, request.packet().authenticator()));
            return password.equals(Optional.of(Secret.ofText("arctangent")))
                    ? new Verdict.Accept(List.of(DICTIONARY.encode("Class", "vpn")))
                    : new Verdict.Reject(List.of());
        }

        @Override
        public void receive(Octets datagram, Origin origin, Consumer<Octets> reply) {
            exchange.receive(datagram, origin, reply);
        }

        @Override
        public boolean drain(Duration atMost) {
            return exchange.drain(atMost);
        }

        @Override
        public void close() {
            listener.close();
            exchange.close();
        }
    }
}
