package io.countersign.radius.accounting;

import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.exchange.Authentic;
import io.countersign.radius.exchange.RequestHandler;
import io.countersign.radius.exchange.Verdict;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Answers an Accounting-Request once its record is durable, and never before (RFC 2866 §4.1). What cannot be kept stays unanswered: its
 * client sends it again, here or to another server.
 */
public final class AccountingService implements RequestHandler {
    private static final Verdict UNANSWERED = new Verdict.Silence(Verdict.SilenceReason.FAULT);

    private final AccountingLedger ledger;
    private final Dictionary dictionary;

    /** Wires the path. */
    public AccountingService(AccountingLedger ledger, Dictionary dictionary) {
        this.ledger = ledger;
        this.dictionary = dictionary;
    }

    @Override
    public Verdict decide(Authentic request) {
        try {
            boolean kept = ledger.keep(AccountingRecord.of(request, dictionary)).get();
            return kept ? new Verdict.Recorded(List.of()) : UNANSWERED;
        } catch (InterruptedException late) {
            Thread.currentThread().interrupt();
            return UNANSWERED;
        } catch (ExecutionException mistake) {
            throw new IllegalStateException(mistake);
        }
    }

    @Override
    public Verdict late() {
        return UNANSWERED;
    }
}
