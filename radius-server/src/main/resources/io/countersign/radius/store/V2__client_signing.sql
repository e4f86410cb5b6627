ALTER TABLE radius_client ADD COLUMN limit_proxy_state BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE radius_client ADD COLUMN status_server TEXT NOT NULL DEFAULT 'ALWAYS';

-- What is known of the clients that are set to learn. A row that is missing or does not open makes its client sign.
CREATE TABLE client_learning (
    client  TEXT  PRIMARY KEY,
    content BYTEA NOT NULL
);
