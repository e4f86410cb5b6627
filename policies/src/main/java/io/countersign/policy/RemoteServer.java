package io.countersign.policy;

import java.net.InetAddress;
import java.time.Duration;

/**
 * A RADIUS server of a remote RADIUS server group, as a document describes it. The words are NPS's.
 *
 * @param name unique in its group
 * @param authenticationPort 1812 if not said
 * @param accountingPort 1813 if not said
 * @param secret how to get the shared secret; never the secret itself
 * @param priority the lower, the sooner it is asked; 1 to 65535, 1 if not said
 * @param weight its share among servers of the same priority; 1 to 100, 50 if not said
 * @param timeout without a response for so long a request is lost; 1 s to 5 min, 3 s if not said
 * @param maximumLostPackets so many lost requests in a row make it unavailable; 1 to 1000, 5 if not said
 * @param blackoutInterval an unavailable server is tried again after so long; 1 s to 1 h, 30 s if not said
 * @param statusServer whether it answers Status-Server, which then tells when it is back; not if not said
 */
public record RemoteServer(
        String name,
        InetAddress address,
        int authenticationPort,
        int accountingPort,
        SecretReference secret,
        int priority,
        int weight,
        Duration timeout,
        int maximumLostPackets,
        Duration blackoutInterval,
        boolean statusServer,
        Location at) {
    /** The same server, described elsewhere: with another way to get its secret, in another place. */
    public RemoteServer with(SecretReference otherSecret, Location elsewhere) {
        return new RemoteServer(
                name,
                address,
                authenticationPort,
                accountingPort,
                otherSecret,
                priority,
                weight,
                timeout,
                maximumLostPackets,
                blackoutInterval,
                statusServer,
                elsewhere);
    }
}
