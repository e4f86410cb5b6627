package io.countersign.radius.plugins;

import io.countersign.mfa.MfaRecords;
import io.countersign.mfa.MfaRecordsUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** For plugins that are loaded for a look at their settings alone, before there is a store. */
public final class NoRecords implements MfaRecords {
    private static MfaRecordsUnavailable none() {
        return new MfaRecordsUnavailable("no store is open", new IllegalStateException("the settings are not valid"));
    }

    @Override
    public Optional<Versioned> find(String userId, String key) {
        throw none();
    }

    @Override
    public List<Versioned> list(String userId) {
        throw none();
    }

    @Override
    public List<Versioned> listAll(String key) {
        throw none();
    }

    @Override
    public boolean create(String userId, String key, String value) {
        throw none();
    }

    @Override
    public boolean create(String userId, String key, String value, Duration timeToLive) {
        throw none();
    }

    @Override
    public boolean replace(Versioned read, String value) {
        throw none();
    }

    @Override
    public boolean remove(Versioned read) {
        throw none();
    }
}
