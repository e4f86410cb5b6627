package io.countersign.radius.netlogon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.radius.crypto.MsChapV2;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.packet.Hex;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.testing.PeerProgram;
import io.countersign.radius.testing.SambaDc;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Netlogon with real domain controllers, Samba's. */
class NetlogonIT {
    private static final Secret PASSWORD = Secret.ofText(SambaDc.PASSWORD);
    private static final Octets CHALLENGE = Hex.octets("0102030405060708");
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path SAMBAS_CLIENT = Path.of("src/test/resources/io/countersign/radius/netlogon/samlogon.py")
            .toAbsolutePath();

    @TempDir
    private static Path folder;

    private static SambaDc controller;

    @BeforeAll
    static void start() throws Exception {
        controller = SambaDc.start(folder.resolve("dc1"));
    }

    @AfterAll
    static void stop() {
        if (controller != null) {
            controller.close();
        }
    }

    @Test
    void saysTheSameAsSambasOwnClient() throws Exception {
        List<String> users = List.of("alice", "bob", "disabled", "nobody", "RADIUS2$");
        var command = new ArrayList<>(List.of(
                PYTHON.toString(),
                SAMBAS_CLIENT.toString(),
                controller.address(),
                "RADIUS2$",
                SambaDc.PASSWORD,
                CHALLENGE.hex(),
                MsChapV2.respond(CHALLENGE, PASSWORD).hex()));
        command.addAll(users);
        var output = PeerProgram.run(folder, Map.of(), "", command.toArray(String[]::new));
        assertThat(output.exitCode()).as(output.text()).isZero();
        try (var netlogon = netlogon("RADIUS1$", PASSWORD)) {
            var said = users.stream()
                    .map(user -> text(netlogon.logon(logon(user, PASSWORD), soon())))
                    .toList();
            assertThat(said).isEqualTo(output.text().lines().toList());
            assertThat(said.getFirst()).startsWith("accepted ");
        }
    }

    private static String text(LogonAnswer answer) {
        return switch (answer) {
            case LogonAnswer.Accepted(var key, var user, var groups) ->
                "accepted " + Octets.wrap(key.reveal()).hex() + " " + user + " "
                        + groups.stream().sorted().collect(Collectors.joining(","));
            case LogonAnswer.Refused(int code) -> "refused " + Integer.toHexString(code);
        };
    }

    @Test
    void acceptsTheRightPasswordByNameAndByPrincipalNameAndYieldsTheKey() throws Exception {
        try (var netlogon = netlogon("RADIUS1$", PASSWORD)) {
            assertThat(netlogon.logon(logon("alice", PASSWORD), soon()))
                    .isInstanceOfSatisfying(LogonAnswer.Accepted.class, accepted -> {
                        assertThat(accepted.userSessionKey()).isEqualTo(MsChapV2.passwordHashHash(PASSWORD));
                        assertThat(accepted.groupSids())
                                .as("primary, global, nested universal and domain local ones")
                                .hasSize(5);
                    });
            var byPrincipal = new NetworkLogon(
                    "", "alice.aermel@corp.example", "", CHALLENGE, MsChapV2.respond(CHALLENGE, PASSWORD));
            assertThat(netlogon.logon(byPrincipal, soon())).isInstanceOf(LogonAnswer.Accepted.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "disabled,ACCOUNT_DISABLED",
        "expired,ACCOUNT_EXPIRED",
        "mustchange,PASSWORD_MUST_CHANGE",
        "oldpassword,PASSWORD_EXPIRED",
        "nohours,INVALID_LOGON_HOURS",
        "elsewhere,INVALID_WORKSTATION",
        "nobody,NO_SUCH_USER"
    })
    void refusesByTheStateOfTheAccount(String user, NtStatus status) throws Exception {
        try (var netlogon = netlogon("RADIUS1$", PASSWORD)) {
            assertThat(netlogon.logon(logon(user, PASSWORD), soon())).isEqualTo(new LogonAnswer.Refused(status));
        }
    }

    /** The domain locks at the fifth; a logon that was sent twice would lock at the third. */
    @Test
    void countsAWrongPasswordOnce() throws Exception {
        try (var netlogon = netlogon("RADIUS1$", PASSWORD)) {
            for (int i = 0; i < 5; i++) {
                assertThat(netlogon.logon(logon("locked", Secret.ofText("wrong")), soon()))
                        .as("%d", i)
                        .isEqualTo(new LogonAnswer.Refused(NtStatus.WRONG_PASSWORD));
            }
            assertThat(netlogon.logon(logon("locked", PASSWORD), soon()))
                    .isEqualTo(new LogonAnswer.Refused(NtStatus.ACCOUNT_LOCKED_OUT));
        }
    }

    @Test
    void servesManyThreadsByTwoMachineAccounts() throws Exception {
        try (var one = netlogon("RADIUS1$", PASSWORD);
                var two = netlogon("RADIUS2$", PASSWORD);
                var threads = threads()) {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                var netlogon = i % 2 == 0 ? one : two;
                var password = i % 4 < 2 ? PASSWORD : Secret.ofText("wrong");
                answers.add(threads.submit(() -> {
                    boolean accepted = true;
                    for (int k = 0; k < 10; k++) {
                        // nobody can be locked out whom there is not
                        String user = password.equals(PASSWORD) ? "bob" : "nobody";
                        accepted &= netlogon.logon(logon(user, password), soon()) instanceof LogonAnswer.Accepted;
                    }
                    return accepted;
                }));
            }
            for (int i = 0; i < 32; i++) {
                assertThat(answers.get(i).get()).isEqualTo(i % 4 < 2);
            }
        }
    }

