package io.countersign.radius.forwarding;

import io.countersign.radius.packet.Octets;

/** A request as it goes out, and the authenticator that its reply answers. */
public record Sent(Octets octets, Octets authenticator) {}
