package io.countersign.radius.access;

import io.countersign.mfa.Interaction;
import io.countersign.mfa.MfaHandle;
import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.ClientType;
import io.countersign.policy.ReasonCode;
import io.countersign.policy.SecondFactor;
import io.countersign.policy.SecondFactor.WayRound;
import io.countersign.radius.challenge.Challenges;
import io.countersign.radius.challenge.ChallengesUnavailable;
import io.countersign.radius.challenge.PendingRound;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.event.AuthEvents;
import io.countersign.radius.exchange.Verdict;
import io.countersign.radius.identity.DirectoryUnavailable;
import io.countersign.radius.identity.FirstFactor;
import io.countersign.radius.identity.FirstFactors;
import io.countersign.radius.identity.Identity;
import io.countersign.radius.identity.LoginName;
import io.countersign.radius.identity.User;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.StandardAttributes;
import io.countersign.radius.secondfactor.FactorOutcome;
import io.countersign.radius.secondfactor.Login;
import io.countersign.radius.secondfactor.SecondFactors;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Asks for the second factor of a granted request, and goes on when the answer to a challenge comes. */
final class SecondFactorRounds {
    private static final int MOST_ROUNDS = 3;

    /** The user's code is not to be shown while it is typed (RFC 2869 §5.10; in an Access-Challenge only). */
    private static final Attribute NO_ECHO = new Attribute(StandardAttributes.PROMPT, Octets.wrap(new byte[4]));

    /** Why a factor could not be asked for, so that only a policy's way round it lets the user in. */
    private enum Gap {
        NOT_ENROLLED("not-enrolled"),
        UNAVAILABLE("unavailable");

        private final String text;

        Gap(String text) {
            this.text = text;
        }

        WayRound rule(SecondFactor.AnyOf anyOf) {
            return switch (this) {
                case NOT_ENROLLED -> anyOf.notEnrolled();
                case UNAVAILABLE -> anyOf.unavailable();
            };
        }
    }

    private final SecondFactors factors;
    private final Challenges challenges;
    private final Confirmation confirmation;
    private final AuthEvents events;
    private final Clock clock;
    private final CheckedPasswords passwords = new CheckedPasswords(MOST_ROUNDS);

    /** Asks these factors, keeps what is open in these challenges, lets nobody in who is not confirmed, and tells of late approvals. */
    SecondFactorRounds(
            SecondFactors factors, Challenges challenges, Confirmation confirmation, AuthEvents events, Clock clock) {
        this.factors = factors;
        this.challenges = challenges;
        this.confirmation = confirmation;
        this.events = events;
        this.clock = clock;
    }

    /** The first round: the policy has granted, now the user is asked. */
    Ruling ask(Granted granted, SecondFactor.AnyOf anyOf, Journal journal) {
        journal.asksForSecondFactor();
        var policy = new Login.MatchedPolicy(
                granted.policy().name(), granted.policies().revision());
        var login = login(granted.request(), granted.identity(), policy, journal.loginId());
        var answer = factors.ask(login, granted.policies().providers(anyOf), journal.droppedApproval(events, clock));
        var provider = answer.provider();
        journal.login(answer.loginId());
        journal.factor(provider, nameOf(answer.outcome()));
        return switch (answer.outcome()) {
            case FactorOutcome.NotEnrolled(var hint) ->
                confirmed(granted, journal, now -> wayRound(now, Gap.NOT_ENROLLED, hint, journal));
            case FactorOutcome.Unavailable(var cause) ->
                confirmed(granted, journal, now -> wayRound(now, Gap.UNAVAILABLE, cause, journal));
            case FactorOutcome.Approved() -> confirmed(granted, journal, now -> admit(now, provider));
            case FactorOutcome.AnswerNeeded(var _, var prompt, var handle) -> {
                password(granted.request()).ifPresent(password -> passwords.remember(answer.loginId(), password));
                yield challenge(
                        new PendingRound.SecondFactor(
                                answer.loginId(),
                                login.identity().user().id(),
                                login.identity() instanceof Identity.Proven,
                                granted.request().userName(),
                                login.client(),
                                granted.request().withoutCredential(),
                                granted.connection().name(),
                                policy,
                                provider,
                                handle,
                                1,
                                clock.instant().plus(SecondFactors.TIME_TO_ANSWER)),
                        prompt);
            }
            case FactorOutcome.Denied _, FactorOutcome.Superseded _ -> refused(answer.outcome());
        };
    }

    /** Whether a State is one of ours; a remote server's is not. */
    boolean issued(Octets state, AccessRequest request) {
        return challenges.issued(state, request.client().name());
    }

