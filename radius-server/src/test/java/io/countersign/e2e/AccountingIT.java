package io.countersign.e2e;

import static io.countersign.e2e.UdpClient.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Accounting with Debian's radclient, a server that is killed, and a disk that is full. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(120)
final class AccountingIT {
    private static final Pattern SESSION = Pattern.compile("\"session\" : \"(load-[^\"]+)\"");

    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void serve() throws Exception {
        Radclient.require();
        site = Site.make(folder).serve();
    }

    @AfterEach
    void end() {
        site.close();
    }

    @Test
    void keepsASessionAndListsIt() throws Exception {
        var client = Radclient.vpn(site);
        String[] session = {"User-Name = \"CONTOSO\\\\alice\"", "Acct-Session-Id = \"5f3a\"", "NAS-Identifier = \"asa\""
        };

        client.accounting(5, with(session, "Acct-Status-Type = Start", "Framed-IP-Address = 10.0.0.5"))
                .isA("Accounting-Response");
        assertThat(site.done("sessions")).contains("CONTOSO\\alice", "vpn-01", "asa", "5f3a", "10.0.0.5");

        client.accounting(
                        5,
                        with(
                                session,
                                "Acct-Status-Type = Stop",
                                "Acct-Session-Time = 60",
                                "Acct-Input-Octets = 1000",
                                "Acct-Input-Gigawords = 2",
                                "Acct-Terminate-Cause = User-Request",
                                "Proxy-State = 0x0102"))
                .isA("Accounting-Response");
        assertThat(site.done("sessions")).doesNotContain("5f3a");
        assertThat(site.done("sessions", "--all", "--user", "contoso\\ALICE", "--output", "json"))
                .contains("\"octetsIn\" : 8589935592", "\"seconds\" : 60", "\"cause\" : \"User-Request\"");
    }

    /** As a NAS that crashed and counts its sessions from the first again, and as pppd 2.4.9, whose ids are the second of the start. */
    @Test
    void keepsSessionsApartThatShareAnId() throws Exception {
        String[] crashed = {"Acct-Session-Id = \"B1\"", "NAS-IP-Address = 192.0.2.1"};
        record(crashed, "Start", "User-Name = alice");
        record(crashed, "Interim-Update", "User-Name = alice", "Acct-Session-Time = 1000", "Acct-Input-Octets = 111");
        record(crashed, "Start", "User-Name = bob");
        record(crashed, "Interim-Update", "User-Name = bob", "Acct-Session-Time = 60", "Acct-Input-Octets = 7");
        assertThat(site.done("sessions", "--user", "alice", "--output", "json"))
                .contains("\"seconds\" : 1000", "\"octetsIn\" : 111");
        assertThat(site.done("sessions", "--user", "bob", "--output", "json"))
                .contains("\"seconds\" : 60", "\"octetsIn\" : 7");

        String[] pppd = {"Acct-Session-Id = \"%lX6b0aFFFF%hX\"", "NAS-IP-Address = 192.0.2.9"};
        record(pppd, "Start", "User-Name = u1", "NAS-Port = 1");
        record(pppd, "Start", "User-Name = u2", "NAS-Port = 2");
        record(pppd, "Stop", "User-Name = u1", "NAS-Port = 1", "Acct-Session-Time = 1");
        assertThat(site.done("sessions", "--user", "u1")).doesNotContain("u1");
        assertThat(site.done("sessions", "--user", "u2")).contains("u2");
    }

    @Test
    void beginsASessionWhenItsEventHappened() throws Exception {
        long began = InstantSource.system().instant().getEpochSecond() - 4000;
        record(new String[] {"Acct-Session-Id = \"late\"", "User-Name = alice"}, "Start", "Event-Timestamp = " + began);

        assertThat(site.done("sessions", "--output", "json")).contains(Instant.ofEpochSecond(began) + "\"");
    }

    private void record(String[] session, String status, String... more) throws Exception {
        var lines = with(with(session, "Acct-Status-Type = " + status), more);
        Radclient.vpn(site).accounting(5, lines).isA("Accounting-Response");
    }

    @Test
    void tellsOnTheAccountingPortThatItIsThere() throws Exception {
        Radclient.vpn(site).accountingStatus(5).isA("Accounting-Response");
    }

    @Test
    void losesNoAnsweredRecordWhenItIsKilled() throws Exception {
        Set<String> answered = ConcurrentHashMap.newKeySet();
        try (var senders = Executors.newFixedThreadPool(8)) {
            List<Future<Void>> running = new ArrayList<>();
            for (int sender = 0; sender < 8; sender++) {
                String prefix = "load-" + sender + "-";
                running.add(senders.submit(sendUntilSilence(prefix, answered)));
            }
            Site.await(() -> answered.size() > 1500, "answers under load");
            site.kill();
            for (var sender : running) {
                sender.get();
            }
        }

        Set<String> kept = SESSION.matcher(site.done("sessions", "--most", "1000000", "--output", "json"))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        assertThat(answered).hasSizeGreaterThan(1500);
        assertThat(kept).containsAll(answered);
    }

    private Callable<Void> sendUntilSilence(String prefix, Set<String> answered) {
        return () -> {
            try (var client = site.vpnAccounting()) {
                for (int i = 0; i < 100_000; i++) {
                    if (!sent(client, prefix + i, "0", Duration.ofSeconds(2))) {
                        return null;
                    }
                    answered.add(prefix + i);
                }
                return null;
            } catch (IOException _) { // the port is closed
                return null;
            }
        };
    }

    @Test
    void answersNothingWhileTheDiskIsFullAndGoesOnOnceThereIsRoom() throws Exception {
        site.user("alice", Site.VPN_USERS);
        try (var client = site.vpnAccounting()) {
            assertThat(sent(client, "before", "0")).isTrue();

            limitFiles("1");
            assertThat(sent(client, "full", "0", Duration.ofSeconds(2))).isFalse();
            Radclient.vpn(site).status(5).isA("Access-Accept");

            limitFiles("unlimited");
            Site.await(() -> sent(client, "full", "0", Duration.ofSeconds(1)), "an answer once there is room");
        }
        assertThat(site.done("sessions")).contains("before", "full");
    }

    /** What a full disk is to a process: no file may grow beyond so many octets. */
    private void limitFiles(String octets) throws Exception {
        assertThat(new ProcessBuilder(
                                "prlimit",
                                "--pid",
                                Long.toString(site.server().pid()),
                                "--fsize=" + octets + ":unlimited")
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    private static boolean sent(UdpClient client, String session, String delay) throws IOException {
        return sent(client, session, delay, Duration.ofSeconds(10));
    }

    private static boolean sent(UdpClient client, String session, String delay, Duration patience) throws IOException {
        var request = client.accountingRequest(
                attribute("User-Name", "alice"),
                attribute("Acct-Status-Type", "Start"),
                attribute("Acct-Session-Id", session),
                attribute("Acct-Delay-Time", delay));
        client.send(request);
        return client.accounted(request, patience);
    }

    private static String[] with(String[] session, String... more) {
        return Stream.concat(Stream.of(session), Stream.of(more)).toArray(String[]::new);
    }
}
