package io.countersign.mfa.entra.push;

/** What became of one exchange with the push service. */
sealed interface Said {
    /** It answered. */
    record Answered(Answer answer) implements Said {}

    /** It was not asked, or refused to listen: provably nobody was prompted. */
    record NotAsked(String why) implements Said {}

    /** It was asked too often. */
    record Throttled(String why) implements Said {}

    /** It was asked, and no answer came in time: of a synchronous begin, none of the user's. */
    record Late(String why) implements Said {}

    /** It was asked, and what it did is not known. */
    record Unclear(String why) implements Said {}
}
