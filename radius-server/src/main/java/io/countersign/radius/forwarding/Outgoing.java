package io.countersign.radius.forwarding;

import static io.countersign.radius.packet.StandardAttributes.CHAP_CHALLENGE;
import static io.countersign.radius.packet.StandardAttributes.CHAP_PASSWORD;
import static io.countersign.radius.packet.StandardAttributes.PROXY_STATE;
import static io.countersign.radius.packet.StandardAttributes.USER_NAME;

import io.countersign.policy.AttributeRewrite;
import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.crypto.MessageAuthenticator;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.exchange.Service;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client's request on its way to a remote server: new Identifier, new authenticator, our Proxy-State last (RFC 2865 §5.33). */
final class Outgoing {
    private final Authentic request;
    private final Service service;
    private final Dictionary dictionary;
    private final List<Attribute> attributes;

    private Outgoing(Authentic request, Service service, Dictionary dictionary, List<Attribute> attributes) {
        this.request = request;
        this.service = service;
        this.dictionary = dictionary;
        this.attributes = attributes;
    }

    /** What goes to a group; empty if nobody knows which User-Name should. */
    static Optional<Outgoing> of(Authentic request, Service service, ServerGroup group, Octets ownProxyState) {
        List<Attribute> attributes = new ArrayList<>();
        for (Attribute attribute : group.request().apply(request.packet().attributes())) {
            if (attribute.type() == USER_NAME) {
                Optional<Attribute> rewritten = rewritten(attribute, group.userName());
                if (rewritten.isEmpty()) {
                    return Optional.empty();
                }
                attributes.add(rewritten.get());
            } else if (attribute.type() != MessageAuthenticator.TYPE) {
                attributes.add(attribute);
            }
        }
        if (request.packet().has(CHAP_PASSWORD) && !request.packet().has(CHAP_CHALLENGE)) {
            // The challenge was the authenticator, which is another one from here on (RFC 2865 §5.3).
            attributes.add(new Attribute(CHAP_CHALLENGE, request.packet().authenticator()));
        }
        attributes.add(new Attribute(PROXY_STATE, ownProxyState));
        return Optional.of(new Outgoing(request, service, group.dictionary(), attributes));
    }

    private static Optional<Attribute> rewritten(Attribute userName, List<AttributeRewrite> rewrites) {
        if (rewrites.isEmpty()) {
            return Optional.of(userName);
        }
        return AttributeRewrite.applyAll(rewrites, userName.value().text())
                .map(text -> Octets.wrap(text.getBytes(StandardCharsets.UTF_8)))
                .filter(value -> value.length() > 0 && value.length() <= Attribute.MAX_VALUE_OCTETS)
                .map(value -> new Attribute(USER_NAME, value));
    }

    /** The packet for a server under an Identifier; empty if it would be too long. */
    Optional<Sent> under(int identifier, Secret secret) {
        return switch (service) {
            case AUTHENTICATION -> accessRequest(identifier, secret);
            case ACCOUNTING -> Sent.accounting(identifier, attributes, secret);
        };
    }

    private Optional<Sent> accessRequest(int identifier, Secret secret) {
        Octets authenticator = Authenticator.random();
        List<Attribute> hiddenAnew =
                new Rehiding(dictionary, fromClient(), new Rehiding.Hop(secret, authenticator)).apply(attributes);
        return Sent.signed(new Packet(Code.ACCESS_REQUEST, identifier, authenticator, hiddenAnew), secret);
    }

    /** What hid the request's password. */
    Rehiding.Hop fromClient() {
        return new Rehiding.Hop(request.client().secret(), request.packet().authenticator());
    }
}
