package io.countersign.radius.directory;

import io.countersign.radius.identity.ChallengeResponse;
import io.countersign.radius.identity.PasswordCheck;

/** Checks of responses that only a domain controller can make, as it alone has the passwords. */
interface NetworkLogons extends AutoCloseable {
    /** Holds a response against the password of an account; right only if a controller has looked at the account of that SID. */
    PasswordCheck check(NamedAccount account, ChallengeResponse.MsChapV2 response);

    /** Whether controllers can be asked, without asking about anybody; throws {@link Step.Fault} if not. */
    String examine();

    @Override
    void close();
}
