package io.countersign.radius.transport;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * One UDP listener.
 *
 * @param bind the local address and port; port 0 takes any free one
 * @param batch datagrams read by one system call at most, where the system can; 1 to 256, default 64
 * @param socketBuffer octets that the system keeps for us while we are busy; 64 KiB to 64 MiB, default 4 MiB, cut by the system to its limit
 * @param drainWithin how long a stop waits for requests in work; default 10 s, not negative
 */
public record UdpSettings(InetSocketAddress bind, int batch, int socketBuffer, Duration drainWithin) {
    /** Checks the ranges. */
    public UdpSettings {
        if (bind.isUnresolved()) {
            throw new IllegalArgumentException("the address " + bind.getHostString() + " is unknown");
        }
        if (batch < 1 || batch > 256) {
            throw new IllegalArgumentException("a batch of " + batch + " datagrams is not within 1 to 256");
        }
        if (socketBuffer < 1 << 16 || socketBuffer > 1 << 26) {
            throw new IllegalArgumentException(
                    "a socket buffer of " + socketBuffer + " octets is not within 64 KiB to 64 MiB");
        }
        if (drainWithin.isNegative()) {
            throw new IllegalArgumentException("the time to drain is negative");
        }
    }

    /** The defaults for an address. */
    public static UdpSettings at(InetSocketAddress bind) {
        return new UdpSettings(bind, 64, 4 << 20, Duration.ofSeconds(10));
    }
}
