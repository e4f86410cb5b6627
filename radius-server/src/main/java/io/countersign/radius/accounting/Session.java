package io.countersign.radius.accounting;

import java.time.Instant;
import java.util.Optional;

/**
 * A session as its records tell it.
 *
 * @param port NAS-Port, else NAS-Port-Id
 * @param started when it began; reckoned back if its Start never came
 * @param lastSeen the last event
 * @param stopped absent while it goes on, as far as is known
 * @param terminateCause why it stopped, by the dictionary's name
 */
public record Session(
        String client,
        String nas,
        String id,
        Optional<String> userName,
        Optional<String> port,
        Optional<String> callingStation,
        Optional<String> address,
        Instant started,
        Instant lastSeen,
        Optional<Instant> stopped,
        AccountingRecord.Usage usage,
        Optional<String> terminateCause) {}
