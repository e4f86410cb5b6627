package io.countersign.radius.identity;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.radius.packet.Octets;

/** A response to a challenge that only who knows the password can give. */
public sealed interface ChallengeResponse {
    /** How the password is shown. */
    AuthenticationMethod method();

    /**
     * CHAP with MD5 (RFC 2865 §5.3).
     *
     * @param response 16 octets
     */
    record Chap(int identifier, Octets challenge, Octets response) implements ChallengeResponse {
        @Override
        public AuthenticationMethod method() {
            return AuthenticationMethod.CHAP;
        }
    }

    /**
     * MS-CHAPv2 (RFC 2759).
     *
     * @param challengeHash 8 octets, made of both challenges and the user's name
     * @param response the NT-Response, 24 octets
     */
    record MsChapV2(Octets challengeHash, Octets response) implements ChallengeResponse {
        @Override
        public AuthenticationMethod method() {
            return AuthenticationMethod.MS_CHAP_V2;
        }
    }

    /** What a directory makes of a response. */
    sealed interface Checked {
        /** It is the user's. */
        record Right(FirstFactor.Proof proof) implements Checked {}

        /** It is not. */
        record Wrong() implements Checked {}

        /** Nobody can tell, since the password is kept as a hash. */
        record Unknowable() implements Checked {}
    }
}
