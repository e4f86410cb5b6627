package io.countersign.radius.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.radius.event.Audited;
import io.countersign.radius.event.AuthEvent;
import io.countersign.radius.event.Author;
import io.countersign.radius.event.Change;
import io.countersign.radius.event.Deed;
import io.countersign.radius.testing.Awaited;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SyslogSinkTest {
    private static final Pattern USER = Pattern.compile("\"SubjectUserName\":\"([^\"]*)\"");
    private static final SyslogMessage MESSAGE = new SyslogMessage("nps01", 42, ZoneOffset.UTC);
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    Path folder;

    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
        listener.setSoTimeout(20_000);
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    @Test
    void sendsTheLineOfTheAuditFileAsRfc5424HasIt() {
        var text = text(Events.of("alice"));
        var line = AuditRecord.of(Events.of("alice"));

        var message = "<86>1 2026-11-21T08:00:00.000000Z nps01 countersign 42 ACCEPT - " + line;
        assertThat(text).isEqualTo(message.length() + " " + message);
    }

    @Test
    void saysByItsSeverityWhatAnAdministratorShouldLookAt() {
        assertThat(text(Events.of("a", Optional.empty(), AuthEvent.Answer.ACCEPT)))
                .contains("<86>1 ", " ACCEPT - ");
        assertThat(text(Events.of("a", Optional.of("not-enrolled")))).contains("<84>1 ", " ACCEPT - ");
        assertThat(text(Events.of("a", Optional.empty(), AuthEvent.Answer.CHALLENGE)))
                .contains("<86>1 ", " CHALLENGE - ");
        assertThat(text(Events.of("a", Optional.empty(), AuthEvent.Answer.REJECT)))
                .contains("<85>1 ", " REJECT - ");
        assertThat(text(Events.of("a", Optional.empty(), AuthEvent.Answer.SILENCE)))
                .contains("<84>1 ", " SILENCE - ");
        assertThat(text(change(List.of()))).contains("<85>1 ", " CHANGE - ");
        assertThat(text(change(List.of("anybody")))).contains("<84>1 ", " CHANGE - ");
        var lost = new ByteArrayOutputStream();
        MESSAGE.addLost(Instant.EPOCH, 7, lost);
        assertThat(lost.toString(StandardCharsets.US_ASCII)).contains("<83>1 ", " LOST - ", "\"EventsLost\":7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\n99 <0>1 - - - - - - forged", "\u2028\u0085\u0000", "\ud83d\ude00 M\u00fcller", "]\\\""})
    void keepsAnyUserNameWithinItsMessage(String userName) throws IOException {
        var text = text(Events.of(userName));

        assertThat(text).matches("[ -~]+");
        assertThat(Receiver.messages(text)).hasSize(1);
    }

    @Test
    void namesNoHostThatIsNone() {
        var text = new ByteArrayOutputStream();
        new SyslogMessage("a b\n", 42, ZoneOffset.UTC).add(Events.of("alice"), text);
        assertThat(text.toString(StandardCharsets.US_ASCII)).contains("Z - countersign ");
    }

    @Test
    void tellsWhatWaitedWhileNobodyListened() throws Exception {
        int port = listener.getLocalPort();
        listener.close();
        try (var queue = queue(port, CLOCK, 1_000)) {
            queue.put(Events.of("alice"));
            Awaited.holds(queue::isFailing);
            queue.put(Events.of("bob"));
            listener = new ServerSocket(port, 10, InetAddress.ofLiteral("127.0.0.1"));
            try (var receiver = Receiver.accept(listener)) {
                Awaited.holds(() -> receiver.users().equals(List.of("alice", "bob")));
            }
            assertThat(queue.lost()).isZero();
        }
    }

    @Test
    void tellsAgainWhatWasOnItsWayWhenTheConnectionBroke() throws Exception {
        try (var queue = queue(listener.getLocalPort(), CLOCK, 1_000)) {
            queue.put(Events.of("alice"));
            try (var first = listener.accept()) {
                first.setSoLinger(true, 0); // reset, with what it has not read
                Awaited.holds(() -> available(first) > 0);
            }
            try (var receiver = Receiver.accept(listener)) {
                queue.put(Events.of("bob"));
                Awaited.holds(() -> receiver.users().equals(List.of("alice", "bob")));
            }
        }
    }

    @Test
    void tellsNothingTwiceToAServerThatHasReadAllAndThenClosed() throws Exception {
        var later = new AtomicReference<>(Instant.parse("2026-11-21T08:00:00Z"));
        try (var queue = queue(listener.getLocalPort(), later::get, 1_000)) {
            queue.put(Events.of("alice"));
            try (var receiver = Receiver.accept(listener)) {
                Awaited.holds(() -> receiver.users().equals(List.of("alice")));
                later.set(later.get().plusSeconds(3));
            }
            Thread.sleep(300); // for the end to be noticed
            queue.put(Events.of("bob"));
            try (var receiver = Receiver.accept(listener)) {
                Awaited.holds(() -> !receiver.users().isEmpty());
                assertThat(receiver.users()).containsExactly("bob");
            }
        }
    }

    /** Nobody reads: what the system takes is taken, then the stream stands still. */
    @Test
    void aServerThatStandsStillHoldsUpNeitherLoginsNorTheAuditFile() throws Exception {
        var copies = new AuditCopies(
                Optional.empty(),
                Optional.empty(),
                Optional.of(new SyslogSettings("127.0.0.1", listener.getLocalPort(), Optional.empty())));
        var settings = new AuditSettings(
                folder.resolve("audit.jsonl"),
                AuditSettings.Trace.ALL,
                AuditSettings.ROTATE_AT,
                AuditSettings.KEEP,
                AuditSettings.OnFailure.SERVE,
                copies);
        long began;
        try (var telemetry = Telemetry.open(settings, CLOCK)) {
            began = System.nanoTime();
            while (lost(telemetry) == 0) {
                for (int i = 0; i < 2_000; i++) {
                    telemetry.happened(Events.rejected("x".repeat(400)));
                }
                Thread.sleep(10); // the audit file takes it in its stride
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
            assertThat(telemetry.lost()).as("lost by the audit file").isZero();
            assertThat(telemetry.isAuditFailing()).isFalse();
            began = System.nanoTime();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).as("the end").isLessThan(Duration.ofSeconds(12));
    }

    private static double lost(Telemetry telemetry) {
        return telemetry
                .metrics()
                .text()
                .lines()
                .filter(line -> line.startsWith("countersign_audit_syslog_lost_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void refusesFilesOfTlsThatHoldNothingOfTheKind() throws IOException {
        var empty = java.nio.file.Files.writeString(folder.resolve("empty.pem"), "nothing");
        assertThatThrownBy(() -> SyslogTls.read(new SyslogSettings.Tls(Optional.of(empty), Optional.empty())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty.pem holds no certificate");
    }

    private static AuditQueue<Audited> queue(int port, InstantSource clock, int mostWaiting) {
        var settings = new SyslogSettings("127.0.0.1", port, Optional.empty());
        var kind = new AuditQueue.Kind("test", "syslog", Duration.ofMillis(5), Duration.ofSeconds(1));
        return AuditQueue.start(kind, new SyslogSink(settings, Optional.empty(), MESSAGE, clock), CLOCK, mostWaiting);
    }

    private static String text(Audited event) {
        var text = new ByteArrayOutputStream();
        MESSAGE.add(event, text);
        return text.toString(StandardCharsets.US_ASCII);
    }

    private static Change change(List<String> weaker) {
        return new Change(
                1,
                Instant.parse("2026-11-21T08:00:00Z"),
                Optional.empty(),
                Optional.empty(),
                new Deed(Set.of(Change.Kind.POLICIES), Author.PROGRAM, List.of("~ policy"), weaker));
    }

    private static int available(Socket socket) {
        try {
            return socket.getInputStream().available();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A syslog server that counts octets, as it must, and keeps the names of users. */
    private record Receiver(Socket socket, ByteArrayOutputStream read) implements AutoCloseable {
        static Receiver accept(ServerSocket listener) throws IOException {
            var receiver = new Receiver(listener.accept(), new ByteArrayOutputStream());
            Thread.ofPlatform().name("receiver").daemon().start(receiver::readOn);
            return receiver;
        }

        private void readOn() {
            try {
                socket.getInputStream().transferTo(read);
            } catch (IOException _) {
                // closed
            }
        }

        List<String> users() {
            return messages(read.toString(StandardCharsets.US_ASCII)).stream()
                    .map(USER::matcher)
                    .map(match -> match.find() ? match.group(1) : "")
                    .toList();
        }

        static List<String> messages(String stream) {
            var messages = new ArrayList<String>();
            int at = 0;
            while (at < stream.length()) {
                int blank = stream.indexOf(' ', at);
                int end = blank + 1 + Integer.parseInt(stream.substring(at, blank));
                if (end > stream.length()) {
                    break; // more of it will come
                }
                messages.add(stream.substring(blank + 1, end));
                at = end;
            }
            return messages;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
