-- Which time the words stand in the answer, from 1, where a body has written them twice; points made before this are
-- the first. A point can be made of a file that came with the answer, by its fingerprint; empty of the answer itself.
ALTER TABLE points ADD COLUMN occurrence INTEGER NOT NULL DEFAULT 1 CHECK (occurrence > 0);
ALTER TABLE points ADD COLUMN attachment TEXT NOT NULL DEFAULT '' CHECK (length(attachment) IN (0, 64));
DROP INDEX points_quoted;
CREATE UNIQUE INDEX points_quoted ON points (submission, item, quote, occurrence, attachment) WHERE amendment IS NULL;

-- When a point was given to its assignee, and by whom; the mail about it tells what is new since the last one.
ALTER TABLE points ADD COLUMN assigned_at TEXT;
ALTER TABLE points ADD COLUMN assigned_by TEXT NOT NULL DEFAULT '';
CREATE INDEX points_assignee ON points (assignee) WHERE assignee <> '';
CREATE INDEX point_themes_theme ON point_themes (theme);

CREATE TABLE assignment_mails (
    username TEXT PRIMARY KEY,
    told_at TEXT NOT NULL
) STRICT;

-- Parts of a response of which somebody has said that they need no point: some of the words on an item, a proposed
-- change by its place, a file by its fingerprint, the whole answer to an item (all three empty), or everything that
-- was answered (the item empty as well).
CREATE TABLE set_aside (
    id INTEGER PRIMARY KEY,
    submission INTEGER NOT NULL REFERENCES submissions (id),
    item TEXT NOT NULL DEFAULT '',
    words TEXT NOT NULL DEFAULT '',
    occurrence INTEGER NOT NULL DEFAULT 1 CHECK (occurrence > 0),
    amendment INTEGER NOT NULL DEFAULT 0 CHECK (amendment >= 0),
    attachment TEXT NOT NULL DEFAULT '' CHECK (length(attachment) IN (0, 64)),
    reason TEXT NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
    by TEXT NOT NULL CHECK (length(by) > 0),
    at TEXT NOT NULL,
    UNIQUE (submission, item, words, occurrence, amendment, attachment),
    CHECK (item <> '' OR (words = '' AND amendment = 0)),
    CHECK ((words <> '') + (amendment <> 0) + (attachment <> '') <= 1)
) STRICT;
