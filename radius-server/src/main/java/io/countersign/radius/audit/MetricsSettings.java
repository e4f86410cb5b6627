package io.countersign.radius.audit;

import java.net.InetSocketAddress;

/**
 * Where health and metrics are served.
 *
 * @param address on loopback: whoever reaches it may read it
 */
public record MetricsSettings(InetSocketAddress address) {
    /** Checks that only this machine can reach the address. */
    public MetricsSettings {
        if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("metrics are served on loopback only");
        }
    }
}
