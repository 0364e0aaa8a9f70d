-- The chained log of what was received: each entry's digest covers the one before, so that no entry can be changed,
-- taken out or moved without every later digest telling of it (hearing_app/domain/journal.py, docs/verify.md).
CREATE TABLE journal (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    reference TEXT NOT NULL UNIQUE REFERENCES submissions (reference),
    hearing TEXT NOT NULL,
    body TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    received_at TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    previous TEXT NOT NULL UNIQUE CHECK (length(previous) = 64),
    digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64)
) STRICT;

-- «INSERT OR REPLACE» would remove a row without asking the triggers below, so a row that stands is looked for first.
CREATE TRIGGER journal_follows BEFORE INSERT ON journal
BEGIN
    SELECT RAISE(ABORT, 'an entry of the journal follows the last one')
    WHERE NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM journal)
        OR NEW.previous IS NOT coalesce((SELECT digest FROM journal ORDER BY number DESC LIMIT 1), printf('%064d', 0))
        OR EXISTS (SELECT 1 FROM journal WHERE reference = NEW.reference OR digest = NEW.digest);
END;
CREATE TRIGGER journal_kept BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER journal_not_deleted BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never deleted'); END;
