CREATE TABLE accounting_record (
    id              INTEGER PRIMARY KEY,
    received_at     BIGINT NOT NULL,
    event_at        BIGINT NOT NULL,
    client          TEXT   NOT NULL,
    nas             TEXT   NOT NULL,
    session         TEXT   NOT NULL,          -- empty: the request named none
    status          TEXT   NOT NULL,
    session_seconds BIGINT NOT NULL,
    octets_in       BIGINT NOT NULL,
    octets_out      BIGINT NOT NULL,
    attributes      TEXT   NOT NULL           -- one a line, as people read them
);
CREATE INDEX accounting_record_session ON accounting_record (client, nas, session, status, event_at);
CREATE INDEX accounting_record_received_at ON accounting_record (received_at);

CREATE TABLE accounting_session (
    id              INTEGER PRIMARY KEY,      -- rises: clients use the same session id again
    client          TEXT   NOT NULL,
    nas             TEXT   NOT NULL,
    session         TEXT   NOT NULL,
    user_name       TEXT,
    user_key        TEXT,                     -- the name in lower case
    calling_station TEXT,
    address         TEXT,
    started_at      BIGINT NOT NULL,
    seen_at         BIGINT NOT NULL,
    stopped_at      BIGINT,                   -- null while it goes on
    session_seconds BIGINT NOT NULL,
    octets_in       BIGINT NOT NULL,
    octets_out      BIGINT NOT NULL,
    terminate_cause TEXT
);
CREATE INDEX accounting_session_session ON accounting_session (client, nas, session, id);
CREATE INDEX accounting_session_seen_at ON accounting_session (seen_at);
CREATE INDEX accounting_session_stopped_at ON accounting_session (stopped_at);
CREATE INDEX accounting_session_user_key ON accounting_session (user_key, seen_at);
