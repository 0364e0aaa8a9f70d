-- Those who answer without being invited. A guest's id among the bodies is made of the number (domain/guest.py), and
-- no number is used twice, also where a guest that never sent anything has been deleted.
CREATE TABLE guests (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    hearing TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('organisation', 'business', 'private_person')),
    name TEXT NOT NULL CHECK (length(trim(name)) > 0),
    email TEXT NOT NULL CHECK (length(email) > 0),
    language TEXT NOT NULL CHECK (language IN ('nb', 'nn', 'en')),
    confirmed_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX guests_address ON guests (hearing, lower(email));

-- Who has asked to answer and has not confirmed the address yet.
CREATE TABLE guest_requests (
    token_sha256 TEXT PRIMARY KEY CHECK (length(token_sha256) = 64),
    hearing TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('organisation', 'business', 'private_person')),
    name TEXT NOT NULL CHECK (length(trim(name)) > 0),
    email TEXT NOT NULL CHECK (length(email) > 0),
    language TEXT NOT NULL CHECK (language IN ('nb', 'nn', 'en')),
    asked_at TEXT NOT NULL
) STRICT;

-- Counted in the database, like login failures. `subject` is a keyed hash of an e-mail or a network address.
CREATE TABLE guest_attempts (
    id INTEGER PRIMARY KEY,
    hearing TEXT NOT NULL,
    subject TEXT NOT NULL CHECK (length(subject) = 64),
    at TEXT NOT NULL
) STRICT;
CREATE INDEX guest_attempts_subject ON guest_attempts (hearing, subject, at);

-- What the secretariat has said of a guest's answer; without a row it waits. It can be changed, and the audit log
-- keeps every change.
CREATE TABLE moderation (
    reference TEXT PRIMARY KEY REFERENCES submissions (reference),
    state TEXT NOT NULL CHECK (state IN ('admitted', 'refused')),
    reason TEXT NOT NULL CHECK (reason IN ('', 'spam', 'off_topic', 'unlawful')),
    note TEXT NOT NULL,
    decided_by TEXT NOT NULL CHECK (length(decided_by) > 0),
    decided_at TEXT NOT NULL,
    CHECK ((state = 'refused') = (reason <> ''))
) STRICT;
