package io.countersign.radius.app;

import io.countersign.radius.access.PolicyRevisions;
import io.countersign.radius.access.PolicyRevisions.Revision;
import java.util.List;

/** The policies as an administrator changes them. */
public final class PolicyAdministration {
    private final PolicyRevisions revisions;

    PolicyAdministration(PolicyRevisions revisions) {
        this.revisions = revisions;
    }

    /** The number of the revision in force; 0 if there is none. */
    public long revision() {
        return revisions.newest().map(Revision::number).orElse(0L);
    }

    /** All revisions, newest first. */
    public List<Revision> history() {
        return revisions.history();
    }
}
