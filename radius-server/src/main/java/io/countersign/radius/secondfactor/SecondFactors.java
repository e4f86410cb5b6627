package io.countersign.radius.secondfactor;

import io.countersign.mfa.MfaEvent;
import io.countersign.radius.plugins.Provider;
import io.countersign.radius.plugins.ProviderCalls;
import java.time.InstantSource;
import java.util.List;

/** Asks for second factors: the first of a list that the client can carry and the user has. Safe for use by many threads. */
public final class SecondFactors {
    private final ProviderCalls calls;
    private final PromptLimits limits;
    private final Prompts prompts;
    private final InstantSource clock;

    /** Asks through these calls. */
    public SecondFactors(ProviderCalls calls, PromptSettings settings, InstantSource clock) {
        this(calls, new PromptLimits(settings, System::nanoTime), clock);
    }

    SecondFactors(ProviderCalls calls, PromptLimits limits, InstantSource clock) {
        this.calls = calls;
        this.limits = limits;
        this.prompts = new Prompts(calls, limits, clock);
        this.clock = clock;
    }

    /**
     * What a factor said.
     *
     * @param provider the one that was asked last
     */
    public record Asked(String provider, FactorOutcome outcome) {}

    /**
     * Asks one provider after the other until one has a word. A provider that the user is not enrolled for, or that is unavailable,
     * leaves the word to the next; if none has one, {@link FactorOutcome.Unavailable} is the answer where one was, so that a policy's
     * allowance for users who are not enrolled cannot be reached by an outage.
     *
     * @param candidates in the policy's order
     */
    public Asked ask(Login login, List<Provider> candidates) {
        var last = new Asked(
                "none", FactorOutcome.Denied.notShown("no factor of the policy can be asked through this client"));
        for (var provider : candidates) {
            if (login.ways(provider).isEmpty()) {
                continue;
            }
            var asked = new Asked(provider.name(), prompts.ask(login, provider));
            switch (asked.outcome()) {
                case FactorOutcome.NotEnrolled _ ->
                    last = last.outcome() instanceof FactorOutcome.Unavailable ? last : asked;
                case FactorOutcome.Unavailable _ -> last = asked;
                default -> {
                    return asked;
                }
            }
        }
        return last;
    }

    /** Gives a provider the user's answer to its challenge. */
    public FactorOutcome answer(Login login, Provider provider, PendingChallenge pending, String answer) {
        var outcome = new Dialogue(calls, provider, login.request(login.answerBy()), clock)
                .resume(pending.handle(), new MfaEvent.Answer(answer));
        limits.answered(login.identity().user().id(), login.ways(provider), outcome);
        return outcome;
    }

    /** How many prompts are open now. */
    public int openPrompts() {
        return prompts.open();
    }
}
