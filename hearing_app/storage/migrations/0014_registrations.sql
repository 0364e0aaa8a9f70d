-- Answers that have come by e-mail, on paper or otherwise, while the secretariat registers them. `fields` is what
-- stands in the form, `passages` what was read out of the documents and where each part is placed.
CREATE TABLE registrations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hearing TEXT NOT NULL,
    fields TEXT NOT NULL CHECK (json_valid(fields)),
    passages TEXT NOT NULL CHECK (json_valid(passages)),
    revision INTEGER NOT NULL CHECK (revision > 0),
    begun_by TEXT NOT NULL CHECK (length(begun_by) > 0),
    begun_at TEXT NOT NULL,
    saved_by TEXT NOT NULL CHECK (length(saved_by) > 0),
    saved_at TEXT NOT NULL
) STRICT;
CREATE INDEX registrations_hearing ON registrations (hearing);

CREATE TABLE registration_files (
    registration INTEGER NOT NULL REFERENCES registrations (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size > 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    added_at TEXT NOT NULL,
    PRIMARY KEY (registration, position),
    UNIQUE (registration, sha256)
) STRICT;
CREATE INDEX registration_files_sha256 ON registration_files (sha256);

-- A sender that was not invited and whose answer came on paper has no confirmed address: `email` is empty then. The
-- numbers go on where they were, for none is ever used twice.
CREATE TABLE guests_anew (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    hearing TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('organisation', 'business', 'private_person')),
    name TEXT NOT NULL CHECK (length(trim(name)) > 0),
    email TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('nb', 'nn', 'en')),
    confirmed_at TEXT NOT NULL
) STRICT;
INSERT INTO guests_anew SELECT number, hearing, kind, name, email, language, confirmed_at FROM guests;
DELETE FROM sqlite_sequence WHERE name = 'guests_anew';
INSERT INTO sqlite_sequence (name, seq) SELECT 'guests_anew', seq FROM sqlite_sequence WHERE name = 'guests';
DROP TABLE guests;
ALTER TABLE guests_anew RENAME TO guests;
CREATE UNIQUE INDEX guests_address ON guests (hearing, lower(email)) WHERE email <> '';