    /** A later round: the request carries the State of a challenge. Whatever does not fit it exactly is rejected. */
    Ruling goOn(AccessRequest request, Octets state, CompiledPolicies policies, Journal journal) {
        if (!(request.credential() instanceof Credential.Pap(var hidden))) {
            return Ruling.reject(ReasonCode.SECOND_FACTOR_DENIED, "a State without an answer in User-Password");
        }
        var found = challenges.find(state, request.client().name());
        return found.isEmpty()
                ? usedUp()
                : switch (found.get()) {
                    case PendingRound.SecondFactor pending ->
                        isOf(pending, request, policies)
                                ? goOn(request, state, hidden, pending, policies, journal)
                                : anothers(pending, journal);
                };
    }

    private static Ruling usedUp() {
        return Ruling.reject(ReasonCode.SECOND_FACTOR_DENIED, "the challenge is unknown, used or expired");
    }

    /** Whether an answer names the account that was asked, in whichever of its spellings. */
    private static boolean isOf(PendingRound.SecondFactor pending, AccessRequest request, CompiledPolicies policies) {
        return request.userName().equals(pending.userName())
                || policies.connectionRequestPolicy(pending.connectionRequestPolicy())
                        .flatMap(policy -> request.behind(policy)
                                .flatMap(seen -> FirstFactors.user(
                                        policies.directories(policy), LoginName.parse(seen.userName()))))
                        .filter(user -> user.id().equals(pending.userId()))
                        .isPresent();
    }

    /** The challenge stays: its own user may still answer. */
    private static Ruling anothers(PendingRound.SecondFactor pending, Journal journal) {
        journal.login(pending.loginId());
        return Ruling.reject(
                ReasonCode.SECOND_FACTOR_DENIED, "the answer names another user than the one who was challenged");
    }

    /**
     * What can be looked up before the challenge is used up, is: during an outage of the directory the answer stays unanswered, and sent
     * again afterwards it counts. What fails later is a Reject, as the same answer can do nothing more.
     */
    private Ruling goOn(
            AccessRequest request,
            Octets state,
            Octets hidden,
            PendingRound.SecondFactor pending,
            CompiledPolicies policies,
            Journal journal) {
        journal.goesOn(pending);
        var user = policies.userById(pending.userId());
        user.ifPresent(journal::user);
        if (!challenges.take(state, pending.client())) {
            return usedUp();
        }
        try {
            return answered(request, hidden, pending, user, policies, journal);
        } catch (DirectoryUnavailable | ChallengesUnavailable fault) {
            factors.abandon(pending.loginId());
            return Ruling.reject(
                    ReasonCode.SERVER_UNAVAILABLE,
                    "after the answer was checked: " + fault.getMessage() + "; it is used up, log in again");
        }
    }

    private Ruling answered(
            AccessRequest request,
            Octets hidden,
            PendingRound.SecondFactor pending,
            Optional<User> user,
            CompiledPolicies policies,
            Journal journal) {
        var provider = policies.provider(pending.provider());
        var answer = request.revealed(hidden);
        if (user.isEmpty() || provider.isEmpty() || answer.isEmpty()) {
            factors.abandon(pending.loginId());
        }
        if (user.isEmpty()) {
            return Ruling.reject(ReasonCode.ACCOUNT_DISABLED, "the account was removed meanwhile");
        }
        if (provider.isEmpty() || answer.isEmpty()) {
            return Ruling.reject(ReasonCode.SECOND_FACTOR_DENIED, "no such provider any more, or an unreadable answer");
        }
        if (passwords.isPasswordOf(pending.loginId(), answer.get())) {
            factors.abandon(pending.loginId());
            return Ruling.reject(
                    ReasonCode.SECOND_FACTOR_DENIED,
                    "the password came again where a code was asked for; it is not counted");
        }
        var identity = pending.proven()
                ? new Identity.Proven(user.get(), AuthenticationMethod.PAP)
                : new Identity.Asserted(user.get(), pending.client());
        var login = login(request, identity, pending.policy(), pending.loginId());
        journal.asksForSecondFactor();
        var outcome = factors.answer(
                login,
                provider.get(),
                pending.handle(),
                answer.get().revealText(),
                journal.droppedApproval(events, clock));
        journal.factor(pending.provider(), nameOf(outcome));
        return switch (outcome) {
            case FactorOutcome.AnswerNeeded(var _, var prompt, var handle) -> nextRound(pending, handle, prompt);
            case FactorOutcome.Approved() ->
                confirmation.look(before(request, identity, pending), journal, now -> admit(now, pending.provider()));
            case FactorOutcome.Denied _,
                    FactorOutcome.NotEnrolled _,
                    FactorOutcome.Unavailable _,
                    FactorOutcome.Superseded _ -> refused(outcome);
        };
    }

