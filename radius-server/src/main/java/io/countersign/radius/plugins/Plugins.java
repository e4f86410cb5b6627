package io.countersign.radius.plugins;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The providers that are loaded, by name. Closing closes them all; calls still open are denied. */
public final class Plugins implements AutoCloseable {
    private final Map<String, Provider> providers;
    private final Set<String> withoutSettings;
    private final Runnable closing;
    private final AtomicBoolean closed = new AtomicBoolean();

    Plugins(Map<String, Provider> providers, Set<String> withoutSettings, Runnable closing) {
        this.providers = Map.copyOf(providers);
        this.withoutSettings = Set.copyOf(withoutSettings);
        this.closing = closing;
    }

    /** All providers by name. */
    public Map<String, Provider> byName() {
        return providers;
    }

    /** The names of those that are there but not loaded, since they need settings and have none. */
    public Set<String> withoutSettings() {
        return withoutSettings;
    }

    /** Waits for those that close slowly, for 5 s at most. The second time does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            closing.run();
        }
    }
}
