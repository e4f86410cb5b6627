package io.countersign.radius.secondfactor;

import com.github.benmanes.caffeine.cache.Ticker;
import io.countersign.mfa.MfaEvent;
import io.countersign.mfa.MfaHandle;
import io.countersign.radius.plugins.Provider;
import io.countersign.radius.plugins.ProviderCalls;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Asks for second factors: the first of a list that the client can carry and the user has. Safe for use by many threads. */
public final class SecondFactors {
    /** How long a user has to answer a challenge. */
    public static final Duration TIME_TO_ANSWER = Duration.ofMinutes(2);

    private final ProviderCalls calls;
    private final PromptLimits limits;
    private final Prompts prompts;
    private final OpenChallenges challenges;
    private final InstantSource clock;

    /** Asks through these calls. */
    public SecondFactors(ProviderCalls calls, PromptSettings settings, InstantSource clock) {
        this(calls, new PromptLimits(settings, System::nanoTime), clock);
    }

    SecondFactors(ProviderCalls calls, PromptLimits limits, InstantSource clock) {
        this.calls = calls;
        this.limits = limits;
        this.prompts = new Prompts(calls, limits, clock);
        this.challenges = new OpenChallenges(calls, TIME_TO_ANSWER, Ticker.systemTicker());
        this.clock = clock;
    }

    /** Asks the user of a login as {@link Prompts#ask} says. A user who has too many open challenges gets no further one. */
    public FactorAnswer ask(Login login, List<Provider> candidates, DroppedApproval dropped) {
        var answer = prompts.ask(login, candidates, dropped);
        return candidates.stream()
                .filter(provider -> provider.name().equals(answer.provider()))
                .findFirst()
                .map(provider -> new FactorAnswer(
                        answer.loginId(),
                        provider.name(),
                        opened(login.as(answer.loginId()), provider, answer.outcome())))
                .orElse(answer);
    }

    /** Gives a provider the user's answer to its challenge. An approval that comes after the login's time admits nobody, and is told. */
    public FactorOutcome answer(
            Login login, Provider provider, MfaHandle handle, String answer, DroppedApproval dropped) {
        challenges.close(login.id());
        var request = login.request(login.answerBy());
        ProviderCalls.LateApproval late = () -> {
            calls.approvedTooLate(provider, request);
            dropped.by(provider.name());
        };
        var said = new Dialogue(calls, provider, request, late, clock).resume(handle, new MfaEvent.Answer(answer));
        limits.answered(login.identity().user().id(), login.ways(provider), said);
        return opened(login, provider, said);
    }

    /** Nobody will bring the answer to a login's open challenge any more. */
    public void abandon(String loginId) {
        challenges.abandon(loginId);
    }

    /** How many prompts are open now. */
    public int openPrompts() {
        return prompts.open();
    }

    /** How many requests were an earlier login sent again as a new request. */
    public long repeatedLogins() {
        return prompts.repeated();
    }

    private FactorOutcome opened(Login login, Provider provider, FactorOutcome outcome) {
        if (!(outcome instanceof FactorOutcome.AnswerNeeded(var _, var _, var handle))) {
            return outcome;
        }
        var request = login.request(login.answerBy());
        if (challenges.open(provider, request, handle)) {
            return outcome;
        }
        calls.cancel(provider, request, handle);
        return FactorOutcome.Denied.notShown("too many challenges of this user wait for an answer");
    }
}
