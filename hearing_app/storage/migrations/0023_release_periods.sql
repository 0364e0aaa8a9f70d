-- From when to when an answer could be read. A row is never removed: what was taken back says when and by whom, and
-- one that readers never saw, because its publishing failed, says so.
CREATE TABLE release_periods (
    id INTEGER PRIMARY KEY,
    submission INTEGER NOT NULL REFERENCES submissions (id),
    released_by TEXT NOT NULL,
    released_at TEXT NOT NULL,
    withdrawn_by TEXT,
    withdrawn_at TEXT,
    never_public INTEGER NOT NULL DEFAULT 0 CHECK (never_public IN (0, 1)),
    CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL)),
    CHECK (never_public = 0 OR withdrawn_at IS NOT NULL)
) STRICT;
-- What was published and is not out any more, as far as the publishings tell it: from the first that let it out to the
-- last that took it back. One that was broken off and has not ended counts among the latter: it has let go of the row
-- already, and where it is taken back the period is found by its hour and its user.
INSERT INTO release_periods (submission, released_by, released_at, withdrawn_by, withdrawn_at)
    SELECT submissions.id, first.by, first.at, last.by, last.at
    FROM submissions
    JOIN publications AS first ON first.id = (
        SELECT min(publications.id) FROM publications, json_each(publications.wanted, '$.references') AS named
        WHERE publications.step = 'done' AND named.value = submissions.reference
    )
    JOIN publications AS last ON last.id = (
        SELECT max(publications.id) FROM publications, json_each(publications.before, '$.references') AS named
        WHERE publications.step <> 'undone' AND named.value = submissions.reference AND NOT EXISTS (
            SELECT 1 FROM json_each(publications.wanted, '$.references') AS kept WHERE kept.value = named.value
        )
    )
    WHERE first.id < last.id;
INSERT INTO release_periods (submission, released_by, released_at)
    SELECT submission, released_by, released_at FROM releases ORDER BY released_at, submission;
DROP TABLE releases;
ALTER TABLE release_periods RENAME TO releases;
CREATE UNIQUE INDEX releases_standing ON releases (submission) WHERE withdrawn_at IS NULL;
CREATE INDEX releases_submission ON releases (submission);
CREATE TRIGGER releases_not_deleted BEFORE DELETE ON releases
BEGIN SELECT RAISE(ABORT, 'that an answer was released is never deleted'); END;
CREATE TRIGGER releases_kept BEFORE UPDATE OF id, submission, released_by, released_at ON releases
BEGIN SELECT RAISE(ABORT, 'when an answer was released is never changed'); END;

-- Which layer on an earlier version of the same answer was taken over by this one.
ALTER TABLE redactions ADD COLUMN taken_from INTEGER REFERENCES redactions (id);
CREATE INDEX redactions_taken_from ON redactions (taken_from) WHERE taken_from IS NOT NULL;