    private Confirmation.Before before(AccessRequest request, Identity identity, PendingRound.SecondFactor pending) {
        return new Confirmation.Before(
                request,
                RequestFacts.goingOn(request, pending.said(), clock.getZone()),
                identity,
                new FirstFactor.Proof.None(),
                pending.connectionRequestPolicy(),
                pending.policy().name());
    }

    /** Nobody is let in, or round a factor, who is not granted still. */
    private Ruling confirmed(Granted granted, Journal journal, Function<Granted, Ruling> whatNow) {
        return confirmation.look(Confirmation.Before.of(granted), journal, whatNow);
    }

    /** A factor that the policy asks for is shown. */
    private static Ruling admit(Granted now, String provider) {
        boolean asked = switch (now.policy().mfa()) {
            case SecondFactor.None() -> true;
            case SecondFactor.AnyOf anyOf ->
                now.policies().providers(anyOf).stream()
                        .anyMatch(known -> known.name().equals(provider));
            case SecondFactor.NotReached() -> false;
        };
        return asked
                ? now.accept("second factor shown")
                : Ruling.reject(
                        ReasonCode.SECOND_FACTOR_DENIED, "the policy asks for another factor meanwhile; log in again");
    }

    /** Lets a user in without the factor where the policy says so for this user and this time; told in the audit by its name. */
    private Ruling wayRound(Granted now, Gap gap, String why, Journal journal) {
        if (!(now.policy().mfa() instanceof SecondFactor.AnyOf anyOf)
                || !(gap.rule(anyOf) instanceof WayRound.Allow(var group, var until))
                || !now.identity().user().isMemberOf(group.value())
                || !clock.instant().isBefore(until)) {
            return Ruling.reject(ReasonCode.SECOND_FACTOR_DENIED, why);
        }
        journal.bypass(gap.text);
        return now.accept(gap.text + ": allowed for " + group.value() + " until " + until);
    }

    private Ruling nextRound(PendingRound.SecondFactor pending, MfaHandle handle, String prompt) {
        if (pending.round() >= MOST_ROUNDS) {
            factors.abandon(pending.loginId());
            return Ruling.reject(ReasonCode.SECOND_FACTOR_DENIED, "too many rounds");
        }
        return challenge(pending.next(handle, clock.instant().plus(SecondFactors.TIME_TO_ANSWER)), prompt);
    }

    private Ruling challenge(PendingRound.SecondFactor pending, String prompt) {
        var attributes = List.of(
                new Attribute(StandardAttributes.STATE, challenges.issue(pending)),
                new Attribute(
                        StandardAttributes.REPLY_MESSAGE,
                        Octets.wrap(ChallengeText.of(prompt).getBytes(StandardCharsets.UTF_8))),
                NO_ECHO);
        return Ruling.challenge(attributes, pending.provider() + " asks for an answer");
    }

    private static Optional<Secret> password(AccessRequest request) {
        return request.credential() instanceof Credential.Pap(var hidden) ? request.revealed(hidden) : Optional.empty();
    }

    /** The ruling of an outcome that admits nobody. */
    private static Ruling refused(FactorOutcome outcome) {
        return switch (outcome) {
            case FactorOutcome.Denied(var _, var reason) -> Ruling.reject(ReasonCode.SECOND_FACTOR_DENIED, reason);
            case FactorOutcome.NotEnrolled(var hint) -> Ruling.reject(ReasonCode.SECOND_FACTOR_DENIED, hint);
            case FactorOutcome.Unavailable(var cause) -> Ruling.reject(ReasonCode.SECOND_FACTOR_DENIED, cause);
            case FactorOutcome.Superseded() ->
                Ruling.silence(
                        Verdict.SilenceReason.SUPERSEDED, ReasonCode.DISCARDED, "a later request took its place");
            case FactorOutcome.Approved _, FactorOutcome.AnswerNeeded _ ->
                throw new IllegalStateException("an outcome that goes on");
        };
    }

    private static Login login(AccessRequest request, Identity identity, Login.MatchedPolicy policy, String loginId) {
        return new Login(
                loginId,
                identity,
                request.client().name(),
                request.authentic().proof(),
                policy,
                request.callingStation(),
                usable(request),
                request.sending(),
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
