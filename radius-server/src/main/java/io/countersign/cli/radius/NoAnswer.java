package io.countersign.cli.radius;

import io.countersign.radius.forwarding.ReplyFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says why there was no answer. */
final class NoAnswer {
    private NoAnswer() {}

    /**
     * What is known of the reason.
     *
     * @param passedOver how many replies came that were not taken
     * @param unsignedReplies whether replies without Message-Authenticator are taken
     */
    static String why(Map<ReplyFault, Integer> passedOver, boolean unsignedReplies) {
        if (passedOver.isEmpty()) {
            return "a server is silent to an address that is no client of it, and where the shared secret differs";
        }
        List<String> reasons = new ArrayList<>();
        new TreeMap<>(passedOver)
                .forEach((fault, times) -> reasons.add(
                        (times == 1 ? "1 reply" : times + " replies") + " came " + words(fault, unsignedReplies)));
        return String.join("; ", reasons);
    }

    private static String words(ReplyFault fault, boolean unsignedReplies) {
        return switch (fault) {
            case MALFORMED ->
                "that broke the rules of a packet: it is no RADIUS server, or something on the way cuts packets";
            case RESPONSE_AUTHENTICATOR_WRONG ->
                "whose Response Authenticator does not verify: the shared secret differs";
            case MESSAGE_AUTHENTICATOR_MISSING ->
                unsignedReplies
                        ? "with EAP but without Message-Authenticator, which is never taken"
                        : "without Message-Authenticator: --unsigned-replies takes them";
            case MESSAGE_AUTHENTICATOR_WRONG ->
                "whose Message-Authenticator does not verify, though the Response Authenticator does";
            case CODE_UNEXPECTED -> "with a code that does not answer the request: is it the right port?";
            case STATE_REPEATED -> "with more than one State, where RFC 2865 allows one";
        };
    }
}
