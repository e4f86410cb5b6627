-- What else there is to know of a remote RADIUS server stands in the policies' revision.
CREATE TABLE remote_server_secret (
    server_group TEXT  NOT NULL,   -- in lower case
    server       TEXT  NOT NULL,   -- in lower case
    secret       BYTEA NOT NULL,
    PRIMARY KEY (server_group, server)
);
