package io.countersign.radius.administration;

import io.countersign.mfa.MfaRecordsUnavailable;
import io.countersign.radius.accounting.AccountingUnavailable;
import io.countersign.radius.control.NodeRefused;
import io.countersign.radius.identity.AmbiguousUser;
import io.countersign.radius.identity.DirectoryUnavailable;
import io.countersign.radius.plugins.PluginRefused;
import io.countersign.radius.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in one line why something could not be done. */
public final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private Faults() {}

    /** The message; what nobody has foreseen is also logged at DEBUG with its place. */
    public static String message(Throwable fault) {
        return switch (fault) {
            case StoreException known -> text(known);
            case NodeRefused known -> text(known);
            case PluginRefused known -> text(known);
            case DirectoryUnavailable known -> text(cause(known));
            case AmbiguousUser known -> text(known);
            case AccountingUnavailable known -> text(known);
            case MfaRecordsUnavailable known -> text(cause(known));
            default -> {
                LOG.debug("not foreseen", fault);
                yield "internal error, please report it: " + fault.getClass().getSimpleName() + ": " + text(fault)
                        + "; --log-level debug shows where";
            }
        };
    }

    /** What the store says is clearer than what is made of it. */
    private static Throwable cause(Throwable fault) {
        return fault.getCause() instanceof StoreException cause ? cause : fault;
    }

    private static String text(Throwable fault) {
        return String.valueOf(fault.getMessage());
    }
}
