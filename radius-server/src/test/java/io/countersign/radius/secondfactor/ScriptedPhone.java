package io.countersign.radius.secondfactor;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A phone that shows prompts and answers them when a test says so. */
final class ScriptedPhone implements MfaProvider {
    private static final Duration POLL = Duration.ofMillis(5);

    private final List<MfaRequest> prompts = new CopyOnWriteArrayList<>();
    private final Map<String, MfaOutcome> answers = new ConcurrentHashMap<>();
    private volatile boolean minds = true;
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    private final Set<String> toldTooLate = ConcurrentHashMap.newKeySet();

    /** All prompts so far, oldest first. */
    List<MfaRequest> prompts() {
        return prompts;
    }

    /** Whether the prompt of a login was taken back. */
    boolean cancelled(MfaRequest prompt) {
        return cancelled.contains(prompt.loginId());
    }

    /** Whether the user was told that the approval of a login came too late. */
    boolean toldTooLate(MfaRequest prompt) {
        return toldTooLate.contains(prompt.loginId());
    }

    /** Waits for the prompt of a number, from 1. */
    MfaRequest prompt(int number) throws InterruptedException {
        for (int i = 0; i < 2_000 && prompts.size() < number; i++) {
            Thread.sleep(1);
        }
        if (prompts.size() < number) {
            throw new AssertionError("there is no prompt " + number + "; there are " + prompts.size());
        }
        return prompts.get(number - 1);
    }

    /** Whether a prompt can be taken back; one that cannot blocks until it is answered, whatever interrupts it. */
    void minds(boolean interrupts) {
        minds = interrupts;
    }

    void approve(MfaRequest prompt) {
        answers.putIfAbsent(prompt.loginId(), new MfaOutcome.Approved());
    }

    void deny(MfaRequest prompt) {
        answers.putIfAbsent(prompt.loginId(), MfaOutcome.Denied.byUser("denied on the phone"));
    }

    @Override
    public Set<Interaction> interactions() {
        return Set.of(Interaction.OUT_OF_BAND);
    }

    @Override
    public MfaOutcome begin(MfaRequest request) {
        prompts.add(request);
        return minds ? new MfaOutcome.Waiting(new MfaHandle(request.loginId()), POLL) : awaited(request);
    }

    private MfaOutcome awaited(MfaRequest request) {
        while (!answers.containsKey(request.loginId())) {
            Thread.onSpinWait();
        }
        return answers.get(request.loginId());
    }

    @Override
    public MfaOutcome resume(MfaRequest request, MfaHandle handle, MfaEvent event) {
        var answer = answers.get(handle.text());
        return answer == null ? new MfaOutcome.Waiting(handle, POLL) : answer;
    }

    @Override
    public void cancel(MfaRequest request, MfaHandle handle) {
        cancelled.add(handle.text());
    }

    @Override
    public void approvedTooLate(MfaRequest request) {
        toldTooLate.add(request.loginId());
    }
}
