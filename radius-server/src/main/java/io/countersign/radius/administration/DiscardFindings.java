package io.countersign.radius.administration;

import io.countersign.mfa.MfaFinding;
import io.countersign.mfa.MfaFinding.Level;
import io.countersign.radius.control.ServerStatus;
import io.countersign.radius.exchange.Discards;
import java.util.List;

/** What a running server has met with silence within the last hour. */
final class DiscardFindings {
    private DiscardFindings() {}

    /** One for each client and reason: a fault if nothing of the client was taken since, as where its shared secret is wrong. */
    static List<MfaFinding> of(ServerStatus status) {
        return status.discards().stream().map(DiscardFindings::finding).toList();
    }

    private static MfaFinding finding(Discards.Recent recent) {
        var what = recent.count() + " requests were discarded within the last hour [" + recent.reason() + "]";
        if (recent.client().equals(Discards.UNKNOWN)) {
            return new MfaFinding(
                    Level.WARNING,
                    "clients",
                    what + ", from addresses that are no client's, which the log names: one " + recent.advice());
        }
        return new MfaFinding(
                recent.keptOut() ? Level.FAULT : Level.WARNING,
                "client " + recent.client(),
                what + (recent.keptOut() ? " and no login was taken since" : "") + ": it " + recent.advice());
    }
}
