package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.crypto.Chap;
import io.countersign.radius.crypto.MsChapV2;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.StandardAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    private static final String READABLE = "marker-password-hyperbola";

    /** For which whoever holds a lock may be without a processor; shorter than what must not be done under one. */
    private static final Duration MOMENT = Duration.ofMillis(10);

    @TempDir
    Path folder;

    @Test
    void noLoginOfAnyKindMakesAListenerWait() throws Exception {
        var recording = folder.resolve("waits.jfr");
        try (var site = Site.make(folder)) {
            var app = site.userWithApp("victor");
            site.userWithPhone("alice", "approve");
            site.userWithPhone("bob", "deny");
            site.input(READABLE);
            site.done("user", "add", "carol", "--group", Site.VPN_USERS, "--store", "reversible");
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
                try (var old = site.client("127.0.0.6", Site.VPN_SECRET)) {
                    assertThat(old.ask(old.request(Optional.empty(), chap(READABLE)))
                                    .code())
                            .isEqualTo(Code.ACCESS_ACCEPT);
                    old.ask(old.request(Optional.empty(), chap("wrong")));
                    assertThat(old.ask(old.request(Optional.empty(), msChapV2(READABLE)))
                                    .code())
                            .isEqualTo(Code.ACCESS_ACCEPT);
                    old.ask(old.request(Optional.empty(), msChapV2("wrong")));
                }
                try (var vpn = site.vpnAccounting()) {
                    account(vpn, "session-" + round, "Start");
                    account(vpn, "session-" + round, "Stop");
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

    private static Attribute[] chap(String password) {
        var challenge = Authenticator.random();
        var response = Octets.wrap(new byte[] {1}).and(Chap.respond(1, challenge, Secret.ofText(password)));
        return new Attribute[] {
            UdpClient.attribute("User-Name", "carol"),
            new Attribute(StandardAttributes.CHAP_CHALLENGE, challenge),
            new Attribute(StandardAttributes.CHAP_PASSWORD, response)
        };
    }

    private static Attribute[] msChapV2(String password) {
        var challenge = Authenticator.random();
        var peerChallenge = Authenticator.random();
        var response =
                MsChapV2.respond(MsChapV2.challengeHash(peerChallenge, challenge, "carol"), Secret.ofText(password));
        return new Attribute[] {
            UdpClient.attribute("User-Name", "carol"),
            UdpClient.attribute("MS-CHAP-Challenge", "0x" + challenge.hex()),
            UdpClient.attribute("MS-CHAP2-Response", "0x0100" + peerChallenge.hex() + "00".repeat(8) + response.hex())
        };
    }

    private static void account(UdpClient client, String session, String status) throws IOException {
        var request = client.accountingRequest(
                UdpClient.attribute("User-Name", "victor"),
                UdpClient.attribute("Acct-Status-Type", status),
                UdpClient.attribute("Acct-Session-Id", session));
        client.send(request);
        assertThat(client.accounted(request, Duration.ofSeconds(25))).isTrue();
    }

    private static boolean isOfAListener(RecordedEvent event) {
        return event.getThread() != null
                && String.valueOf(event.getThread().getJavaName()).startsWith("udp-");
    }

    /** Random octets are always there, and a class is read from its file when it is first needed. Locks must be held for moments. */
    private static boolean isAllowed(RecordedEvent event) {
        return isIn(event, "sun.security.provider.NativePRNG")
                || isIn(event, "jdk.internal.loader.")
                || isIn(event, "java.lang.ClassLoader")
                || (isIn(event, "java.util.concurrent.locks.ReentrantLock")
                        && event.getDuration().compareTo(MOMENT) < 0);
    }

    private static boolean isIn(RecordedEvent event, String type) {
        return event.getStackTrace() != null
                && event.getStackTrace().getFrames().stream()
                        .anyMatch(frame -> frame.getMethod().getType().getName().startsWith(type));
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
