package io.countersign.radius.secondfactor;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaOutcome.Denied.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Stops prompt bombing, and codes that are sent without end: after some prompts in a row that a user refused, the user is left in peace for
 * a while. Prompts that nobody answers pause nobody, since a service may be at fault, but only so many are shown within an hour. A code that
 * is sent is such a prompt until it comes back right, and only so many are sent within a day.
 *
 * <p>An approval starts the counts anew, but for that of the day. Counts pass with a clock that nobody sets, and are kept in memory for the users who were asked
 * last. Safe for use by many threads; two prompts of one user at the same time are counted, but not held against each other.
 */
final class PromptLimits {
    private static final long USERS = 100_000;
    private static final int UNANSWERED_AN_HOUR = 20;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final PromptSettings settings;
    private final Cache<String, Integer> refusedInARow;
    private final Cache<String, Integer> unanswered;
    private final Cache<String, Integer> sentCodes;

    /** Limits as the settings have them. The clock is one as {@link System#nanoTime}. */
    PromptLimits(PromptSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.refusedInARow = Caffeine.newBuilder()
                .maximumSize(USERS)
                .expireAfterWrite(settings.pause())
                .ticker(nanoTime::getAsLong)
                .build();
        this.unanswered = within(HOUR, nanoTime);
        this.sentCodes = within(DAY, nanoTime);
    }

    /** Counts from the first on, for so long. */
    private static Cache<String, Integer> within(Duration time, LongSupplier nanoTime) {
        return Caffeine.newBuilder()
                .maximumSize(USERS)
                .expireAfter(Expiry.<String, Integer>creating((_, _) -> time))
                .ticker(nanoTime::getAsLong)
                .build();
    }

    /**
     * Why a user is not asked now; empty if nothing stands against it.
     *
     * @param ways how the user could be asked: what the provider has and the client can carry
     */
    Optional<String> refusal(String user, Set<Interaction> ways) {
        if (reachesADevice(ways) && count(refusedInARow, user) >= settings.notApprovedInARow()) {
            return Optional.of("the user refused too many prompts in a row, and is not prompted for a while");
        }
        if (reachesADevice(ways) && count(unanswered, user) >= UNANSWERED_AN_HOUR) {
            return Optional.of("nobody answered " + UNANSWERED_AN_HOUR
                    + " prompts for the user; an hour after the first there can be more");
        }
        int sent = count(sentCodes, user);
        return ways.contains(Interaction.SENT_CODE) && sent >= settings.sentCodesPerDay()
                ? Optional.of(sent + " codes were sent to the user within a day, as many as prompts.sent-codes-per-day"
                        + " allows; a day after the first there can be more")
                : Optional.empty();
    }

    /** Counts what became of asking a user in one of these ways. */
    void asked(String user, Set<Interaction> ways, FactorOutcome outcome) {
        said(user, outcome);
        if (isDenied(outcome, Kind.NOT_SHOWN) && ways.contains(Interaction.OUT_OF_BAND)) {
            another(unanswered, user); // what bombing looks like
        }
    }

    /**
     * Counts what became of the answer to a challenge. One that was wrong is counted already, since its code was sent; one of an app was never
     * a prompt.
     */
    void answered(String user, Set<Interaction> ways, FactorOutcome outcome) {
        said(user, outcome);
        if (isDenied(outcome, Kind.FAULT) && ways.contains(Interaction.SENT_CODE)) {
            forgive(user); // it may have been right; that it was sent stays counted for the day
        }
    }

    /** Counts what counts in the same way for a prompt and for the answer to a challenge. */
    private void said(String user, FactorOutcome outcome) {
        switch (outcome) {
            case FactorOutcome.Approved() -> approved(user);
            case FactorOutcome.AnswerNeeded(var by, var _, var _) -> challenged(user, by);
            case FactorOutcome.Denied(var kind, var _) -> {
                switch (kind) {
                    case BY_USER -> another(refusedInARow, user);
                    case NOT_SHOWN, FAULT -> {
                        // Says nothing of the user by itself
                    }
                }
            }
            case FactorOutcome.NotEnrolled _, FactorOutcome.Unavailable _, FactorOutcome.Superseded _ -> {
                // Nobody was prompted
            }
        }
    }

    private static boolean isDenied(FactorOutcome outcome, Kind kind) {
        return outcome instanceof FactorOutcome.Denied(var how, var _) && how == kind;
    }

    private void challenged(String user, Interaction by) {
        if (by == Interaction.SENT_CODE) {
            another(unanswered, user);
            another(sentCodes, user);
        }
    }

    private void approved(String user) {
        refusedInARow.invalidate(user);
        unanswered.invalidate(user);
    }

    private void forgive(String user) {
        unanswered.asMap().computeIfPresent(user, (_, count) -> Math.max(0, count - 1));
    }

    private static void another(Cache<String, Integer> counts, String user) {
        counts.asMap().merge(user, 1, Integer::sum);
    }

    private static boolean reachesADevice(Set<Interaction> ways) {
        return ways.contains(Interaction.OUT_OF_BAND) || ways.contains(Interaction.SENT_CODE);
    }

    private static int count(Cache<String, Integer> counts, String user) {
        Integer count = counts.getIfPresent(user);
        return count == null ? 0 : count;
    }
}
