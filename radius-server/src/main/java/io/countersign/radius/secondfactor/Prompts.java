package io.countersign.radius.secondfactor;

import com.github.benmanes.caffeine.cache.Ticker;
import io.countersign.mfa.MfaOutcome.Denied.Kind;
import io.countersign.mfa.MfaRequest;
import io.countersign.radius.exchange.Proof;
import io.countersign.radius.plugins.Provider;
import io.countersign.radius.plugins.ProviderCalls;
import io.countersign.radius.waiting.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks users for their second factor so that one approval admits one login.
 *
 * <p>{@link #ask} is called on the virtual thread of each request and blocks it until the request's outcome is known or its time is
 * over. Safe for use by many threads.
 */
public final class Prompts {
    /*
     * Why it is done this way.
     *
     * A RADIUS client that hears nothing asks again: with the same octets, which is the duplicate cache's business, or as a new request,
     * with another Identifier, port or authenticator. Prompting again for each would train users to approve without looking; answering all
     * of them with one approval would let in whoever asked in the same minute. So:
     *
     * One at a time. A user has at most one open prompt. Each prompt has at most one request waiting for it: the newest of one login, as
     * Login.continues defines it. An older one is superseded and never answered. Whoever is not a continuation queues, and is prompted
     * anew when the turn comes.
     *
     * No approval without its own login. An approval is handed to exactly one waiter, under the lock. When the waiter gives up, since its
     * time is over or the server stops, the prompt is taken back, nobody can join it any more, and an approval that comes all the same is
     * dropped and told of: its login was answered with a Reject, and whoever comes next is somebody else.
     *
     * A login ends when its first request must have been answered, however often it is sent again: no client waits longer. So a prompt is
     * never open for a login that is over, and one that queues is not prompted for once its client has given up.
     *
     * The prompt runs on a thread of its own, so that a request can give up while a plugin hangs. Plugins are never called under the
     * lock.
     */

    private static final Duration LEAST_TIME_TO_ANSWER = Duration.ofSeconds(3);
    private static final int MOST_WAITING = 20;
    private static final String ASKED_BEFORE =
            "this very request came within a day before: its client sends it again after its end, or somebody else does";

    /** Anybody can send in the name of a client that does not sign, so only so many prompts can be open for it. */
    private static final int MOST_OPEN_FOR_UNSIGNED = 10;

    private final ProviderCalls calls;
    private final InstantSource clock;
    private final PromptLimits limits;
    private final RepeatedLogins repeated;
    private final AskedBefore askedBefore = new AskedBefore(Ticker.systemTicker());
    private final Duration leastTimeToAnswer;

    /** Guards {@link #users} and everything reached from it. */
    private final ReentrantLock turns = new ReentrantLock();

    private final Map<String, Turns> users = new HashMap<>();

    /** Prompts through these calls, within these limits. */
    Prompts(ProviderCalls calls, PromptLimits limits, InstantSource clock) {
        this(calls, limits, clock, LEAST_TIME_TO_ANSWER);
    }

    Prompts(ProviderCalls calls, PromptLimits limits, InstantSource clock, Duration leastTimeToAnswer) {
        this.calls = calls;
        this.clock = clock;
        this.limits = limits;
        this.repeated = new RepeatedLogins(clock);
        this.leastTimeToAnswer = leastTimeToAnswer;
    }

    /**
     * Asks the user of a login, or joins the prompt that is already open for it. Blocks until {@link Login#answerBy} at the latest.
     *
     * <p>Asks one provider after the other until one has a word. A provider that the user is not enrolled for, or that is unavailable,
     * leaves the word to the next; if none has one, {@link FactorOutcome.Unavailable} is the answer where one was, so that a policy's
     * allowance for users who are not enrolled cannot be reached by an outage.
     *
     * @param candidates in the policy's order
     * @param dropped hears of an approval that comes too late for this request
     */
    public FactorAnswer ask(Login login, List<Provider> candidates, DroppedApproval dropped) {
        Waiting.begin();
        var waiter = new Waiter(login, candidates, dropped);
        locked(turnsOf -> turnsOf.enter(waiter), login);
        waiter.repeats().ifPresent(earlier -> repeated.happened(earlier, login));
        try {
            var patience = Duration.between(clock.instant(), login.answerBy());
            return waiter.answer.get(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return giveUp(waiter, "no answer within the client's time-out");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return giveUp(waiter, "the login was given up");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** How many prompts are open now. */
    public int open() {
        turns.lock();
        try {
            return (int) users.values().stream()
                    .filter(turnsOf -> turnsOf.open != null)
                    .count();
        } finally {
            turns.unlock();
        }
    }

    /** How many requests were an earlier login sent again. */
    public long repeated() {
        return repeated.count();
    }

    /** Called under the lock. */
    private long openForUnsigned(String client) {
        return users.values().stream()
                .map(turnsOf -> turnsOf.open)
                .filter(prompt -> prompt != null
                        && prompt.first.login.proof() == Proof.NONE
                        && prompt.first.login.client().equals(client))
                .count();
    }

    private FactorAnswer giveUp(Waiter waiter, String reason) {
        waiter.answer.complete(FactorAnswer.denied(waiter.login, "none", reason));
        locked(turnsOf -> turnsOf.leave(waiter), waiter.login);
        return waiter.answer.join();
    }

    private void locked(Consumer<Turns> action, Login login) {
        turns.lock();
        try {
            var user = login.identity().user().id();
            var turnsOf = users.computeIfAbsent(user, _ -> new Turns());
            action.accept(turnsOf);
            if (turnsOf.idle()) {
                users.remove(user);
            }
        } finally {
            turns.unlock();
        }
    }

    /** A request that waits for its answer. */
    private static final class Waiter {
        private final Login login;
        private final List<Provider> candidates;
        private final DroppedApproval dropped;
        private final CompletableFuture<FactorAnswer> answer = new CompletableFuture<>();

        /** When the login is over; guarded by the lock. */
        private Instant over;

        /** The request of the same login that this one took the place of; written under the lock, read by the request's own thread. */
        private @Nullable Login earlier;

        Waiter(Login login, List<Provider> candidates, DroppedApproval dropped) {
            this.login = login;
            this.candidates = List.copyOf(candidates);
            this.dropped = dropped;
            this.over = login.answerBy();
        }

        Optional<Login> repeats() {
            return Optional.ofNullable(earlier);
        }

        boolean isInWork() {
            return !answer.isDone();
        }

        /** Ends the earlier request's waiting, and takes over what time its login has left. */
        boolean supersedes(Waiter other) {
            if (!login.continues(other.login) || !other.answer.complete(FactorAnswer.superseded(other.login))) {
                return false;
            }
            earlier = other.login;
            over = other.over.isBefore(over) ? other.over : over;
            return true;
        }
    }

    /** What one user's requests wait for. Every method is called under the lock. */
    private final class Turns {
        private final Deque<Waiter> queue = new ArrayDeque<>();
        private @Nullable Prompt open;

        boolean idle() {
            return open == null && queue.isEmpty();
        }

        void enter(Waiter waiter) {
            if (askedBefore.note(waiter.login) && !isInWork(waiter.login.sending())) {
                waiter.answer.complete(FactorAnswer.denied(waiter.login, "none", ASKED_BEFORE));
                return;
            }
            if (joins(waiter)) {
                return;
            }
            supersedeQueued(waiter);
            if (queue.size() >= MOST_WAITING) {
                waiter.answer.complete(
                        FactorAnswer.denied(waiter.login, "none", "too many logins of this user are waiting"));
                return;
            }
            queue.addLast(waiter);
            promptNext();
        }

        /** Only while the newest request of the prompt's login is in work: after that the prompt is nobody's. */
        private boolean joins(Waiter waiter) {
            if (open == null || !open.newest.isInWork()) {
                return false;
            }
            var newest = open.newest;
            if (newest.login.receivedAt().isAfter(waiter.login.receivedAt())
                    && newest.login.continues(waiter.login)) { // overtaken on its way here
                return waiter.answer.complete(FactorAnswer.superseded(waiter.login));
            }
            if (!waiter.supersedes(newest)) {
                return false;
            }
            open.newest = waiter;
            return true;
        }

        /** Whether these octets wait here, and come from another port now. */
        private boolean isInWork(Sending sending) {
            return Stream.concat(Stream.ofNullable(open).map(prompt -> prompt.newest), queue.stream())
                    .anyMatch(other -> other.isInWork()
                            && other.login.sending().authenticator().equals(sending.authenticator()));
        }

        private void supersedeQueued(Waiter waiter) {
            queue.removeIf(waiter::supersedes);
        }

        void leave(Waiter waiter) {
            queue.remove(waiter);
            if (open != null && open.newest == waiter) {
                open.thread.interrupt();
            }
        }

        void decided(Prompt prompt, FactorAnswer answer) {
            prompt.admitted = prompt.newest.answer.complete(answer);
            open = null;
            promptNext();
        }

        private void promptNext() {
            while (open == null && !queue.isEmpty()) {
                var waiter = queue.removeFirst();
                refusal(waiter)
                        .ifPresentOrElse(
                                refusal -> waiter.answer.complete(FactorAnswer.denied(waiter.login, "none", refusal)),
                                () -> open = new Prompt(waiter).start());
            }
        }

        private Optional<String> refusal(Waiter waiter) {
            if (waiter.login.proof() == Proof.NONE
                    && openForUnsigned(waiter.login.client()) >= MOST_OPEN_FOR_UNSIGNED) {
                return Optional.of("too many prompts are open for unsigned requests of " + waiter.login.client());
            }
            return Duration.between(clock.instant(), waiter.over).compareTo(leastTimeToAnswer) < 0
                    ? Optional.of("no time left to prompt after an earlier prompt")
                    : Optional.empty();
        }
    }

    /** One login's prompt, from the first call of a plugin to its last word. */
    private final class Prompt implements Runnable {
        private final Waiter first;
        private final String user;
        private final MfaRequest request;
        private final Thread thread;

        /** The request that is waiting, or was the last to wait; guarded by the lock. */
        private Waiter newest;

        /** Whether {@link #newest} got the answer; written under the lock, read by the prompt's own thread. */
        private boolean admitted;

        Prompt(Waiter first) {
            this.first = first;
            this.newest = first;
            this.user = first.login.identity().user().id();
            this.request = first.login.request(first.over);
            this.thread = Thread.ofVirtual().name("prompt-" + first.login.id()).unstarted(this);
        }

        Prompt start() {
            thread.start();
            return this;
        }

        @Override
        public void run() {
            var answer =
                    new FactorAnswer(first.login.id(), "none", new FactorOutcome.Denied(Kind.FAULT, "internal error"));
            try {
                answer = askInOrder();
            } finally {
                var said = answer;
                locked(turnsOf -> turnsOf.decided(this, said), first.login);
            }
            if (!admitted) {
                takeBack(answer);
            }
        }

        private FactorAnswer askInOrder() {
            var last = FactorAnswer.denied(
                    first.login, "none", "no factor of the policy can be asked through this client");
            for (var provider : first.candidates) {
                if (first.login.ways(provider).isEmpty()) {
                    continue;
                }
                if (Thread.currentThread().isInterrupted()) {
                    return FactorAnswer.denied(first.login, provider.name(), "the login was given up");
                }
                var answer = new FactorAnswer(first.login.id(), provider.name(), ask(provider));
                switch (answer.outcome()) {
                    case FactorOutcome.NotEnrolled _ ->
                        last = last.outcome() instanceof FactorOutcome.Unavailable ? last : answer;
                    case FactorOutcome.Unavailable _ -> last = answer;
                    case FactorOutcome.Approved _,
                            FactorOutcome.Denied _,
                            FactorOutcome.AnswerNeeded _,
                            FactorOutcome.Superseded _ -> {
                        return answer;
                    }
                }
            }
            return last;
        }

        private FactorOutcome ask(Provider provider) {
            var ways = first.login.ways(provider);
            var refusal = limits.refusal(user, ways);
            if (refusal.isPresent()) {
                return FactorOutcome.Denied.notShown(refusal.get());
            }
            var outcome = new Dialogue(calls, provider, request, () -> dropped(provider), clock).begin();
            limits.asked(user, ways, outcome);
            return outcome;
        }

        /** Not under the lock: whoever hears of it may write, and wait for that. */
        private void dropped(Provider provider) {
            calls.approvedTooLate(provider, request);
            DroppedApproval last;
            turns.lock();
            try {
                last = newest.dropped;
            } finally {
                turns.unlock();
            }
            last.by(provider.name());
        }

        /** Nobody waits any more. */
        private void takeBack(FactorAnswer answer) {
            first.candidates.stream()
                    .filter(provider -> provider.name().equals(answer.provider()))
                    .forEach(provider -> takeBack(provider, answer.outcome()));
        }

        private void takeBack(Provider provider, FactorOutcome outcome) {
            if (outcome instanceof FactorOutcome.Approved) {
                dropped(provider);
            } else if (outcome instanceof FactorOutcome.AnswerNeeded(var _, var _, var handle)) {
                calls.cancel(provider, request, handle);
            }
        }
    }
}
