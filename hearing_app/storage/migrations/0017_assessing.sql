-- Every wording that an assessment has had, by point and revision. A trigger writes it, so that no way of storing an
-- assessment can forget it. It goes only together with its point, and that may not be removed while it is assessed.
CREATE TABLE wordings (
    id INTEGER PRIMARY KEY,
    point INTEGER NOT NULL REFERENCES points (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL CHECK (revision > 0),
    assessment TEXT NOT NULL,
    conclusion TEXT CHECK (conclusion IN ('accepted', 'partly_accepted', 'not_accepted', 'noted')),
    written_by TEXT NOT NULL,
    written_at TEXT NOT NULL,
    UNIQUE (point, revision)
) STRICT;
-- Of an assessment from before there was a history only the wording that stands is known.
INSERT INTO wordings (point, revision, assessment, conclusion, written_by, written_at)
    SELECT id, revision, assessment, conclusion, assessed_by, assessed_at FROM points
    WHERE revision > 0 AND assessed_at IS NOT NULL ORDER BY assessed_at, id;
CREATE TRIGGER wordings_noted AFTER UPDATE OF revision ON points WHEN NEW.revision <> OLD.revision
BEGIN
    INSERT INTO wordings (point, revision, assessment, conclusion, written_by, written_at)
    VALUES (NEW.id, NEW.revision, NEW.assessment, NEW.conclusion, NEW.assessed_by, coalesce(NEW.assessed_at, ''));
END;
CREATE TRIGGER wordings_kept BEFORE UPDATE ON wordings
BEGIN SELECT RAISE(ABORT, 'a wording is never changed'); END;
CREATE TRIGGER wordings_not_deleted BEFORE DELETE ON wordings WHEN EXISTS (SELECT 1 FROM points WHERE id = OLD.point)
BEGIN SELECT RAISE(ABORT, 'a wording is never deleted'); END;

-- What became of a point in review. An approval is of the revision that was looked at, and of no other.
CREATE TABLE reviews (
    id INTEGER PRIMARY KEY,
    point INTEGER NOT NULL REFERENCES points (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL CHECK (revision >= 0),
    state TEXT NOT NULL CHECK (state IN ('to_review', 'sent_back', 'approved')),
    note TEXT NOT NULL DEFAULT '',
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    CHECK (state <> 'sent_back' OR length(trim(note)) > 0)
) STRICT;
CREATE INDEX reviews_point ON reviews (point, id);
CREATE TRIGGER reviews_kept BEFORE UPDATE ON reviews
BEGIN SELECT RAISE(ABORT, 'what was decided in review is never changed'); END;
CREATE TRIGGER reviews_not_deleted BEFORE DELETE ON reviews WHEN EXISTS (SELECT 1 FROM points WHERE id = OLD.point)
BEGIN SELECT RAISE(ABORT, 'what was decided in review is never deleted'); END;

-- What the secretariat writes to itself, on a submission or on a point of it. Where the point is removed the note
-- stays with the submission. Nothing that is published, exported or sent reads this table.
CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    submission INTEGER NOT NULL REFERENCES submissions (id),
    point INTEGER REFERENCES points (id) ON DELETE SET NULL,
    text TEXT NOT NULL CHECK (length(trim(text)) > 0),
    written_by TEXT NOT NULL,
    written_at TEXT NOT NULL,
    struck_at TEXT
) STRICT;
CREATE INDEX notes_submission ON notes (submission);
CREATE INDEX notes_point ON notes (point) WHERE point IS NOT NULL;
CREATE TRIGGER notes_kept BEFORE UPDATE OF submission, text, written_by, written_at ON notes
BEGIN SELECT RAISE(ABORT, 'a note is never rewritten'); END;
CREATE TRIGGER notes_struck_once BEFORE UPDATE OF struck_at ON notes WHEN OLD.struck_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a note is struck out once'); END;
CREATE TRIGGER notes_not_deleted BEFORE DELETE ON notes
BEGIN SELECT RAISE(ABORT, 'a note is never deleted'); END;

CREATE TABLE phrases (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(trim(name)) > 0 AND length(name) <= 80),
    nb TEXT NOT NULL,
    nn TEXT NOT NULL,
    conclusion TEXT CHECK (conclusion IN ('accepted', 'partly_accepted', 'not_accepted', 'noted')),
    place INTEGER NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CHECK (length(trim(nb)) > 0 OR length(trim(nn)) > 0),
    UNIQUE (name COLLATE NOCASE)
) STRICT;
-- Counted, not kept by hand: a phrase is used when a wording with it is stored.
CREATE TABLE phrase_uses (
    phrase INTEGER NOT NULL REFERENCES phrases (id) ON DELETE CASCADE,
    point INTEGER NOT NULL REFERENCES points (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    PRIMARY KEY (phrase, point, revision)
) STRICT;
CREATE INDEX phrase_uses_point ON phrase_uses (point);

-- A bulk edit, and the wordings that it made, so that it can be undone as long as nobody has written since.
CREATE TABLE bulk_edits (
    id INTEGER PRIMARY KEY,
    hearing TEXT NOT NULL,
    done_by TEXT NOT NULL,
    done_at TEXT NOT NULL,
    undone_at TEXT
) STRICT;
CREATE TABLE bulk_changes (
    bulk_edit INTEGER NOT NULL REFERENCES bulk_edits (id),
    point INTEGER NOT NULL REFERENCES points (id) ON DELETE CASCADE,
    before INTEGER NOT NULL,
    after INTEGER NOT NULL CHECK (after > before),
    PRIMARY KEY (bulk_edit, point)
) STRICT;
CREATE INDEX bulk_changes_point ON bulk_changes (point);
