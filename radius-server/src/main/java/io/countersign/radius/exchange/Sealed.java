package io.countersign.radius.exchange;

import io.countersign.radius.packet.Octets;

/** What becomes of a verdict on the wire. */
sealed interface Sealed {
    /** The verdict with all its attributes. */
    record Reply(Octets octets) implements Sealed {}

    /**
     * The verdict would be longer than a packet may be; something shorter goes out for it, and lets nobody in.
     *
     * @param instead what that is
     */
    record Shortened(Verdict instead, Octets octets) implements Sealed {}

    /** Not even a reply without attributes fits: the request's Proxy-State fills it. */
    record TooLong() implements Sealed {}

    /** Nothing goes out, on purpose. */
    record Silence(Verdict.SilenceReason reason) implements Sealed {}
}
