package io.countersign.radius.administration;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.CaseFolding;
import io.countersign.policy.Groups;
import io.countersign.policy.Located;
import io.countersign.policy.Problems;
import io.countersign.radius.access.AccessService;
import io.countersign.radius.access.CompiledPolicies;
import io.countersign.radius.access.Pace;
import io.countersign.radius.access.PoliciesInForce;
import io.countersign.radius.access.Traced;
import io.countersign.radius.challenge.Challenges;
import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.crypto.Signed;
import io.countersign.radius.crypto.UserPassword;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.dictionary.InvalidValue;
import io.countersign.radius.event.AuthEvent;
import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.exchange.Deliberation;
import io.countersign.radius.exchange.Opened;
import io.countersign.radius.exchange.Origin;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.exchange.Service;
import io.countersign.radius.exchange.Verdict;
import io.countersign.radius.exchange.Wire;
import io.countersign.radius.identity.Directory;
import io.countersign.radius.identity.GroupCheck;
import io.countersign.radius.identity.LocalDirectory;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.StandardAttributes;
import io.countersign.radius.plugins.ProviderCalls;
import io.countersign.radius.secondfactor.PromptSettings;
import io.countersign.radius.secondfactor.SecondFactors;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Sends a made-up request the way of every request, from its octets to the ruling, without consequences: its password counts as right,
 * nobody is asked, nothing is sent or written. What stands at the doors of that way is stood in for: directories, second factors, remote
 * servers.
 */
