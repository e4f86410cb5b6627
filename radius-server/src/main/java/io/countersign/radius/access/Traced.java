package io.countersign.radius.access;

import io.countersign.policy.Trace;
import io.countersign.policy.Why;
import java.util.stream.Stream;

/** Which events tell how the policies came to their decision. */
public enum Traced {
    /** Those of logins that were not plainly let in. */
    REFUSED,
    /** All. */
    ALL,
    /** All, with every policy that was looked at: for somebody who looks at one login. */
    IN_FULL;

    Trace of(boolean plainlyLetIn, Stream<Why> whys) {
        return switch (this) {
            case REFUSED ->
                plainlyLetIn ? Trace.NONE : Trace.of(whys.map(Why::trace).toList());
            case ALL -> Trace.of(whys.map(Why::trace).toList());
            case IN_FULL -> Trace.of(whys.map(Why::wholeTrace).toList());
        };
    }
}
