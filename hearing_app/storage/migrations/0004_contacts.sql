-- Addresses that the secretariat has imported; they go before the e-mail of council.yml.
CREATE TABLE contacts (
    body TEXT PRIMARY KEY CHECK (length(body) > 0),
    email TEXT NOT NULL CHECK (length(email) > 0),
    set_at TEXT NOT NULL
) STRICT;

-- Who has asked for a new link and has not been answered. `subject` is the hash of a registered address, and empty
-- for whatever else was typed: no stranger's address is kept, and nobody can fill the table.
CREATE TABLE link_requests (
    hearing TEXT NOT NULL,
    subject TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    PRIMARY KEY (hearing, subject)
) STRICT;

-- Counted in the database, like login failures: how often a registered address has been answered lately.
CREATE TABLE link_renewals (
    id INTEGER PRIMARY KEY,
    hearing TEXT NOT NULL,
    subject TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX link_renewals_hearing ON link_renewals (hearing, subject, at);
