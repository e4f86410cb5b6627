package io.countersign.radius.exchange;

import static io.countersign.policy.MessageAuthenticatorRule.REQUIRE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.countersign.policy.MessageAuthenticatorRule;
import io.countersign.radius.event.DiscardedLogin;
import io.countersign.radius.exchange.Deliberation.Ending;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.DiscardReason;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.waiting.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class ExchangeTest {
    private static final Verdict ACCEPT = new Verdict.Accept(List.of());
    private static final Verdict REJECT = new Verdict.Reject(List.of());
    private static final int ACCESS_ACCEPT = 2;
    private static final int ACCESS_REJECT = 3;

    private final AtomicReference<Instant> now = new AtomicReference<>(Requests.NOW);
    private final InstantSource clock = now::get;
    private final Discards discards = new Discards(clock);
    private final ClientTraffic traffic = new ClientTraffic(clock, this::nanoTime);
    private final List<DiscardedLogin> discardedLogins = new CopyOnWriteArrayList<>();
    private final Witnesses witnesses = new Witnesses(
            discards,
            new DiscardedLogins(clock, discardedLogins::add),
            traffic,
            new PacketWatch(clock),
            new UnsignedRequests(clock));
    private final BlockingQueue<Octets> replies = new LinkedBlockingQueue<>();
    private final AtomicInteger decisions = new AtomicInteger();
    private final Semaphore gate = new Semaphore(0);
    private final List<String> learnt = new CopyOnWriteArrayList<>();
    private List<RadiusClient> clients = List.of(Requests.client(REQUIRE));
    private final List<FixedDeliberation.Ended> ends = new CopyOnWriteArrayList<>();
    private volatile Exchange exchange =
            exchange(ExchangeSettings.DEFAULT, deciding(_ -> ACCEPT)); // for the threads of handlers

    @AfterEach
    void endThreads() {
        gate.release(1_000_000);
        exchange.close();
    }

    @Test
    void answersARequestOnceAndItsRepetitionWithTheSameOctets() throws InterruptedException {
        Octets request = Requests.signed(1, Requests.USER_NAME);

        receive(request);
        Octets reply = replies.take();
        receive(request);

        assertThat(reply.at(0)).isEqualTo(ACCESS_ACCEPT);
        assertThat(replies.take()).isEqualTo(reply);
        assertThat(decisions).hasValue(1);
    }

    @Test
    void tellsThatItIsThereHoweverMuchIsInWork() throws InterruptedException {
        use(new ExchangeSettings(1, 1, 100), _ -> wait(ACCEPT));
        receive(Requests.signed(1, Requests.USER_NAME));

        receive(Requests.statusServer(2, Requests.PROXY_STATE));

        var reply = replies.take();
        assertThat(reply.at(0)).isEqualTo(ACCESS_ACCEPT);
        assertThat(reply.at(1)).isEqualTo(2);
        assertThat(reply.at(20)).as("Message-Authenticator first").isEqualTo(80);
        assertThat(decisions.get()).as("requests decided").isLessThanOrEqualTo(1);
    }

    @Test
    void tellsItNoMoreThanTwentyTimesASecond() {
        for (int i = 0; i < 30; i++) {
            receive(Requests.statusServer(i));
        }
        assertThat(replies).hasSize(20);
        assertThat(discards.totals()).containsEntry(DiscardReason.STATUS_SERVER_TOO_OFTEN, 10L);

        now.set(Requests.NOW.plusSeconds(1));
        receive(Requests.statusServer(31));
        assertThat(replies).hasSize(21);
    }

    @Test
    void knowsAClientOfWhichEverythingIsDiscardedFromOneThatAlsoGetsThrough() {
        receive(Requests.unsigned(1, Requests.USER_NAME));
        assertThat(discards.inTheLastHour())
                .singleElement()
                .satisfies(recent -> assertThat(recent.keptOut()).isTrue());

        receive(Requests.signed(2, Requests.USER_NAME));
        assertThat(discards.inTheLastHour())
                .singleElement()
                .satisfies(recent -> assertThat(recent.keptOut()).isFalse());
    }

    @Test
    void learnsFromASignedRequestThatAClientSigns() {
        serve(Requests.learning(Optional.empty()));
        receive(Requests.unsigned(1, Requests.USER_NAME));
        assertThat(exchange.drain(Duration.ofSeconds(5))).isTrue();

        receive(Requests.signed(2, Requests.USER_NAME));
        receive(Requests.unsigned(3, Requests.USER_NAME));

        assertThat(exchange.drain(Duration.ofSeconds(5))).isTrue();
        assertThat(replies).hasSize(2);
        assertThat(learnt).containsExactly("gateway");
        assertThat(discards.totals()).containsEntry(DiscardReason.MESSAGE_AUTHENTICATOR_MISSING, 1L);
    }

    @Test
    void learnsNothingFromEapNorStatusServerWhichEveryClientSigns() {
        serve(Requests.learning(Optional.empty()));

        receive(Requests.statusServer(1));
        receive(Requests.signed(2, Requests.USER_NAME, new Attribute(79, Requests.text("eap"))));
        receive(Requests.unsigned(3, Requests.USER_NAME));

        assertThat(exchange.drain(Duration.ofSeconds(5))).isTrue();
        assertThat(replies).hasSize(3);
        assertThat(learnt).isEmpty();
    }

    @Test
    void showsRequestsAndRepliesToWhoLooksOnAndWhatIsMetWithSilence() throws InterruptedException {
        var seen = new LinkedBlockingQueue<PacketWatch.Sighting>();
        try (var _ = witnesses.packets().watch(seen::add)) {
            receive(Requests.signed(1, Requests.USER_NAME));
            var reply = replies.take();

            assertThat(seen.take())
                    .extracting(PacketWatch.Sighting::outgoing, PacketWatch.Sighting::client)
                    .containsExactly(false, "gateway");
            assertThat(seen.take())
                    .extracting(PacketWatch.Sighting::outgoing, PacketWatch.Sighting::hex)
                    .containsExactly(true, reply.hex());

            receive(Requests.unsigned(2, Requests.USER_NAME));
            assertThat(seen.take().remark()).isEqualTo("MESSAGE_AUTHENTICATOR_MISSING");
        }
        receive(Requests.unsigned(3, Requests.USER_NAME));
        assertThat(seen).as("nobody looks on any more").isEmpty();
    }

    @Test
    void tellsWhoseLoginWasDiscarded() {
        receive(Requests.unsigned(1, Requests.USER_NAME));
        receive(Requests.statusServer(2));

        assertThat(discardedLogins).singleElement().satisfies(login -> {
            assertThat(login.userName()).isEqualTo("nemo");
            assertThat(login.client()).isEqualTo("gateway");
            assertThat(login.reason()).isEqualTo("MESSAGE_AUTHENTICATOR_MISSING");
            assertThat(login.detail()).contains("make it sign them");
        });
    }

    @Test
    void leavesRequestsUnansweredWhileNoneAreTakenAndServesTheirRepetitions() throws InterruptedException {
        var closed = new AtomicReference<>(Optional.of(DiscardReason.AUDIT_UNWRITABLE));
        serve(Requests.client(REQUIRE), new RequestHandler() {
            @Override
            public Deliberation begin(Authentic request) {
                return new FixedDeliberation(() -> ACCEPT, ends);
            }

            @Override
            public Optional<DiscardReason> takesNone() {
                return closed.get();
            }
        });
        var request = Requests.signed(1, Requests.USER_NAME);

        receive(request);
        assertThat(replies).isEmpty();
        assertThat(discards.totals()).containsEntry(DiscardReason.AUDIT_UNWRITABLE, 1L);

        closed.set(Optional.empty());
        receive(request);
        assertThat(replies.take().at(0)).isEqualTo(ACCESS_ACCEPT);
    }

    @Test
    void tellsAClientThatAskedForItNothingWhileUsersCannotBeFound() {
        var up = new AtomicBoolean(true);
        serve(Requests.statusWhileUp(), new RequestHandler() {
            @Override
            public Deliberation begin(Authentic request) {
                return new FixedDeliberation(() -> ACCEPT, ends);
            }

            @Override
            public boolean isUp() {
                return up.get();
            }
        });

        receive(Requests.statusServer(1));
        assertThat(replies).hasSize(1);
        up.set(false);
        receive(Requests.statusServer(2));
        assertThat(replies).hasSize(1);
        assertThat(discards.totals()).containsEntry(DiscardReason.STATUS_SERVER_WHILE_DOWN, 1L);
    }

    @Test
    void servesTenRepetitionsOfAWaitingRequestOnce() throws InterruptedException {
        use(_ -> wait(ACCEPT));
        Octets request = Requests.signed(1, Requests.USER_NAME);

        for (int copy = 0; copy < 11; copy++) {
            receive(request);
        }
        gate.release();
        replies.take();

        assertThat(exchange.drain(Duration.ofSeconds(5))).isTrue();
        assertThat(replies).isEmpty();
        assertThat(decisions).hasValue(1);
        assertThat(discards.totals()).containsEntry(DiscardReason.DUPLICATE, 10L);
    }

    @Test
    void seesHowLongItsClientWaits() throws InterruptedException {
        use(_ -> wait(ACCEPT));
        Octets request = Requests.signed(1, Requests.USER_NAME);
        receive(request);
        for (int copy = 1; copy <= 3; copy++) {
            now.set(Requests.NOW.plusSeconds(3L * copy));
            receive(request);
        }
        now.set(Requests.NOW.plusSeconds(20));
        gate.release();
        replies.take();

        assertThat(exchange.drain(Duration.ofSeconds(5))).isTrue();
        assertThat(traffic.seen())
                .containsExactly(entry(
                        "gateway",
                        new ClientTraffic.Seen(
                                Optional.of(Duration.ofSeconds(3)), Optional.of(Duration.ofSeconds(12)))));
    }

    @Test
    void decidesOnTheListenersThreadWhatTakesNoWaiting() {
        var threads = new CopyOnWriteArrayList<Thread>();
        serve(Requests.client(REQUIRE), deciding(_ -> {
            threads.add(Thread.currentThread());
            return ACCEPT;
        }));

        receive(Requests.signed(1, Requests.USER_NAME));

        assertThat(threads).containsExactly(Thread.currentThread());
        assertThat(replies).hasSize(1);
        assertThat(exchange.inWork()).isZero();
    }

    @Test
    void decidesOnAThreadOfItsOwnWhatTakesWaitingAndOnlyThere() throws InterruptedException {
        var threads = new CopyOnWriteArrayList<Thread>();
        serve(Requests.client(REQUIRE), deciding(_ -> {
            Waiting.begin();
            threads.add(Thread.currentThread());
            return ACCEPT;
        }));

        receive(Requests.signed(1, Requests.USER_NAME));

        assertThat(replies.take().at(0)).isEqualTo(ACCESS_ACCEPT);
        assertThat(threads).hasSize(1).first().matches(Thread::isVirtual);
    }

    @Test
    void meetsAStrangerWithSilence() {
        exchange.receive(Requests.signed(1, Requests.USER_NAME), Requests.from("192.0.2.1", 1), replies::add);

        assertSilence(DiscardReason.CLIENT_UNKNOWN);
    }

    @Test
    void doesNotLetAForgedCopyTouchTheCache() throws InterruptedException {
        Octets request = Requests.signed(1, Requests.USER_NAME);
        byte[] forged = request.toArray();
        forged[22] ^= 1;

        receive(Octets.wrap(forged));
        assertSilence(DiscardReason.MESSAGE_AUTHENTICATOR_WRONG);
        receive(request);

        assertThat(replies.take().at(0)).isEqualTo(ACCESS_ACCEPT);
    }

    @Test
    void discardsARequestOnWhichTheHandlerThrowsAndItsRepetitions() {
        use(_ -> {
            throw new IllegalStateException("a mistake");
        });

        assertDiscardedOnce();
    }

    @Test
    void outlivesAnErrorOfTheHandler() {
        use(_ -> {
            throw new StackOverflowError("deep");
        });

        assertDiscardedOnce();
    }

    private void assertDiscardedOnce() {
        Octets request = Requests.signed(1, Requests.USER_NAME);

        receive(request);
        assertSilence(DiscardReason.SERVER_ERROR);
        receive(request);

        assertSilence(DiscardReason.DUPLICATE);
        assertThat(decisions).hasValue(1);
    }

    @Test
    void servesARepetitionAnewAfterAFault() throws InterruptedException {
        use(_ -> decisions.get() == 1 ? new Verdict.Silence(Verdict.SilenceReason.FAULT) : ACCEPT);
        Octets request = Requests.signed(1, Requests.USER_NAME);

        receive(request);
        assertThat(exchange.drain(Duration.ofSeconds(5))).isTrue();
        assertThat(replies).isEmpty();
        receive(request);

        assertThat(replies.take().at(0)).isEqualTo(ACCESS_ACCEPT);
    }

    @Test
    void countsWhatTheHandlerHasNoRoomForAndServesARepetitionAnew() throws InterruptedException {
        use(_ -> decisions.get() == 1 ? new Verdict.Silence(Verdict.SilenceReason.OVERLOAD) : ACCEPT);
        Octets request = Requests.signed(1, Requests.USER_NAME);

        receive(request);
        assertThat(exchange.drain(Duration.ofSeconds(5))).isTrue();
        assertSilence(DiscardReason.CLIENT_BUSY);
        receive(request);

        assertThat(replies.take().at(0)).isEqualTo(ACCESS_ACCEPT);
    }

    @Test
    void leavesRepetitionsOfASupersededRequestUnanswered() {
        use(_ -> new Verdict.Silence(Verdict.SilenceReason.SUPERSEDED));
        Octets request = Requests.signed(1, Requests.USER_NAME);

        receive(request);
        assertThat(exchange.drain(Duration.ofSeconds(5))).isTrue();
        receive(request);

        assertSilence(DiscardReason.DUPLICATE);
    }

    @Test
    void rejectsInTimeWhatTheHandlerHasNotDecided() throws InterruptedException {
        var begun = new CountDownLatch(1);
        use(_ -> {
            begun.countDown();
            gate.acquireUninterruptibly();
            return ACCEPT;
        });

        receive(Requests.signed(1, Requests.USER_NAME));
        begun.await();
        now.set(Requests.NOW.plusSeconds(24));
        assertThat(replies.poll(400, TimeUnit.MILLISECONDS)).isNull();
        now.set(Requests.NOW.plusSeconds(25));

        assertThat(replies.take().at(0)).isEqualTo(ACCESS_REJECT);
        gate.release();
        assertThat(exchange.drain(Duration.ofSeconds(5))).isTrue();
        assertThat(replies).isEmpty();
    }

    @Test
    void tellsOfALateRequestOnceAndNeverOfWhatItWouldHaveBeen() throws InterruptedException {
        use(_ -> wait(ACCEPT));
        receive(Requests.signed(1, Requests.USER_NAME));
        now.set(Requests.NOW.plusSeconds(25));
        assertThat(replies.take().at(0)).isEqualTo(ACCESS_REJECT);

        gate.release();
        assertThat(exchange.drain(Duration.ofSeconds(5))).isTrue();
        for (int i = 0; i < 5_000 && ends.isEmpty(); i++) {
            Thread.sleep(1); // told by the sweeping thread, after it has sent
        }
        exchange.close();

        assertThat(ends).containsExactly(new FixedDeliberation.Ended(Ending.LATE, REJECT));
    }

    @Test
    void anAcceptThatComesAfterTheDeadlineIsNotSentEvenIfNobodyHasLookedYet() throws InterruptedException {
        use(_ -> {
            now.set(Requests.NOW.plusSeconds(25));
            return ACCEPT;
        });

        receive(Requests.signed(1, Requests.USER_NAME));

        assertThat(replies.take().at(0)).isEqualTo(ACCESS_REJECT);
        assertThat(exchange.drain(Duration.ofSeconds(5))).isTrue();
        assertThat(ends).containsExactly(new FixedDeliberation.Ended(Ending.LATE, REJECT));
    }

    /** Whatever a handler does, and whatever becomes of its requests, each is told of once, as it was answered. */
    @Test
    void tellsOfEachRequestOnceWhoeverEndsIt() throws InterruptedException {
        int requests = 200;
        use(_ -> {
            gate.acquireUninterruptibly();
            return ACCEPT;
        });
        for (int identifier = 0; identifier < requests; identifier++) {
            receive(Requests.signed(identifier, Requests.USER_NAME));
        }
        now.set(Requests.NOW.plusSeconds(25));
        gate.release(requests);
        exchange.drain(Duration.ofSeconds(5));

        assertThat(ends).hasSize(requests);
        var sent = new ArrayList<Integer>();
        for (var ended : ends) {
            sent.add(ended.sent() instanceof Verdict.Accept ? ACCESS_ACCEPT : ACCESS_REJECT);
        }
        assertThat(replies.stream().map(reply -> reply.at(0)))
                .hasSize(requests)
                .containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void answersWhatIsStillInWorkWhenItStopsAndTellsOfIt() throws InterruptedException {
        var interrupted = new CountDownLatch(1);
        use(_ -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException stopped) {
                interrupted.countDown();
            }
            return ACCEPT;
        });
        receive(Requests.signed(1, Requests.USER_NAME));
        receive(Requests.signed(2, Requests.USER_NAME));

        assertThat(exchange.drain(Duration.ofMillis(1))).isFalse();

        assertThat(replies)
                .hasSize(2)
                .allSatisfy(reply -> assertThat(reply.at(0)).isEqualTo(ACCESS_REJECT));
        assertThat(ends)
                .containsOnly(new FixedDeliberation.Ended(Ending.STOPPING, REJECT))
                .hasSize(2);
        interrupted.await();
        assertThat(exchange.inWork()).isZero();
    }

    @Test
    void tellsOfAReplyThatWasTooLongWhatWentOutForIt() {
        var large = new Verdict.Accept(Collections.nCopies(17, new Attribute(25, Octets.wrap(new byte[253]))));
        serve(Requests.client(REQUIRE), deciding(_ -> large));

        receive(Requests.signed(1, Requests.USER_NAME));

        assertThat(replies.remove().at(0)).isEqualTo(ACCESS_REJECT);
        assertThat(ends).containsExactly(new FixedDeliberation.Ended(Ending.TOO_LONG, REJECT));
    }

    @Test
    void tellsOfARequestWhoseProxyStateLeavesNoRoomForAnyReply() {
        serve(Requests.withProxyState(Requests.client(MessageAuthenticatorRule.ACCEPT)));
        var states = Collections.nCopies(16, new Attribute(33, Octets.wrap(new byte[252])));

        receive(Requests.unsigned(1, states.toArray(Attribute[]::new)));

        assertThat(replies).isEmpty();
        assertThat(discards.totals()).containsEntry(DiscardReason.REPLY_TOO_LONG, 1L);
        assertThat(ends)
                .containsExactly(new FixedDeliberation.Ended(
                        Ending.TOO_LONG, new Verdict.Silence(Verdict.SilenceReason.UNANSWERABLE)));
    }

    @Test
    void tellsOfWhatOurOwnMistakeLeftUnanswered() {
        serve(Requests.client(REQUIRE), deciding(_ -> {
            throw new IllegalStateException("a mistake");
        }));

        receive(Requests.signed(1, Requests.USER_NAME));

        assertThat(ends).extracting(FixedDeliberation.Ended::ending).containsExactly(Ending.MISTAKE);
    }

    @Test
    void endsEveryLateRequestThoughItsHandlerHasNoWordForOne() throws InterruptedException {
        exchange.close();
        exchange = exchange(ExchangeSettings.DEFAULT, deciding(_ -> wait(ACCEPT)), identifier -> {
            if (identifier == 1) {
                throw new IllegalStateException("a mistake");
            }
        });
        for (int identifier = 0; identifier < 3; identifier++) {
            receive(Requests.signed(identifier, Requests.USER_NAME));
        }

        now.set(Requests.NOW.plusSeconds(25));

        assertThat(List.of(replies.take().at(1), replies.take().at(1))).containsExactlyInAnyOrder(0, 2);
        assertThat(discards.totals()).containsEntry(DiscardReason.SERVER_ERROR, 1L);
    }

    /** A request must not stay in work for ever, whatever its handler does. */
    @Test
    void outlivesAHandlerThatCannotTakeARequestUp() {
        serve(Requests.client(REQUIRE), _ -> {
            throw new IllegalStateException("a mistake");
        });
        Octets request = Requests.signed(1, Requests.USER_NAME);

        receive(request);
        now.set(Requests.NOW.plusSeconds(31));
        receive(request);

        assertThat(discards.totals()).containsEntry(DiscardReason.SERVER_ERROR, 2L);
    }

    @Test
    void aListenerToTheEndOfARequestThatThrowsDoesNotTakeItsReplyBack() throws InterruptedException {
        serve(Requests.client(REQUIRE), _ -> new Deliberation() {
            @Override
            public Verdict decide() {
                return ACCEPT;
            }

            @Override
            public Verdict undecided(Ending ending) {
                return REJECT;
            }

            @Override
            public void ended(Ending ending, Verdict sent) {
                throw new IllegalStateException("a mistake");
            }
        });
        Octets request = Requests.signed(1, Requests.USER_NAME);

        receive(request);
        receive(request);

        assertThat(replies)
                .hasSize(2)
                .allSatisfy(reply -> assertThat(reply.at(0)).isEqualTo(ACCESS_ACCEPT));
        assertThat(discards.totals()).isEmpty();
    }

    @Test
    void rejectsEachInItsOwnTimeWhicheverCameFirst() throws InterruptedException {
        use(_ -> wait(ACCEPT));
        for (int identifier : new int[] {1, 2, 3}) {
            now.set(Requests.NOW.plusSeconds(10L - identifier)); // the later ones are due sooner
            receive(Requests.signed(identifier, Requests.USER_NAME));
        }

        for (int identifier : new int[] {3, 2, 1}) {
            now.set(Requests.NOW.plusSeconds(35L - identifier));
            assertThat(replies.take().at(1)).isEqualTo(identifier);
            assertThat(replies.poll(250, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    @Test
    void refusesWhatIsOverTheLimitAndServesItOnceThereIsRoom() throws InterruptedException {
        use(new ExchangeSettings(2, 2, 100), _ -> wait(ACCEPT));
        Octets third = Requests.signed(3, Requests.USER_NAME);

        receive(Requests.signed(1, Requests.USER_NAME));
        receive(Requests.signed(2, Requests.USER_NAME));
        receive(third);

        assertSilence(DiscardReason.CLIENT_BUSY);
        gate.release(3);
        assertThat(exchange.drain(Duration.ofSeconds(5))).isTrue();
        receive(third);
        assertThat(exchange.drain(Duration.ofSeconds(5))).isTrue();
        assertThat(replies).hasSize(3);
    }

    /** D6. */
    @Test
    void keepsRoomForWhoGoesOnWithALoginWhileOthersBeginOne() throws InterruptedException {
        var state = new Attribute(24, Requests.text("state"));
        var madeUp = new Attribute(24, Requests.text("made up"));
        useHandler(new ExchangeSettings(16, 16, 100), new RequestHandler() {
            @Override
            public Deliberation begin(Authentic request) {
                return new FixedDeliberation(() -> ExchangeTest.this.wait(ACCEPT), ends);
            }

            @Override
            public boolean goesOn(Authentic request) {
                return request.packet().first(24).filter(state::equals).isPresent();
            }
        });
        for (int identifier = 0; identifier < 20; identifier++) {
            receive(Requests.signed(identifier, Requests.USER_NAME, madeUp));
        }
        assertThat(exchange.inWork()).isEqualTo(14);
        assertThat(discards.totals()).containsEntry(DiscardReason.CLIENT_BUSY, 6L);

        receive(Requests.signed(30, Requests.USER_NAME, state));
        receive(Requests.signed(31, Requests.USER_NAME, state));

        assertThat(exchange.inWork()).isEqualTo(16);
        receive(Requests.statusServer(40));
        assertThat(replies.take().at(1)).as("the Status-Server's").isEqualTo(40);
        gate.release(16);
        assertThat(exchange.drain(Duration.ofSeconds(5))).isTrue();
        assertThat(replies).hasSize(16);
    }

    @Test
    void doesNotWaitForeverForAHandlerThatHangs() {
        use(_ -> wait(ACCEPT));
        receive(Requests.signed(1, Requests.USER_NAME));

        assertThat(exchange.drain(Duration.ofMillis(50))).isFalse();
        assertThat(exchange.inWork()).isEqualTo(1);
    }

    private void assertSilence(DiscardReason reason) {
        assertThat(reason == DiscardReason.CLIENT_BUSY || exchange.drain(Duration.ofSeconds(1)))
                .isTrue();
        assertThat(replies).isEmpty();
        assertThat(discards.totals()).containsEntry(reason, 1L);
    }

    private void receive(Octets request) {
        exchange.receive(request, Requests.ORIGIN, replies::add);
    }

    private Verdict wait(Verdict verdict) {
        gate.acquireUninterruptibly();
        return verdict;
    }

    private void use(Function<Authentic, Verdict> decide) {
        use(ExchangeSettings.DEFAULT, decide);
    }

    private void use(ExchangeSettings settings, Function<Authentic, Verdict> decide) {
        useHandler(settings, deciding(decide));
    }

    private RequestHandler deciding(Function<Authentic, Verdict> decide) {
        return request -> new FixedDeliberation(() -> decide.apply(request), ends);
    }

    private void useHandler(ExchangeSettings settings, RequestHandler handler) {
        exchange.close();
        exchange = exchange(settings, handler);
    }

    private void serve(RadiusClient client) {
        serve(client, deciding(_ -> ACCEPT));
    }

    private void serve(RadiusClient client, RequestHandler handler) {
        exchange.close();
        clients = List.of(client);
        exchange = new Exchange(
                Service.AUTHENTICATION, ExchangeSettings.DEFAULT, clients(), handler, witnesses, clock, this::nanoTime);
    }

    private Clients clients() {
        return new Clients(clients, (client, _) -> learnt.add(client.name()));
    }

    private Exchange exchange(ExchangeSettings settings, RequestHandler handler) {
        return exchange(settings, handler, _ -> {});
    }

    /** With something that happens, by Identifier, when a request is to be answered undecided. */
    private Exchange exchange(ExchangeSettings settings, RequestHandler handler, IntConsumer undecided) {
        return new Exchange(
                Service.AUTHENTICATION,
                settings,
                clients(),
                new RequestHandler() {
                    @Override
                    public Deliberation begin(Authentic request) {
                        Deliberation deliberation = handler.begin(request);
                        return new FixedDeliberation(
                                () -> {
                                    Waiting.begin(); // on a thread of its own: most of these handlers wait
                                    decisions.incrementAndGet();
                                    return deliberation.decide();
                                },
                                () -> undecided.accept(request.packet().identifier()),
                                ends);
                    }

                    @Override
                    public boolean goesOn(Authentic request) {
                        return handler.goesOn(request);
                    }
                },
                witnesses,
                clock,
                this::nanoTime);
    }

    private long nanoTime() {
        return Duration.between(Instant.EPOCH, now.get()).toNanos();
    }
}
