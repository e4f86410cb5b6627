package io.countersign.radius.access;

import io.countersign.policy.ConnectionRequestPolicy;
import io.countersign.policy.ConnectionRequestPolicy.Authentication;
import io.countersign.policy.PolicyEngine.NetworkDecision;
import io.countersign.policy.ReasonCode;
import io.countersign.policy.SecondFactor;
import io.countersign.radius.challenge.Challenges;
import io.countersign.radius.challenge.ChallengesUnavailable;
import io.countersign.radius.event.AuthEvents;
import io.countersign.radius.event.Printable;
import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.exchange.Deliberation;
import io.countersign.radius.exchange.OpenLogin;
import io.countersign.radius.exchange.RequestHandler;
import io.countersign.radius.exchange.Service;
import io.countersign.radius.exchange.Verdict;
import io.countersign.radius.forwarding.Forwarded;
import io.countersign.radius.forwarding.Forwarder;
import io.countersign.radius.forwarding.RemoteServerId;
import io.countersign.radius.forwarding.ServerGroup;
import io.countersign.radius.identity.DirectoryUnavailable;
import io.countersign.radius.identity.FirstFactor;
import io.countersign.radius.packet.StandardAttributes;
import io.countersign.radius.secondfactor.SecondFactors;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Decides on an Access-Request: pending challenge, connection request policy, first factor, network policy, second factor, reply
 * attributes. The order is the text.
 *
 * <p>Every request ends in one {@link io.countersign.radius.event.AuthEvent}, told once its reply is on its way and of nothing but that reply;
 * those that were not looked at for overload share one a minute for each client.
 * Called on a listener's thread, and where that takes waiting again on the virtual thread of the request; blocks there while a user is asked.
 */
public final class AccessService implements RequestHandler {
    /** What is told of a request that our own mistake ends: the exchange leaves it unanswered. */
    private static final Ruling OWN_MISTAKE = Ruling.silence(
            Verdict.SilenceReason.UNANSWERABLE, ReasonCode.INTERNAL_ERROR, "internal error, the log tells more");

    private static final Ruling STOPPING =
            Ruling.reject(ReasonCode.SERVER_UNAVAILABLE, "the server stopped before the request was decided");

    private final PoliciesInForce inForce;
    private final Forwarder forwarding;
    private final SecondFactorRounds secondFactor;
    private final AuthEvents events;
    private final Traced traced;
    private final BooleanSupplier usersCanBeFound;
    private final Pace pace;
    private final Overloads overloads = new Overloads();
    private final RemoteChallenges remoteChallenges = new RemoteChallenges(System::nanoTime);
    private final Clock clock;

    /**
     * Wires the path.
     *
     * @param inForce lends the policies in force once for each request, which so sees one revision from beginning to end
     * @param traced which events tell why the policies decided so
     * @param usersCanBeFound whether the directories answer, as far as is known; asked on listeners' threads
     * @param pace by which those are answered who are turned away
     * @param clock in the time zone that the policies' days and times are meant in
     */
    public AccessService(
            PoliciesInForce inForce,
            Forwarder forwarding,
            SecondFactors factors,
            Challenges challenges,
            AuthEvents events,
            Traced traced,
            BooleanSupplier usersCanBeFound,
            Pace pace,
            Clock clock) {
        this.inForce = inForce;
        this.forwarding = forwarding;
        this.secondFactor = new SecondFactorRounds(factors, challenges, new Confirmation(inForce), events, clock);
        this.events = events;
        this.traced = traced;
        this.usersCanBeFound = usersCanBeFound;
        this.pace = pace;
        this.clock = clock;
    }

    @Override
    public boolean isUp() {
        return usersCanBeFound.getAsBoolean();
    }

    /** It brings back the State of a challenge that was made here or by a remote server. */
    @Override
    public boolean goesOn(Authentic request) {
        if (!request.packet().has(StandardAttributes.STATE)) {
            return false;
        }
        var asked = new AccessRequest(request);
        return asked.state().filter(state -> secondFactor.issued(state, asked)).isPresent()
                || remoteChallenges.find(asked).isPresent();
    }

    @Override
    public Deliberation begin(Authentic request) {
        return new LoginDeliberation(new AccessRequest(request), new Journal(request));
    }

    private Ruling decide(AccessRequest request, Journal journal) {
        var ruling = rule(request, journal);
        if (ruling.verdict() instanceof Verdict.Reject && !(request.credential() instanceof Credential.None)) {
            holdUp(request.authentic().receivedAt(), ruling.reason());
        }
        return dressed(ruling, request, journal);
    }

    private static Ruling dressed(Ruling ruling, AccessRequest request, Journal journal) {
        return ShownReference.in(MethodReply.to(request).dress(ruling), request, journal.loginId());
    }

    /**
     * Whoever brings a credential and is turned away must not learn from the time why: a right password whose account is disabled, or that
     * no policy grants, is answered as late as a wrong one. Policies have been given back by now.
     */
    private void holdUp(Instant receivedAt, ReasonCode reason) {
        if (reason == ReasonCode.SECOND_FACTOR_DENIED) {
            pace.holdUpOnce(receivedAt); // a user who was asked took a time of their own
        } else if (reason != ReasonCode.REMOTE_SERVER_REJECTED) {
            pace.holdUp(receivedAt);
        }
    }

