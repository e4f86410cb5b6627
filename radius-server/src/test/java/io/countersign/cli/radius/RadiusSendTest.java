package io.countersign.cli.radius;

import static io.countersign.cli.radius.FakeServer.signed;
import static io.countersign.cli.radius.FakeServer.unsigned;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.cli.Shell;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code countersign radius send} against servers that a test makes up. */
@Timeout(30)
final class RadiusSendTest {
    private static final Dictionary DICTIONARY = Dictionary.standard();
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @TempDir
    Path folder;

    private final List<FakeServer> servers = new ArrayList<>();
    private Shell shell;

    @BeforeEach
    void prepare() {
        shell = new Shell(folder, List.of(), InstantSource.fixed(Instant.parse("2026-11-21T08:00:00Z")));
        shell.write("some.secret", FakeServer.SECRET + "\n");
        shell.input("Sesame-1234\n");
    }

    @AfterEach
    void end() {
        servers.forEach(FakeServer::close);
    }

    @Test
    void tellsThatTheSharedSecretDiffers() throws IOException {
        var server = serve(request -> List.of(
                unsigned(Code.ACCESS_ACCEPT, request, "another"), unsigned(Code.ACCESS_ACCEPT, request, "another")));

        var sent = send(server, "--user", "alice", "--timeout", "1");

        assertThat(sent.err())
                .isEqualTo(
                        "countersign: no answer from " + server.address()
                                + " within 1s: 2 replies came whose Response Authenticator does not verify: the shared secret differs\n");
        assertThat(sent.exitCode()).isEqualTo(3);
    }

    @Test
    void tellsOfRepliesWithoutMessageAuthenticator() throws IOException {
        var server = serve(request -> List.of(unsigned(Code.ACCESS_ACCEPT, request, FakeServer.SECRET)));

        assertThat(send(server, "--user", "alice", "--timeout", "1").err())
                .contains("1 reply came without Message-Authenticator: --unsigned-replies takes them");
        assertThat(send(server, "--user", "alice", "--unsigned-replies").out()).contains("Access-Accept after");
    }

    @Test
    void tellsOfRepliesThatAnswerSomethingElse() throws IOException {
        var server =
                serve(request -> List.of(signed(Code.ACCOUNTING_RESPONSE, request), Octets.wrap(new byte[] {2, 0})));

        assertThat(send(server, "--user", "alice", "--timeout", "1").err())
                .contains("1 reply came with a code that does not answer the request", "is it the right port?");
    }

    @Test
    void tellsAtOnceThatNobodyListens() throws IOException {
        String address;
        try (var closed = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
            address = "127.0.0.1:" + closed.getLocalPort();
        }
        var sent = shell.run("radius", "send", address, "--secret-file", "some.secret", "--user", "alice");

        assertThat(sent.err()).startsWith("countersign: nobody listens at " + address);
        assertThat(sent.exitCode()).isEqualTo(3);

        var many =
                shell.run("radius", "send", address, "--secret-file", "some.secret", "--user", "alice", "--count", "3");
        assertThat(many.err()).contains("nobody listened at " + address + " for 3 requests");
    }

