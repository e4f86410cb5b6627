package io.countersign.mfa;

/** How a factor reaches its user. Known when policies are applied, so that one that can never work is refused there. */
public enum Interaction {
    /** Beside the login: a push or a call, answered on another device. Works for every RADIUS client. */
    OUT_OF_BAND,
    /** Through the login: the user types a code that is at hand already into an Access-Challenge. Needs a client that can show one. */
    CODE,
    /**
     * Through the login, with a code that is sent first, by SMS, mail or a voice that reads it out. Needs the same client as
     * {@link #CODE}; reaches a device and costs money, so the server counts and limits it as it does prompts.
     */
    SENT_CODE
}
