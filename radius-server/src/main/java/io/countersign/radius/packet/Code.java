package io.countersign.radius.packet;

import java.util.List;
import java.util.Optional;

/** The Code field (RFC 2865 §3). */
public enum Code {
    /** RFC 2865 §4.1. */
    ACCESS_REQUEST(1, "Access-Request"),
    /** RFC 2865 §4.2. */
    ACCESS_ACCEPT(2, "Access-Accept"),
    /** RFC 2865 §4.3. */
    ACCESS_REJECT(3, "Access-Reject"),
    /** RFC 2866 §4.1. */
    ACCOUNTING_REQUEST(4, "Accounting-Request"),
    /** RFC 2866 §4.2. */
    ACCOUNTING_RESPONSE(5, "Accounting-Response"),
    /** RFC 2865 §4.4. */
    ACCESS_CHALLENGE(11, "Access-Challenge"),
    /** RFC 5997 §3. */
    STATUS_SERVER(12, "Status-Server");

    private static final List<Code> ALL = List.of(values());

    private final int number;
    private final String text;

    Code(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    /** The name in the RFCs, such as {@code Access-Request}. */
    public String text() {
        return text;
    }

    /** The code of a number; empty if it is none that this server speaks. */
    public static Optional<Code> of(int number) {
        for (var code : ALL) {
            if (code.number == number) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
