package io.countersign.radius.plugins;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaRequest;
import io.countersign.radius.waiting.Waiting;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only caller of plugins during a login. Whatever a plugin does, the answer is an outcome: a call that is late, throws, or answers
 * null or something that the client cannot carry is a denial.
 *
 * <p>Each call runs on a virtual thread of its own, which is interrupted at the deadline. One that does not mind the interrupt is left
 * behind; it keeps its place among the calls that its plugin may have open, so that a plugin that hangs for good can tie up no more
 * than those. Blocks; safe for use by many threads.
 */
public final class ProviderCalls {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderCalls.class);
    private static final int OPEN_CALLS = 50_000;
    private static final Duration LONGEST_IN_PASSING = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final Duration longestInPassing;

    /** By the plugin itself, not its name: what a reload has put in its place has places of its own, and what is gone is forgotten. */
    private final LoadingCache<MfaProvider, Semaphore> free;

    private final QuietLog faults;

    /** Calls with the default bound of 50,000 open calls a provider. */
    public ProviderCalls(InstantSource clock) {
        this(clock, OPEN_CALLS, LONGEST_IN_PASSING);
    }

    ProviderCalls(InstantSource clock, int openCalls, Duration longestInPassing) {
        this.clock = clock;
        this.longestInPassing = longestInPassing;
        this.free = Caffeine.newBuilder().weakKeys().executor(Runnable::run).build(_ -> new Semaphore(openCalls));
        this.faults = new QuietLog();
    }

    /** Hears that a call which was left behind, since its time was over or its login given up, has approved after all. */
    @FunctionalInterface
    public interface LateApproval {
        /** Called once at most for each call, on the plugin's thread. */
        void happened();
    }

    /** Starts to ask. {@link MfaOutcome.Unavailable} if the provider has too many calls open: nobody was prompted then. */
    public MfaOutcome begin(Provider provider, MfaRequest request, LateApproval late) {
        Waiting.begin();
        var place = freePlaces(provider);
        return place.tryAcquire()
                ? asNamed(
                        provider,
                        call(
                                provider,
                                request,
                                place,
                                late,
                                () -> provider.plugin().begin(request)))
                : new MfaOutcome.Unavailable("too many calls of " + provider.name() + " are open");
    }

    /**
     * Goes on with an open prompt. A denial if the provider has too many calls open, or is unavailable or knows no enrolment: somebody
     * may have been prompted, so nothing that is said now may lead to a policy's way round the factor.
     */
    public MfaOutcome resume(
            Provider provider, MfaRequest request, MfaHandle handle, MfaEvent event, LateApproval late) {
        Waiting.begin();
        var place = freePlaces(provider);
        return place.tryAcquire()
                ? afterPrompt(
                        provider,
                        call(
                                provider,
                                request,
                                place,
                                late,
                                () -> provider.plugin().resume(request, handle, event)))
                : MfaOutcome.Denied.fault("too many calls of " + provider.name() + " are open");
    }

    /** Takes a prompt back, without waiting for it. */
    public void cancel(Provider provider, MfaRequest request, MfaHandle handle) {
        inPassing("cancel", provider, request, late -> provider.plugin().cancel(late, handle));
    }

    /** Has the user told that an approval came too late, without waiting for it. */
    public void approvedTooLate(Provider provider, MfaRequest request) {
        inPassing("too-late", provider, request, provider.plugin()::approvedTooLate);
    }

    /** A call whose outcome nobody needs. Left out if the provider has too many calls open. */
    private void inPassing(String name, Provider provider, MfaRequest request, Consumer<MfaRequest> plugin) {
        var place = freePlaces(provider);
        if (place.tryAcquire()) {
            var late = new MfaRequest(
                    request.loginId(),
                    request.user(),
                    request.usable(),
                    request.clientName(),
                    request.callingStation(),
                    clock.instant().plus(longestInPassing));
            Thread.ofVirtual()
                    .name(name + "-" + provider.name() + "-" + request.loginId())
                    .start(() -> call(provider, late, place, () -> {}, () -> {
                        plugin.accept(late);
                        return MfaOutcome.Denied.notShown("nobody waits for it");
                    }));
        }
    }

    /** A plugin that asks in a way that it has not named would be asked for users whom limits or policies would spare it. */
    private static MfaOutcome asNamed(Provider provider, MfaOutcome outcome) {
        return outcome instanceof MfaOutcome.AnswerNeeded(var by, var _, var _)
                        && !provider.interactions().contains(by)
                ? MfaOutcome.Denied.fault(provider.name() + " asks by " + by + ", which it has not named")
                : outcome;
    }

    private static MfaOutcome afterPrompt(Provider provider, MfaOutcome outcome) {
        return switch (outcome) {
            case MfaOutcome.NotEnrolled(var hint) ->
                MfaOutcome.Denied.notShown(provider.name() + " had asked already: " + hint);
            case MfaOutcome.Unavailable(var cause) ->
                MfaOutcome.Denied.fault(provider.name() + " had asked already: " + cause);
            case MfaOutcome.Approved _, MfaOutcome.Denied _, MfaOutcome.AnswerNeeded _, MfaOutcome.Waiting _ -> outcome;
        };
    }

    /** How many plugins have places now. */
    long plugins() {
        free.cleanUp();
        return free.estimatedSize();
    }

    private Semaphore freePlaces(Provider provider) {
        return free.get(provider.plugin());
    }

    private MfaOutcome call(
            Provider provider,
            MfaRequest request,
            Semaphore place,
            LateApproval late,
            Callable<@Nullable MfaOutcome> plugin) {
        var left = Duration.between(clock.instant(), request.deadline());
        if (!left.isPositive()) {
            place.release();
            return MfaOutcome.Denied.notShown("no time was left to ask " + provider.name());
        }
        var answer = new CompletableFuture<MfaOutcome>();
        var thread = start(provider, request, place, answer, plugin);
        try {
            return answer.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException tooLate) {
            leaveBehind(provider, request, thread, answer, late);
            faults.warn(provider.name() + " did not answer login " + request.loginId() + " in time");
            return MfaOutcome.Denied.notShown(provider.name() + " did not answer in time");
        } catch (InterruptedException givenUp) {
            leaveBehind(provider, request, thread, answer, late);
            Thread.currentThread().interrupt();
            return MfaOutcome.Denied.notShown("the login was given up");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void leaveBehind(
            Provider provider,
            MfaRequest request,
            Thread thread,
            CompletableFuture<MfaOutcome> answer,
            LateApproval late) {
        thread.interrupt();
        var _ = answer.thenAccept(outcome -> {
            switch (outcome) {
                case MfaOutcome.Approved() -> late.happened();
                case MfaOutcome.Waiting(var handle, var _) -> cancel(provider, request, handle);
                case MfaOutcome.AnswerNeeded(var _, var _, var handle) -> cancel(provider, request, handle);
                case MfaOutcome.Denied _, MfaOutcome.NotEnrolled _, MfaOutcome.Unavailable _ -> {
                    // nothing is open
                }
            }
        });
    }

    private Thread start(
            Provider provider,
            MfaRequest request,
            Semaphore place,
            CompletableFuture<MfaOutcome> answer,
            Callable<@Nullable MfaOutcome> plugin) {
        var thread = Thread.ofVirtual()
                .name("plugin-" + provider.name() + "-" + request.loginId())
                .unstarted(() -> {
                    MfaOutcome said;
                    try {
                        said = said(provider, request, plugin);
                    } finally {
                        place.release(); // before the answer: whoever hears it may call again at once
                    }
                    answer.complete(said);
                });
        thread.setContextClassLoader(provider.plugin().getClass().getClassLoader());
        thread.start();
        return thread;
    }

    private MfaOutcome said(Provider provider, MfaRequest request, Callable<@Nullable MfaOutcome> plugin) {
        try {
            return carried(provider, request, plugin.call());
        } catch (Throwable thrown) {
            faults.warn(provider.name() + " failed at login " + request.loginId() + ": " + told(thrown));
            return MfaOutcome.Denied.fault(provider.name() + " failed: " + told(thrown));
        }
    }

    /** An exception's class and place. Its message is the plugin's and may carry what a log must not. */
    private static String told(Throwable thrown) {
        var trace = thrown.getStackTrace();
        return thrown.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    private static MfaOutcome carried(Provider provider, MfaRequest request, @Nullable MfaOutcome outcome) {
        return switch (outcome) {
            case null -> MfaOutcome.Denied.fault(provider.name() + " answered nothing");
            case MfaOutcome.AnswerNeeded needed ->
                request.usable().contains(needed.by())
                        ? needed
                        : MfaOutcome.Denied.fault(provider.name() + " wants an answer that the client cannot carry");
            default -> outcome;
        };
    }

    /** At most one line a second, so that a plugin in trouble cannot fill the log; what is left out is counted. */
    private static final class QuietLog {
        private static final long PAUSE = Duration.ofSeconds(1).toNanos();

        private final ReentrantLock line = new ReentrantLock();
        private long next = System.nanoTime();
        private long leftOut;

        void warn(String text) {
            line.lock();
            try {
                if (System.nanoTime() - next < 0) {
                    leftOut++;
                    return;
                }
                LOG.warn("{}; the login is denied ({} such lines left out before)", text, leftOut);
                next = System.nanoTime() + PAUSE;
                leftOut = 0;
            } finally {
                line.unlock();
            }
        }
    }
}
