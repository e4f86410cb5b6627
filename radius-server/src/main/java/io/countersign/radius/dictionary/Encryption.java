package io.countersign.radius.dictionary;

/** How a value is hidden with the shared secret and the Request Authenticator, so that it cannot be shown or set as it is. */
public enum Encryption {
    /** Not at all. */
    NONE,
    /** Like User-Password (RFC 2865 §5.2); {@code encrypt=1} in dictionary files. */
    USER_PASSWORD,
    /** With a salt, like MS-MPPE-Send-Key (RFC 2548 §2.4.2); {@code encrypt=2}. */
    SALTED,
    /** With a salt, behind a tag, like Tunnel-Password (RFC 2868 §3.5); {@code has_tag,encrypt=2}. */
    TAGGED_SALTED,
    /** In a way that this server does not know. */
    UNKNOWN
}
