package io.countersign.radius.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The wrong passwords of one local user, for as long as they may lock the account. Times are of milliseconds.
 *
 * @param userId as in {@link LocalUserStore.LocalUser#id}
 * @param forgottenAt what was typed until then does not count: the right password came, or an administrator has unlocked the account
 * @param at when each was typed, in order; the newest {@value LockOutRule#MOST}
 */
public record WrongPasswords(String userId, Instant forgottenAt, List<Instant> at) {
    /** Copies the times, leaving out those that are forgotten. */
    public WrongPasswords {
        var counting = new TreeSet<>(at).tailSet(forgottenAt, false).stream().toList();
        at = List.copyOf(counting.subList(Math.max(0, counting.size() - LockOutRule.MOST), counting.size()));
    }

    /** Until when the account is locked; empty if it is not. */
    public Optional<Instant> lockedUntil(LockOutRule rule, Instant now) {
        if (at.size() < rule.after()) {
            return Optional.empty();
        }
        var newest = at.getLast();
        var oldest = at.get(at.size() - rule.after());
        return areWithin(rule.lockFor(), oldest, newest) && areWithin(rule.lockFor(), newest, now)
                ? Optional.of(newest.plus(rule.lockFor()))
                : Optional.empty();
    }

    /** In either direction: where somebody sets the clock back, nobody is locked for longer than the rule says. */
    static boolean areWithin(Duration limit, Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(limit) < 0;
    }

    /** What two servers, or a server and its store, know of one user together. */
    public WrongPasswords and(WrongPasswords other, Instant now) {
        var both = new TreeSet<>(at);
        both.addAll(other.at);
        var mine = notAfter(now, forgottenAt);
        var theirs = notAfter(now, other.forgottenAt);
        return new WrongPasswords(userId, mine.isAfter(theirs) ? mine : theirs, List.copyOf(both));
    }

    /** A time that has not come counts as now: somebody has set the clock back, and what is typed from now on must count. */
    static Instant notAfter(Instant now, Instant time) {
        return time.isAfter(now) ? now : time;
    }
}
