-- Whether the users of a client are told the references of their logins. An RD Gateway shows them nothing.
ALTER TABLE radius_client ADD COLUMN show_reference BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE removed_client ADD COLUMN show_reference BOOLEAN NOT NULL DEFAULT TRUE;
UPDATE radius_client SET show_reference = FALSE WHERE type = 'RD_GATEWAY';
UPDATE removed_client SET show_reference = FALSE WHERE type = 'RD_GATEWAY';
