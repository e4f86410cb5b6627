-- Every change by an administrator, in a chain: each row's tag is made over the row and the tag before it.
CREATE TABLE change_log (
    number   BIGINT PRIMARY KEY,
    at       BIGINT NOT NULL,
    kinds    TEXT   NOT NULL,                 -- with commas, sorted
    account  TEXT   NOT NULL,
    command  TEXT   NOT NULL,
    comment  TEXT   NOT NULL,
    revision BIGINT,                          -- the policy revision that it made
    user_id  TEXT,                            -- the one user whom it is about
    lines    TEXT   NOT NULL,                 -- one a line
    weaker   TEXT   NOT NULL,                 -- one a line
    tag      BYTEA  NOT NULL
);
CREATE INDEX change_log_user ON change_log (user_id, number);

-- For 30 days. A client of the same name that is there again ends it.
CREATE TABLE removed_client (
    name_key              TEXT    PRIMARY KEY, -- the name in lower case
    removed_at            BIGINT  NOT NULL,
    name                  TEXT    NOT NULL,
    address               TEXT    NOT NULL,
    type                  TEXT    NOT NULL,
    timeout_millis        BIGINT  NOT NULL,
    vendor                TEXT    NOT NULL,
    challenge             BOOLEAN NOT NULL,
    message_authenticator TEXT    NOT NULL,
    limit_proxy_state     BOOLEAN NOT NULL,
    status_server         TEXT    NOT NULL,
    unsafe                TEXT    NOT NULL,
    secret                BYTEA   NOT NULL
);

-- A keyed sum over the rows that a table has: none can be added, removed or put back without the key.
CREATE TABLE row_sum (
    name TEXT  PRIMARY KEY,
    sum  BYTEA NOT NULL
);

-- The same for each user's second factors. Every local user has a row.
CREATE TABLE mfa_set (
    user_id TEXT   PRIMARY KEY,
    version BIGINT NOT NULL,
    sum     BYTEA  NOT NULL
);
CREATE INDEX mfa_record_user ON mfa_record (user_id);
CREATE INDEX local_member_group ON local_member (group_key);

-- Null until `countersign upgrade` has sealed what an older program kept.
ALTER TABLE store_state ADD COLUMN row_key BYTEA;
ALTER TABLE store_state ADD COLUMN change_head BYTEA;     -- the number of the newest change
ALTER TABLE store_state ADD COLUMN clients_tag BYTEA;     -- which clients there are
ALTER TABLE store_state ADD COLUMN server_secrets_tag BYTEA;
ALTER TABLE store_state ADD COLUMN audited BIGINT NOT NULL DEFAULT 0;   -- the newest change that the audit file tells

-- Rises with every change of a user; the password is sealed for it, and for the user's groups. 0: an older program's.
ALTER TABLE local_user ADD COLUMN version BIGINT NOT NULL DEFAULT 0;

-- The grammar that a revision was written in.
ALTER TABLE policy_revision ADD COLUMN grammar INTEGER NOT NULL DEFAULT 1;
