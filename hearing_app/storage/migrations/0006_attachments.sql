-- The files that a draft has with it. The file itself stands in data/attachments under its sha256, once; what was
-- sent names its files in its payload, and then these rows go.
CREATE TABLE draft_attachments (
    id INTEGER PRIMARY KEY,
    hearing TEXT NOT NULL,
    body TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    media_type TEXT NOT NULL CHECK (media_type LIKE '%/%'),
    size INTEGER NOT NULL CHECK (size > 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    added_at TEXT NOT NULL,
    UNIQUE (hearing, body, position),
    UNIQUE (hearing, body, sha256),
    UNIQUE (hearing, body, name),
    FOREIGN KEY (hearing, body) REFERENCES drafts (hearing, body) ON DELETE CASCADE
) STRICT;
