package io.countersign.radius.forwarding;

import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;

/** What became of a request to one server. */
public sealed interface Asked {
    /**
     * A reply came that verifies.
     *
     * @param requestAuthenticator what its keys are hidden with
     */
    record Answered(Packet packet, Octets requestAuthenticator) implements Asked {}

    /** It was sent, once or several times, and no reply came in time. */
    record Unanswered(int transmissions) implements Asked {}

    /** The network says that nobody listens there; told only by a requester that heeds it. */
    record Refused() implements Asked {}

    /** It would be longer than a packet may be, and was not sent. */
    record TooLong() implements Asked {}

    /** This machine could not send it, which says nothing of the server. */
    record NotSent(String why) implements Asked {}
}