    /** One request, from the first look at it to the event that tells what went out. */
    private final class LoginDeliberation implements Deliberation {
        private final AccessRequest request;
        private final Journal journal;

        /** Written and read by the thread that decides. */
        private Ruling decided = OWN_MISTAKE;

        LoginDeliberation(AccessRequest request, Journal journal) {
            this.request = request;
            this.journal = journal;
        }

        @Override
        public Verdict decide() {
            decided = AccessService.this.decide(request, journal);
            return decided.verdict();
        }

        @Override
        public Optional<OpenLogin> open() {
            return Optional.of(journal.open());
        }

        @Override
        public Verdict undecided(Ending ending) {
            return dressed(ruling(ending), request, journal).verdict();
        }

        @Override
        public void ended(Ending ending, Verdict sent) {
            var now = clock.instant();
            var ruling = ruling(ending).with(sent);
            if (sent instanceof Verdict.Silence(var why) && why == Verdict.SilenceReason.OVERLOAD) {
                overloads
                        .count(request.client().name(), now)
                        .ifPresent(many -> tell(
                                ruling.detailed(ruling.detail() + " (" + many + " of them since the last line)"), now));
            } else {
                tell(ruling, now);
            }
        }

        private void tell(Ruling ruling, Instant now) {
            var event = journal.close(ruling, now, traced);
            events.happened(event);
            events.packets().ifPresent(told -> told.accept(journal.packets(event, ruling.verdict())));
        }

        /** Only a verdict that came in time is told of; whatever a late one would have been, nobody got it. */
        private Ruling ruling(Ending ending) {
            return switch (ending) {
                case DECIDED -> decided;
                case TOO_LONG -> decided.tooLong();
                case LATE -> journal.undecided();
                case STOPPING -> STOPPING;
                case MISTAKE -> OWN_MISTAKE;
            };
        }
    }

    private Ruling rule(AccessRequest request, Journal journal) {
        var lent = inForce.lend(request.client());
        if (lent.isEmpty()) {
            return Ruling.silence(
                    Verdict.SilenceReason.FAULT,
                    ReasonCode.SERVER_UNAVAILABLE,
                    "the client was changed, or the server stops, while its request came in; it has to ask again");
        }
        try (var policies = lent.get()) {
            return rule(request, policies.policies(), journal);
        }
    }

    private Ruling rule(AccessRequest request, CompiledPolicies policies, Journal journal) {
        journal.revision(policies.revision());
        journal.method(request.credential().method());
        if (request.ambiguous()) {
            return Ruling.reject(
                    ReasonCode.MALFORMED_REQUEST, "not exactly one User-Name, or two credentials or States");
        }
        if (request.isBaseless()) {
            return baseless();
        }
        try {
            return request.state()
                            .filter(state -> secondFactor.issued(state, request))
                            .isPresent()
                    ? secondFactor.goOn(request, request.state().get(), policies, journal)
                    : start(request, policies, journal);
        } catch (DirectoryUnavailable | ChallengesUnavailable fault) {
            return Ruling.silence(
                    Verdict.SilenceReason.FAULT, ReasonCode.SERVER_UNAVAILABLE, String.valueOf(fault.getMessage()));
        }
    }

    private static Ruling baseless() {
        return Ruling.silence(
                Verdict.SilenceReason.NOTHING_TO_BELIEVE,
                ReasonCode.MALFORMED_REQUEST,
                "neither a credential nor a signature");
    }

    private Ruling start(AccessRequest request, CompiledPolicies policies, Journal journal) {
        var facts = RequestFacts.of(request, clock.getZone());
        var asked = remoteChallenges.find(request);
        var matched = connectionRequestPolicy(asked, facts, policies, journal);
        if (matched.isEmpty()) {
            var reason = ReasonCode.NO_CONNECTION_REQUEST_POLICY_MATCHED;
            return Ruling.reject(reason, reason.text());
        }
        var policy = matched.get();
        journal.connectionRequestPolicy(policy.name());
        var seen = request.behind(policy);
        if (seen.isEmpty()) {
            return Ruling.reject(
                    ReasonCode.MALFORMED_REQUEST, "what is to be changed cannot be, or nothing is left of it");
        }
        if (!seen.get().userName().equals(request.userName())) {
            journal.remark(
                    "the User-Name was taken as " + Printable.of(seen.get().userName()));
        }
        if (policy.authentication() instanceof Authentication.ForwardTo(var group)) {
            return forward(
                    request, new Route(seen.get(), policy, policies.serverGroup(group), policies), asked, journal);
        }
        if (request.state().isPresent()) {
            return Ruling.reject(ReasonCode.SECOND_FACTOR_DENIED, "the challenge is unknown, used or expired");
        }
        return switch (FirstFactorCheck.of(seen.get(), policy, policies, journal)) {
            case FirstFactor.Refused(var reason, var detail, var user) -> {
                user.ifPresent(journal::user);
                yield Ruling.reject(reason, detail);
            }
            case FirstFactor.Overloaded(var detail) ->
                Ruling.silence(Verdict.SilenceReason.OVERLOAD, ReasonCode.DISCARDED, detail);
            case FirstFactor.Passed passed -> {
                journal.user(passed.identity().user());
                yield authorize(request, passed, policy, facts, policies, journal);
            }
        };
    }

