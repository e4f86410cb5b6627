package io.countersign.radius.access;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaHandle;
import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.ClientType;
import io.countersign.policy.ReasonCode;
import io.countersign.policy.SecondFactor;
import io.countersign.policy.SecondFactor.WayRound;
import io.countersign.radius.crypto.UserPassword;
import io.countersign.radius.exchange.Verdict;
import io.countersign.radius.identity.Identity;
import io.countersign.radius.identity.User;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.StandardAttributes;
import io.countersign.radius.secondfactor.Challenges;
import io.countersign.radius.secondfactor.FactorOutcome;
import io.countersign.radius.secondfactor.Login;
import io.countersign.radius.secondfactor.PendingChallenge;
import io.countersign.radius.secondfactor.SecondFactors;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Asks for the second factor of a granted request, and goes on when the answer to a challenge comes. */
public final class SecondFactorRounds {
    private static final int MOST_ROUNDS = 3;

    private final SecondFactors factors;
    private final Challenges challenges;
    private final InstantSource clock;

    /** Asks these factors and keeps what is open in these challenges. */
    public SecondFactorRounds(SecondFactors factors, Challenges challenges, InstantSource clock) {
        this.factors = factors;
        this.challenges = challenges;
        this.clock = clock;
    }

    /** The first round: the policy has granted, now the user is asked. */
    Ruling ask(Granted granted, SecondFactor.AnyOf anyOf, Journal journal) {
        journal.asksForSecondFactor();
        var policy = new Login.MatchedPolicy(
                granted.policy().name(), granted.policies().revision());
        var login = login(granted.request(), granted.identity(), policy, journal.loginId());
        var asked = factors.ask(login, granted.policies().providers(anyOf));
        journal.factor(asked.provider(), nameOf(asked.outcome()));
        return switch (asked.outcome()) {
            case FactorOutcome.NotEnrolled(var hint) ->
                wayRound(anyOf.notEnrolled(), "not-enrolled", hint, granted, journal);
            case FactorOutcome.Unavailable(var cause) ->
                wayRound(anyOf.unavailable(), "unavailable", cause, granted, journal);
            case FactorOutcome.AnswerNeeded(var prompt, var handle) ->
                challenge(
                        new PendingChallenge(
                                login.id(),
                                login.identity().user().id(),
                                granted.request().userName(),
                                login.client(),
                                granted.connection().name(),
                                policy,
                                asked.provider(),
                                handle,
                                granted.reply(),
                                1,
                                clock.instant().plus(Challenges.TIME_TO_ANSWER)),
                        prompt);
            case FactorOutcome.Approved _, FactorOutcome.Denied _, FactorOutcome.Superseded _ ->
                last(asked.outcome(), granted.reply());
        };
    }

    /** Whether a State is one of ours; a remote server's is not. */
    boolean issued(Octets state, AccessRequest request) {
        return challenges.issued(state, request.client().name(), request.userName());
    }

    /** A later round: the request carries the State of a challenge. Whatever does not fit it exactly is rejected. */
    Ruling goOn(AccessRequest request, Octets state, CompiledPolicies policies, Journal journal) {
        if (!(request.credential() instanceof Credential.Pap(var hidden))) {
            return Ruling.reject(ReasonCode.SECOND_FACTOR_DENIED, "a State without an answer in User-Password");
        }
        var taken = challenges.take(state, request.client().name(), request.userName());
        if (taken.isEmpty()) {
            return Ruling.reject(ReasonCode.SECOND_FACTOR_DENIED, "the challenge is unknown, used or expired");
        }
        var pending = taken.get();
        journal.goesOn(pending);
        var user = policies.userById(pending.userId());
        if (user.isEmpty() || user.get().state() != User.AccountState.ACTIVE) {
            return Ruling.reject(ReasonCode.ACCOUNT_DISABLED, "the account was disabled or removed meanwhile");
        }
        var provider = policies.provider(pending.provider());
        var answer = UserPassword.reveal(
                hidden, request.client().secret(), request.packet().authenticator());
        if (provider.isEmpty() || answer.isEmpty()) {
            return Ruling.reject(ReasonCode.SECOND_FACTOR_DENIED, "no such provider any more, or an unreadable answer");
        }
        var identity = new Identity.Proven(user.get(), AuthenticationMethod.PAP);
        var login = login(request, identity, pending.policy(), pending.loginId());
        journal.asksForSecondFactor();
        var outcome =
                factors.answer(login, provider.get(), pending, answer.get().revealText());
        journal.factor(pending.provider(), nameOf(outcome));
        return switch (outcome) {
            case FactorOutcome.AnswerNeeded(var prompt, var handle) -> nextRound(pending, handle, prompt);
            default -> last(outcome, pending.reply());
        };
    }

