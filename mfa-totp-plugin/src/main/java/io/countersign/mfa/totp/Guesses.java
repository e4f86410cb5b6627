package io.countersign.mfa.totp;

/**
 * The wrong answers since the last right one.
 *
 * @param wrong how many were counted
 * @param last the last one counted; empty if there is none, {@link #NO_CODE} if it was not even a code
 * @param lastStep the step in which it was counted
 * @param locked kept, not computed: a limit that is raised later unlocks nothing
 */
record Guesses(int wrong, String last, long lastStep, boolean locked) {
    static final Guesses NONE = new Guesses(0, "", 0, false);

    /** Stands for every answer that is no code. People type their password here by mistake, so the answer itself is not kept. */
    static final String NO_CODE = "-";

    /**
     * With one more, unless it is the last one again within the window: clients and people repeat what they sent, and that guesses
     * nothing new.
     */
    Guesses with(String answer, long step, TotpSettings settings) {
        boolean again = answer.equals(last) && step >= lastStep && step - lastStep <= settings.window();
        return again ? this : new Guesses(wrong + 1, answer, step, wrong + 1 >= settings.lockAfter());
    }

    /** Without the last answer, which may be the code of another step or of another site. */
    @Override
    public String toString() {
        return "Guesses[wrong=" + wrong + ", locked=" + locked + "]";
    }
}
