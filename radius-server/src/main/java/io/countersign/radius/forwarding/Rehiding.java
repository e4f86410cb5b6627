package io.countersign.radius.forwarding;

import io.countersign.radius.crypto.SaltedKey;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.crypto.UserPassword;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.dictionary.Encryption;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.VendorSpecific;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Passwords and keys are hidden with the shared secret of one hop and the authenticator of one request: on the way to the next hop each is
 * revealed and hidden anew. What cannot be revealed is left out.
 */
final class Rehiding {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What hides something on one hop. */
    record Hop(Secret secret, Octets requestAuthenticator) {}

    private final Dictionary dictionary;
    private final Hop from;
    private final Hop to;
    private int salt = RANDOM.nextInt(0x8000); // no two of a packet alike (RFC 2548 §2.4.2)

    Rehiding(Dictionary dictionary, Hop from, Hop to) {
        this.dictionary = dictionary;
        this.from = from;
        this.to = to;
    }

    List<Attribute> apply(List<Attribute> attributes) {
        List<Attribute> rehidden = new ArrayList<>();
        for (Attribute attribute : attributes) {
            Optional<VendorSpecific> specific = VendorSpecific.of(attribute)
                    .filter(vendors -> vendors.attributes().stream()
                            .anyMatch(inner -> encryption(vendors.vendor(), inner) != Encryption.NONE));
            if (specific.isPresent()) {
                vendors(specific.get()).ifPresent(rehidden::add);
            } else {
                one(0, attribute).ifPresent(rehidden::add);
            }
        }
        return rehidden;
    }

    private Optional<Attribute> vendors(VendorSpecific specific) {
        List<Attribute> inner = specific.attributes().stream()
                .flatMap(attribute -> one(specific.vendor(), attribute).stream())
                .toList();
        return inner.isEmpty()
                ? Optional.empty()
                : Optional.of(new VendorSpecific(specific.vendor(), inner).toAttribute());
    }

    private Optional<Attribute> one(int vendor, Attribute attribute) {
        return switch (encryption(vendor, attribute)) {
            case NONE -> Optional.of(attribute);
            case USER_PASSWORD ->
                UserPassword.reveal(attribute.value(), from.secret(), from.requestAuthenticator())
                        .map(plain -> UserPassword.hide(plain, to.secret(), to.requestAuthenticator()))
                        .map(value -> new Attribute(attribute.type(), value));
            case SALTED -> salted(attribute, 0);
            case TAGGED_SALTED -> salted(attribute, 1);
            case UNKNOWN -> Optional.empty();
        };
    }

    private Optional<Attribute> salted(Attribute attribute, int tagOctets) {
        Octets value = attribute.value();
        if (value.length() < tagOctets) {
            return Optional.empty();
        }
        return SaltedKey.reveal(value.slice(tagOctets, value.length()), from.secret(), from.requestAuthenticator())
                .map(key -> SaltedKey.hide(key, nextSalt(), to.secret(), to.requestAuthenticator()))
                .map(hidden -> new Attribute(
                        attribute.type(), value.slice(0, tagOctets).and(hidden)));
    }

    private int nextSalt() {
        salt = (salt + 1) & 0x7fff;
        return 0x8000 | salt;
    }

    private Encryption encryption(int vendor, Attribute attribute) {
        return dictionary.encryption(vendor, attribute.type());
    }
}
