package io.countersign.radius.event;

import io.countersign.policy.ReasonCode;
import io.countersign.policy.Trace;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of one request, told of what really went out. Carries no secret, and no text of more than {@value Printable#MOST_CHARACTERS}
 * characters.
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
    /** Cuts what comes from clients and plugins: a line is for people to read. */
    public AuthEvent {
        userName = Printable.cut(userName);
        factorOutcome = cut(factorOutcome);
        detail = Printable.cut(detail);
        callingStation = cut(callingStation);
        bypass = cut(bypass);
    }

    private static Optional<String> cut(Optional<String> text) {
        return text.isPresent() ? Optional.of(Printable.cut(text.get())) : text;
    }

    /** The same request, of which a factor has something to tell later. */
    public AuthEvent of(String later, Instant when) {
        return new AuthEvent(
                when,
                loginId,
                client,
                peer,
                userName,
                user,
                method,
                connectionRequestPolicy,
                networkPolicy,
                policyRevision,
                Optional.of(later),
                factorOutcome,
                answer,
                reason,
                detail,
                callingStation,
                bypass,
                Duration.between(at, when),
                trace);
    }

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
