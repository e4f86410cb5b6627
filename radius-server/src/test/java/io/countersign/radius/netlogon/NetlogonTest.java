package io.countersign.radius.netlogon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.radius.crypto.MsChapV2;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.packet.Hex;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.rpc.FakeRpcServer;
import io.countersign.radius.rpc.FakeRpcServer.Manner;
import io.countersign.radius.testing.Awaited;
import io.countersign.radius.testing.FreePort;
import io.countersign.radius.testing.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Netlogon with controllers that do what no real one can be made to do; {@code NetlogonIT} is about a real one. */
final class NetlogonTest {
    private static final Secret MACHINES = Secret.ofText("machine's password");
    private static final Secret ALICES = Secret.ofText("Alice's password");
    private static final Octets CHALLENGE = Hex.octets("0102030405060708");
    private static final String LOGON = FakeRpcServer.call(Calls.SAM_LOGON_EX);
    private static final String AUTHENTICATE = FakeRpcServer.call(Calls.AUTHENTICATE_3);
    private static final int CONNECTIONS = 4;
    private static final Duration QUICK = Duration.ofMillis(700);

    private final List<AutoCloseable> open = new ArrayList<>();
    private InstantSource clock = InstantSource.system();
    private final FakeController first = controller();
    private final FakeController second = controller();

    @AfterEach
    void close() throws Exception {
        for (var each : open) {
            each.close();
        }
    }

    @Test
    void acceptsTheRightPasswordWithItsKeyAndGroups() {
        assertThat(netlogon(first).logon(alices(ALICES), soon()))
                .isEqualTo(new LogonAnswer.Accepted(
                        MsChapV2.passwordHashHash(ALICES),
                        "S-1-5-21-1-2-3-1104",
                        List.of(
                                "S-1-5-21-1-2-3-513",
                                "S-1-5-21-1-2-3-2000",
                                "S-1-5-21-1-2-3-2001",
                                "S-1-5-21-1-2-3-2002",
                                "S-1-5-32-545")));
    }

