-- What readers do not see of an answer: layers on what was received, which stays as it is. `field` is empty where the
-- whole answer is withheld; `nth` is which occurrence of the words is meant, NULL for every one. `mark` is what the
-- ground's mark said then. `public_from` is since when readers could see the words, NULL where they never could.
CREATE TABLE redactions (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL REFERENCES submissions (reference),
    field TEXT NOT NULL,
    words TEXT NOT NULL,
    nth INTEGER CHECK (nth > 0),
    ground TEXT NOT NULL CHECK (length(ground) > 0),
    mark TEXT NOT NULL CHECK (length(mark) > 0),
    note TEXT NOT NULL DEFAULT '',
    made_by TEXT NOT NULL CHECK (length(made_by) > 0),
    made_at TEXT NOT NULL,
    public_from TEXT,
    CHECK ((field = '') = (words = ''))
) STRICT;
CREATE INDEX redactions_reference ON redactions (reference);
CREATE TRIGGER redactions_added BEFORE INSERT ON redactions
BEGIN
    SELECT RAISE(ABORT, 'a redaction is never replaced') WHERE EXISTS (SELECT 1 FROM redactions WHERE id = NEW.id);
END;
CREATE TRIGGER redactions_kept BEFORE UPDATE ON redactions
BEGIN SELECT RAISE(ABORT, 'a redaction is never changed'); END;
CREATE TRIGGER redactions_not_deleted BEFORE DELETE ON redactions
BEGIN SELECT RAISE(ABORT, 'a redaction is never deleted'); END;

CREATE TABLE redactions_lifted (
    redaction INTEGER PRIMARY KEY REFERENCES redactions (id),
    lifted_by TEXT NOT NULL CHECK (length(lifted_by) > 0),
    lifted_at TEXT NOT NULL,
    why TEXT NOT NULL CHECK (length(trim(why)) > 0)
) STRICT;
CREATE TRIGGER redactions_lifted_added BEFORE INSERT ON redactions_lifted
BEGIN
    SELECT RAISE(ABORT, 'a redaction is lifted once')
    WHERE EXISTS (SELECT 1 FROM redactions_lifted WHERE redaction = NEW.redaction);
END;
CREATE TRIGGER redactions_lifted_kept BEFORE UPDATE ON redactions_lifted
BEGIN SELECT RAISE(ABORT, 'that a redaction was lifted is never changed'); END;
CREATE TRIGGER redactions_lifted_not_deleted BEFORE DELETE ON redactions_lifted
BEGIN SELECT RAISE(ABORT, 'that a redaction was lifted is never deleted'); END;

-- What is decided of a file that came with an answer; the last decision counts. The copy is kept beside the files
-- that were received, by its own fingerprint. `text` is everything that can be read in it, for the gate.
CREATE TABLE file_decisions (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL REFERENCES submissions (reference),
    original TEXT NOT NULL CHECK (length(original) = 64),
    release TEXT NOT NULL CHECK (release IN ('as_it_is', 'redacted_copy', 'withheld', 'not_published')),
    ground TEXT NOT NULL DEFAULT '',
    mark TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    copy_sha256 TEXT CHECK (length(copy_sha256) = 64),
    copy_type TEXT,
    copy_size INTEGER CHECK (copy_size > 0),
    text TEXT NOT NULL DEFAULT '',
    decided_by TEXT NOT NULL CHECK (length(decided_by) > 0),
    decided_at TEXT NOT NULL,
    CHECK ((release = 'withheld') = (length(mark) > 0)),
    CHECK ((release IN ('as_it_is', 'redacted_copy')) = (copy_sha256 IS NOT NULL)),
    CHECK ((copy_sha256 IS NULL) = (copy_type IS NULL) AND (copy_sha256 IS NULL) = (copy_size IS NULL))
) STRICT;
CREATE INDEX file_decisions_reference ON file_decisions (reference, original);
CREATE TRIGGER file_decisions_added BEFORE INSERT ON file_decisions
BEGIN
    SELECT RAISE(ABORT, 'a decision on a file is never replaced')
    WHERE EXISTS (SELECT 1 FROM file_decisions WHERE id = NEW.id);
END;
CREATE TRIGGER file_decisions_kept BEFORE UPDATE ON file_decisions
BEGIN SELECT RAISE(ABORT, 'a decision on a file is never changed'); END;
CREATE TRIGGER file_decisions_not_deleted BEFORE DELETE ON file_decisions
BEGIN SELECT RAISE(ABORT, 'a decision on a file is never deleted'); END;

-- That something the gate has found may go out. `find` is a fingerprint of what was found, where, and of the whole
-- text there: when the text changes, the decision no longer fits. What was found stands in no row.
CREATE TABLE gate_decisions (
    id INTEGER PRIMARY KEY,
    hearing TEXT NOT NULL,
    find TEXT NOT NULL CHECK (length(find) = 64),
    decided_by TEXT NOT NULL CHECK (length(decided_by) > 0),
    decided_at TEXT NOT NULL,
    UNIQUE (hearing, find)
) STRICT;
CREATE TRIGGER gate_decisions_kept BEFORE UPDATE ON gate_decisions
BEGIN SELECT RAISE(ABORT, 'a decision at the gate is never changed'); END;
CREATE TRIGGER gate_decisions_not_deleted BEFORE DELETE ON gate_decisions
BEGIN SELECT RAISE(ABORT, 'a decision at the gate is never deleted'); END;
