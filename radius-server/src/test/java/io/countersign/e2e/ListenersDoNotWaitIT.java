package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.packet.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The flight recorder sees each wait of each thread, however short: none is a listener's, whatever the logins need. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(120)
final class ListenersDoNotWaitIT {
    private static final Set<String> WAITS = Set.of(
            "jdk.ThreadPark",
            "jdk.ThreadSleep",
            "jdk.JavaMonitorWait",
            "jdk.FileRead",
            "jdk.FileWrite",
            "jdk.FileForce",
            "jdk.SocketRead",
            "jdk.SocketWrite");

    @TempDir
    Path folder;

    @Test
    void noLoginOfAnyKindMakesAListenerWait() throws Exception {
        var recording = folder.resolve("waits.jfr");
        try (var site = Site.make(folder)) {
            var app = site.userWithApp("victor");
            site.userWithPhone("alice", "approve");
            site.userWithPhone("bob", "deny");
            site.serveRecorded(settings(), recording);
            for (int round = 0; round < 3; round++) {
                try (var gateway = site.gateway()) {
                    assertThat(gateway.ask(gateway.gatewayRequest("alice")).code())
                            .isEqualTo(Code.ACCESS_ACCEPT);
                    gateway.ask(gateway.gatewayRequest("bob"));
                    gateway.ask(gateway.gatewayRequest("nobody"));
                }
                try (var vpn = site.vpn()) {
                    var state = UdpClient.state(vpn.ask(vpn.passwordRequest("victor", Site.PASSWORD)));
                    vpn.ask(vpn.passwordRequest("victor", "wrong"));
                    vpn.ask(vpn.passwordRequest("nobody", "wrong"));
                    vpn.ask(vpn.passwordRequest("victor", round == 0 ? app.code() : "000000", state));
                }
            }
            site.signal("TERM");
            assertThat(site.server().waitFor(60, TimeUnit.SECONDS)).isTrue();
        }

        var events = RecordingFile.readAllEvents(recording);
        assertThat(events)
                .as("waits of the threads of requests, which are allowed")
                .anyMatch(event -> event.getEventType().getName().equals("jdk.ThreadPark"));
        assertThat(events.stream()
                        .filter(ListenersDoNotWaitIT::isOfAListener)
                        .filter(event -> WAITS.contains(event.getEventType().getName()))
                        .filter(event -> !isAllowed(event))
                        .map(RecordedEvent::toString)
                        .toList())
                .isEmpty();
    }

    private static boolean isOfAListener(RecordedEvent event) {
        return event.getThread() != null
                && String.valueOf(event.getThread().getJavaName()).startsWith("udp-");
    }

    /** Locks are held for moments, random octets are always there, and a class is read from its file when it is first needed. */
    private static boolean isAllowed(RecordedEvent event) {
        return event.getStackTrace() != null
                && event.getStackTrace().getFrames().stream()
                        .map(frame -> frame.getMethod().getType().getName())
                        .anyMatch(type -> type.startsWith("java.util.concurrent.locks.ReentrantLock")
                                || type.startsWith("sun.security.provider.NativePRNG")
                                || type.startsWith("jdk.internal.loader.")
                                || type.startsWith("java.lang.ClassLoader"));
    }

    private Path settings() throws IOException {
        var events = WAITS.stream()
                .map(name -> "<event name=\"" + name
                        + "\"><setting name=\"enabled\">true</setting><setting name=\"threshold\">0 ms</setting>"
                        + "<setting name=\"stackTrace\">true</setting></event>")
                .toList();
        return Files.write(
                folder.resolve("waits.jfc"),
                List.of(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
                        "<configuration version=\"2.0\">",
                        String.join("\n", events),
                        "</configuration>"));
    }
}