    @Test
    void refusesAWrongPassword() {
        assertThat(netlogon(first).logon(alices(Secret.ofText("wrong")), soon()))
                .isEqualTo(new LogonAnswer.Refused(NtStatus.WRONG_PASSWORD))
                .hasToString("0xc000006a: wrong password");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OTHER", "NETLOGON_NOT_STARTED"})
    void refusesForEachReasonThatIsKnownByName(NtStatus status) {
        first.status = status.code();
        assertThat(netlogon(first).logon(alices(ALICES), soon()))
                .isInstanceOfSatisfying(
                        LogonAnswer.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(status));
    }

    @Test
    void refusesForAReasonThatNobodyKnowsAndKeepsItsNumber() {
        first.status = 0xc0001234;
        assertThat(netlogon(first).logon(alices(ALICES), soon()))
                .isEqualTo(new LogonAnswer.Refused(0xc0001234))
                .hasToString("0xc0001234: refused for a reason that is not known by name");
    }

    /** A positive status is no success either. */
    @Test
    void refusesWhatIsAlmostASuccess() {
        first.status = 1;
        assertThat(netlogon(first).logon(alices(ALICES), soon())).isEqualTo(new LogonAnswer.Refused(1));
    }

    @Test
    void letsNobodyInAsTheGuest() {
        first.userFlags = 1;
        assertThat(netlogon(first).logon(alices(ALICES), soon()))
                .isEqualTo(new LogonAnswer.Refused(NtStatus.NO_SUCH_USER));
    }

    @Test
    void putsAnAnswerOfManyFragmentsTogether() {
        first.groups = 1015;
        first.rpc.fragmentOctets = 1024;
        assertThat(netlogon(first).logon(alices(ALICES), soon()))
                .isInstanceOfSatisfying(
                        LogonAnswer.Accepted.class,
                        accepted -> assertThat(accepted.groupSids())
                                .hasSize(1017)
                                .contains("S-1-5-21-1-2-3-3014")
                                .endsWith("S-1-5-32-545"));
    }

    @Test
    void refusesAnAnswerThatDoesNotEnd() {
        first.groups = 40_000;
        unavailable(netlogon(first), "an answer of more than 262144 octets");
    }

    @Test
    void agreesOnAKeyForEachConnectionAndForNoThreadBesides() throws Exception {
        var netlogon = netlogon(first);
        try (var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("logon").factory())) {
            List<Future<LogonAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                boolean right = i % 2 == 0;
                answers.add(
                        threads.submit(() -> netlogon.logon(alices(right ? ALICES : Secret.ofText("wrong")), soon())));
            }
            for (int i = 0; i < 64; i++) {
                assertThat(answers.get(i).get())
                        .isInstanceOf(i % 2 == 0 ? LogonAnswer.Accepted.class : LogonAnswer.Refused.class);
            }
        }
        assertThat(first.agreements).hasValueBetween(1, CONNECTIONS);
        assertThat(first.logons).hasValue(64);
    }

    @Test
    void agreesOnAnotherKeyWithAControllerThatWasStartedAgain() {
        var netlogon = netlogon(first);
        netlogon.logon(alices(ALICES), soon());
        first.restart();
        accepts(netlogon);
        assertThat(first.agreements).hasValue(2);
        assertThat(first.logons).hasValue(2);
    }

    @Test
    void goesOnWithConnectionsOfAKeyThatHoldsNoMore() {
        var netlogon = netlogon(first);
        accepts(netlogon);
        first.forgetKey();
        accepts(netlogon);
        assertThat(first.agreements).hasValue(1);
    }

    @Test
    void asksASecondTimeAndNotAThirdWhereTheKeyIsRefused() {
        first.takesLogons = false;
        first.rpc.faultStatus = 0x721;
        var netlogon = netlogon(first);
        unavailable(netlogon, "fault 0x00000721");
        assertThat(first.agreements).hasValue(1); // a new key is not tried again
        unavailable(netlogon, "fault 0x00000721");
        assertThat(first.agreements).hasValue(2);
        first.takesLogons = true;
        accepts(netlogon);
    }

    @Test
    void doesNotAgreeOnKeysForEverWithAControllerThatForgetsThem() {
        first.keepsKeys = false;
        unavailable(netlogon(first), "it refuses connections under this key");
        assertThat(first.agreements).hasValue(1);
    }

    @Test
    void asksNobodyElseThoughAFaultWithoutASealSaysThatTheCallDidNotRun() {
        first.takesLogons = false;
        first.rpc.faultFlags = 0x23;
        unavailable(netlogon(first, second), "fault 0x1c010002");
        assertThat(second.logons).hasValue(0);
    }

    @Test
    void asksNobodyElseAfterAFaultOfACallThatMayHaveRun() {
        first.takesLogons = false;
        unavailable(netlogon(first, second), "fault 0x1c010002");
        assertThat(second.logons).hasValue(0);
    }

    @Test
    void asksTheNextControllerWhereNetlogonDoesNotRunOnTheFirst() {
        first.status = NtStatus.NETLOGON_NOT_STARTED.code();
        accepts(netlogon(first, second));
    }

    @Test
    void asksOnceMoreByANewKeyWhereAccessIsDeniedAndThenBelievesIt() {
        var netlogon = netlogon(first, second);
        accepts(netlogon);
        first.status = NtStatus.ACCESS_DENIED.code();
        assertThat(netlogon.logon(alices(ALICES), soon())).isEqualTo(new LogonAnswer.Refused(NtStatus.ACCESS_DENIED));
        assertThat(first.agreements).hasValue(2);
        assertThat(first.logons).hasValue(3);
        assertThat(second.logons).hasValue(0);
    }

    @Test
    void doesNotWaitAnyMoreWhereItsThreadIsInterrupted() throws Exception {
        first.rpc.answer(LOGON, FakeRpcServer.silent());
        var netlogon = netlogon(first, second);
        var ended = new CompletableFuture<Throwable>();
        var thread = Thread.ofVirtual().name("logon").start(() -> {
            try {
                netlogon.logon(alices(ALICES), soon());
                ended.complete(new AssertionError("it was answered"));
            } catch (NetlogonUnavailable unavailable) {
                ended.complete(unavailable);
            }
        });
        Awaited.until(() -> first.logons.get() == 1);
        thread.interrupt();
        assertThat(ended).succeedsWithin(Duration.ofSeconds(10)).isInstanceOf(NetlogonUnavailable.class);
        assertThat(second.logons).hasValue(0);
    }

    static Stream<Arguments> faultsBeforeTheLogon() {
        return Stream.of(
                        FakeRpcServer.MAPPER_BIND,
                        FakeRpcServer.MAP,
                        FakeRpcServer.BIND,
                        FakeRpcServer.call(Calls.REQUEST_CHALLENGE),
                        AUTHENTICATE,
                        FakeRpcServer.SEALED_BIND)
                .flatMap(moment -> faults().map(fault -> Arguments.of(moment, fault.get()[0], fault.get()[1])));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("cut", FakeRpcServer.cut()),
                Arguments.of("silent", FakeRpcServer.silent()),
                Arguments.of("half", FakeRpcServer.half()),
                Arguments.of("slowly", FakeRpcServer.slowly()),
                Arguments.of("other version", FakeRpcServer.flipping(0)),
                Arguments.of("other type", FakeRpcServer.flipping(2)),
                Arguments.of("other byte order", FakeRpcServer.flipping(4)),
                Arguments.of("another length", FakeRpcServer.flipping(9)),
                Arguments.of("a token too long", FakeRpcServer.flipping(11)));
    }

    /** An answer that cannot be taken, where nothing was asked yet, is none: the next controller is asked in time. */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faultsBeforeTheLogon")
    void asksTheNextControllerWhereOneFailsBeforeTheLogon(String moment, String fault, Manner manner) {
        first.rpc.answer(moment, manner);
        accepts(netlogon(first, second));
        assertThat(first.logons).hasValue(0);
        assertThat(second.logons).hasValue(1);
    }

    /** Else a wrong password would count twice. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void asksNobodyElseOnceTheLogonWasSent(String fault, Manner manner) {
        first.rpc.answer(LOGON, manner);
        unavailable(netlogon(first, second), "no domain controller of CORP has answered", Duration.ofSeconds(3));
        assertThat(first.logons).hasValue(1);
        assertThat(second.logons).hasValue(0);
    }

    /** The octets of the header, of the results, and of the signature of a sealed answer. */
    @Test
    void takesNoAnswerOfWhichAnOctetHasChanged() {
        for (int index : new int[] {24, 30, 60, -65, -64, -63, -56, -48, -40, -32}) {
            first.rpc.answer(LOGON, FakeRpcServer.flipping(index));
            unavailable(netlogon(first), "it sent an answer that is not");
        }
    }

    @Test
    void takesNoAnswerTwice() {
        List<byte[]> answers = new CopyOnWriteArrayList<>();
        first.rpc.answer(LOGON, (out, octets) -> {
            answers.add(octets);
            byte[] replay = answers.getFirst().clone();
            System.arraycopy(octets, 12, replay, 12, 4); // the number of the call
            out.write(replay);
        });
        var netlogon = netlogon(first);
        accepts(netlogon);
        unavailable(netlogon, "not sealed with the key of the secure channel");
    }

    @Test
    void trustsNoControllerThatDoesNotProveThatItKnowsThePasswordToo() {
        first.rpc.answer(AUTHENTICATE, FakeRpcServer.flipping(24));
        unavailable(netlogon(first), "it is no controller of the domain");
    }

    @Test
    void takesNoWeakerCipherThanAes() {
        first.rpc.answer(AUTHENTICATE, FakeRpcServer.flipping(35));
        unavailable(netlogon(first), "it offers no AES");
    }

    @Test
    void tellsWhatToDoAboutAWrongPasswordOfTheMachineAndDoesNotTryItAtEachLogon() {
        first.password = Secret.ofText("another");
        var netlogon = netlogon(first);
        for (int i = 0; i < 5; i++) {
            unavailable(
                    netlogon,
                    "it does not take the password of machine account CORP\\RADIUS1$; set it anew in the domain");
        }
        assertThat(first.agreements).hasValue(1);
    }

    @Test
    void fallsBackOnThePreviousPassword() {
        var account = new MachineAccount("RADIUS1$", "CORP", MACHINES).renewed();
        assertThat(account.password()).isNotEqualTo(MACHINES);
        var netlogon = netlogon(account, first);
        accepts(netlogon);
        assertThat(first.agreements).hasValue(2);
        first.password = account.password();
        first.restart();
        accepts(netlogon);
        assertThat(first.agreements).hasValue(3);
    }

    @Test
    void waitsForNoControllerLongerThanItsTimeWhateverComesSlowly() {
        var netlogon = netlogon(first);
        accepts(netlogon);
        first.rpc.answer(LOGON, FakeRpcServer.slowly());
        first.groups = 1000; // for minutes
        long begin = System.nanoTime();
        unavailable(netlogon, "it did not answer in time", QUICK);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(QUICK, Duration.ofSeconds(10));
    }

    @Test
    void passesAFailedControllerOverForAWhileAndGoesBackToIt() {
        var settable = new SettableClock(Instant.EPOCH);
        clock = settable;
        first.rpc.answer(FakeRpcServer.MAP, FakeRpcServer.cut());
        var netlogon = netlogon(first, second);
        accepts(netlogon);
        first.rpc.answerWell(FakeRpcServer.MAP);
        accepts(netlogon);
        assertThat(first.logons).hasValue(0);
        settable.forward(NetlogonSettings.DEFAULTS.passOver());
        accepts(netlogon);
        assertThat(first.logons).hasValue(1);
        accepts(netlogon);
        assertThat(first.logons).hasValue(2);
        assertThat(second.logons).hasValue(2);
    }

    @Test
    void asksTheOnlyControllerAgainAtOnceHoweverOftenItFailed() {
        first.rpc.answer(FakeRpcServer.MAP, FakeRpcServer.cut());
        var netlogon = netlogon(first);
        unavailable(netlogon, "it closed the connection");
        first.rpc.answerWell(FakeRpcServer.MAP);
        accepts(netlogon);
    }

    @Test
    void asksTheNextControllerWhereNobodyListens() throws Exception {
        var nobody = new LogonServer("dc0", new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.tcp()));
        accepts(netlogon(account(), List.of(nobody, second.server("dc2"))));
    }

    @Test
    void asksTheNextControllerWhereAllConnectionsOfTheFirstAreBusy() throws Exception {
        first.rpc.answer(LOGON, FakeRpcServer.silent());
        var netlogon = new Netlogon(
                account(),
                () -> List.of(first.server("dc1"), second.server("dc2")),
                new NetlogonSettings(1, Duration.ofMillis(200), Duration.ZERO),
                clock);
        open.add(netlogon);
        try (var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("logon").factory())) {
            var stuck = threads.submit(
                    () -> netlogon.logon(alices(ALICES), clock.instant().plusSeconds(2)));
            Awaited.until(() -> first.logons.get() == 1);
            accepts(netlogon);
            assertThat(stuck)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(NetlogonUnavailable.class);
        }
        assertThat(second.logons).hasValue(1);
    }

    @Test
    void takesUpOtherControllersAtOnce() {
        var servers = new CopyOnWriteArrayList<>(List.of(first.server("dc1")));
        var netlogon = new Netlogon(account(), () -> servers, NetlogonSettings.DEFAULTS, clock);
        open.add(netlogon);
        accepts(netlogon);
        servers.set(0, second.server("dc2"));
        accepts(netlogon);
        assertThat(first.logons).hasValue(1);
        assertThat(second.logons).hasValue(1);
    }

    @Test
    void saysThatNoControllerIsKnown() {
        assertThatExceptionOfType(NetlogonUnavailable.class)
                .isThrownBy(() -> netlogon(account(), List.of()).logon(alices(ALICES), soon()))
                .withMessageContaining("none is known");
    }

    @Test
    void answersWhoeverStillAsksAfterItWasClosed() {
        var netlogon = netlogon(first);
        accepts(netlogon);
        netlogon.close();
        accepts(netlogon);
    }

    @Test
    void tellsNobodyThePasswordOfTheMachine() {
        assertThat(account().renewed()).hasToString("CORP\\RADIUS1$");
        assertThat(netlogon(first).logon(alices(ALICES), soon()).toString()).contains("redacted");
    }

    @Test
    void refusesNamesAndLengthsThatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MachineAccount("RADIUS1", "CORP", MACHINES));
        assertThatIllegalArgumentException().isThrownBy(() -> new MachineAccount("RADIUS1$", "", MACHINES));
        assertThatIllegalArgumentException().isThrownBy(() -> new NetworkLogon("CORP", "", "", CHALLENGE, response()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NetworkLogon("CORP", "alice", "", CHALLENGE, CHALLENGE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NetworkLogon("CORP", "a".repeat(257), "", CHALLENGE, response()));
    }

    private FakeController controller() {
        try {
            var controller = new FakeController(MACHINES).user("alice", ALICES);
            open.add(controller);
            return controller;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MachineAccount account() {
        return new MachineAccount("RADIUS1$", "CORP", MACHINES, Optional.empty());
    }

    private Netlogon netlogon(FakeController... controllers) {
        return netlogon(account(), controllers);
    }

    private Netlogon netlogon(MachineAccount account, FakeController... controllers) {
        List<LogonServer> servers = new ArrayList<>();
        for (var controller : controllers) {
            servers.add(controller.server("dc" + (servers.size() + 1)));
        }
        return netlogon(account, servers);
    }

    private Netlogon netlogon(MachineAccount account, List<LogonServer> servers) {
        var netlogon = new Netlogon(
                account,
                () -> servers,
                new NetlogonSettings(CONNECTIONS, QUICK.dividedBy(2), NetlogonSettings.DEFAULTS.passOver()),
                clock);
        open.add(netlogon);
        return netlogon;
    }

    private void accepts(Netlogon netlogon) {
        assertThat(netlogon.logon(alices(ALICES), clock.instant().plusSeconds(20)))
                .isInstanceOf(LogonAnswer.Accepted.class);
    }

    private void unavailable(Netlogon netlogon, String why) {
        unavailable(netlogon, why, Duration.ofSeconds(20));
    }

    private void unavailable(Netlogon netlogon, String why, Duration within) {
        assertThatExceptionOfType(NetlogonUnavailable.class)
                .isThrownBy(() -> netlogon.logon(alices(ALICES), clock.instant().plus(within)))
                .withMessageContaining(why);
    }

    private Instant soon() {
        return clock.instant().plusSeconds(20);
    }

    private static NetworkLogon alices(Secret password) {
        return new NetworkLogon("CORP", "alice", "RADIUS1", CHALLENGE, MsChapV2.respond(CHALLENGE, password));
    }

    private static Octets response() {
        return MsChapV2.respond(CHALLENGE, ALICES);
    }
}
