-- NAS-Port, else NAS-Port-Id: sessions that share an id are told apart by it. Null: unknown.
ALTER TABLE accounting_session ADD COLUMN port TEXT;
