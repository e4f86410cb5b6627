package io.countersign.radius.administration;

import io.countersign.mfa.MfaFinding;
import io.countersign.mfa.MfaFinding.Level;
import io.countersign.radius.control.ServerStatus;
import java.util.List;
import java.util.Map;

/** The remote RADIUS servers that answer a running server in vain. */
final class RefusedReplies {
    private RefusedReplies() {}

    /** A fault each: whoever is forwarded there is not let in. */
    static List<MfaFinding> of(ServerStatus status) {
        return status.refusedReplies().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(refused -> new MfaFinding(
                        Level.FAULT,
                        "remote server " + refused.getKey(),
                        "its last reply could not be taken: one " + refused.getValue()))
                .toList();
    }
}
