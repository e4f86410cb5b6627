package io.countersign.radius.secondfactor;

import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaRequest;
import io.countersign.radius.plugins.Provider;
import io.countersign.radius.plugins.ProviderCalls;
import java.time.Duration;
import java.time.InstantSource;

/** One conversation with a plugin, polled until it has a word to say or the deadline has passed. */
record Dialogue(
        ProviderCalls calls,
        Provider provider,
        MfaRequest request,
        ProviderCalls.LateApproval late,
        InstantSource clock) {
    FactorOutcome begin() {
        return wordOf(calls.begin(provider, request, late));
    }

    FactorOutcome resume(MfaHandle handle, MfaEvent event) {
        return wordOf(calls.resume(provider, request, handle, event, late));
    }

    private FactorOutcome wordOf(MfaOutcome outcome) {
        var next = outcome;
        while (next instanceof MfaOutcome.Waiting(var handle, var pollAfter)) {
            if (!waited(pollAfter)) {
                calls.cancel(provider, request, handle);
                return FactorOutcome.Denied.notShown("no answer in time");
            }
            next = calls.resume(provider, request, handle, new MfaEvent.Poll(), late);
            if (Thread.currentThread().isInterrupted() || !isInTime()) {
                calls.cancel(provider, request, handle);
            }
        }
        return switch (next) {
            case MfaOutcome.Approved() -> new FactorOutcome.Approved();
            case MfaOutcome.Denied(var kind, var reason) -> new FactorOutcome.Denied(kind, reason);
            case MfaOutcome.AnswerNeeded(var by, var prompt, var handle) ->
                new FactorOutcome.AnswerNeeded(by, prompt, handle);
            case MfaOutcome.NotEnrolled(var hint) -> new FactorOutcome.NotEnrolled(hint);
            case MfaOutcome.Unavailable(var cause) -> new FactorOutcome.Unavailable(cause);
            case MfaOutcome.Waiting _ -> throw new IllegalStateException("still waiting");
        };
    }

    /** Waits before the next poll. Answers false if the deadline comes first or the login was given up. */
    private boolean waited(Duration pollAfter) {
        var left = Duration.between(clock.instant(), request.deadline());
        var wait = pollAfter.compareTo(left) < 0 ? pollAfter : left;
        try {
            Thread.sleep(wait.isNegative() ? Duration.ZERO : wait);
        } catch (InterruptedException givenUp) {
            return false;
        }
        return isInTime();
    }

    private boolean isInTime() {
        return clock.instant().isBefore(request.deadline());
    }
}
