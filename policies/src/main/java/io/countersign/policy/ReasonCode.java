package io.countersign.policy;

/** Why a request was answered as it was, by NPS's reason codes. The names are used in code, audit, metrics and tests alike. */
public enum ReasonCode {
    /** Granted. */
    SUCCESS(0, "granted"),
    /** Our own fault. */
    INTERNAL_ERROR(1, "internal error"),
    /** The second factor's answer came but the account or policy no longer allows the login. */
    ACCESS_DENIED(2, "access denied"),
    /** A malformed request. */
    MALFORMED_REQUEST(3, "malformed request"),
    /** The directory or the store cannot be used. */
    SERVER_UNAVAILABLE(6, "directory or store unavailable"),
    /** No directory of the connection request policy answers for the domain. */
    NO_SUCH_DOMAIN(7, "no such domain"),
    /** The directory does not know the user. */
    NO_SUCH_USER(8, "no such user"),
    /** Not answered on purpose. */
    DISCARDED(9, "discarded"),
    /** Unknown user or wrong password. */
    CREDENTIALS_MISMATCH(16, "unknown user or wrong password"),
    /** An authentication method that the server does not speak, or that the client may not use. */
    UNSUPPORTED_AUTHENTICATION_TYPE(18, "authentication method not supported"),
    /** The password is stored in a form that this method cannot check. */
    NO_REVERSIBLE_PASSWORD(19, "password not stored reversibly"),
    /** The second factor was not shown. */
    SECOND_FACTOR_DENIED(21, "second factor denied"),
    /** The password has expired, or must be changed before the first login. */
    PASSWORD_MUST_CHANGE(33, "password must be changed"),
    /** The account is disabled. */
    ACCOUNT_DISABLED(34, "account disabled"),
    /** The account's time is over. */
    ACCOUNT_EXPIRED(35, "account expired"),
    /** The account is locked out. */
    ACCOUNT_LOCKED_OUT(36, "account locked out"),
    /** The account may not log in at this hour. */
    INVALID_LOGON_HOURS(37, "outside the account's logon hours"),
    /** The account may not log in from here. */
    ACCOUNT_RESTRICTION(38, "account restriction"),
    /** No network policy matched. */
    NO_NETWORK_POLICY_MATCHED(48, "no network policy matched"),
    /** No connection request policy matched. */
    NO_CONNECTION_REQUEST_POLICY_MATCHED(49, "no connection request policy matched"),
    /** The account or the policy denies access. */
    DIAL_IN_PERMISSION_DENIED(65, "permission denied"),
    /** The policy does not allow the authentication method. */
    AUTHENTICATION_METHOD_NOT_ENABLED(66, "authentication method not enabled in the policy"),
    /** The account may not dial in from this Calling-Station-Id. */
    CALLING_STATION_ID(67, "Calling-Station-Id not allowed"),
    /** The policy does not allow the day or the time. */
    DAY_AND_TIME(68, "outside the allowed days and times"),
    /** The policy does not allow the Called-Station-Id. */
    CALLED_STATION_ID(69, "Called-Station-Id not allowed"),
    /** The policy does not allow the NAS-Port-Type. */
    NAS_PORT_TYPE(70, "NAS-Port-Type not allowed"),
    /** A dial-in property of the account is none that could be sent. */
    RESTRICTION_INVALID(71, "dial-in property of the account invalid"),
    /** The remote RADIUS server rejected, or the request went in a circle. */
    REMOTE_SERVER_REJECTED(112, "rejected by the remote RADIUS server"),
    /** No remote RADIUS server of the group answered in time. */
    REMOTE_SERVER_UNANSWERED(117, "no remote RADIUS server answered"),
    /** A remote RADIUS server answered, but its reply could not be taken. */
    REMOTE_SERVER_REPLY_REFUSED(118, "the remote RADIUS server's reply was refused");

    private final int number;
    private final String text;

    ReasonCode(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** NPS's number. */
    public int number() {
        return number;
    }

    /** For people, in lower case. */
    public String text() {
        return text;
    }
}
