-- Whether name_key of users and groups holds composed names; before, it told composed and decomposed characters apart. The program sets
-- them anew when it upgrades.
ALTER TABLE store_state ADD COLUMN names_composed BOOLEAN NOT NULL DEFAULT FALSE;
