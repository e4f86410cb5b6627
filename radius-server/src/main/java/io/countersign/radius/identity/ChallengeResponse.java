package io.countersign.radius.identity;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.packet.Octets;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** A response to a challenge that only who knows the password can give. */
public sealed interface ChallengeResponse extends Evidence {
    /** What it proves if it is the response of who knows a password; empty if it is not. Nobody knows an empty one. */
    default Optional<FirstFactor.Proof> proves(Secret password) {
        return OpaqueString.forms(password).stream()
                .filter(form -> form.length() > 0 && verifies(form))
                .findFirst()
                .map(this::proof);
    }

    /** Whether the password makes this response. Constant time. */
    boolean verifies(Secret password);

    /** What who has checked this response knows by it. */
    FirstFactor.Proof proof(Secret password);

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

        @Override
        public boolean verifies(Secret password) {
            return io.countersign.radius.crypto.Chap.verifies(identifier, challenge, response, password);
        }

        @Override
        public FirstFactor.Proof proof(Secret password) {
            return new FirstFactor.Proof.None();
        }

        @Override
        public Secret distinct() {
            return joined(Octets.wrap(new byte[] {(byte) identifier}), challenge, response);
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

        @Override
        public boolean verifies(Secret password) {
            return io.countersign.radius.crypto.MsChapV2.verifies(challengeHash, response, password);
        }

        @Override
        public FirstFactor.Proof proof(Secret password) {
            return new FirstFactor.Proof.MsChapV2(io.countersign.radius.crypto.MsChapV2.passwordHashHash(password));
        }

        @Override
        public Secret distinct() {
            return joined(challengeHash, response);
        }
    }

    private static Secret joined(Octets... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part.toArray());
        }
        return Secret.of(all.toByteArray());
    }
}
