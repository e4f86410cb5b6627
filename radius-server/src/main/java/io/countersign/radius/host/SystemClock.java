package io.countersign.radius.host;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;

/** What Linux knows of its own clock. */
public final class SystemClock {
    /** {@code struct timex} has 208 octets where a long has eight. */
    private static final int TIMEX_OCTETS = 256;

    private static final int MAXIMUM_ERROR = 3 * Long.BYTES; // maxerror, in microseconds

    /** The kernel lets the error grow to this, half a millisecond a second, and no further, while nobody sets the clock by another. */
    private static final Duration NOT_SYNCHRONIZED = Duration.ofSeconds(16);

    private SystemClock() {}

    /**
     * By how much the clock is wrong at most, as the kernel reckons it from when a service last set it by another clock (adjtimex(2)); empty
     * where that cannot be asked, as on Windows and where a sandbox forbids it.
     */
    public static Optional<Duration> maximumError() {
        if (!LinuxCalls.canBeUsed()) {
            return Optional.empty();
        }
        try (var arena = Arena.ofConfined()) {
            var calls = new LinuxCalls(arena.allocate(Linker.Option.captureStateLayout()));
            MemorySegment timex = arena.allocate(TIMEX_OCTETS, Long.BYTES); // no modes: nothing is set
            return calls.adjustClock(timex) < 0
                    ? Optional.empty()
                    : Optional.of(Duration.ofNanos(timex.get(JAVA_LONG, MAXIMUM_ERROR) * 1_000));
        }
    }

    /** Whether a clock that may be so wrong is set by another: systemd's rule, which holds for every service that does that. */
    public static boolean isSynchronized(Duration maximumError) {
        return maximumError.compareTo(NOT_SYNCHRONIZED) < 0;
    }
}
