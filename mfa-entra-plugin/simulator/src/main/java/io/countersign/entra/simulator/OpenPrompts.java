package io.countersign.entra.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The prompts that are open (entra-mfa 1.7): each lives three minutes at most, and ends when its result was told. */
final class OpenPrompts {
    private static final Duration LIFE = Duration.ofMinutes(3);

    private final Map<String, Session> open = new ConcurrentHashMap<>();
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final InstantSource clock;

    /** How a prompt ends. */
    record Result(String value, String authenticationResult) {}

    /** A prompt. */
    static final class Session {
        final Tenant.Account user;
        final String method;
        final Instant since;
        final Optional<String> code;
        final Instant decidedAt;
        final Result result;
        private int wrongCodes;

        Session(
                Tenant.Account user,
                String method,
                Instant since,
                Optional<String> code,
                Instant decidedAt,
                Result result) {
            this.user = user;
            this.method = method;
            this.since = since;
            this.code = code;
            this.decidedAt = decidedAt;
            this.result = result;
        }

        int countWrongCode() {
            return ++wrongCodes;
        }
    }

    OpenPrompts(InstantSource clock) {
        this.clock = clock;
    }

    /** Answers whether no other prompt of the user waits. */
    boolean startWaiting(String upn) {
        return waiting.add(upn);
    }

    void stopWaiting(String upn) {
        waiting.remove(upn);
    }

    String open(Session session) {
        var id = UUID.randomUUID().toString();
        open.put(id, session);
        return id;
    }

    Optional<Session> find(String id) {
        return Optional.ofNullable(open.get(id))
                .filter(session -> clock.instant().isBefore(session.since.plus(LIFE)));
    }

    void end(String id) {
        open.remove(id);
    }
}
