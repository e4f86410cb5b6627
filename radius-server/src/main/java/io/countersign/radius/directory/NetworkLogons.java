package io.countersign.radius.directory;

import io.countersign.radius.identity.ChallengeResponse;
import io.countersign.radius.identity.PasswordCheck;

/** Checks of responses that only a domain controller can make, as it alone has the passwords. */
@FunctionalInterface
public interface NetworkLogons {
    /**
     * Holds a response against the password of an account.
     *
     * @param account its sAMAccountName
     */
    PasswordCheck check(String account, ChallengeResponse.MsChapV2 response);
}
