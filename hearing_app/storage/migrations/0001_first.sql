-- Times are ISO 8601 in UTC with an offset, so that text order is time order.

CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL UNIQUE CHECK (username = lower(username) AND length(username) > 0),
    name TEXT NOT NULL CHECK (length(name) > 0),
    password_hash TEXT NOT NULL CHECK (password_hash LIKE '$argon2id$%'),
    session_key TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

-- Counted in the database, because counters in memory would count per worker process.
CREATE TABLE login_failures (
    id INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX login_failures_subject ON login_failures (subject, at);

CREATE TABLE invitations (
    id INTEGER PRIMARY KEY,
    hearing TEXT NOT NULL,
    body TEXT NOT NULL,
    token_sha256 TEXT NOT NULL UNIQUE CHECK (length(token_sha256) = 64),
    email TEXT NOT NULL,
    created_at TEXT NOT NULL,
    opened_at TEXT,
    revoked_at TEXT
) STRICT;
CREATE INDEX invitations_hearing ON invitations (hearing, body);

CREATE TABLE drafts (
    hearing TEXT NOT NULL,
    body TEXT NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content)),
    revision INTEGER NOT NULL CHECK (revision > 0),
    saved_at TEXT NOT NULL,
    PRIMARY KEY (hearing, body)
) STRICT;

CREATE TABLE submissions (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    hearing TEXT NOT NULL,
    body TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    received_at TEXT NOT NULL,
    definition_sha256 TEXT NOT NULL CHECK (length(definition_sha256) = 64),
    payload BLOB NOT NULL CHECK (json_valid(CAST(payload AS TEXT))),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    UNIQUE (hearing, body, version)
) STRICT;

-- What was received is never changed or removed; a correction is a new version.
CREATE TRIGGER submissions_kept BEFORE UPDATE ON submissions
BEGIN SELECT RAISE(ABORT, 'a submission is never changed'); END;
CREATE TRIGGER submissions_not_deleted BEFORE DELETE ON submissions
BEGIN SELECT RAISE(ABORT, 'a submission is never deleted'); END;

CREATE TABLE releases (
    submission INTEGER PRIMARY KEY REFERENCES submissions (id),
    released_by TEXT NOT NULL,
    released_at TEXT NOT NULL
) STRICT;

CREATE TABLE points (
    id INTEGER PRIMARY KEY,
    submission INTEGER NOT NULL REFERENCES submissions (id),
    item TEXT NOT NULL,
    quote TEXT NOT NULL CHECK (length(trim(quote)) > 0),
    assessment TEXT NOT NULL DEFAULT '',
    conclusion TEXT CHECK (conclusion IN ('accepted', 'partly_accepted', 'not_accepted', 'noted')),
    revision INTEGER NOT NULL DEFAULT 0,
    assessed_by TEXT NOT NULL DEFAULT '',
    assessed_at TEXT,
    UNIQUE (submission, item, quote)
) STRICT;

-- Mail waits here until the mail server has taken it, so that a receipt is never lost.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    message BLOB NOT NULL,
    created_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at TEXT NOT NULL,
    last_error TEXT NOT NULL DEFAULT '',
    sent_at TEXT
) STRICT;
CREATE INDEX outbox_waiting ON outbox (next_attempt_at) WHERE sent_at IS NULL;

-- What the site has to show anew: asked for by whoever changed something, done by the worker.
CREATE TABLE rebuilds (
    id INTEGER PRIMARY KEY,
    reason TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    error TEXT NOT NULL DEFAULT '',
    done_at TEXT
) STRICT;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    hearing TEXT NOT NULL,
    subject TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_kept BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;
CREATE TRIGGER audit_not_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is never deleted'); END;
