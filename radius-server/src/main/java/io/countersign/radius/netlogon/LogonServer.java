package io.countersign.radius.netlogon;

import io.countersign.radius.rpc.EndpointMapper;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A domain controller that can be asked.
 *
 * @param name its DNS or NetBIOS name, by which it is addressed in calls
 * @param mapper where its endpoint mapper listens; the calls themselves go to a port that this one names
 */
public record LogonServer(String name, InetSocketAddress mapper) {
    /** Refuses an address that is still a name. */
    public LogonServer {
        if (mapper.isUnresolved()) {
            throw new IllegalArgumentException("not resolved: " + mapper);
        }
    }

    /** With the endpoint mapper where it is everywhere. */
    public LogonServer(String name, InetAddress address) {
        this(name, new InetSocketAddress(address, EndpointMapper.PORT));
    }

    /** {@code dc1.corp.example (192.0.2.1)}. */
    @Override
    public String toString() {
        return name + " (" + mapper.getAddress().getHostAddress() + ")";
    }
}
