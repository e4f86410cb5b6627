package io.countersign.mfa;

/** How a factor reaches its user. Known when policies are applied, so that one that can never work is refused there. */
public enum Interaction {
    /** Beside the login: a push or a call, answered on another device. Works for every RADIUS client. */
    OUT_OF_BAND,
    /** Through the login: the user types a code into an Access-Challenge. Needs a client that can show one. */
    CODE
}
