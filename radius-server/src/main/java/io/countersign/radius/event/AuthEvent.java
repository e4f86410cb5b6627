package io.countersign.radius.event;

import io.countersign.policy.ReasonCode;
import io.countersign.policy.Trace;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One decision on one request. Carries no secret.
 *
 * @param loginId ties the rounds of one login together; eight characters that a person can read out
 * @param client the RADIUS client's friendly name
 * @param userName as it came; any characters, to be escaped by whoever writes it
 * @param user the account's id, once known
 * @param factor the second factor asked, and its word
 */
public record AuthEvent(
        Instant at,
        String loginId,
        String client,
        InetSocketAddress peer,
        String userName,
        Optional<String> user,
        String method,
        Optional<String> connectionRequestPolicy,
        Optional<String> networkPolicy,
        long policyRevision,
        Optional<String> factor,
        Optional<String> factorOutcome,
        Answer answer,
        ReasonCode reason,
        String detail,
        Optional<String> callingStation,
        Optional<String> bypass,
        Duration took,
        Trace trace)
        implements Audited {
    /** What was sent. */
    public enum Answer {
        /** An Access-Accept. */
        ACCEPT,
        /** An Access-Reject. */
        REJECT,
        /** An Access-Challenge. */
        CHALLENGE,
        /** Nothing. */
        SILENCE
    }
}
