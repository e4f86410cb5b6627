-- Rises with every change of local users and groups, so that a server knows when what it remembers is old.
ALTER TABLE store_state ADD COLUMN user_changes BIGINT NOT NULL DEFAULT 0;
