-- Reports of adoptions by the bodies themselves. `due` is the day until which they are asked to report, where there is
-- one; after `closed_at` nothing more is taken in.
CREATE TABLE adoption_rounds (
    hearing TEXT PRIMARY KEY,
    due TEXT CHECK (due LIKE '____-__-__'),
    closed_at TEXT
) STRICT;

-- Who is asked, in the order they were chosen.
CREATE TABLE adoption_asked (
    hearing TEXT NOT NULL,
    body TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    PRIMARY KEY (hearing, body)
) STRICT;

-- Personal links to report by; only the hash is kept.
CREATE TABLE adoption_links (
    id INTEGER PRIMARY KEY,
    hearing TEXT NOT NULL,
    body TEXT NOT NULL,
    token_sha256 TEXT NOT NULL UNIQUE CHECK (length(token_sha256) = 64),
    email TEXT NOT NULL,
    created_at TEXT NOT NULL,
    opened_at TEXT
) STRICT;
CREATE INDEX adoption_links_hearing ON adoption_links (hearing, body);

-- What was reported. `payload` is exactly what was received and holds nobody's name; who reported stands beside it, so
-- that it can be deleted. `entered_by` is the user of the desk who entered it, empty where the body did.
CREATE TABLE adoption_reports (
    id INTEGER PRIMARY KEY,
    hearing TEXT NOT NULL,
    body TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    given_at TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    extract TEXT CHECK (length(extract) = 64),
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    entered_by TEXT NOT NULL DEFAULT '',
    reporter_name TEXT NOT NULL DEFAULT '',
    reporter_email TEXT NOT NULL DEFAULT '',
    UNIQUE (hearing, body, version)
) STRICT;

CREATE TRIGGER adoption_reports_added BEFORE INSERT ON adoption_reports
BEGIN
    SELECT RAISE(ABORT, 'a report is never replaced')
    WHERE EXISTS (
        SELECT 1 FROM adoption_reports
        WHERE id = NEW.id OR sha256 = NEW.sha256
            OR (hearing = NEW.hearing AND body = NEW.body AND version = NEW.version)
    );
END;
CREATE TRIGGER adoption_reports_kept BEFORE UPDATE ON adoption_reports
WHEN OLD.id IS NOT NEW.id OR OLD.hearing IS NOT NEW.hearing OR OLD.body IS NOT NEW.body
    OR OLD.version IS NOT NEW.version OR OLD.given_at IS NOT NEW.given_at OR OLD.payload IS NOT NEW.payload
    OR OLD.extract IS NOT NEW.extract OR OLD.sha256 IS NOT NEW.sha256 OR OLD.entered_by IS NOT NEW.entered_by
    OR NEW.reporter_name <> '' OR NEW.reporter_email <> ''
BEGIN SELECT RAISE(ABORT, 'a report is never changed; who reported can only be deleted'); END;
CREATE TRIGGER adoption_reports_not_deleted BEFORE DELETE ON adoption_reports
BEGIN SELECT RAISE(ABORT, 'a report is never deleted'); END;

-- What the secretariat made of a report; the last one holds.
CREATE TABLE adoption_verdicts (
    id INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES adoption_reports (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'returned')),
    note TEXT NOT NULL DEFAULT '',
    given_by TEXT NOT NULL CHECK (length(given_by) > 0),
    given_at TEXT NOT NULL,
    CHECK (verdict <> 'returned' OR length(trim(note)) > 0)
) STRICT;
CREATE INDEX adoption_verdicts_report ON adoption_verdicts (report);
CREATE TRIGGER adoption_verdicts_kept BEFORE UPDATE ON adoption_verdicts
BEGIN SELECT RAISE(ABORT, 'what was made of a report is never changed'); END;
CREATE TRIGGER adoption_verdicts_not_deleted BEFORE DELETE ON adoption_verdicts
BEGIN SELECT RAISE(ABORT, 'what was made of a report is never deleted'); END;

-- Whom we have reminded: once per body, day counted from and mark (days after it, negative before). Without a mark it
-- was sent by hand.
CREATE TABLE adoption_reminders (
    id INTEGER PRIMARY KEY,
    hearing TEXT NOT NULL,
    body TEXT NOT NULL,
    counted_from TEXT CHECK (counted_from LIKE '____-__-__'),
    mark INTEGER,
    recipient TEXT NOT NULL CHECK (length(recipient) > 0),
    given_at TEXT NOT NULL,
    CHECK (mark IS NULL OR counted_from IS NOT NULL),
    UNIQUE (hearing, body, counted_from, mark)
) STRICT;