    private Ruling nextRound(PendingChallenge pending, MfaHandle handle, String prompt) {
        return pending.round() < MOST_ROUNDS
                ? challenge(pending.next(handle, clock.instant().plus(Challenges.TIME_TO_ANSWER)), prompt)
                : Ruling.reject(ReasonCode.SECOND_FACTOR_DENIED, "too many rounds");
    }

    private Ruling challenge(PendingChallenge pending, String prompt) {
        var attributes = List.of(
                new Attribute(StandardAttributes.STATE, challenges.issue(pending)),
                new Attribute(StandardAttributes.REPLY_MESSAGE, Octets.wrap(prompt.getBytes(StandardCharsets.UTF_8))));
        return Ruling.challenge(attributes, pending.provider() + " asks for an answer");
    }

    /** The ruling of an outcome after which nothing is left to ask. */
    private static Ruling last(FactorOutcome outcome, List<Attribute> reply) {
        return switch (outcome) {
            case FactorOutcome.Approved() -> Ruling.accept(reply, "second factor shown");
            case FactorOutcome.Denied(var reason) -> Ruling.reject(ReasonCode.SECOND_FACTOR_DENIED, reason);
            case FactorOutcome.NotEnrolled(var hint) -> Ruling.reject(ReasonCode.SECOND_FACTOR_DENIED, hint);
            case FactorOutcome.Unavailable(var cause) -> Ruling.reject(ReasonCode.SECOND_FACTOR_DENIED, cause);
            case FactorOutcome.AnswerNeeded _ -> Ruling.reject(ReasonCode.SECOND_FACTOR_DENIED, "too many rounds");
            case FactorOutcome.Superseded() ->
                Ruling.silence(
                        Verdict.SilenceReason.SUPERSEDED, ReasonCode.DISCARDED, "a later request took its place");
        };
    }

    /** Lets a user in without the factor where the policy says so for this user and this time; told in the audit by its name. */
    private Ruling wayRound(WayRound rule, String name, String why, Granted granted, Journal journal) {
        return switch (rule) {
            case WayRound.Reject() -> Ruling.reject(ReasonCode.SECOND_FACTOR_DENIED, why);
            case WayRound.Allow(var group, var until) -> {
                if (!granted.identity().user().isMemberOf(group.value())
                        || !clock.instant().isBefore(until)) {
                    yield Ruling.reject(ReasonCode.SECOND_FACTOR_DENIED, why);
                }
                journal.bypass(name);
                yield Ruling.accept(granted.reply(), name + ": allowed for " + group.value() + " until " + until);
            }
        };
    }

    private static Login login(AccessRequest request, Identity identity, Login.MatchedPolicy policy, String loginId) {
        return new Login(
                loginId,
                identity,
                request.client().name(),
                request.client().type(),
                request.client().definition().timeout(),
                request.authentic().proof(),
                policy,
                request.callingStation(),
                usable(request),
                request.authentic().receivedAt(),
                request.authentic().answerBy());
    }

    /** What the client can carry. An answer comes back in a User-Password, so only a client that sent one can bring it. */
    private static Set<Interaction> usable(AccessRequest request) {
        boolean canAnswer = request.client().definition().challenge()
                && request.client().type() == ClientType.STANDARD
                && request.credential() instanceof Credential.Pap;
        return canAnswer ? EnumSet.allOf(Interaction.class) : EnumSet.of(Interaction.OUT_OF_BAND);
    }

    private static String nameOf(FactorOutcome outcome) {
        return switch (outcome) {
            case FactorOutcome.Approved() -> "approved";
            case FactorOutcome.Denied _ -> "denied";
            case FactorOutcome.AnswerNeeded _ -> "answer-needed";
            case FactorOutcome.NotEnrolled _ -> "not-enrolled";
            case FactorOutcome.Unavailable _ -> "unavailable";
            case FactorOutcome.Superseded() -> "superseded";
        };
    }
}
