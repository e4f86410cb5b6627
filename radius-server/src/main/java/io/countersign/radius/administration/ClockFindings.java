package io.countersign.radius.administration;

import io.countersign.mfa.MfaFinding;
import io.countersign.mfa.MfaFinding.Level;
import io.countersign.radius.host.SystemClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether the machine's clock is set by another: codes of authenticator apps, certificates and Entra's tokens go by it. */
final class ClockFindings {
    private ClockFindings() {}

    /** One, where it can be known. */
    static List<MfaFinding> ofThisMachine() {
        return of(SystemClock.maximumError());
    }

    static List<MfaFinding> of(Optional<Duration> maximumError) {
        return maximumError.map(ClockFindings::finding).stream().toList();
    }

    private static MfaFinding finding(Duration maximumError) {
        return SystemClock.isSynchronized(maximumError)
                ? new MfaFinding(
                        Level.GOOD, "clock", "is synchronized, and wrong by " + maximumError.toMillis() + " ms at most")
                : new MfaFinding(
                        Level.WARNING,
                        "clock",
                        "is not synchronized, and codes of authenticator apps are refused once it is a minute wrong; do: timedatectl"
                                + " set-ntp true, or look at your own time service. In a virtual machine the host may set it all the same");
    }
}
