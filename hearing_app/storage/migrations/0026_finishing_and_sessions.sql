-- Which of the files that a publishing replaces were there before it; NULL where that was not noted yet. Where the copy
-- of one of them is missing it can so be told from a file that there was none of.
ALTER TABLE publications ADD COLUMN existed TEXT CHECK (existed IS NULL OR json_valid(existed));

-- When those who are told of a publishing by mail were told. A publishing whose mails are asked for, that is carried out
-- and has none waits: the hearing's files could not be read, or the machine stopped in between.
ALTER TABLE publications ADD COLUMN told_at TEXT;
UPDATE publications SET told_at = ended_at WHERE ended_at IS NOT NULL;
CREATE INDEX publications_untold ON publications (id) WHERE told_at IS NULL AND mails = 1 AND step = 'done';

-- Logins that were ended before their time, by the id that their cookie holds: a copy of the cookie opens nothing.
CREATE TABLE ended_sessions (
    id TEXT PRIMARY KEY CHECK (length(id) > 0),
    ended_at TEXT NOT NULL
) STRICT;
