package io.countersign.radius.administration;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.CaseFolding;
import io.countersign.policy.DialIn;
import io.countersign.policy.Facts;
import io.countersign.policy.Groups;
import io.countersign.policy.PolicyEngine;
import io.countersign.policy.PolicyEngine.ConnectionRequestDecision;
import io.countersign.policy.PolicyEngine.NetworkDecision;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.dictionary.InvalidValue;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.identity.Directory;
import io.countersign.radius.identity.LoginName;
import io.countersign.radius.identity.User;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Evaluates the policies in force for a made-up request: no credential is checked, no factor is asked, nothing is written. */
public final class PolicyTrial {
    private static final int AUTHENTICATOR_OCTETS = 16;

    private final PolicyEngine engine;
    private final List<RadiusClient> clients;
    private final List<Directory> directories;
    private final Dictionary dictionary;

    PolicyTrial(PolicyEngine engine, List<RadiusClient> clients, List<Directory> directories, Dictionary dictionary) {
        this.engine = engine;
        this.clients = List.copyOf(clients);
        this.directories = List.copyOf(directories);
        this.dictionary = dictionary;
    }

    /**
     * A request as it is typed.
     *
     * @param groups besides those that the directory knows the user in
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
     * What the policies say.
     *
     * @param decision absent if no connection request policy matched, if it leaves the decision to remote servers, or if nobody knows the user
     * @param note what was assumed or is missing; may be empty
     */
    public record Answer(
            ConnectionRequestDecision connectionRequest, Optional<NetworkDecision> decision, String note) {}

    /**
     * Evaluates.
     *
     * @throws WrongInput if there is no such client or attribute
     */
    public Answer ask(Question question) {
        var client = clients.stream()
                .filter(known -> CaseFolding.same(known.name(), question.client()))
                .findFirst()
                .orElseThrow(() -> new WrongInput(
                        "there is no client \"" + question.client() + "\"; countersign client list shows them"));
        var request = packet(question);
        var first = engine.connectionRequest(facts(question, client, request, Optional.empty()));
        if (first.policy().isEmpty() || first.policy().get().forwardsTo().isPresent()) {
            return new Answer(first, Optional.empty(), "");
        }
        var user = user(question.user());
        if (user.isEmpty() && question.groups().isEmpty()) {
            return new Answer(
                    first,
                    Optional.empty(),
                    "no directory knows the user " + question.user() + "; name --group to try one that is not there");
        }
        var account = account(question, user);
        return new Answer(
                first,
                Optional.of(engine.network(facts(question, client, request, Optional.of(account)))),
                user.isPresent() ? "" : "the user " + question.user() + " is made up");
    }

    private static Facts.Account account(Question question, Optional<User> user) {
        var groups = new TreeSet<>(question.groups());
        user.ifPresent(known -> groups.addAll(known.groups().written()));
        return new Facts.Account(
                user.map(User::name).orElse(question.user()),
                Groups.of(groups),
                user.map(User::dialIn).orElse(DialIn.ABSENT));
    }

    private Optional<User> user(String typed) {
        var name = LoginName.parse(typed);
        return directories.stream()
                .flatMap(directory -> directory.find(name).stream())
                .findFirst();
    }

    private Facts facts(Question question, RadiusClient client, Packet request, Optional<Facts.Account> account) {
        return new Facts(
                client.name(),
                client.type(),
                client.definition().address().network(),
                client.definition().vendor(),
                name -> dictionary.texts(request, name),
                question.method(),
                question.at(),
                account);
    }

    private Packet packet(Question question) {
        var attributes = new ArrayList<Attribute>();
        attributes.addAll(encode("User-Name", question.user()));
        question.attributes().forEach(each -> attributes.addAll(encode(each.getKey(), each.getValue())));
        return new Packet(Code.ACCESS_REQUEST, 0, Octets.wrap(new byte[AUTHENTICATOR_OCTETS]), attributes);
    }

    private List<Attribute> encode(String name, String value) {
        try {
            return dictionary.encodeAll(name, value);
        } catch (InvalidValue e) {
            throw new WrongInput("the attribute " + name + ": " + e.getMessage() + "; " + e.fix(), e);
        }
    }
}
