package io.countersign.mfa.entra;

import io.countersign.mfa.MfaFinding;
import io.countersign.mfa.MfaFinding.Level;
import io.countersign.mfa.entra.push.PushMethod;
import io.countersign.mfa.entra.user.Registrations;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What it means here that Microsoft ends its own SMS and voice for Entra MFA, in its public cloud. */
record PhonesEnd(EntraSettings settings) {
    static final LocalDate DAY = LocalDate.of(2027, 2, 1);

    private static final Set<PushMethod> BY_PHONE =
            Set.of(PushMethod.CALL, PushMethod.CALL_OFFICE, PushMethod.CALL_ALTERNATE, PushMethod.SMS);

    /** Graph's words for what is reached by the telephone network. */
    private static final Set<String> PHONES = Set.of("mobilePhone", "alternateMobilePhone", "officePhone");

    /** Graph's words for what else can be asked through the push service. */
    private static final Set<String> APPS = Set.of(
            "microsoftAuthenticatorPush",
            "microsoftAuthenticatorPasswordless",
            "softwareOneTimePasscode",
            "hardwareOneTimePasscode");

    private static final String CURE =
            "have them register Microsoft Authenticator (https://aka.ms/mfasetup) or give them another second factor; a passkey, which"
                    + " Microsoft has them register instead, does not work over RADIUS";

    /**
     * What to know of the methods that are set; empty if none of them ends. Nor is anything said of the default, whose push goes on: who has a
     * phone alone is found user by user.
     */
    Optional<String> caution(Instant now) {
        var ending = settings.push().methods().stream()
                .filter(BY_PHONE::contains)
                .map(PushMethod::word)
                .collect(Collectors.joining(", "));
        return ending.isEmpty() || !settings.push().methodsAreSaid() || settings.cloud() != Cloud.PUBLIC
                ? Optional.empty()
                : Optional.of(
                        "push.methods has " + ending + ", and " + end(now) + ". Who has a phone alone cannot log in"
                                + " from then on, unless the tenant's own telephone provider serves RADIUS, which nobody knows yet: "
                                + CURE);
    }

    /** Of one user's registered methods, whether one is left. */
    MfaFinding of(Registrations.Answer answer, Instant now) {
        return switch (answer) {
            case Registrations.Registered(var methods) -> of(methods, now);
            case Registrations.NotTold(var why) ->
                new MfaFinding(
                        Level.WARNING,
                        "registered methods",
                        "were not checked: " + why + "; the permission AuditLog.Read.All lets this check see them");
        };
    }

    private MfaFinding of(List<String> methods, Instant now) {
        var words = methods.isEmpty() ? "none" : String.join(", ", methods);
        if (methods.stream().anyMatch(APPS::contains)) {
            return new MfaFinding(Level.GOOD, "registered methods", words);
        }
        if (methods.stream().noneMatch(PHONES::contains)) {
            return new MfaFinding(
                    Level.WARNING, "registered methods", words + ": nothing that works over RADIUS; " + CURE);
        }
        return settings.cloud() == Cloud.PUBLIC
                ? new MfaFinding(
                        Level.WARNING, "registered methods", words + ": a phone alone, and " + end(now) + "; " + CURE)
                : new MfaFinding(Level.GOOD, "registered methods", words);
    }

    private static String end(Instant now) {
        return now.isBefore(DAY.atStartOfDay(ZoneOffset.UTC).toInstant())
                ? "Microsoft ends its own SMS and voice on " + DAY
                : "Microsoft has ended its own SMS and voice on " + DAY;
    }
}
