-- Of which parts of a hearing the conclusions may be read; '*' stands for all of them, also those that come later.
-- A row is never removed: what was withdrawn says when and by whom.
CREATE TABLE conclusion_releases (
    id INTEGER PRIMARY KEY,
    hearing TEXT NOT NULL CHECK (length(hearing) > 0),
    item TEXT NOT NULL CHECK (length(item) > 0),
    released_by TEXT NOT NULL,
    released_at TEXT NOT NULL,
    withdrawn_by TEXT,
    withdrawn_at TEXT,
    CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX conclusion_releases_standing ON conclusion_releases (hearing, item) WHERE withdrawn_at IS NULL;
CREATE TRIGGER conclusion_releases_not_deleted BEFORE DELETE ON conclusion_releases
BEGIN SELECT RAISE(ABORT, 'that conclusions were released is never deleted'); END;
-- Until now a released answer had its conclusions with it.
INSERT INTO conclusion_releases (hearing, item, released_by, released_at)
    SELECT submissions.hearing, '*', 'migration', min(releases.released_at)
    FROM releases JOIN submissions ON submissions.id = releases.submission GROUP BY submissions.hearing;

-- What somebody has asked for at the desk and a process of its own does: publishing, or building a preview.
CREATE TABLE publish_jobs (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('publish', 'preview')),
    hearing TEXT NOT NULL CHECK (length(hearing) > 0),
    asked_by TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    request TEXT NOT NULL CHECK (json_valid(request)),
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed', 'interrupted')),
    step TEXT NOT NULL DEFAULT '' CHECK (step IN ('', 'checked', 'built', 'written', 'committed', 'queued')),
    reason TEXT NOT NULL DEFAULT '',
    ended_at TEXT,
    CHECK ((ended_at IS NULL) = (state IN ('waiting', 'running')))
) STRICT;
CREATE INDEX publish_jobs_open ON publish_jobs (state) WHERE ended_at IS NULL;
CREATE INDEX publish_jobs_hearing ON publish_jobs (hearing, id);

-- How far a publishing has come, so that one that is broken off is completed or taken back by whoever comes next.
CREATE TABLE publications (
    id INTEGER PRIMARY KEY,
    hearing TEXT NOT NULL CHECK (length(hearing) > 0),
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    job INTEGER REFERENCES publish_jobs (id),
    step TEXT NOT NULL DEFAULT 'released' CHECK (step IN ('released', 'writing', 'committed', 'done', 'undone')),
    wanted TEXT NOT NULL CHECK (json_valid(wanted)),
    before TEXT NOT NULL CHECK (json_valid(before)),
    files TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(files)),
    site_release TEXT NOT NULL DEFAULT '',
    head_before TEXT NOT NULL DEFAULT '',
    git_commit TEXT NOT NULL DEFAULT '',
    mails INTEGER NOT NULL DEFAULT 0,
    ended_at TEXT
) STRICT;
CREATE INDEX publications_open ON publications (step) WHERE ended_at IS NULL;
CREATE INDEX publications_hearing ON publications (hearing, id);

-- What readers are told of a change to what they could read already. It stands as long as its publication does.
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY,
    publication INTEGER NOT NULL REFERENCES publications (id),
    hearing TEXT NOT NULL CHECK (length(hearing) > 0),
    day TEXT NOT NULL,
    withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
    bodies TEXT NOT NULL CHECK (json_valid(bodies)),
    note TEXT NOT NULL CHECK (length(trim(note)) > 0)
) STRICT;
CREATE INDEX corrections_hearing ON corrections (hearing);
CREATE TRIGGER corrections_kept BEFORE UPDATE ON corrections
BEGIN SELECT RAISE(ABORT, 'a correction is never changed'); END;
CREATE TRIGGER corrections_not_deleted BEFORE DELETE ON corrections
BEGIN SELECT RAISE(ABORT, 'a correction is never deleted'); END;

-- What a body has been told by mail: that its answer is public (item ''), or the conclusions on one part.
CREATE TABLE published_told (
    reference TEXT NOT NULL,
    item TEXT NOT NULL,
    hearing TEXT NOT NULL,
    body TEXT NOT NULL,
    publication INTEGER REFERENCES publications (id),
    told_at TEXT NOT NULL,
    PRIMARY KEY (reference, item)
) STRICT;
CREATE INDEX published_told_hearing ON published_told (hearing, body);
-- Nobody gets mail of what has been public for long.
INSERT INTO published_told (reference, item, hearing, body, told_at)
    SELECT reference, '', hearing, body, released_at FROM submissions JOIN releases ON releases.submission = submissions.id;
INSERT INTO published_told (reference, item, hearing, body, told_at)
    SELECT DISTINCT reference, points.item, hearing, body, released_at
    FROM submissions JOIN releases ON releases.submission = submissions.id
    JOIN points ON points.submission = submissions.id WHERE points.conclusion IS NOT NULL;

-- The fingerprint of each file of the content as the program wrote it last; empty where it took the file away.
-- A file that has another is a person's edit.
CREATE TABLE written_files (
    path TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL
) STRICT;

-- How the last attempt went to send commits on to the other repository.
CREATE TABLE git_push (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    tried_at TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    error TEXT NOT NULL
) STRICT;
