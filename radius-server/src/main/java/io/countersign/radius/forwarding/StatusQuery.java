package io.countersign.radius.forwarding;

import static java.util.stream.Collectors.joining;

import io.countersign.radius.crypto.Authenticator;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.exchange.Service;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Packet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Asks a remote server by Status-Server whether it is there (RFC 5997 §3): no login, and nobody is prompted. For people who want to know
 * now, whether anything was forwarded or not.
 */
public final class StatusQuery {
    /** Long enough for one repetition. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private StatusQuery() {}

    /**
     * Why a server does not answer for authentication, such as to follow its name; empty if it does. Blocks for 3 s at most.
     *
     * <p>As in a running server, the answer need not be signed: some servers never sign this one.
     */
    public static Optional<String> fault(Server server) throws InterruptedException {
        try (var requester =
                Requester.heedingRefusals(Optional.empty(), server.address(Service.AUTHENTICATION), server.secret())) {
            return switch (requester.ask(
                    identifier -> request(identifier, server.secret()), Code.STATUS_SERVER, false, PATIENCE)) {
                case Asked.Answered _ -> Optional.empty();
                case Asked.Refused() ->
                    Optional.of("has nobody listening there: see whether it runs, and on which port");
                case Asked.NotSent(var why) -> Optional.of("cannot be asked from this machine: " + why);
                case Asked.Unanswered _ -> Optional.of(silence(requester));
                case Asked.TooLong() -> throw new IllegalStateException("a packet without attributes");
            };
        }
    }

    private static String silence(Requester requester) {
        var faults = new TreeSet<>(requester.passedOver().keySet());
        return faults.isEmpty()
                ? "did not answer Status-Server within " + PATIENCE.toSeconds()
                        + " s: see whether it runs, can be reached, has this"
                        + " machine as a client with the same shared secret, and answers Status-Server at all"
                : "answered Status-Server by what cannot be taken: "
                        + faults.stream()
                                .map(fault -> "a reply " + fault.text())
                                .collect(joining("; "));
    }

    static Optional<Sent> request(int identifier, Secret secret) {
        return Sent.signed(new Packet(Code.STATUS_SERVER, identifier, Authenticator.random(), List.of()), secret);
    }
}
