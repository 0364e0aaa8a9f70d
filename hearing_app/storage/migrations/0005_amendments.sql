-- A point can be a proposed change: `amendment` is its place, from 1, among the amendments of the answer to the item.
-- SQLite cannot take a constraint off a table, so the points move to a new one; each keeps its id, which links name.
CREATE TABLE points_with_amendments (
    id INTEGER PRIMARY KEY,
    submission INTEGER NOT NULL REFERENCES submissions (id),
    item TEXT NOT NULL,
    amendment INTEGER CHECK (amendment > 0),
    quote TEXT NOT NULL CHECK (length(trim(quote)) > 0),
    assessment TEXT NOT NULL DEFAULT '',
    conclusion TEXT CHECK (conclusion IN ('accepted', 'partly_accepted', 'not_accepted', 'noted')),
    revision INTEGER NOT NULL DEFAULT 0,
    assessed_by TEXT NOT NULL DEFAULT '',
    assessed_at TEXT
) STRICT;
INSERT INTO points_with_amendments
    (id, submission, item, quote, assessment, conclusion, revision, assessed_by, assessed_at)
    SELECT id, submission, item, quote, assessment, conclusion, revision, assessed_by, assessed_at FROM points;
DROP TABLE points;
ALTER TABLE points_with_amendments RENAME TO points;
CREATE UNIQUE INDEX points_quoted ON points (submission, item, quote) WHERE amendment IS NULL;
CREATE UNIQUE INDEX points_proposed ON points (submission, item, amendment) WHERE amendment IS NOT NULL;
