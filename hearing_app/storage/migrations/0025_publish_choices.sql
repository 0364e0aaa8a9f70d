-- What somebody has chosen to look at before publishing. An address names the row by its number: the references of some
-- hundred answers are more than an address can hold.
CREATE TABLE publish_choices (
    id INTEGER PRIMARY KEY,
    hearing TEXT NOT NULL CHECK (length(hearing) > 0),
    chosen_by TEXT NOT NULL,
    chosen_at TEXT NOT NULL,
    choice TEXT NOT NULL CHECK (json_valid(choice))
) STRICT;
CREATE INDEX publish_choices_newest ON publish_choices (hearing, chosen_by, id);
