package io.countersign.radius.identity;

import io.countersign.policy.AuthenticationMethod;

/** A user whose first factor is done. */
public sealed interface Identity {
    /** The account. */
    User user();

    /** How the first factor was shown. */
    AuthenticationMethod method();

    /** The user showed a credential and it was right. */
    record Proven(User user, AuthenticationMethod method) implements Identity {}

    /**
     * The client says who the user is and showed no credential.
     *
     * @param client the client's friendly name
     */
    record Asserted(User user, String client) implements Identity {
        @Override
        public AuthenticationMethod method() {
            return AuthenticationMethod.UNAUTHENTICATED;
        }
    }
}
