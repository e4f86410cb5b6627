package io.countersign.mfa.entra;

import io.countersign.mfa.MfaCertificate;
import io.countersign.mfa.MfaFinding;
import io.countersign.mfa.MfaHost;
import io.countersign.mfa.entra.token.Application;
import io.countersign.mfa.entra.token.ApplicationCredential;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** How long the certificates are good for. Tells it in time, so that nobody hears it first from locked-out users. */
final class Expiry {
    private static final int SOON = 60;
    private static final int VERY_SOON = 30;
    private static final int NOW = 7;

    private final List<Application> applications;
    private final MfaHost host;
    private final AtomicReference<LocalDate> told = new AtomicReference<>(LocalDate.EPOCH);

    Expiry(List<Application> applications, MfaHost host) {
        this.applications = List.copyOf(applications);
        this.host = host;
    }

    /** Logs what is not good. The first call of a day does it. */
    void tellOnceADay() {
        var today = LocalDate.ofInstant(host.clock().instant(), ZoneOffset.UTC);
        if (today.equals(told.getAndSet(today))) {
            return;
        }
        for (var finding : findings()) {
            if (finding.level() != MfaFinding.Level.GOOD) {
                host.log().log(System.Logger.Level.WARNING, "{0}: {1}", finding.subject(), finding.text());
            }
        }
    }

    List<MfaFinding> findings() {
        return applications.stream().map(this::finding).toList();
    }

    /** Those that there are. */
    List<MfaCertificate> certificates() {
        return applications.stream()
                .flatMap(
                        application -> application.credential() instanceof ApplicationCredential.Certificate certificate
                                ? Stream.of(new MfaCertificate(
                                        name(application),
                                        certificate.own().getNotAfter().toInstant()))
                                : Stream.empty())
                .toList();
    }

    private static String name(Application application) {
        return application.name() + " certificate";
    }

    private MfaFinding finding(Application application) {
        return switch (application.credential()) {
            case ApplicationCredential.ClientSecret _ ->
                new MfaFinding(
                        MfaFinding.Level.GOOD,
                        application.name() + " secret",
                        "when a client secret ends only Entra knows; a certificate says it itself");
            case ApplicationCredential.Certificate certificate -> finding(application, certificate);
        };
    }

    private MfaFinding finding(Application application, ApplicationCredential.Certificate certificate) {
        var subject = name(application);
        var now = host.clock().instant();
        var from = certificate.own().getNotBefore().toInstant();
        var until = certificate.own().getNotAfter().toInstant();
        if (now.isBefore(from)) {
            return new MfaFinding(MfaFinding.Level.FAULT, subject, "is valid only from " + from + "; check the clock");
        }
        if (!now.isBefore(until)) {
            return new MfaFinding(MfaFinding.Level.FAULT, subject, "has ended on " + until + "; " + renewal());
        }
        long days = Duration.between(now, until).toDays();
        return days > SOON
                ? new MfaFinding(MfaFinding.Level.GOOD, subject, "is good for " + days + " days, until " + until)
                : new MfaFinding(
                        MfaFinding.Level.WARNING,
                        subject,
                        "ends in " + days + " days, on " + until + urgency(days) + "; " + renewal());
    }

    private static String urgency(long days) {
        if (days <= NOW) {
            return ", and with it every login by Entra: renew it today";
        }
        return days <= VERY_SOON ? "; renew it this week" : "";
    }

    private static String renewal() {
        return "countersign entra setup --renew makes a new one beside it";
    }
}
