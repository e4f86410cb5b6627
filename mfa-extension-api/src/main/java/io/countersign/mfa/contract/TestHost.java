package io.countersign.mfa.contract;

import io.countersign.mfa.MfaHost;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A host for tests: a clock that a test moves, records in memory, and a log that keeps every line. */
public final class TestHost implements MfaHost {
    private final InstantSource base;
    private volatile Duration passed = Duration.ZERO; // set by a test, read by any thread
    private volatile Duration set = Duration.ZERO; // set by a test, read by any thread
    private final InMemoryRecords records = new InMemoryRecords(this::now);
    private final Log log = new Log();

    /** A host whose clock runs, as plugins that wait need it. */
    public TestHost() {
        this(InstantSource.system());
    }

    /** A host with a clock of the test's own. */
    public TestHost(InstantSource clock) {
        this.base = clock;
    }

    /** Lets time pass. */
    public void forward(Duration by) {
        passed = passed.plus(by);
    }

    /** Sets the time of day, back if negative, as an administrator does. No time passes. */
    public void setClock(Duration by) {
        set = set.plus(by);
    }

    /** Everything that was logged, at any level. */
    public List<String> logged() {
        return List.copyOf(log.lines);
    }

    @Override
    public InstantSource clock() {
        return this::now;
    }

    @Override
    public long nanoTime() {
        return Duration.between(Instant.EPOCH, base.instant()).plus(passed).toNanos();
    }

    @Override
    public System.Logger log() {
        return log;
    }

    @Override
    public InMemoryRecords records() {
        return records;
    }

    private Instant now() {
        return base.instant().plus(passed).plus(set);
    }

    private static final class Log implements System.Logger {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
            lines.add(message + " " + thrown);
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... values) {
            lines.add(format + " " + Arrays.toString(values));
        }
    }
}
