-- Files that somebody has let us examine: counted for a day, so that whoever has a link cannot upload and remove files
-- without end, and as under way while `ended_at` is empty, so that one sender's heavy files leave room for the others.
CREATE TABLE examinations (
    id INTEGER PRIMARY KEY,
    hearing TEXT NOT NULL,
    body TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size > 0),
    at TEXT NOT NULL,
    ended_at TEXT
) STRICT;
CREATE INDEX examinations_body ON examinations (hearing, body);
