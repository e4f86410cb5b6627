package io.countersign.radius.audit;

import io.countersign.policy.ReasonCode;
import io.countersign.policy.Trace;
import io.countersign.radius.event.AuthEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Events for tests. */
final class Events {
    private Events() {}

    static AuthEvent of(String userName) {
        return of(userName, Optional.empty());
    }

    static AuthEvent of(String userName, Optional<String> bypass) {
        return of(userName, bypass, AuthEvent.Answer.ACCEPT);
    }

    static AuthEvent of(String userName, Optional<String> bypass, AuthEvent.Answer answer) {
        return of(Instant.parse("2026-11-21T08:00:00Z"), userName, bypass, answer);
    }

    static AuthEvent at(Instant at, String userName) {
        return of(at, userName, Optional.empty(), AuthEvent.Answer.ACCEPT);
    }

    /** One that our own mistake has left without its time. */
    static AuthEvent unwritable() {
        return of(null, "nobody", Optional.empty(), AuthEvent.Answer.ACCEPT);
    }

    static AuthEvent rejected(String detail) {
        return of(Instant.parse("2026-11-21T08:00:00Z"), "alice", Optional.empty(), AuthEvent.Answer.REJECT, detail);
    }

    private static AuthEvent of(
            @Nullable Instant at, String userName, Optional<String> bypass, AuthEvent.Answer answer) {
        return of(at, userName, bypass, answer, "");
    }

    private static AuthEvent of(
            @Nullable Instant at, String userName, Optional<String> bypass, AuthEvent.Answer answer, String detail) {
        return new AuthEvent(
                at,
                "7F3K2A1B",
                "rdgw-01",
                peer(),
                userName,
                Optional.of("local:42"),
                "UNAUTHENTICATED",
                Optional.of("RD Gateway"),
                Optional.of("RD users"),
                3,
                Optional.of("demo-phone"),
                Optional.of("approved"),
                answer,
                ReasonCode.SUCCESS,
                detail,
                Optional.of("WS-17"),
                bypass,
                Duration.ofMillis(2143),
                new Trace(List.of(new Trace.Step("RD users", "client-type: rd-gateway", true, "rd-gateway"))));
    }

    private static InetSocketAddress peer() {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), 50_000);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