    @Test
    void saysWhatToDoAboutAWrongPasswordOfTheMachine() throws Exception {
        try (var netlogon = netlogon("RADIUS2$", Secret.ofText("wrong"))) {
            assertThatExceptionOfType(NetlogonUnavailable.class)
                    .isThrownBy(() -> netlogon.logon(logon("bob", PASSWORD), soon()))
                    .withMessageContaining(
                            "does not take the password of machine account CORP\\RADIUS2$; set it anew in the domain");
        }
        try (var netlogon = netlogon("RADIUS9$", PASSWORD)) {
            assertThatExceptionOfType(NetlogonUnavailable.class)
                    .isThrownBy(() -> netlogon.logon(logon("bob", PASSWORD), soon()))
                    .withMessageContaining("no machine account CORP\\RADIUS9$; make it in the domain");
        }
    }

    @Test
    void renewsThePasswordOfTheMachineWithoutAGap() throws Exception {
        var folderOfItsOwn = folder.resolve("renewal");
        try (var another = SambaDc.start(folderOfItsOwn)) {
            var servers = List.of(server(another));
            var renewed = new MachineAccount("RADIUS1$", "CORP", PASSWORD).renewed();
            try (var netlogon = netlogon(renewed, servers)) {
                accepts(netlogon); // by the previous one: nobody was told the new one
                netlogon.renewPassword(soon());
                accepts(netlogon);
                netlogon.renewPassword(soon()); // it is known
            }
            try (var netlogon = netlogon(new MachineAccount("RADIUS1$", "CORP", renewed.password()), servers)) {
                accepts(netlogon);
            }
            try (var netlogon = netlogon(new MachineAccount("RADIUS1$", "CORP", PASSWORD), servers)) {
                assertThatExceptionOfType(NetlogonUnavailable.class)
                        .isThrownBy(() -> netlogon.logon(logon("bob", PASSWORD), soon()))
                        .withMessageContaining("does not take the password");
            }
        }
    }

    /** What is under way when the controller stops may have been checked: it ends in time, and is not asked again. */
    @Test
    void goesOnByItselfAfterAControllerWasStartedAgain() throws Exception {
        try (var another = SambaDc.start(folder.resolve("restarted"));
                var netlogon = netlogon(new MachineAccount("RADIUS1$", "CORP", PASSWORD), List.of(server(another)));
                var threads = threads()) {
            accepts(netlogon);
            Instant end = CLOCK.instant().plusSeconds(60);
            List<Future<Duration>> longest = new ArrayList<>();
            var restarted = new AtomicBoolean();
            for (int i = 0; i < 8; i++) {
                longest.add(threads.submit(() -> askUntil(netlogon, restarted, end)));
            }
            another.restart();
            restarted.set(true);
            for (var each : longest) {
                assertThat(each.get()).isLessThan(Duration.ofSeconds(6));
            }
            accepts(netlogon);
        }
    }

    /** The longest that an answer took, until one comes after the restart. */
    private static Duration askUntil(Netlogon netlogon, AtomicBoolean restarted, Instant end) throws Exception {
        Duration longest = Duration.ZERO;
        while (CLOCK.instant().isBefore(end)) {
            boolean after = restarted.get();
            Instant begin = CLOCK.instant();
            try {
                assertThat(netlogon.logon(logon("bob", PASSWORD), begin.plusSeconds(3)))
                        .isInstanceOf(LogonAnswer.Accepted.class);
                if (after) {
                    return longest;
                }
            } catch (NetlogonUnavailable stopped) {
                Thread.sleep(10);
            }
            Duration took = Duration.between(begin, CLOCK.instant());
            longest = took.compareTo(longest) > 0 ? took : longest;
        }
        throw new AssertionError("no answer after the restart");
    }

    @Test
    void goesToTheNextControllerWhereOneTakesConnectionsAndAnswersNothing() throws Exception {
        try (var held = SambaDc.start(folder.resolve("held"));
                var netlogon = netlogon(
                        new MachineAccount("RADIUS2$", "CORP", PASSWORD), List.of(server(held), server(controller)))) {
            held.hold();
            accepts(netlogon);
            Instant begin = CLOCK.instant();
            accepts(netlogon); // which does not wait for it any more
            assertThat(Duration.between(begin, CLOCK.instant())).isLessThan(Duration.ofSeconds(2));
            held.goOn();
        }
    }

    private static ExecutorService threads() {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("logon").factory());
    }

    private static void accepts(Netlogon netlogon) {
        assertThat(netlogon.logon(logon("bob", PASSWORD), soon())).isInstanceOf(LogonAnswer.Accepted.class);
    }

    private static Netlogon netlogon(String account, Secret password) throws Exception {
        return netlogon(new MachineAccount(account, "CORP", password), List.of(server(controller)));
    }

    private static Netlogon netlogon(MachineAccount account, List<LogonServer> servers) {
        return new Netlogon(account, () -> servers, NetlogonSettings.DEFAULTS, CLOCK);
    }

    private static LogonServer server(SambaDc controller) throws Exception {
        return new LogonServer("dc1", InetAddress.getByName(controller.address()));
    }

    private static NetworkLogon logon(String user, Secret password) {
        return new NetworkLogon("CORP", user, "RADIUS1", CHALLENGE, MsChapV2.respond(CHALLENGE, password));
    }

    private static Instant soon() {
        return CLOCK.instant().plusSeconds(20);
    }
}
