-- Where in the new draft a point is followed. The log says who took such a link away.
CREATE TABLE followed (
    point INTEGER NOT NULL REFERENCES points (id) ON DELETE CASCADE,
    section TEXT NOT NULL CHECK (length(section) > 0),
    username TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (point, section)
) STRICT;

-- Why a section of a version was changed although no point asked for it.
CREATE TABLE explained_changes (
    hearing TEXT NOT NULL,
    version TEXT NOT NULL,
    section TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (length(trim(reason)) > 0),
    username TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (hearing, version, section)
) STRICT;

-- Whether a new hearing is needed after a version with material changes; the last answer counts, and all stay.
CREATE TABLE heard_again (
    id INTEGER PRIMARY KEY,
    hearing TEXT NOT NULL,
    version TEXT NOT NULL,
    needed INTEGER NOT NULL CHECK (needed IN (0, 1)),
    reason TEXT NOT NULL CHECK (length(trim(reason)) > 0),
    username TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX heard_again_hearing ON heard_again (hearing, version);
CREATE TRIGGER heard_again_kept BEFORE UPDATE ON heard_again
BEGIN SELECT RAISE(ABORT, 'an answer is never changed'); END;
CREATE TRIGGER heard_again_not_deleted BEFORE DELETE ON heard_again
BEGIN SELECT RAISE(ABORT, 'an answer is never deleted'); END;
