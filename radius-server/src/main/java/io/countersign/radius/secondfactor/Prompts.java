package io.countersign.radius.secondfactor;

import io.countersign.mfa.MfaOutcome.Denied.Kind;
import io.countersign.radius.exchange.Proof;
import io.countersign.radius.plugins.Provider;
import io.countersign.radius.plugins.ProviderCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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
     * A RADIUS client that hears nothing asks again, first with the same octets (the duplicate cache's business), later with a new
     * Identifier. Prompting again for each would train users to approve without looking; answering all of them with one approval would
     * let in whoever asked in the same minute. So:
     *
     * One at a time. A user has at most one open prompt. Each prompt has at most one request waiting for it: the newest of one login, as
     * Login.continues defines it. An older one is superseded and never answered. Whoever is not a continuation queues, and is prompted
     * anew when the turn comes.
     *
     * An approval is handed to exactly one waiter, under the lock, and is gone then. If nobody waits any more, it is kept for a few
     * seconds for one continuation of the request that gave up, which an RD Gateway or VPN sends when its own time-out ends just before
     * the user approves.
     *
     * A prompt may outlive the request that opened it, up to a few seconds after the client's time-out, but only where a continuation
     * could ever come. Everybody else's prompt is taken back as soon as its request gives up.
     *
     * The prompt runs on a thread of its own, so that a request can give up while a plugin hangs. Plugins are never called under the
     * lock.
     */
    private static final Duration COLLECTABLE = Duration.ofSeconds(10);

    private static final Duration LEAST_TIME_TO_ANSWER = Duration.ofSeconds(3);
    private static final int MOST_WAITING = 20;

    /** Anybody can send in the name of a client that does not sign, so only so many prompts can be open for it. */
    private static final int MOST_OPEN_FOR_UNSIGNED = 10;

    private final ProviderCalls calls;
    private final InstantSource clock;
    private final PromptLimits limits;
    private final Duration collectable;
    private final Duration leastTimeToAnswer;

    /** Guards {@link #users} and everything reached from it. */
    private final ReentrantLock turns = new ReentrantLock();

    private final Map<String, Turns> users = new HashMap<>();

    /** Prompts through these calls, within these limits. */
    Prompts(ProviderCalls calls, PromptLimits limits, InstantSource clock) {
        this(calls, limits, clock, COLLECTABLE, LEAST_TIME_TO_ANSWER);
    }

    Prompts(
            ProviderCalls calls,
            PromptLimits limits,
            InstantSource clock,
            Duration collectable,
            Duration leastTimeToAnswer) {
        this.calls = calls;
        this.clock = clock;
        this.limits = limits;
        this.collectable = collectable;
        this.leastTimeToAnswer = leastTimeToAnswer;
    }

    /** Asks the user of a login, or joins the prompt that is already open for it. Blocks until {@link Login#answerBy} at the latest. */
    public FactorOutcome ask(Login login, Provider provider) {
        var waiter = new Waiter(login, provider);
        locked(turnsOf -> turnsOf.enter(waiter), login);
        try {
            var patience = Duration.between(clock.instant(), login.answerBy());
            return waiter.outcome.get(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return giveUp(waiter, "no answer within the client's time-out");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return giveUp(waiter, "the server is stopping");
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

    /** Called under the lock. */
    private long openForUnsigned(String client) {
        return users.values().stream()
                .map(turnsOf -> turnsOf.open)
                .filter(prompt -> prompt != null
                        && prompt.first.login.proof() == Proof.NONE
                        && prompt.first.login.client().equals(client))
                .count();
    }

    private FactorOutcome giveUp(Waiter waiter, String reason) {
        waiter.outcome.complete(FactorOutcome.Denied.notShown(reason));
        locked(turnsOf -> turnsOf.leave(waiter), waiter.login);
        return waiter.outcome.join();
    }

    private void locked(Consumer<Turns> action, Login login) {
        turns.lock();
        try {
            var user = login.identity().user().id();
            var turnsOf = users.computeIfAbsent(user, Turns::new);
            action.accept(turnsOf);
            if (turnsOf.idle()) {
                users.remove(user);
            }
        } finally {
            turns.unlock();
        }
    }

    /** A request that waits for its outcome. */
    private static final class Waiter {
        private final Login login;
        private final Provider provider;
        private final CompletableFuture<FactorOutcome> outcome = new CompletableFuture<>();

        Waiter(Login login, Provider provider) {
            this.login = login;
            this.provider = provider;
        }

        boolean continues(Waiter earlier) {
            return provider.name().equals(earlier.provider.name()) && login.continues(earlier.login);
        }
    }

    /** What one user's requests wait for. Every method is called under the lock. */
    private final class Turns {
        private final String user;
        private final Deque<Waiter> queue = new ArrayDeque<>();
        private @Nullable Prompt open;
        private @Nullable Prompt uncollected;

        Turns(String user) {
            this.user = user;
        }

        boolean idle() {
            return open == null && uncollected == null && queue.isEmpty();
        }

        void enter(Waiter waiter) {
            if (collects(waiter) || joins(waiter)) {
                return;
            }
            supersedeQueued(waiter);
            if (queue.size() >= MOST_WAITING) {
                waiter.outcome.complete(FactorOutcome.Denied.notShown("too many logins of this user are waiting"));
                return;
            }
            queue.addLast(waiter);
            promptNext();
        }

        private boolean collects(Waiter waiter) {
            if (uncollected == null || !waiter.continues(uncollected.newest)) {
                return false;
            }
            uncollected = null;
            return waiter.outcome.complete(new FactorOutcome.Approved());
        }

        private boolean joins(Waiter waiter) {
            if (open == null) {
                return false;
            }
            if (open.newest.continues(waiter)) {
                return waiter.outcome.complete(new FactorOutcome.Superseded());
            }
            if (!waiter.continues(open.newest)) {
                return false;
            }
            open.newest.outcome.complete(new FactorOutcome.Superseded());
            open.newest = waiter;
            return true;
        }

        private void supersedeQueued(Waiter waiter) {
            queue.removeIf(
                    queued -> waiter.continues(queued) && queued.outcome.complete(new FactorOutcome.Superseded()));
        }

        void leave(Waiter waiter) {
            queue.remove(waiter);
            if (open != null && open.newest == waiter && !waiter.login.mayBeContinued()) {
                open.thread.interrupt();
            }
        }

        void decided(Prompt prompt, FactorOutcome outcome) {
            boolean taken = prompt.newest.outcome.complete(outcome);
            if (!taken && outcome instanceof FactorOutcome.Approved && prompt.newest.login.mayBeContinued()) {
                uncollected = prompt;
            }
            open = null;
            promptNext();
        }

        void forget(Prompt prompt) {
            if (uncollected == prompt) {
                uncollected = null;
            }
        }

        private void promptNext() {
            while (open == null && !queue.isEmpty()) {
                var waiter = queue.removeFirst();
                refusal(waiter)
                        .ifPresentOrElse(
                                refusal -> waiter.outcome.complete(FactorOutcome.Denied.notShown(refusal)),
                                () -> open = new Prompt(waiter).start());
            }
        }

        private Optional<String> refusal(Waiter waiter) {
            var limited = limits.refusal(user, waiter.login.ways(waiter.provider));
            if (limited.isPresent()) {
                return limited;
            }
            if (waiter.login.proof() == Proof.NONE
                    && openForUnsigned(waiter.login.client()) >= MOST_OPEN_FOR_UNSIGNED) {
                return Optional.of("too many prompts are open for unsigned requests of " + waiter.login.client());
            }
            var left = Duration.between(clock.instant(), waiter.login.answerBy());
            return left.compareTo(leastTimeToAnswer) < 0
                    ? Optional.of("no time left to prompt after an earlier prompt")
                    : Optional.empty();
        }
    }

    /** One prompt, from the first call of the plugin to its last word. */
    private final class Prompt implements Runnable {
        private final Waiter first;
        private final Instant deadline;
        private final Thread thread;

        /** The request that is waiting, or was the last to wait; guarded by the lock. */
        private Waiter newest;

        Prompt(Waiter first) {
            this.first = first;
            this.newest = first;
            this.deadline = first.login.mayBeContinued()
                    ? first.login.receivedAt().plus(first.login.clientTimeout()).plus(collectable)
                    : first.login.answerBy();
            this.thread = Thread.ofVirtual().name("prompt-" + first.login.id()).unstarted(this);
        }

        Prompt start() {
            thread.start();
            return this;
        }

        @Override
        public void run() {
            FactorOutcome outcome = new FactorOutcome.Denied(Kind.FAULT, "internal error");
            try {
                outcome = new Dialogue(calls, first.provider, first.login.request(deadline), clock).begin();
            } finally {
                var said = outcome;
                note(said);
                locked(turnsOf -> turnsOf.decided(this, said), first.login);
            }
            if (outcome instanceof FactorOutcome.Approved) {
                forgetUncollectedInTime();
            }
        }

        private void note(FactorOutcome outcome) {
            limits.asked(first.login.identity().user().id(), first.login.ways(first.provider), outcome);
        }

        private void forgetUncollectedInTime() {
            try {
                Thread.sleep(collectable);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            locked(turnsOf -> turnsOf.forget(this), first.login);
        }
    }
}
