package io.countersign.mfa.entra.push;

/** What a Result.Value of the service means for a login. */
enum Meaning {
    /** Started, or approved if AuthenticationResult says {@code true}. */
    SUCCESS,
    /** The user has not answered yet. */
    PENDING,
    /** The user must type a code. */
    CODE_WANTED,
    /** The code was wrong; another may be tried if the service says so. */
    CODE_WRONG,
    /** The user does not have this method. */
    NOT_ENROLLED,
    /** Somebody tries to get in with the user's name, the user says. */
    FRAUD,
    /** Everything else. */
    DENIED
}
