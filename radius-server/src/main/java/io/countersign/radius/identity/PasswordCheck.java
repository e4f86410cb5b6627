package io.countersign.radius.identity;

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

    /** Nobody can tell, since the password is kept in a form that this kind of evidence cannot be held against. */
    record Unknowable() implements PasswordCheck {}

    /** The password is the user's, and yet the account may not log in. Never told to who does not know the password. */
    record Barred(Bar bar) implements PasswordCheck {}

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

    /** Why an account may not log in. */
    enum Bar {
        /** An administrator has disabled it. */
        DISABLED,
        /** Locked after wrong passwords. */
        LOCKED_OUT,
        /** Its time is over. */
        ACCOUNT_EXPIRED,
        /** The password is too old. */
        PASSWORD_EXPIRED,
        /** The password must be changed before the first login. */
        MUST_CHANGE_PASSWORD,
        /** Not at this hour. */
        OUTSIDE_LOGON_HOURS,
        /** Not from here, or by another rule of the directory. */
        RESTRICTED
    }
}
