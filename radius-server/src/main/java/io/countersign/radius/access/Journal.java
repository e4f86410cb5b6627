package io.countersign.radius.access;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.Trace;
import io.countersign.policy.Words;
import io.countersign.radius.event.AuthEvent;
import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.exchange.Verdict;
import io.countersign.radius.identity.User;
import io.countersign.radius.packet.StandardAttributes;
import io.countersign.radius.secondfactor.PendingChallenge;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes down what happens to one request, for the one {@link AuthEvent} at its end. Only written to on the way: no decision reads it.
 * Used by the request's thread alone.
 */
final class Journal {
    private final Authentic request;
    private final String userName;
    private final Optional<String> callingStation;
    private final List<Supplier<Trace>> traces = new ArrayList<>();
    private String loginId = LoginIds.next();
    private String method = "unknown";
    private long revision;
    private Optional<String> user = Optional.empty();
    private Optional<String> connectionRequestPolicy = Optional.empty();
    private Optional<String> networkPolicy = Optional.empty();
    private Optional<String> factor = Optional.empty();
    private Optional<String> factorOutcome = Optional.empty();
    private Optional<String> bypass = Optional.empty();

    Journal(Authentic request) {
        this.request = request;
        this.userName = AccessRequest.text(request.packet(), StandardAttributes.USER_NAME)
                .orElse("");
        this.callingStation = AccessRequest.callingStation(request.packet());
    }

    String loginId() {
        return loginId;
    }

    /** The request answers the challenge of an earlier one: from here on it is the same login. */
    void goesOn(PendingChallenge pending) {
        loginId = pending.loginId();
        revision = pending.policy().revision();
        user = Optional.of(pending.userId());
        connectionRequestPolicy = Optional.of(pending.connectionRequestPolicy());
        networkPolicy = Optional.of(pending.policy().name());
    }

    void method(AuthenticationMethod used) {
        method = Words.of(used);
    }

    void revision(long number) {
        revision = number;
    }

    void user(User known) {
        user = Optional.of(known.id());
    }

    void connectionRequestPolicy(String name) {
        connectionRequestPolicy = Optional.of(name);
    }

    void networkPolicy(String name) {
        networkPolicy = Optional.of(name);
    }

    void factor(String provider, String outcome) {
        factor = Optional.of(provider);
        factorOutcome = Optional.of(outcome);
    }

    void bypass(String why) {
        bypass = Optional.of(why);
    }

    /** How to tell why the policies decided so; asked only if that is told. */
    void trace(Supplier<Trace> trace) {
        traces.add(trace);
    }

    /**
     * What happened.
     *
     * @param traced whether the trace of a login that was let in is told too; of all others it is
     */
    AuthEvent close(Ruling ruling, Instant now, boolean traced) {
        boolean plain = ruling.verdict() instanceof Verdict.Accept && bypass.isEmpty();
        return new AuthEvent(
                now,
                loginId,
                request.client().name(),
                request.peer(),
                userName,
                user,
                method,
                connectionRequestPolicy,
                networkPolicy,
                revision,
                factor,
                factorOutcome,
                answer(ruling.verdict()),
                ruling.reason(),
                ruling.detail(),
                callingStation,
                bypass,
                Duration.between(request.receivedAt(), now),
                plain && !traced ? Trace.NONE : trace());
    }

    private Trace trace() {
        return Trace.of(traces.stream().map(Supplier::get).toList());
    }

    private static AuthEvent.Answer answer(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accept _ -> AuthEvent.Answer.ACCEPT;
            case Verdict.Reject _ -> AuthEvent.Answer.REJECT;
            case Verdict.Challenge _ -> AuthEvent.Answer.CHALLENGE;
            case Verdict.Recorded _, Verdict.Silence _ -> AuthEvent.Answer.SILENCE;
        };
    }
}
