package io.countersign.mfa.entra.push;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How the push service is asked.
 *
 * @param host such as {@code https://strongauthenticationservice.auth.microsoft.com}
 * @param methods in this order; the next is asked only if the service says that the user does not have the one before
 * @param methodsAreSaid whether the settings name the methods; else they are the default
 * @param waiting how the answer comes
 * @param pollInterval between two questions whether the user has answered, where {@code waiting} is {@code ASYNCHRONOUS}; 0.5 to 10 s
 * @param timeout the longest wait for an answer of the service, which waits for the user; 30 to 120 s. A login's deadline ends it sooner
 * @param furtherHosts where the service may send us beside its own host
 * @param affinity whether later questions of a prompt go where the service's AffinityUrl says, if that is a host of the settings
 * @param userAgent what requests say they come from
 */
public record PushSettings(
        URI host,
        List<PushMethod> methods,
        boolean methodsAreSaid,
        Waiting waiting,
        Duration pollInterval,
        Duration timeout,
        Set<URI> furtherHosts,
        boolean affinity,
        String userAgent) {
    /** How an answer comes. */
    public enum Waiting {
        /** The service answers when the user has. */
        SYNCHRONOUS,
        /** The service answers at once, and is asked again and again. */
        ASYNCHRONOUS
    }

    /** Copies the collections. */
    public PushSettings {
        methods = List.copyOf(methods);
        furtherHosts = Set.copyOf(furtherHosts);
    }
}
