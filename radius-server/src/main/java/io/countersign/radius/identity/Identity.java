package io.countersign.radius.identity;

import io.countersign.policy.AuthenticationMethod;

/** A user whose first factor is done. */
public sealed interface Identity {
    /** The account. */
    User user();

    /** How the first factor was shown. */
    AuthenticationMethod method();

    /** The same as the account is now. */
    Identity of(User now);

    /** The user showed a credential and it was right. */
    record Proven(User user, AuthenticationMethod method) implements Identity {
        @Override
        public Proven of(User now) {
            return new Proven(now, method);
        }
    }

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

        @Override
        public Asserted of(User now) {
            return new Asserted(now, client);
        }
    }
}
