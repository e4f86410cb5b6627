package io.countersign.radius.packet;

import java.util.Optional;

/** The Code field (RFC 2865 §3). */
public enum Code {
    /** RFC 2865 §4.1. */
    ACCESS_REQUEST(1),
    /** RFC 2865 §4.2. */
    ACCESS_ACCEPT(2),
    /** RFC 2865 §4.3. */
    ACCESS_REJECT(3),
    /** RFC 2866 §4.1. */
    ACCOUNTING_REQUEST(4),
    /** RFC 2866 §4.2. */
    ACCOUNTING_RESPONSE(5),
    /** RFC 2865 §4.4. */
    ACCESS_CHALLENGE(11),
    /** RFC 5997 §3. */
    STATUS_SERVER(12);

    private final int number;

    Code(int number) {
        this.number = number;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    /** The code of a number; empty if it is none that this server speaks. */
    public static Optional<Code> of(int number) {
        for (var code : values()) {
            if (code.number == number) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }
}
