package io.countersign.cli.radius;

import java.util.Locale;

/** How the password is shown. The names are the words of {@code --method}. */
enum Method {
    /** User-Password (RFC 2865 §5.2). */
    PAP,
    /** CHAP-Password (RFC 2865 §5.3). */
    CHAP,
    /** MS-CHAP2-Response (RFC 2548 §2.3.2). */
    MS_CHAP_V2,
    /** Not at all, as an RD Gateway asks. */
    NONE;

    /** As it is written. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
