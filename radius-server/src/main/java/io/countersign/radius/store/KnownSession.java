package io.countersign.radius.store;

import io.countersign.radius.accounting.AccountingRecord;
import io.countersign.radius.accounting.AccountingRecord.Usage;
import io.countersign.radius.accounting.AccountingStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A session as it stands, to be compared with a record of the same client, NAS and Acct-Session-Id, and of no other user and port.
 *
 * <p>That much alone does not make the record one of this session: clients that crash give out their ids anew, and some give one to all
 * sessions of a second. What tells is when the session began, by the record's Acct-Session-Time, and whether its counters go on.
 */
record KnownSession(
        long id,
        boolean userKnown,
        Optional<String> station,
        Instant started,
        Instant seen,
        Optional<Instant> stopped,
        Usage usage) {
    /** A delay is told in whole seconds, and so is a session's time. */
    static final Duration ROUNDED = Duration.ofSeconds(2);

    /** How far the beginning that one record tells may lie from what another tells. */
    static final Duration UNEVEN = Duration.ofMinutes(1);

    /** Whether a record can be of this session. */
    boolean mayHave(AccountingRecord record) {
        return !isOver(record) && !countsAnew(record) && !startsLater(record) && isOfStation(record);
    }

    /** The likeliest first: from the same station, and begun when the record says; if it does not say, begun by then. */
    static Comparator<KnownSession> likeliestFor(AccountingRecord record) {
        return Comparator.comparing((KnownSession session) -> session.isOfAnotherStation(record))
                .thenComparing(session -> record.began()
                        .map(began -> Duration.between(session.started, began).abs())
                        .orElse(session.started.isAfter(record.eventAt().plus(UNEVEN)) ? UNEVEN : Duration.ZERO));
    }

    private boolean isOver(AccountingRecord record) {
        return stopped.isPresent()
                && record.began()
                        .filter(began -> began.isAfter(
                                isStart(record) ? stopped.get() : stopped.get().plus(UNEVEN)))
                        .isPresent();
    }

    /** Counters that are less than they were are of a session that began since; what began before is only late. */
    private boolean countsAnew(AccountingRecord record) {
        boolean less = record.usage().sessionTime().compareTo(usage.sessionTime()) < 0
                || record.usage().octetsIn() < usage.octetsIn()
                || record.usage().octetsOut() < usage.octetsOut();
        return less
                && record.began()
                        .filter(began -> !began.isBefore(seen.minus(ROUNDED)))
                        .isPresent();
    }

    private boolean startsLater(AccountingRecord record) {
        return isStart(record) && record.eventAt().isAfter(started.plus(UNEVEN));
    }

    /** A user who goes on from another address keeps the session, so that its Stop ends it; a Start from there is another. */
    private boolean isOfStation(AccountingRecord record) {
        return !isOfAnotherStation(record) || (!isStart(record) && userKnown && beganWith(record));
    }

    private boolean isOfAnotherStation(AccountingRecord record) {
        return station.isPresent() && record.callingStation().isPresent() && !station.equals(record.callingStation());
    }

    private boolean beganWith(AccountingRecord record) {
        return record.userName().isPresent()
                && record.began()
                        .filter(began -> Duration.between(started, began).abs().compareTo(UNEVEN) <= 0)
                        .isPresent();
    }

    private static boolean isStart(AccountingRecord record) {
        return record.status() == AccountingStatus.START;
    }
}
