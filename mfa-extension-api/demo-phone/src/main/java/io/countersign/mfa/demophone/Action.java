package io.countersign.mfa.demophone;

/** What the phone does with a prompt. */
enum Action {
    /** The user approves. */
    APPROVE,
    /** The user denies. */
    DENY,
    /** The user never answers. */
    WAIT,
    /** The service cannot be reached; nobody was prompted. */
    FAIL,
    /** The user has no phone. */
    NOT_ENROLLED,
    /** The plugin throws. */
    THROW,
    /** The plugin answers null. */
    NULL,
    /** The plugin does not come back for a while, and minds no interrupt. */
    HANG,
    /** The person at the terminal decides. */
    ASK
}
