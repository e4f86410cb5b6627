package io.countersign.radius.access;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.ReasonCode;
import io.countersign.policy.Trace;
import io.countersign.policy.Why;
import io.countersign.policy.Words;
import io.countersign.radius.challenge.PendingRound;
import io.countersign.radius.event.AuthEvent;
import io.countersign.radius.event.AuthEvents;
import io.countersign.radius.event.LoginId;
import io.countersign.radius.event.LoginPackets;
import io.countersign.radius.event.Printable;
import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.exchange.OpenLogin;
import io.countersign.radius.exchange.Verdict;
import io.countersign.radius.forwarding.ReplyFault;
import io.countersign.radius.identity.User;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.StandardAttributes;
import io.countersign.radius.secondfactor.DroppedApproval;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes down what happens to one request, for the one {@link AuthEvent} at its end. Only written to on the way: no decision reads it.
 *
 * <p>Written by the request's thread alone; read by whichever thread ends the request, which is why its fields are volatile.
 */
final class Journal {
    private final Authentic request;
    private final String userName;
    private final Optional<String> callingStation;
    private volatile String loginId;
    private volatile String method = "unknown";
    private volatile long revision;
    private volatile Optional<String> user = Optional.empty();
    private volatile Optional<String> account = Optional.empty();
    private volatile Optional<String> forwardedTo = Optional.empty();
    private volatile Optional<String> connectionRequestPolicy = Optional.empty();
    private volatile Optional<String> networkPolicy = Optional.empty();
    private volatile Optional<String> factor = Optional.empty();
    private volatile Optional<String> factorOutcome = Optional.empty();
    private volatile Optional<String> bypass = Optional.empty();
    private volatile String remark = "";
    private volatile String waitsFor = "first factor";
    private volatile Optional<Why> connection = Optional.empty();
    private volatile Optional<Why> network = Optional.empty();
    private volatile Ruling undecided =
            Ruling.reject(ReasonCode.SERVER_UNAVAILABLE, "not decided within the client's time-out");

    Journal(Authentic request) {
        this.request = request;
        this.loginId = LoginId.next(request.receivedAt());
        this.userName = AccessRequest.text(request.packet(), StandardAttributes.USER_NAME)
                .orElse("");
        this.callingStation = AccessRequest.callingStation(request.packet());
    }

    String loginId() {
        return loginId;
    }

    /** The user was asked for this login, which the request may be sent again. */
    void login(String id) {
        loginId = id;
    }

    /** The request answers the challenge of an earlier one: from here on it is the same login. */
    void goesOn(PendingRound.SecondFactor pending) {
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
        account = Optional.of(known.netbiosDomain().orElse(known.directory()) + "\\" + known.name());
    }

    void connectionRequestPolicy(String name) {
        connectionRequestPolicy = Optional.of(name);
    }

    void networkPolicy(String name) {
        networkPolicy = Optional.of(name);
    }

    /** From now on, what the request waits for is its user. */
    void asksForSecondFactor() {
        waitsFor = "second factor";
        undecided = Ruling.reject(ReasonCode.SECOND_FACTOR_DENIED, "no answer within the client's time-out");
    }

    /** From now on, what the request waits for is a remote server: without its word the client shall turn to another one. */
    void forwardsTo(String group) {
        waitsFor = "remote servers " + group;
        forwardedTo = Optional.of(group);
        undecided = Ruling.silence(
                Verdict.SilenceReason.FAULT,
                ReasonCode.REMOTE_SERVER_UNANSWERED,
                "forwarded to " + group + ", no answer in time");
    }

    /** Whatever else the request waits for, an answer has come, and it will not do to say that none has. */
    void refusesReplyOf(String server, String group, ReplyFault fault) {
        undecided = Ruling.silence(
                Verdict.SilenceReason.FAULT,
                ReasonCode.REMOTE_SERVER_REPLY_REFUSED,
                "forwarded to " + group + ", " + server + " sent a reply " + fault.text());
    }

    /** The login as it is now. */
    OpenLogin open() {
        return new OpenLogin(loginId, Printable.cut(userName), request.client().name(), request.receivedAt(), waitsFor);
    }

    /** The ruling if nothing better is known in time. */
    Ruling undecided() {
        return undecided;
    }

    void factor(String provider, String outcome) {
        factor = Optional.of(provider);
        factorOutcome = Optional.of(outcome);
    }

    void bypass(String why) {
        bypass = Optional.of(why);
    }

    /** What is to be told besides the ruling, whatever that will be. */
    void remark(String text) {
        remark = String.join("; ", remark, text);
    }

    /** Why the connection request policies decided so; told only if somebody asks. */
    void connection(Why why) {
        connection = Optional.of(why);
    }

    /** The same of the network policies. Where they are evaluated again, what they said last is told. */
    void network(Why why) {
        network = Optional.of(why);
    }

    /**
     * What happened.
     *
     * @param ruling with the verdict that went out
     */
    AuthEvent close(Ruling ruling, Instant now, Traced traced) {
        boolean plain = ruling.verdict() instanceof Verdict.Accept && bypass.isEmpty();
        return event(
                now,
                factor,
                factorOutcome,
                answer(ruling.verdict()),
                ruling.reason(),
                ruling.detail() + remark,
                traced.of(plain, Stream.concat(connection.stream(), network.stream())));
    }

    /**
     * The same with what NPS's log files tell of its packets.
     *
     * @param sent what really went out
     */
    LoginPackets packets(AuthEvent event, Verdict sent) {
        return new LoginPackets(
                event,
                request.origin().local().getAddress(),
                request.client().definition().vendor(),
                account,
                forwardedTo,
                request.packet().attributes(),
                attributes(sent));
    }

    private static List<Attribute> attributes(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accept(var attributes) -> attributes;
            case Verdict.Reject(var attributes) -> attributes;
            case Verdict.Challenge(var attributes) -> attributes;
            case Verdict.Recorded _, Verdict.Silence _ -> List.of();
        };
    }

    /** How to tell of an approval that comes when this request has been answered. For the prompt's thread: it looks at nothing here later. */
    DroppedApproval droppedApproval(AuthEvents events, InstantSource clock) {
        var asked = event(
                request.receivedAt(),
                Optional.empty(),
                Optional.of("approved-too-late"),
                AuthEvent.Answer.SILENCE,
                ReasonCode.SECOND_FACTOR_DENIED,
                "the user approved after the login had been answered: the approval admits nobody",
                Trace.NONE);
        return provider -> events.happened(asked.of(provider, clock.instant()));
    }

    private AuthEvent event(
            Instant now,
            Optional<String> provider,
            Optional<String> said,
            AuthEvent.Answer answer,
            ReasonCode reason,
            String detail,
            Trace trace) {
        return new AuthEvent(
                now,
                loginId,
                request.client().name(),
                request.origin().peer(),
                userName,
                user,
                method,
                connectionRequestPolicy,
                networkPolicy,
                revision,
                provider,
                said,
                answer,
                reason,
                detail,
                callingStation,
                bypass,
                Duration.between(request.receivedAt(), now),
                trace);
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
