package io.countersign.radius.directory;

/** A server did not answer, so that another one may be asked. Does not leave this package. */
final class ServerLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean mayHaveHeard;

    /**
     * Tells why.
     *
     * @param mayHaveHeard whether the question may have arrived
     */
    ServerLost(String why, boolean mayHaveHeard) {
        super(why);
        this.mayHaveHeard = mayHaveHeard;
    }

    boolean mayHaveHeard() {
        return mayHaveHeard;
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
