-- Those whom a body's contact has invited to write the body's answer. Their names are the body's own business: nothing
-- here is in a submission, and no page of the desk or of the site reads it.
CREATE TABLE colleagues (
    id INTEGER PRIMARY KEY,
    hearing TEXT NOT NULL,
    body TEXT NOT NULL,
    name TEXT NOT NULL CHECK (length(name) > 0),
    email TEXT NOT NULL CHECK (length(email) > 0),
    items TEXT NOT NULL DEFAULT '[]' CHECK (json_type(items) = 'array'),
    approver INTEGER NOT NULL DEFAULT 0 CHECK (approver IN (0, 1)),
    invited_by INTEGER NOT NULL,
    invited_at TEXT NOT NULL,
    wrote_at TEXT,
    removed_at TEXT
) STRICT;
CREATE INDEX colleagues_body ON colleagues (hearing, body);
-- A body has one approver at most, and an address one link-holder; those who were removed do not count.
CREATE UNIQUE INDEX colleagues_one_approver ON colleagues (hearing, body) WHERE approver = 1 AND removed_at IS NULL;
CREATE UNIQUE INDEX colleagues_once ON colleagues (hearing, body, lower(email)) WHERE removed_at IS NULL;

-- Whose link it is: a colleague's, or, where it is empty as in every row that was there, the body's contact's.
ALTER TABLE invitations ADD COLUMN colleague INTEGER REFERENCES colleagues (id) ON DELETE CASCADE;
CREATE INDEX invitations_colleague ON invitations (colleague) WHERE colleague IS NOT NULL;

-- Who last changed a field of a draft, and when; it goes with the draft, whoever throws that away. `colleague` is empty
-- for the contact. It names a colleague without holding them: the name stays with the text after they were removed.
CREATE TABLE authorship (
    hearing TEXT NOT NULL,
    body TEXT NOT NULL,
    field TEXT NOT NULL,
    colleague INTEGER,
    name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (hearing, body, field),
    FOREIGN KEY (hearing, body) REFERENCES drafts (hearing, body) ON DELETE CASCADE
) STRICT;

-- That a draft has been sent to the body's approver: as which revision, by whom, and the note it came back with.
CREATE TABLE approvals (
    hearing TEXT NOT NULL,
    body TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    asked_by INTEGER,
    asked_name TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    returned_by INTEGER,
    returned_name TEXT NOT NULL DEFAULT '',
    returned_at TEXT,
    note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (hearing, body),
    FOREIGN KEY (hearing, body) REFERENCES drafts (hearing, body) ON DELETE CASCADE,
    CHECK ((returned_at IS NULL) = (length(trim(note)) = 0))
) STRICT;
