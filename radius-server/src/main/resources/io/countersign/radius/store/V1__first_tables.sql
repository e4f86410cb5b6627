-- One SQL for SQLite and PostgreSQL. Times are milliseconds since 1970; BYTEA columns are sealed with the store key.

CREATE TABLE store_state (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    marker      BYTEA   NOT NULL,   -- tells whether a key belongs to this database
    policy_head BYTEA   NOT NULL,   -- the number of the newest revision
    changes     BIGINT  NOT NULL    -- rises with every new revision and every change of the clients
);

CREATE TABLE policy_revision (
    number     BIGINT PRIMARY KEY,
    created_at BIGINT NOT NULL,
    author     TEXT   NOT NULL,
    comment    TEXT   NOT NULL,
    document   TEXT   NOT NULL,
    tag        BYTEA  NOT NULL      -- seals nothing; authenticates the row and its predecessor's tag
);

CREATE TABLE radius_client (
    name                  TEXT    PRIMARY KEY,
    address               TEXT    NOT NULL,
    type                  TEXT    NOT NULL,
    timeout_millis        BIGINT  NOT NULL,
    vendor                TEXT    NOT NULL,
    challenge             BOOLEAN NOT NULL,
    message_authenticator TEXT    NOT NULL,
    unsafe                TEXT    NOT NULL,
    secret                BYTEA   NOT NULL
);

CREATE TABLE local_user (
    id            TEXT    PRIMARY KEY,
    name_key      TEXT    NOT NULL UNIQUE,   -- the name in lower case
    name          TEXT    NOT NULL,
    enabled       BOOLEAN NOT NULL,
    dial_in       TEXT    NOT NULL,
    password_kind TEXT    NOT NULL,
    password      BYTEA   NOT NULL
);

CREATE TABLE local_group (
    name_key TEXT PRIMARY KEY,               -- the name in lower case
    name     TEXT NOT NULL
);

CREATE TABLE local_member (
    user_id   TEXT NOT NULL REFERENCES local_user (id) ON DELETE CASCADE,
    group_key TEXT NOT NULL REFERENCES local_group (name_key) ON DELETE CASCADE,
    PRIMARY KEY (user_id, group_key)
);

CREATE TABLE challenge (
    id         TEXT   PRIMARY KEY,
    expires_at BIGINT NOT NULL,
    content    BYTEA  NOT NULL
);
CREATE INDEX challenge_expires_at ON challenge (expires_at);

CREATE TABLE mfa_record (
    provider   TEXT   NOT NULL,
    user_id    TEXT   NOT NULL,
    record_key TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,              -- 9223372036854775807: never
    value      BYTEA  NOT NULL,
    PRIMARY KEY (provider, user_id, record_key)
);
CREATE INDEX mfa_record_expires_at ON mfa_record (expires_at);