    /** The one under which the login began if a remote server waits for this answer, else the first whose conditions hold. */
    private Optional<ConnectionRequestPolicy> connectionRequestPolicy(
            Optional<RemoteChallenges.Asked> asked, RequestFacts facts, CompiledPolicies policies, Journal journal) {
        var began = asked.flatMap(challenge -> policies.connectionRequestPolicy(challenge.policy()))
                .filter(policy -> policy.authentication() instanceof Authentication.ForwardTo);
        if (began.isPresent()) {
            return began;
        }
        var decision = policies.engine().connectionRequest(facts.ofRequest(policies.dictionary()));
        journal.connection(decision.why());
        return decision.policy();
    }

    /**
     * Where a request is forwarded.
     *
     * @param seen the request as it goes there
     */
    private record Route(
            AccessRequest seen, ConnectionRequestPolicy policy, ServerGroup group, CompiledPolicies policies) {
        Route only(ServerGroup one) {
            return new Route(seen, policy, one, policies);
        }

        /** With what the connection request policy adds to a remote server's Access-Accept. */
        Verdict completed(Verdict verdict) {
            return verdict instanceof Verdict.Accept(var attributes)
                    ? new Verdict.Accept(policies.replyBesides(policy).replacing(attributes, policies.dictionary()))
                    : verdict;
        }
    }

    /** The remote server decides on everything, and its words go back as they are. An answer is for the server that asked, for no other. */
    private Ruling forward(
            AccessRequest request, Route route, Optional<RemoteChallenges.Asked> asked, Journal journal) {
        if (request.isBaselessBesidesItsState() && asked.isEmpty()) {
            return baseless(); // signed by us, it would be believed elsewhere
        }
        var group = route.group();
        journal.forwardsTo(group.name());
        var to = asked.isPresent() ? group.only(asked.get().server()) : Optional.of(group);
        return to.isPresent()
                ? forward(request, route.only(to.get()), journal)
                : Ruling.reject(
                        ReasonCode.REMOTE_SERVER_REJECTED,
                        "the server that asked is no longer in " + group.name() + "; log in again");
    }

    private Ruling forward(AccessRequest request, Route route, Journal journal) {
        var group = route.group();
        return switch (forwarding.forward(
                route.seen().authentic(),
                Service.AUTHENTICATION,
                group,
                (server, fault) -> journal.refusesReplyOf(server, group.name(), fault))) {
            case Forwarded.Answered(var server, var verdict) -> {
                if (verdict instanceof Verdict.Challenge(var attributes)) {
                    var by = new RemoteServerId(group.name(), server);
                    remoteChallenges.keep(
                            request, new RemoteChallenges.Asked(route.policy().name(), by), attributes);
                }
                yield new Ruling(
                        route.completed(verdict),
                        verdict instanceof Verdict.Reject ? ReasonCode.REMOTE_SERVER_REJECTED : ReasonCode.SUCCESS,
                        "forwarded to " + group.name() + ", answered by " + server);
            }
            case Forwarded.Unanswered() -> journal.undecided();
            case Forwarded.InACircle() ->
                Ruling.reject(ReasonCode.REMOTE_SERVER_REJECTED, "the request went in a circle");
            case Forwarded.Refused(var why) -> Ruling.reject(ReasonCode.REMOTE_SERVER_REJECTED, why);
        };
    }

    private Ruling authorize(
            AccessRequest request,
            FirstFactor.Passed first,
            ConnectionRequestPolicy connection,
            RequestFacts facts,
            CompiledPolicies policies,
            Journal journal) {
        var decision = policies.network(facts, first.identity(), connection);
        journal.network(decision.why());
        return switch (decision) {
            case NetworkDecision.Refused(var reason, var policy, var _) -> {
                policy.ifPresent(refusing -> journal.networkPolicy(refusing.name()));
                yield Ruling.reject(reason, reason.text());
            }
            case NetworkDecision.Granted(var policy, var _) -> {
                journal.networkPolicy(policy.name());
                yield grant(
                        new Granted(request, facts, first.identity(), first.proof(), connection, policy, policies),
                        journal);
            }
        };
    }

    private Ruling grant(Granted granted, Journal journal) {
        return switch (granted.policy().mfa()) {
            case SecondFactor.None() -> granted.accept("no second factor asked");
            case SecondFactor.AnyOf anyOf -> secondFactor.ask(granted, anyOf, journal);
            case SecondFactor.NotReached() ->
                Ruling.reject(ReasonCode.INTERNAL_ERROR, "the policy grants without a word on the second factor");
        };
    }
}