    @ParameterizedTest
    @ValueSource(strings = {"60s", "2m", "1500ms", "60"})
    void waitsForADuration(String timeout) throws IOException {
        assertThat(send(accepting(), "--user", "alice", "--timeout", timeout).exitCode())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "6m", "301", "1x", "-1s"})
    void refusesWhatIsNoTimeToWait(String timeout) throws IOException {
        var sent = send(accepting(), "--user", "alice", "--timeout=" + timeout);

        assertThat(sent.err()).contains("'" + timeout + "' is no duration from 1s to 5m");
        assertThat(sent.exitCode()).isEqualTo(2);
    }

    @Test
    void refusesAPasswordThatNoUserPasswordCarries() throws IOException {
        shell.input("ä".repeat(65) + "\n");
        var sent = send(accepting(), "--user", "alice");
        assertThat(sent.err()).contains("the password has 130 octets; User-Password carries 128 at most");
        assertThat(sent.exitCode()).isEqualTo(2);

        assertThat(send(accepting(), "--user", "alice", "--method", "chap").exitCode())
                .isZero();
    }

    @Test
    void refusesARequestThatIsTooLong() throws IOException {
        shell.write("long.txt", ("Reply-Message += " + "x".repeat(250) + "\n").repeat(17));

        for (var count : List.of(List.<String>of(), List.of("--count", "2"))) {
            var line = new ArrayList<>(List.of("--user", "alice", "--file", "long.txt"));
            line.addAll(count);
            var sent = send(accepting(), line.toArray(String[]::new));
            assertThat(sent.err()).contains("the request would be longer than 4096 octets");
            assertThat(sent.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void refusesAnEmptySecret() throws IOException {
        shell.write("some.secret", "\n");

        var sent = send(accepting(), "--user", "alice");
        assertThat(sent.err()).isEqualTo("countersign: DIR/some.secret is empty; write the shared secret into it\n");
        assertThat(sent.exitCode()).isEqualTo(2);
    }

    @Test
    void refusesASecretThatCannotBeMeantAsTheServerDoes() throws IOException {
        shell.write("some.secret", "marker-secret-5c1d \n");

        var sent = send(accepting(), "--user", "alice");
        assertThat(sent.err())
                .isEqualTo(
                        "countersign: the shared secret in DIR/some.secret begins or ends with a blank; remove it; it would"
                                + " be part of the secret\n");
        assertThat(sent.exitCode()).isEqualTo(2);
    }

    @Test
    void refusesAnEmptyPasswordThatNobodyWrote() throws IOException {
        shell.input("");
        assertThat(send(accepting(), "--user", "alice").err()).contains("the password is empty");
        shell.terminal(_ -> "");
        assertThat(send(accepting(), "--user", "alice").err()).contains("the password is empty");
        shell.write("empty", "\n");
        assertThat(send(accepting(), "--user", "alice", "--password-file", "empty")
                        .err())
                .contains("the password is empty");

        shell.write("login.txt", "User-Name = alice, User-Password = \"\"");
        assertThat(send(accepting(), "--file", "login.txt").exitCode()).isZero();
    }

    @Test
    void tellsThatAFileIsNotThere() throws IOException {
        assertThat(send(accepting(), "--file", "nofile").err()).isEqualTo("countersign: there is no file DIR/nofile\n");
        assertThat(send(accepting(), "--file", ".").err()).contains("is a folder");
    }

    @Test
    void knowsTheAttributesOfTheSettings() throws IOException {
        shell.write(
                "acme.dictionary",
                "VENDOR Acme 64000\nBEGIN-VENDOR Acme\nATTRIBUTE Acme-Role 1 string\nEND-VENDOR Acme\n");
        shell.write("countersign.yaml", "listen:\n  authentication: [127.0.0.1:0]\ndictionary: acme.dictionary\n");
        var server = accepting();

        assertThat(send(server, "--user", "alice", "Acme-Role=a").exitCode()).isZero();
        assertThat(server.requests.getFirst().has(26)).isTrue();
    }

    @Test
    void requiresASignedReplyToAStatusServer() throws IOException {
        var server = serve(request -> List.of(unsigned(Code.ACCESS_ACCEPT, request, FakeServer.SECRET)));

        assertThat(send(server, "--status", "--timeout", "1").err())
                .contains("1 reply came without Message-Authenticator");
        assertThat(send(server, "--status", "--unsigned-replies").exitCode()).isZero();
        assertThat(send(accepting(), "--status").exitCode()).isZero();
    }

    @Test
    void takesAnUnsignedReplyToAnAccountingRequest() throws IOException {
        var server = serve(request -> List.of(unsigned(Code.ACCOUNTING_RESPONSE, request, FakeServer.SECRET)));

        assertThat(send(server, "--accounting", "--user", "alice").exitCode()).isZero();
    }

    @Test
    void givesJsonAsDecodeDoes() throws IOException {
        var server = serve(
                request -> List.of(signed(Code.ACCESS_REJECT, request, DICTIONARY.encode("Reply-Message", "no"))));

        var sent = send(server, "--user", "alice", "-o", "json");
        var json = STRICT.readTree(sent.out());
        assertThat(json.path("code").asString()).isEqualTo("Access-Reject");
        assertThat(json.path("milliseconds").isNumber()).isTrue();
        assertThat(json.path("attributes").path(1).path("name").asString()).isEqualTo("Reply-Message");
        assertThat(json.path("attributes").path(1).path("value").asString()).isEqualTo("\"no\"");
        assertThat(json.path("challenges").size()).isZero();
        assertThat(sent.exitCode()).isOne();
    }

    @Test
    void givesOneJsonDocumentForADialogue() throws IOException {
        var server = serve(request -> List.of(
                request.has(24)
                        ? signed(Code.ACCESS_ACCEPT, request)
                        : signed(Code.ACCESS_CHALLENGE, request, DICTIONARY.encode("State", "s"))));
        shell.input("Sesame-1234\n123456\n");

        var sent = send(server, "--user", "alice", "-o", "json");
        var json = STRICT.readTree(sent.out());
        assertThat(json.path("code").asString()).isEqualTo("Access-Accept");
        assertThat(json.path("challenges").size()).isOne();
        assertThat(json.path("challenges").path(0).path("code").asString()).isEqualTo("Access-Challenge");

        shell.input("Sesame-1234\n");
        var unanswered = send(server, "--user", "alice", "-o", "json");
        assertThat(STRICT.readTree(unanswered.out()).path("code").asString()).isEqualTo("Access-Challenge");
        assertThat(unanswered.exitCode()).isOne();
    }

    @Test
    void tellsByTheExitCodeWhetherAllOfManyWereLetIn() throws IOException {
        assertThat(send(accepting(), "--user", "alice", "--count", "4").exitCode())
                .isZero();

        var server = serve(request -> List.of(
                request.identifier() % 2 == 0
                        ? signed(Code.ACCESS_ACCEPT, request)
                        : signed(Code.ACCESS_REJECT, request)));
        var sent = send(server, "--user", "alice", "--count", "4", "-o", "json");
        assertThat(sent.exitCode()).isOne();
        var json = STRICT.readTree(sent.out());
        assertThat(json.path("answers").path("Access-Accept").asInt()).isEqualTo(2);
        assertThat(json.path("answers").path("Access-Reject").asInt()).isEqualTo(2);
        assertThat(json.path("seconds").isNumber()).isTrue();
        assertThat(json.path("p99Millis").isNumber()).isTrue();

        var silent =
                send(serve(_ -> List.of()), "--user", "alice", "--count", "2", "--parallel", "2", "--timeout", "1");
        assertThat(silent.exitCode()).isEqualTo(3);
        assertThat(silent.err()).contains("some requests were not answered: a server is silent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chap", "CHAP", "ms-chap-v2", "MS-CHAP-v2", "none"})
    void takesAMethodAsPoliciesWriteItInAnyCase(String method) throws IOException {
        assertThat(send(accepting(), "--user", "alice", "--method", method).exitCode())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mschap", "ms-chap"})
    void namesEachMethodOnce(String method) throws IOException {
        var sent = send(accepting(), "--user", "alice", "--method", method);

        assertThat(sent.err()).contains("'" + method + "' is no method; write one of pap, chap, ms-chap-v2, none\n");
        assertThat(sent.exitCode()).isEqualTo(2);
        assertThat(shell.run("completion", "bash").out()).contains("\"pap\" \"chap\" \"ms-chap-v2\" \"none\"");
    }

    private FakeServer accepting() throws IOException {
        return serve(request -> List.of(signed(Code.ACCESS_ACCEPT, request)));
    }

    private FakeServer serve(Function<Packet, List<Octets>> script) throws IOException {
        var server = FakeServer.start(script);
        servers.add(server);
        return server;
    }

    private Shell.Result send(FakeServer server, String... arguments) {
        var line = new ArrayList<>(List.of("radius", "send", server.address(), "--secret-file", "some.secret"));
        line.addAll(List.of(arguments));
        return shell.run(line.toArray(String[]::new));
    }
}
