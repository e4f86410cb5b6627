package io.countersign.radius.rpc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** When whoever waits must know. */
public record CallDeadline(Instant end, InstantSource clock) {
    /** A while from now. */
    public static CallDeadline in(Duration time, InstantSource clock) {
        return new CallDeadline(clock.instant().plus(time), clock);
    }

    /** The time that is left; not positive if it is over. */
    public Duration left() {
        return Duration.between(clock.instant(), end);
    }

    /** Whether no time is left. */
    public boolean isOver() {
        return !left().isPositive();
    }

    /** An earlier one: not more than a while from now. */
    public CallDeadline within(Duration time) {
        CallDeadline sooner = in(time, clock);
        return sooner.end.isBefore(end) ? sooner : this;
    }

    /** The time that is left in the milliseconds that sockets count, 1 at least; throws if it is over. */
    int millis(RpcFailed.Effect effect) {
        Duration left = left();
        if (!left.isPositive()) {
            throw new RpcFailed(effect, "it did not answer in time");
        }
        return Math.clamp(left.toMillis(), 1, Integer.MAX_VALUE);
    }
}
