package io.countersign.radius.audit;

import io.countersign.radius.event.Printable;
import java.io.IOException;
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

    /** That the address cannot be had, and what to do. */
    public String refusal(IOException failed) {
        return "metrics cannot be served on " + Printable.address(address) + ": " + failed.getMessage()
                + "; choose another port for metrics: or leave it out";
    }
}
