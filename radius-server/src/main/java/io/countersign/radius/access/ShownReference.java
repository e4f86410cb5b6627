package io.countersign.radius.access;

import io.countersign.radius.event.LoginId;
import io.countersign.radius.exchange.Verdict;
import io.countersign.radius.exchange.Wire;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.StandardAttributes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The reference of a login in what its user sees of a reject or a challenge (RFC 2865 §5.18), for whoever asks an administrator why. It is
 * the same whatever the reason, and takes the place of nothing: where there is no room for it, the reply goes out without.
 */
final class ShownReference {
    private ShownReference() {}

    /** The ruling with the reference, if its client's users see it. */
    static Ruling in(Ruling ruling, AccessRequest request, String loginId) {
        if (!request.client().definition().showReference()) {
            return ruling;
        }
        return switch (ruling.verdict()) {
            case Verdict.Reject(var attributes) ->
                ruling.with(new Verdict.Reject(withReference(attributes, request, loginId)));
            case Verdict.Challenge(var attributes) ->
                ruling.with(new Verdict.Challenge(withReference(attributes, request, loginId)));
            case Verdict.Accept _, Verdict.Recorded _, Verdict.Silence _ -> ruling;
        };
    }

    private static List<Attribute> withReference(List<Attribute> attributes, AccessRequest request, String loginId) {
        if (attributes.stream().anyMatch(attribute -> attribute.type() == StandardAttributes.EAP_MESSAGE)) {
            return attributes; // no Reply-Message beside it (RFC 3579 §2.6.5)
        }
        var all = new ArrayList<>(attributes);
        put(all, LoginId.spoken(loginId));
        return Wire.fits(all, request.proxyStateOctets()) ? all : attributes;
    }

    /** Into the last message, before the cursor; where it is too long, or no text, into one of its own before that. */
    private static void put(List<Attribute> attributes, String reference) {
        int last = last(attributes);
        if (last < 0) {
            attributes.add(message(octets("Reference " + reference)));
            return;
        }
        var whole = text(attributes.get(last))
                .map(text -> octets(with(text, " (reference " + reference + ")")))
                .filter(octets -> octets.length <= Attribute.MAX_VALUE_OCTETS);
        if (whole.isPresent()) {
            attributes.set(last, message(whole.get()));
        } else {
            attributes.add(last, message(octets("(reference " + reference + ") ")));
        }
    }

    private static int last(List<Attribute> attributes) {
        int last = attributes.size() - 1;
        while (last >= 0 && attributes.get(last).type() != StandardAttributes.REPLY_MESSAGE) {
            last--;
        }
        return last;
    }

    /** What stands between a text and the cursor stays there: {@code Enter the code (reference 7KDM-39QP): }. */
    private static String with(String text, String reference) {
        var words = text.stripTrailing();
        if (words.endsWith(":")) {
            words = words.substring(0, words.length() - 1).stripTrailing();
        }
        return words + reference + text.substring(words.length());
    }

    private static Optional<String> text(Attribute message) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message.value().toArray()))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Attribute message(byte[] text) {
        return new Attribute(StandardAttributes.REPLY_MESSAGE, Octets.wrap(text));
    }
}
