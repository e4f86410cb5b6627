package io.countersign.radius.identity;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.radius.crypto.Secret;

/** What somebody shows of a password: the password itself, or what only who knows it can make of a challenge. */
public sealed interface Evidence permits Evidence.PlainPassword, ChallengeResponse {
    /** How the password is shown. */
    AuthenticationMethod method();

    /** The octets that tell it from any other of the same user and method. They may be the password. */
    Secret distinct();

    /**
     * The password itself, by PAP.
     *
     * @param password as it came; octets of any kind, perhaps none
     */
    record PlainPassword(Secret password) implements Evidence {
        @Override
        public AuthenticationMethod method() {
            return AuthenticationMethod.PAP;
        }

        @Override
        public Secret distinct() {
            return OpaqueString.read(password);
        }
    }
}
