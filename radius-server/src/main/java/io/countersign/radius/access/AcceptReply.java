package io.countersign.radius.access;

import io.countersign.policy.ClientType;
import io.countersign.policy.ReasonCode;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.dictionary.InvalidValue;
import io.countersign.radius.identity.User;
import io.countersign.radius.packet.Attribute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The attributes of an Access-Accept, as policies have it that were compiled; the account's own are added for each login.
 *
 * @param ofClients what a client of each type is sent by the network policy
 * @param ofDialIn whether the account's dial-in properties count
 * @param required names of attributes without which nobody is let in
 */
record AcceptReply(ByClient ofClients, boolean ofDialIn, List<String> required) {
    AcceptReply {
        required = List.copyOf(required);
    }

    /** What goes to clients: the same to all, and to an RD Gateway what is for it alone besides. */
    record ByClient(List<Attribute> forAll, List<Attribute> forRdGateways) {
        ByClient {
            forAll = List.copyOf(forAll);
            forRdGateways = List.copyOf(forRdGateways);
        }

        List<Attribute> of(ClientType type) {
            return type == ClientType.RD_GATEWAY ? forRdGateways : forAll;
        }
    }

    /**
     * Those of a connection request policy.
     *
     * @param once left out where the network policy has one of the same type
     */
    record Besides(List<Attribute> once, List<Attribute> often) {
        static final Besides NOTHING = new Besides(List.of(), List.of());

        Besides {
            once = List.copyOf(once);
            often = List.copyOf(often);
        }

        /** What came, and these. */
        List<Attribute> addedTo(List<Attribute> attributes) {
            if (once.isEmpty() && often.isEmpty()) {
                return attributes;
            }
            var all = new ArrayList<>(attributes);
            all.addAll(often);
            var there = types(attributes);
            once.stream().filter(attribute -> !there.contains(attribute.type())).forEach(all::add);
            return all;
        }

        /** A remote server's, with these in place of those of the same name. */
        List<Attribute> replacing(List<Attribute> attributes, Dictionary dictionary) {
            var own = new ArrayList<>(once);
            own.addAll(often);
            return AcceptReply.replacing(attributes, own, dictionary);
        }
    }

    /** The attributes of a granted login, or why it cannot be granted. */
    Ruling accept(Granted granted, Besides besides, String detail) {
        var dictionary = granted.policies().dictionary();
        var attributes = besides.addedTo(ofClients.of(granted.request().client().type()));
        try {
            attributes = withDialIn(attributes, granted.identity().user(), dictionary);
        } catch (InvalidValue invalid) {
            return Ruling.reject(
                    ReasonCode.RESTRICTION_INVALID,
                    "a dial-in property of the account cannot be sent: " + invalid.getMessage());
        }
        var accept = Ruling.accept(attributes, granted.proof(), detail);
        return required.isEmpty() ? accept : guarded(accept, granted.request(), dictionary);
    }

    /** What is the account's own stands in place of what the policies have of the same type, as the account overrides them. */
    private List<Attribute> withDialIn(List<Attribute> attributes, User user, Dictionary dictionary) {
        var properties = user.dialInProperties().reply();
        if (!ofDialIn) {
            return attributes;
        }
        var own = new ArrayList<Attribute>();
        properties.forEach((name, values) -> values.forEach(value -> own.addAll(dictionary.encodeAll(name, value))));
        return replacing(attributes, own, dictionary);
    }

    /** Those attributes with some in place of what they have of the same names. */
    private static List<Attribute> replacing(List<Attribute> attributes, List<Attribute> own, Dictionary dictionary) {
        if (own.isEmpty()) {
            return attributes;
        }
        var all = new ArrayList<>(dictionary.without(attributes, own));
        all.addAll(own);
        return all;
    }

    /** Whatever way a login has come so far, without these attributes it ends here. Keys that the method adds count. */
    private Ruling guarded(Ruling accept, AccessRequest request, Dictionary dictionary) {
        var sent = MethodReply.to(request).dress(accept).accepted();
        var missing = required.stream()
                .filter(name -> !dictionary.isAmong(name, sent))
                .toList();
        return missing.isEmpty()
                ? accept
                : Ruling.reject(
                        ReasonCode.ACCESS_DENIED,
                        "the policy requires in its reply what nothing has sent: " + String.join(", ", missing));
    }

    private static Set<Integer> types(List<Attribute> attributes) {
        var types = new HashSet<Integer>();
        attributes.forEach(attribute -> types.add(attribute.type()));
        return types;
    }
}
