package io.countersign.radius.administration;

import io.countersign.mfa.MfaFinding;
import io.countersign.mfa.MfaFinding.Level;
import io.countersign.radius.audit.AuditSettings;
import io.countersign.radius.audit.KnownCertificate;
import io.countersign.radius.audit.SyslogTls;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The certificates of the audit's syslog server. Those of second factors are their providers' to look at. */
final class CertificateFindings {
    private static final Duration SOON = Duration.ofDays(30);

    private CertificateFindings() {}

    /** What keeps a server with these settings from starting, one line each. */
    static List<String> unreadable(AuditSettings audit) {
        try {
            read(audit);
            return List.of();
        } catch (IOException fault) {
            return String.valueOf(fault.getMessage()).lines().toList();
        }
    }

    /** One for each certificate, or for each fault. */
    static List<MfaFinding> of(AuditSettings audit, Instant now) {
        try {
            return read(audit).stream().map(known -> finding(known, now)).toList();
        } catch (IOException fault) {
            return String.valueOf(fault.getMessage())
                    .lines()
                    .map(line -> new MfaFinding(Level.FAULT, "audit", line))
                    .toList();
        }
    }

    private static List<KnownCertificate> read(AuditSettings audit) throws IOException {
        var tls = audit.copies().syslog().flatMap(syslog -> syslog.tls());
        return tls.isPresent() ? SyslogTls.read(tls.get()).certificates() : List.of();
    }

    private static MfaFinding finding(KnownCertificate known, Instant now) {
        var subject = "audit: syslog: " + known.name();
        if (now.isBefore(known.from())) {
            return new MfaFinding(Level.FAULT, subject, "is valid only from " + known.from() + "; check the clock");
        }
        if (!now.isBefore(known.until())) {
            return new MfaFinding(
                    Level.FAULT,
                    subject,
                    "has ended on " + known.until() + "; put a new one into its file and restart");
        }
        var left = Duration.between(now, known.until());
        return left.compareTo(SOON) > 0
                ? new MfaFinding(Level.GOOD, subject, "is good for " + left.toDays() + " days, until " + known.until())
                : new MfaFinding(
                        Level.WARNING,
                        subject,
                        "ends in " + left.toDays() + " days, on " + known.until()
                                + "; put a new one into its file and restart");
    }
}
