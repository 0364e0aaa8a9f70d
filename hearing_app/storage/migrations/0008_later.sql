-- What came of an answer that was sent before a political body had met. `payload` is exactly what was received; of
-- several for one answer the last counts. TEXT, so that the export of what is stored on a person looks into it.
CREATE TABLE confirmations (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL REFERENCES submissions (reference),
    given_at TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    minutes TEXT CHECK (length(minutes) = 64),
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64)
) STRICT;
CREATE INDEX confirmations_reference ON confirmations (reference);

-- «INSERT OR REPLACE» would remove a row without asking the triggers below, so a row that stands is looked for first.
CREATE TRIGGER confirmations_added BEFORE INSERT ON confirmations
BEGIN
    SELECT RAISE(ABORT, 'a confirmation is never replaced')
    WHERE EXISTS (SELECT 1 FROM confirmations WHERE id = NEW.id OR sha256 = NEW.sha256);
END;
CREATE TRIGGER confirmations_kept BEFORE UPDATE ON confirmations
BEGIN SELECT RAISE(ABORT, 'a confirmation is never changed'); END;
CREATE TRIGGER confirmations_not_deleted BEFORE DELETE ON confirmations
BEGIN SELECT RAISE(ABORT, 'a confirmation is never deleted'); END;

-- Whom we have asked for a confirmation that was promised: once per answer and mark, counted from the promised day.
CREATE TABLE confirmation_reminders (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL REFERENCES submissions (reference),
    days_after INTEGER NOT NULL CHECK (days_after > 0),
    recipient TEXT NOT NULL CHECK (length(recipient) > 0),
    given_at TEXT NOT NULL,
    UNIQUE (reference, days_after)
) STRICT;

-- A later deadline for one body. A request that is changed is a new one; what was decided last on it holds.
CREATE TABLE extension_requests (
    id INTEGER PRIMARY KEY,
    hearing TEXT NOT NULL,
    body TEXT NOT NULL,
    day TEXT NOT NULL CHECK (day LIKE '____-__-__'),
    reason TEXT NOT NULL CHECK (length(trim(reason)) > 0),
    asked_at TEXT NOT NULL
) STRICT;
CREATE INDEX extension_requests_hearing ON extension_requests (hearing, body);
CREATE TRIGGER extension_requests_kept BEFORE UPDATE ON extension_requests
BEGIN SELECT RAISE(ABORT, 'a request for a later deadline is never changed'); END;
CREATE TRIGGER extension_requests_not_deleted BEFORE DELETE ON extension_requests
BEGIN SELECT RAISE(ABORT, 'a request for a later deadline is never deleted'); END;

CREATE TABLE extension_decisions (
    id INTEGER PRIMARY KEY,
    hearing TEXT NOT NULL,
    body TEXT NOT NULL,
    request INTEGER UNIQUE REFERENCES extension_requests (id),
    answer TEXT NOT NULL CHECK (answer IN ('granted', 'not_granted', 'taken_back')),
    day TEXT CHECK (day LIKE '____-__-__'),
    reason TEXT NOT NULL DEFAULT '',
    decided_by TEXT NOT NULL CHECK (length(decided_by) > 0),
    decided_at TEXT NOT NULL,
    CHECK ((answer = 'granted') = (day IS NOT NULL)),
    CHECK (answer <> 'not_granted' OR length(trim(reason)) > 0)
) STRICT;
CREATE INDEX extension_decisions_hearing ON extension_decisions (hearing, body);
CREATE TRIGGER extension_decisions_kept BEFORE UPDATE ON extension_decisions
BEGIN SELECT RAISE(ABORT, 'a decision on a deadline is never changed'); END;
CREATE TRIGGER extension_decisions_not_deleted BEFORE DELETE ON extension_decisions
BEGIN SELECT RAISE(ABORT, 'a decision on a deadline is never deleted'); END;
