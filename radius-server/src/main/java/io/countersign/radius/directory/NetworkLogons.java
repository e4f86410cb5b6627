package io.countersign.radius.directory;

import io.countersign.radius.identity.ChallengeResponse;
import io.countersign.radius.identity.PasswordCheck;

/** Checks of responses that only a domain controller can make, as it alone has the passwords. */
interface NetworkLogons extends AutoCloseable {
    /**
     * Holds a response against the password of an account.
     *
     * @param account its sAMAccountName
     * @param sid its SID, since the name may be another's by the time that a controller looks at it
     */
    PasswordCheck check(String account, String sid, ChallengeResponse.MsChapV2 response);

    /** Whether controllers can be asked, without asking about anybody; throws {@link Step.Fault} if not. */
    String examine();

    @Override
    void close();
}
