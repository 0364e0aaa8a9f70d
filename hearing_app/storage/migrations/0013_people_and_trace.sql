-- Where a user is written to; empty where nobody has said. Two users never share an address: a link goes to one person.
ALTER TABLE users ADD COLUMN email TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX users_email ON users (lower(email)) WHERE email <> '';

-- A user whose access has ended stays, because the log names them.
ALTER TABLE users ADD COLUMN disabled_at TEXT;

-- Whether the password is one that the person has chosen; somebody new has none yet, and gets a link to choose one.
ALTER TABLE users ADD COLUMN has_password INTEGER NOT NULL DEFAULT 1 CHECK (has_password IN (0, 1));

-- The second factor: the key that the person's app shares (BASE32), since when it is asked for (empty: never), and the
-- last step of time whose code was used, so that no code works twice. A new key waits beside it until it is confirmed.
ALTER TABLE users ADD COLUMN totp_key TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN totp_new_key TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN totp_since TEXT CHECK (totp_since IS NULL OR totp_key <> '');
ALTER TABLE users ADD COLUMN totp_last_step INTEGER NOT NULL DEFAULT 0;

CREATE TABLE recovery_codes (
    id INTEGER PRIMARY KEY,
    user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    code_sha256 TEXT NOT NULL CHECK (length(code_sha256) = 64),
    used_at TEXT,
    UNIQUE (user, code_sha256)
) STRICT;

-- A link by which somebody chooses a password, once; a newer one takes the place of an older.
CREATE TABLE password_links (
    user INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    token_sha256 TEXT NOT NULL UNIQUE CHECK (length(token_sha256) = 64),
    expires_at TEXT NOT NULL
) STRICT;

-- The log of who did what is chained: each digest covers the entry and the digest before it (domain/trace.py), so that
-- no entry can be changed, taken out or put in without a later digest telling of it. AUTOINCREMENT remembers the number
-- of the last entry there ever was: so it is seen as well when the last ones are gone.
CREATE TABLE audit_chain (
    entry INTEGER PRIMARY KEY AUTOINCREMENT REFERENCES audit (id),
    digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64)
) STRICT;
CREATE TRIGGER audit_chain_follows BEFORE INSERT ON audit_chain
BEGIN
    SELECT RAISE(ABORT, 'a link of the chain follows the last one')
    WHERE NEW.entry <= (SELECT coalesce(max(entry), 0) FROM audit_chain)
        OR EXISTS (SELECT 1 FROM audit_chain WHERE digest = NEW.digest);
END;
CREATE TRIGGER audit_chain_kept BEFORE UPDATE ON audit_chain
BEGIN SELECT RAISE(ABORT, 'the chain is never changed'); END;
CREATE TRIGGER audit_chain_not_deleted BEFORE DELETE ON audit_chain
BEGIN SELECT RAISE(ABORT, 'the chain is never deleted'); END;

-- «INSERT OR REPLACE» would remove a row without asking the triggers that forbid it.
CREATE TRIGGER audit_not_replaced BEFORE INSERT ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is never changed') WHERE EXISTS (SELECT 1 FROM audit WHERE id = NEW.id);
END;

CREATE INDEX audit_hearing ON audit (hearing, id);
CREATE INDEX audit_actor ON audit (actor, id);
CREATE INDEX audit_action ON audit (action, id);
