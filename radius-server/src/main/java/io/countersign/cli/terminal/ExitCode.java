package io.countersign.cli.terminal;

/** What the program tells the shell. */
public final class ExitCode {
    /** Done. */
    public static final int DONE = 0;
    /** The answer is no: a test failed, a login was refused, there is no such thing. */
    public static final int NO = 1;
    /** Wrong usage or an invalid document; nothing was changed. */
    public static final int INVALID = 2;
    /** It could not be done: unreachable, damaged, wrong key, port in use. */
    public static final int COULD_NOT = 3;
    /** {@code check} alone: everything verifies, but an address to listen on cannot be had. */
    public static final int CANNOT_LISTEN = 4;

    private ExitCode() {}
}
