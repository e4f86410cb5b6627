package io.countersign.radius.accounting;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The records at rest, and the sessions that they tell of. Throws {@link AccountingUnavailable} if it cannot be used. */
public interface AccountingStore {
    /**
     * Keeps records, all or none; they survive a loss of power from when it returns. One that was kept before, whatever its delay, is not
     * kept again.
     *
     * @return how many were new
     */
    int append(List<AccountingRecord> records);

    /** Sessions, those seen last first. */
    List<Session> sessions(Wanted wanted);

    /**
     * Removes records received, and sessions stopped, before a time.
     *
     * @param most how many at once; others wait so long to write
     * @return how many went; fewer than {@code most} if these were all
     */
    int removeBefore(Instant time, int most);

    /**
     * Which sessions.
     *
     * @param stoppedToo those that are over as well
     * @param user the name as the client sent it; whatever the case
     * @param most at least 1
     */
    record Wanted(boolean stoppedToo, Optional<String> user, Optional<String> client, int most) {}
}
