package io.countersign.radius.directory;

import com.unboundid.ldap.sdk.LDAPException;
import io.countersign.radius.identity.AmbiguousUser;
import io.countersign.radius.identity.DirectoryUnavailable;
import java.time.Duration;

/**
 * One step of an examination.
 *
 * @param what was looked at
 * @param isGood whether logins that need it can work
 * @param said what was found, and the fix if it is not good
 */
public record Step(String what, boolean isGood, String said, Duration took) {
    /** What there is to look at. */
    interface Look {
        /** What was found; throws if it is not good. */
        String said() throws LDAPException;
    }

    static Step of(String what, Look look) {
        long began = System.nanoTime();
        try {
            var said = look.said();
            return new Step(what, true, said, since(began));
        } catch (LDAPException e) {
            return new Step(what, false, Causes.of(e), since(began));
        } catch (ServerLost lost) {
            return new Step(what, false, lost.why(), since(began));
        } catch (DirectoryUnavailable | AmbiguousUser | Fault fault) {
            return new Step(what, false, String.valueOf(fault.getMessage()), since(began));
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** What is not good though there is an answer. */
    static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Fault(String message) {
            super(message);
        }
    }
}
