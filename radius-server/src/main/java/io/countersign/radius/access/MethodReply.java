package io.countersign.radius.access;

/**
 * What a reply carries beside the policy's attributes because of the method by which the first factor is shown: proofs, keys, errors. The
 * one place where that is added.
 */
sealed interface MethodReply permits MethodReply.Plain, MsChapReply {
    /** As the credential of a request asks for it. */
    static MethodReply to(AccessRequest request) {
        return request.credential() instanceof Credential.MsChap2 credential
                ? new MsChapReply(request, credential)
                : new Plain();
    }

    /** The ruling with what the method adds. */
    Ruling dress(Ruling ruling);

    /** For methods that add nothing. */
    record Plain() implements MethodReply {
        @Override
        public Ruling dress(Ruling ruling) {
            return ruling;
        }
    }
}
