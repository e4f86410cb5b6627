package io.countersign.radius.plugins;

import java.util.Map;

/** The providers that are loaded, by name. Closing closes them all; calls still open are denied. */
public final class Plugins implements AutoCloseable {
    private final Map<String, Provider> providers;
    private final Runnable closing;

    Plugins(Map<String, Provider> providers, Runnable closing) {
        this.providers = Map.copyOf(providers);
        this.closing = closing;
    }

    /** All providers by name. */
    public Map<String, Provider> byName() {
        return providers;
    }

    @Override
    public void close() {
        closing.run();
    }
}
