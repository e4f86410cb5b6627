package io.countersign.radius.exchange;

import io.countersign.radius.packet.Code;

/** What a listener serves, each on a port of its own. */
public enum Service {
    /** Access-Requests (RFC 2865). */
    AUTHENTICATION(Code.ACCESS_REQUEST, Code.ACCESS_ACCEPT),
    /** Accounting-Requests (RFC 2866). */
    ACCOUNTING(Code.ACCOUNTING_REQUEST, Code.ACCOUNTING_RESPONSE);

    private final Code request;
    private final Code presence;

    Service(Code request, Code presence) {
        this.request = request;
        this.presence = presence;
    }

    /** The code of its requests. */
    Code request() {
        return request;
    }

    /** The code that answers a Status-Server (RFC 5997 §4.2). */
    Code presence() {
        return presence;
    }
}
