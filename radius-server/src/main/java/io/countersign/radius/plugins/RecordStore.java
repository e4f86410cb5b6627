package io.countersign.radius.plugins;

import io.countersign.mfa.MfaRecords;

/** Gives each plugin its own records. */
@FunctionalInterface
public interface RecordStore {
    /** The records of one provider, which sees no other's. */
    MfaRecords of(String provider);
}
