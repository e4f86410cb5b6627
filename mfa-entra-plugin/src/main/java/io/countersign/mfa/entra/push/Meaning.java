package io.countersign.mfa.entra.push;

import io.countersign.mfa.MfaOutcome;

/** What a Result.Value of the service means for a login. */
enum Meaning {
    /** Started, or approved if AuthenticationResult says {@code true}. */
    SUCCESS,
    /** The user has not answered yet. */
    PENDING,
    /** The user must type a code of an app. */
    CODE_WANTED,
    /** The user must type a code that was sent just now. */
    CODE_SENT,
    /** The code was wrong; another may be tried if the service says so. */
    CODE_WRONG,
    /** The user does not have this method. */
    NOT_ENROLLED,
    /** Somebody tries to get in with the user's name, the user says. */
    FRAUD,
    /** The user refused. */
    REFUSED,
    /** The service, the tenant or the way to the phone failed; the user had no say. */
    FAULT,
    /** Everything else. */
    NOT_SHOWN;

    /** What a denial with this meaning is for the server. */
    MfaOutcome.Denied.Kind kind() {
        return switch (this) {
            case REFUSED, FRAUD -> MfaOutcome.Denied.Kind.BY_USER;
            case FAULT -> MfaOutcome.Denied.Kind.FAULT;
            case SUCCESS, PENDING, CODE_WANTED, CODE_SENT, CODE_WRONG, NOT_ENROLLED, NOT_SHOWN ->
                MfaOutcome.Denied.Kind.NOT_SHOWN;
        };
    }
}
