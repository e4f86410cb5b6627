package io.countersign.policy;

/** An account's dial-in permission. */
public enum DialIn {
    /** Allowed by the account; counts only where a policy says {@code account-may-grant}. */
    ALLOW,
    /** Denied by the account. */
    DENY,
    /** "Control access through NPS Network Policy". */
    ABSENT,
    /** The directory does not let the server read it: denied, unless a policy ignores dial-in properties. */
    UNREADABLE
}
