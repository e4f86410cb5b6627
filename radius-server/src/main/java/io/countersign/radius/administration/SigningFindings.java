package io.countersign.radius.administration;

import io.countersign.mfa.MfaFinding;
import io.countersign.mfa.MfaFinding.Level;
import io.countersign.radius.control.ServerStatus;
import io.countersign.radius.exchange.Learning;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.exchange.UnsignedRequests;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The clients that do not sign their requests and are served all the same, or are no longer. */
final class SigningFindings {
    private SigningFindings() {}

    /** One for each client of which a running server knows that it does not sign, or of which nothing was learnt yet. */
    static List<MfaFinding> of(List<RadiusClient> clients, ServerStatus status, Instant now) {
        return clients.stream().flatMap(client -> of(client, status, now)).toList();
    }

    private static Stream<MfaFinding> of(RadiusClient client, ServerStatus status, Instant now) {
        var seen = Optional.ofNullable(status.unsigned().get(client.name()));
        return switch (client.definition().messageAuthenticator()) {
            case REQUIRE -> Stream.empty(); // what it does not sign is discarded, and told as that
            case ACCEPT ->
                seen.map(unsigned -> finding(client, unsigned(unsigned) + "; " + UnsignedRequests.advice())).stream();
            case LEARN ->
                client
                        .learning()
                        .filter(learning -> learning.signedAt().isEmpty())
                        .map(learning -> finding(client, learning(learning, seen, now)))
                        .stream();
        };
    }

    private static MfaFinding finding(RadiusClient client, String text) {
        return new MfaFinding(Level.WARNING, "client " + client.name(), text);
    }

    private static String unsigned(UnsignedRequests.Seen seen) {
        return "sends requests without Message-Authenticator, since the server's start first at " + second(seen.first())
                + ", last at " + second(seen.last());
    }

    private static String learning(Learning learning, Optional<UnsignedRequests.Seen> seen, Instant now) {
        String shown = seen.map(SigningFindings::unsigned)
                .orElse("has sent no signed request since it was set to learn at " + second(learning.since()));
        return learning.isOver(now)
                ? shown + "; since " + second(learning.end())
                        + " its unsigned requests are discarded: make it sign, or set message-authenticator: accept"
                : shown + "; from " + second(learning.end()) + " on its unsigned requests are discarded: "
                        + UnsignedRequests.advice();
    }

    private static Instant second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }
}
