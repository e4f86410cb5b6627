package io.countersign.radius.packet;

/** The numbers of the standard attributes that the server itself reads or writes. All others are the dictionary's business. */
public final class StandardAttributes {
    /** RFC 2865 §5.1. */
    public static final int USER_NAME = 1;
    /** RFC 2865 §5.2. */
    public static final int USER_PASSWORD = 2;
    /** RFC 2865 §5.3. */
    public static final int CHAP_PASSWORD = 3;
    /** RFC 2865 §5.5. */
    public static final int NAS_PORT = 5;
    /** RFC 2865 §5.18. */
    public static final int REPLY_MESSAGE = 18;
    /** RFC 2865 §5.24. */
    public static final int STATE = 24;
    /** RFC 2865 §5.26. */
    public static final int VENDOR_SPECIFIC = 26;
    /** RFC 2865 §5.27. */
    public static final int SESSION_TIMEOUT = 27;
    /** RFC 2865 §5.28. */
    public static final int IDLE_TIMEOUT = 28;
    /** RFC 2865 §5.30. */
    public static final int CALLED_STATION_ID = 30;
    /** RFC 2865 §5.31. */
    public static final int CALLING_STATION_ID = 31;
    /** RFC 2865 §5.33. */
    public static final int PROXY_STATE = 33;
    /** RFC 2866 §5.2. */
    public static final int ACCT_DELAY_TIME = 41;
    /** RFC 2866 §5.5. */
    public static final int ACCT_SESSION_ID = 44;
    /** RFC 2869 §5.3. */
    public static final int EVENT_TIMESTAMP = 55;
    /** RFC 2865 §5.40. */
    public static final int CHAP_CHALLENGE = 60;
    /** RFC 2869 §5.10. */
    public static final int PROMPT = 76;
    /** RFC 3579 §3.1. */
    public static final int EAP_MESSAGE = 79;
    /** RFC 2869 §5.17. */
    public static final int NAS_PORT_ID = 87;

    /** RFC 4849 §2. */
    public static final int NAS_FILTER_RULE = 92;

    private StandardAttributes() {}
}
