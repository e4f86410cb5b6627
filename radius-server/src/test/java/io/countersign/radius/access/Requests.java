package io.countersign.radius.access;

import io.countersign.policy.PolicyDocument;
import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.crypto.Signed;
import io.countersign.radius.crypto.UserPassword;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.exchange.Service;
import io.countersign.radius.exchange.Wire;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import io.countersign.radius.packet.PacketEncoder;
import io.countersign.radius.packet.StandardAttributes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Authentic requests, made as a client makes them and opened as the server opens them. */
record Requests(PolicyDocument document, Dictionary dictionary, InstantSource clock) {
    private static final Secret SECRET = Secret.ofText("a secret of the tests");

    Request from(String client) {
        return new Request(this, client, new ArrayList<>(), Authenticator.random());
    }

    /** A request that is being put together. */
    record Request(Requests requests, String client, List<Attribute> attributes, Octets authenticator) {
        Request user(String name) {
            return with("User-Name", name);
        }

        Request password(String password) {
            return password(Secret.ofText(password));
        }

        Request password(Secret password) {
            var hidden = UserPassword.hide(password, SECRET, authenticator);
            attributes.add(new Attribute(StandardAttributes.USER_PASSWORD, hidden));
            return this;
        }

        Request with(String name, String value) {
            return with(requests.dictionary().encode(name, value));
        }

        Request with(Attribute attribute) {
            attributes.add(attribute);
            return this;
        }

        Authentic signed() {
            return opened(Signed.octets(new Packet(Code.ACCESS_REQUEST, 7, authenticator, attributes), SECRET));
        }

        Authentic unsigned() {
            return opened(PacketEncoder.encodeToArray(new Packet(Code.ACCESS_REQUEST, 7, authenticator, attributes)));
        }

        private Authentic opened(byte[] octets) {
            var definition = requests.document().clients().orElseThrow().stream()
                    .filter(candidate -> candidate.name().equals(client))
                    .findFirst()
                    .orElseThrow();
            var origin = io.countersign.radius.exchange.Requests.from(
                    definition.address().network().getHostAddress(), 40_000);
            var opened = Wire.open(
                    Octets.wrap(octets),
                    Service.AUTHENTICATION,
                    origin,
                    new RadiusClient(definition, SECRET),
                    requests.clock().instant());
            if (opened instanceof Authentic authentic) {
                return authentic;
            }
            throw new AssertionError("discarded: " + opened);
        }
    }
}
