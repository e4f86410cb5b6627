package io.countersign.mfa.totp;

/**
 * The wrong answers since the last right one. Each counts, the same one again too: a challenge can be answered only once, so none comes
 * from a client that merely repeats itself.
 *
 * @param locked kept, not computed: a limit that is raised later unlocks nothing
 */
record Guesses(int wrong, boolean locked) {
    static final Guesses NONE = new Guesses(0, false);

    /** With one more. */
    Guesses another(TotpSettings settings) {
        return new Guesses(wrong + 1, wrong + 1 >= settings.lockAfter());
    }
}
