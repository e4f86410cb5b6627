-- Wrong passwords of local users, for as long as they may lock an account: a row a user.
CREATE TABLE local_lockout (
    user_id    TEXT   PRIMARY KEY REFERENCES local_user (id) ON DELETE CASCADE,
    changed_at BIGINT NOT NULL,   -- of the newest wrong password, or when they were forgotten
    content    BYTEA  NOT NULL    -- when they were forgotten, and the times of those since then
);
CREATE INDEX local_lockout_changed_at ON local_lockout (changed_at);
