package io.countersign.radius.identity;

import io.countersign.radius.identity.User.AccountState;
import java.time.Instant;
import java.util.Optional;

/** What a directory makes of an {@link Attempt}. {@link Right} alone lets anybody in. */
public sealed interface PasswordCheck {
    /** The password is the user's, and the account may log in. */
    record Right(FirstFactor.Proof proof) implements PasswordCheck {}

    /**
     * It is not the user's.
     *
     * @param lockedUntil when the account opens again, if this attempt has locked it and the directory knows
     */
    record Wrong(Optional<Instant> lockedUntil) implements PasswordCheck {}

    /**
     * Nobody can tell, since the password is kept in a form that this kind of evidence cannot be held against.
     *
     * @param advice for the audit: how it is kept and what to do, as the end of a sentence that names the account
     */
    record Unknowable(String advice) implements PasswordCheck {}

    /**
     * The account may not log in. Of a directory that tells so only to who knows the password, the password is the user's; that an account
     * is locked, others tell to anybody.
     *
     * @param state anything but active
     */
    record Barred(AccountState state) implements PasswordCheck {}

    /**
     * It was not looked at, since too many others wait.
     *
     * @param why for the audit
     */
    record Busy(String why) implements PasswordCheck {}

    /**
     * The directory cannot answer now.
     *
     * @param why for the audit
     */
    record CannotTell(String why) implements PasswordCheck {}
}
