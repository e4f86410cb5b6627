package io.countersign.mfa.entra.push;

import io.countersign.mfa.MfaHandle;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * An open prompt, as it goes into a handle and comes back, perhaps on another node.
 *
 * @param login the login that it is for; nobody else's
 * @param userId the user of that login, in the directory's words
 * @param waitsForCode whether a code answers it; else it is asked how it stands
 * @param upn the user in Entra's words
 */
record Prompt(
        String login,
        String userId,
        boolean waitsForCode,
        String upn,
        String sessionId,
        String contextId,
        Instant since,
        Optional<URI> affinity) {
    private static final String VERSION = "entra-1";
    private static final int FIELDS = 9;
    private static final String SEPARATOR = "\n";

    /** Empty if what the service gave does not fit into a handle. */
    Optional<MfaHandle> handle() {
        var text = String.join(
                SEPARATOR,
                VERSION,
                login,
                userId,
                Boolean.toString(waitsForCode),
                upn,
                sessionId,
                contextId,
                Long.toString(since.getEpochSecond()),
                affinity.map(URI::toString).orElse(""));
        boolean fits = text.length() <= 2_048 && text.split(SEPARATOR, -1).length == FIELDS;
        return fits ? Optional.of(new MfaHandle(text)) : Optional.empty();
    }

    /** Empty if the handle is none of ours. */
    static Optional<Prompt> of(MfaHandle handle) {
        var fields = handle.text().split(SEPARATOR, -1);
        if (fields.length != FIELDS || !fields[0].equals(VERSION)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Prompt(
                    fields[1],
                    fields[2],
                    Boolean.parseBoolean(fields[3]),
                    fields[4],
                    fields[5],
                    fields[6],
                    Instant.ofEpochSecond(Long.parseLong(fields[7])),
                    Optional.of(fields[8]).filter(text -> !text.isEmpty()).map(URI::create)));
        } catch (IllegalArgumentException | DateTimeException invented) {
            return Optional.empty();
        }
    }

    /** Redacted: the session is as good as the prompt. */
    @Override
    public String toString() {
        return "Prompt[login=" + login + "]";
    }
}
