package io.countersign.policy;

/** How a request proves its user, by NPS's numbers. */
public enum AuthenticationMethod {
    /** The password, hidden with the shared secret (RFC 2865 §5.2). */
    PAP(1),
    /** RFC 2865 §5.3. */
    CHAP(2),
    /** RFC 2548 §2.3. */
    MS_CHAP_V2(4),
    /** RFC 3579. */
    EAP(5),
    /** No credential: an RD Gateway has authenticated the user. Never allowed by omission. */
    UNAUTHENTICATED(7);

    private final int npsNumber;

    AuthenticationMethod(int npsNumber) {
        this.npsNumber = npsNumber;
    }

    /** The number in NPS's logs and exports. */
    public int npsNumber() {
        return npsNumber;
    }
}