public final class PolicyTrial {
    private static final InetSocketAddress ASKED = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1812);
    private static final Secret ANY_PASSWORD = Secret.ofText("any");
    private static final int CHAP_OCTETS = 17;
    private static final int MS_CHAP_CHALLENGE_OCTETS = 16;
    private static final int MS_CHAP_RESPONSE_OCTETS = 50;
    private static final int EAP_OCTETS = 5;

    private final CompiledPolicies.Names names;
    private final Function<CompiledPolicies.Names, PolicyAdministration.InForce> inForce;

    /**
     * With what the policies may name.
     *
     * @param inForce the policies in force, compiled with names
     */
    PolicyTrial(CompiledPolicies.Names names, Function<CompiledPolicies.Names, PolicyAdministration.InForce> inForce) {
        this.names = names;
        this.inForce = inForce;
    }

    /**
     * A request as it is typed.
     *
     * @param groups besides those that the directory knows the user in; without a directory it is a local one
     * @param attributes by dictionary name, in order
     */
    public record Question(
            String client,
            String user,
            Set<String> groups,
            AuthenticationMethod method,
            List<Map.Entry<String, String>> attributes,
            ZonedDateTime at) {
        /** Copies the collections. */
        public Question {
            groups = Set.copyOf(groups);
            attributes = List.copyOf(attributes);
        }
    }

    /**
     * What the server would do.
     *
     * @param event what the audit would tell, with every policy that was looked at
     * @param forwardedTo the group of remote servers that would decide; empty if the decision falls here
     * @param reply the attributes of the Access-Accept, if it is one, each with its value
     * @param note what was assumed or is missing; may be empty
     */
    public record Answer(AuthEvent event, Optional<String> forwardedTo, List<String> reply, String note) {
        /** Copies the list. */
        public Answer {
            reply = List.copyOf(reply);
        }

        /** Whether the user would get in, as far as it is decided here. */
        public boolean isGranted() {
            return forwardedTo.isPresent() || event.answer() == AuthEvent.Answer.ACCEPT;
        }
    }

    /**
     * Tries a request.
     *
     * @param inFull whether every policy that was looked at is told, not only the nearest
     * @throws WrongInput if there is no such client, group or attribute, or if the request would be met with silence
     */
    public Answer ask(Question question, boolean inFull) {
        var groups = question.groups().stream().map(this::group).collect(Collectors.toUnmodifiableSet());
        var supposed = SupposedUser.of(names.directories().values(), question.user(), groups);
        var now = inForce.apply(supposed(supposed));
        var request = request(question, client(question, now.clients()), names.dictionary());
        var event = new AtomicReference<AuthEvent>();
        var forwarder = new SupposedForwarder();
        var clock = Clock.fixed(question.at().toInstant(), question.at().getZone());
        var access = new AccessService(
                _ -> Optional.of(new PoliciesInForce.Lent(now.policies(), () -> {})),
                forwarder,
                new SecondFactors(new ProviderCalls(clock), PromptSettings.DEFAULT, clock),
                Challenges.ofNobody(clock),
                event::set,
                inFull ? Traced.IN_FULL : Traced.ALL,
                () -> true,
                Pace.none(),
                clock);
        var deliberation = access.begin(request);
        var verdict = deliberation.decide();
        deliberation.ended(Deliberation.Ending.DECIDED, verdict);
        return new Answer(
                event.get(),
                forwarder.group(),
                verdict instanceof Verdict.Accept(var attributes) ? shown(attributes) : List.of(),
                forwarder.group().isPresent() ? "" : note(supposed, event.get()));
    }

    /** As policies name it. One that is not there is a slip: no policy could name it. */
    private String group(String typed) {
        var name = typed.indexOf('\\') < 0 && !Groups.isSid(typed) ? LocalDirectory.NAME + '\\' + typed : typed;
        missing(name).ifPresent(missing -> {
            throw new WrongInput(missing.what() + "; " + missing.fix());
        });
        return name;
    }

    /**
     * Looks for the groups that a file of cases names.
     *
     * @return those that are not there, one line each: no policy can name them, and there may be reason to try that
     * @throws io.countersign.policy.InvalidDocument if one is not there that is much like one that is: a slip
     */
    public List<String> check(List<Located<String>> groups) {
        var problems = new Problems();
        var warnings = new ArrayList<String>();
        for (var group : groups) {
            missing(group.value()).ifPresent(missing -> {
                if (missing.isSlip()) {
                    problems.add(group.at(), missing.what(), missing.fix());
                } else {
                    warnings.add(group.at() + ": " + missing.what() + ", so no policy can name it");
                }
            });
        }
        problems.throwIfAny();
        return warnings;
    }

    private List<String> shown(List<Attribute> attributes) {
        return names.dictionary().describe(attributes).stream()
                .map(Dictionary.Line::text)
                .toList();
    }

    private record Missing(String what, String fix, boolean isSlip) {}

    private Optional<Missing> missing(String group) {
        var check = names.group(group).orElse(new GroupCheck.Unknown(Optional.empty()));
        return check instanceof GroupCheck.Unknown(var nearest)
                ? Optional.of(new Missing(
                        "there is no group " + group,
                        nearest.map(near -> "did you mean " + group.substring(0, group.indexOf('\\') + 1) + near + "?")
                                .orElse("countersign group list shows them"),
                        nearest.isPresent()))
                : Optional.empty();
    }

    /** Whom a policy takes for somebody else is known by the other name. */
    private static String note(SupposedUser user, AuthEvent event) {
        if (user.isKnown() || (!user.isMadeUp() && event.user().isPresent())) {
            return "";
        }
        return user.isMadeUp()
                ? "the user " + user.typed() + " is made up"
                : "no directory knows the user " + user.typed() + "; name --group to try one that is not there";
    }

    private CompiledPolicies.Names supposed(SupposedUser user) {
        return new CompiledPolicies.Names(
                names.dictionary(),
                mapped(names.directories(), directory -> (Directory) new SupposedDirectory(directory, user)),
                mapped(names.providers(), provider -> SupposedProvider.of(provider, user)),
                names.withoutSettings());
    }

    private static <T> Map<String, T> mapped(Map<String, T> all, Function<T, T> each) {
        return all.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> each.apply(entry.getValue())));
    }

    private static RadiusClient client(Question question, Collection<RadiusClient> clients) {
        return clients.stream()
                .filter(known -> CaseFolding.same(known.name(), question.client()))
                .findFirst()
                .orElseThrow(() -> new WrongInput(
                        "there is no client \"" + question.client() + "\"; countersign client list shows them"));
    }

    /** Signed, as from the client's own address, so that it is opened as the server opens it. */
    private static Authentic request(Question question, RadiusClient client, Dictionary dictionary) {
        var authenticator = Authenticator.random();
        var attributes = new ArrayList<>(encode(dictionary, "User-Name", question.user()));
        attributes.addAll(credential(question.method(), client, authenticator, dictionary));
        question.attributes().forEach(each -> attributes.addAll(encode(dictionary, each.getKey(), each.getValue())));
        var octets = Signed.octets(new Packet(Code.ACCESS_REQUEST, 0, authenticator, attributes), client.secret());
        var origin = new Origin(
                ASKED, new InetSocketAddress(client.definition().address().network(), 1812));
        var at = question.at().toInstant();
        return switch (Wire.open(Octets.wrap(octets), Service.AUTHENTICATION, origin, client, at)) {
            case Authentic request -> request;
            case Opened.Discarded(var reason, var _) ->
                throw new WrongInput("the server would not answer such a request: " + reason);
            case Opened.StatusServer _ -> throw new IllegalStateException("an Access-Request is no Status-Server");
        };
    }

    private static List<Attribute> credential(
            AuthenticationMethod method, RadiusClient client, Octets authenticator, Dictionary dictionary) {
        return switch (method) {
            case UNAUTHENTICATED -> List.of();
            case PAP ->
                List.of(new Attribute(
                        StandardAttributes.USER_PASSWORD,
                        UserPassword.hide(ANY_PASSWORD, client.secret(), authenticator)));
            case CHAP -> List.of(zeros(StandardAttributes.CHAP_PASSWORD, CHAP_OCTETS));
            case EAP -> List.of(zeros(StandardAttributes.EAP_MESSAGE, EAP_OCTETS));
            case MS_CHAP_V2 -> {
                var attributes =
                        new ArrayList<>(encode(dictionary, "MS-CHAP-Challenge", hex(MS_CHAP_CHALLENGE_OCTETS)));
                attributes.addAll(encode(dictionary, "MS-CHAP2-Response", hex(MS_CHAP_RESPONSE_OCTETS)));
                yield attributes;
            }
        };
    }

    private static Attribute zeros(int type, int octets) {
        return new Attribute(type, Octets.wrap(new byte[octets]));
    }

    private static String hex(int octets) {
        return "0x" + "00".repeat(octets);
    }

    private static List<Attribute> encode(Dictionary dictionary, String name, String value) {
        try {
            return dictionary.encodeAll(name, value);
        } catch (InvalidValue e) {
            throw new WrongInput("the attribute " + name + ": " + e.getMessage() + "; " + e.fix(), e);
        }
    }
}
