-- What a record says, without how it came: SHA-256, not sealed. Null: kept by an older program, and the same as no other.
ALTER TABLE accounting_record ADD COLUMN fingerprint BYTEA;

DROP INDEX accounting_record_session;
CREATE INDEX accounting_record_same ON accounting_record (client, nas, session, fingerprint, event_at);
-- Few. What stands on the two sides of one is not the same.
CREATE INDEX accounting_record_restart ON accounting_record (client, nas, event_at) WHERE status IN ('ON', 'OFF');
CREATE INDEX accounting_session_started_at ON accounting_session (client, nas, started_at);
CREATE INDEX accounting_session_open ON accounting_session (client, nas, started_at) WHERE stopped_at IS NULL;
