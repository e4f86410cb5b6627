package io.countersign.mfa.demophone;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaHandle;
import io.countersign.mfa.MfaHost;
import io.countersign.mfa.MfaOutcome;
import io.countersign.mfa.MfaProvider;
import io.countersign.mfa.MfaRequest;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The phone of everybody. Prompts and approvals are numbered in the log, so that they can be counted. */
final class DemoPhone implements MfaProvider {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(30);
    private static final Duration HANG = Duration.ofMinutes(2);

    private final Optional<Script> script;
    private final Terminal terminal;
    private final MfaHost host;
    private final AtomicInteger prompts = new AtomicInteger();
    private final Map<String, Prompt> open = new ConcurrentHashMap<>();

    DemoPhone(Optional<Script> script, Terminal terminal, MfaHost host) {
        this.script = script;
        this.terminal = terminal;
        this.host = host;
        host.log().log(
                Level.WARNING,
                "the demo phone lets users in as {0} says; it is for demos and tests, not for real logins",
                script.map(file -> "the script " + file.file()).orElse("the person at the terminal"));
    }

    /** A prompt that the user has not answered yet. */
    private record Prompt(
            int number, String loginId, Action action, Instant answeredAt, CompletableFuture<Terminal.Answer> asked) {}

    @Override
    public Set<Interaction> interactions() {
        return Set.of(Interaction.OUT_OF_BAND);
    }

    @Override
    @SuppressWarnings("NullAway") // answers null on purpose, where the script says so
    public MfaOutcome begin(MfaRequest request) {
        Script.Step step;
        try {
            step = script.isPresent()
                    ? script.get().stepFor(request.user().loginName())
                    : new Script.Step(Action.ASK, Duration.ZERO);
        } catch (Script.Unreadable unreadable) {
            host.log().log(Level.ERROR, unreadable.getMessage());
            return MfaOutcome.Denied.fault(String.valueOf(unreadable.getMessage()));
        }
        return switch (step.action()) {
            case FAIL -> new MfaOutcome.Unavailable("the script says that the phone service is down");
            case NOT_ENROLLED -> new MfaOutcome.NotEnrolled("the script says that the user has no phone");
            case THROW -> throw new IllegalStateException("the script says throw");
            case NULL -> null;
            case HANG -> hang();
            case APPROVE, DENY, WAIT, ASK -> prompt(request, step);
        };
    }

    @Override
    public MfaOutcome resume(MfaRequest request, MfaHandle handle, MfaEvent event) {
        var prompt = open.get(handle.text());
        if (prompt == null || !prompt.loginId().equals(request.loginId()) || !(event instanceof MfaEvent.Poll)) {
            return MfaOutcome.Denied.notShown("there is no such prompt");
        }
        return answer(prompt)
                .map(outcome -> {
                    open.remove(handle.text());
                    host.log().log(Level.INFO, "prompt {0}: {1}", prompt.number(), word(outcome));
                    return outcome;
                })
                .orElseGet(() -> new MfaOutcome.Waiting(handle, untilAnswered(prompt)));
    }

    /** A script knows when there is something to hear; asked more often, thousands of open prompts would cost more than all else. */
    private Duration untilAnswered(Prompt prompt) {
        return switch (prompt.action()) {
            case ASK -> POLL;
            case WAIT -> LONGEST_POLL;
            default -> {
                Duration left = Duration.between(host.clock().instant(), prompt.answeredAt());
                Duration soon = left.compareTo(POLL) < 0 ? POLL : left;
                yield soon.compareTo(LONGEST_POLL) < 0 ? soon : LONGEST_POLL;
            }
        };
    }

    @Override
    public void cancel(MfaRequest request, MfaHandle handle) {
        var prompt = open.remove(handle.text());
        if (prompt != null) {
            prompt.asked().complete(Terminal.Answer.NO);
            host.log().log(Level.INFO, "prompt {0}: taken back", prompt.number());
        }
    }

    @Override
    public void approvedTooLate(MfaRequest request) {
        var user = request.user().loginName();
        host.log().log(Level.INFO, "the approval of {0} came too late: nobody was let in", user);
        if (script.isEmpty()) {
            terminal.tell("Too late, " + user + " was not let in: the login had been answered before.");
        }
    }

    private MfaOutcome prompt(MfaRequest request, Script.Step step) {
        int number = prompts.incrementAndGet();
        var who = request.user().loginName() + " wants in through " + request.clientName()
                + request.callingStation().map(station -> " from " + station).orElse("") + ".";
        host.log().log(
                Level.INFO,
                "prompt {0} for {1} from {2}",
                number,
                request.user().loginName(),
                request.clientName());
        var asked = step.action() == Action.ASK ? terminal.ask(who) : new CompletableFuture<Terminal.Answer>();
        var handle = new MfaHandle(request.loginId() + "-" + number);
        var prompt = new Prompt(
                number, request.loginId(), step.action(), host.clock().instant().plus(step.after()), asked);
        open.put(handle.text(), prompt);
        return new MfaOutcome.Waiting(handle, untilAnswered(prompt));
    }

    private Optional<MfaOutcome> answer(Prompt prompt) {
        if (prompt.action() == Action.ASK) {
            return Optional.ofNullable(prompt.asked().getNow(null)).map(DemoPhone::outcome);
        }
        if (prompt.action() == Action.WAIT || host.clock().instant().isBefore(prompt.answeredAt())) {
            return Optional.empty();
        }
        return Optional.of(
                prompt.action() == Action.APPROVE
                        ? new MfaOutcome.Approved()
                        : MfaOutcome.Denied.byUser("denied on the phone"));
    }

    private static MfaOutcome outcome(Terminal.Answer answer) {
        return switch (answer) {
            case YES -> new MfaOutcome.Approved();
            case NO -> MfaOutcome.Denied.byUser("denied on the phone");
            case NOBODY ->
                MfaOutcome.Denied.fault(
                        "nobody is at the terminal; give the demo phone a script (settings: mfa: demo-phone: script: FILE)");
        };
    }

    private static String word(MfaOutcome outcome) {
        return outcome instanceof MfaOutcome.Approved ? "approved" : "denied";
    }

    /** Does not come back although it is interrupted, as a badly made plugin would. */
    private MfaOutcome hang() {
        var end = host.clock().instant().plus(HANG);
        while (host.clock().instant().isBefore(end)) {
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException ignored) {
                // That is what hanging means.
            }
        }
        return new MfaOutcome.Approved();
    }
}
