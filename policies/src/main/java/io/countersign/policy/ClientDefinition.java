package io.countersign.policy;

import java.time.Duration;
import java.util.Set;

/**
 * A RADIUS client as a document describes it.
 *
 * @param name the friendly name, unique
 * @param secret how to get the shared secret; never the secret itself
 * @param vendor the client's vendor by dictionary name, {@code standard} if not said
 * @param challenge whether the client can show an Access-Challenge
 * @param limitProxyState whether a request that may be unsigned is discarded if it carries Proxy-State; {@code true} if not said, except for an
 *     RD Gateway that may be unsigned
 * @param showReference whether Access-Reject and Access-Challenge tell the user the login's reference; where its users see it if not said
 * @param timeout how long the client waits for an answer; 10 s to 5 min; 60 s for an RD Gateway and 30 s for others if not said
 */
public record ClientDefinition(
        String name,
        AddressRange address,
        SecretReference secret,
        ClientType type,
        Duration timeout,
        String vendor,
        boolean challenge,
        MessageAuthenticatorRule messageAuthenticator,
        boolean limitProxyState,
        StatusServerRule statusServer,
        boolean showReference,
        Set<Unsafe> unsafe,
        Location at) {
    /** Copies the set. */
    public ClientDefinition {
        unsafe = Set.copyOf(unsafe);
    }

    /** The same client, described elsewhere: with another way to get its secret, in another place. */
    public ClientDefinition with(SecretReference otherSecret, Location elsewhere) {
        return new ClientDefinition(
                name,
                address,
                otherSecret,
                type,
                timeout,
                vendor,
                challenge,
                messageAuthenticator,
                limitProxyState,
                statusServer,
                showReference,
                unsafe,
                elsewhere);
    }
}
