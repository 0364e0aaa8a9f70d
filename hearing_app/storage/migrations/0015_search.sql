-- What the desk searches in: copies of what was received, which can be made again at any time (`samrad index`). A row
-- here says that a submission is among them; `arrived_at` tells when it came, `made_by` is the version of the code that made its rows. What guests have
-- sent is among them for as long as it is admitted.
CREATE TABLE search_responses (
    submission INTEGER PRIMARY KEY REFERENCES submissions (id),
    arrived_at TEXT NOT NULL,
    made_by INTEGER NOT NULL CHECK (made_by > 0)
) STRICT;

-- Each answer, each proposed change, and each attachment that has been read. `words` is what is searched by
-- (hearing_app/domain/searching.py); the text of an attachment stands in attachment_texts, by its `sha256`.
CREATE TABLE search_texts (
    id INTEGER PRIMARY KEY,
    submission INTEGER NOT NULL REFERENCES search_responses (submission),
    source TEXT NOT NULL CHECK (source IN ('answer', 'amendment', 'attachment')),
    item TEXT NOT NULL,
    place INTEGER NOT NULL CHECK (place > 0),
    stance TEXT NOT NULL DEFAULT '' CHECK (stance IN ('', 'supports', 'supports_with_remarks', 'does_not_support')),
    name TEXT NOT NULL DEFAULT '',
    sha256 TEXT CHECK (length(sha256) = 64),
    text TEXT NOT NULL,
    words TEXT NOT NULL,
    UNIQUE (submission, source, item, place),
    CHECK ((source = 'attachment') = (sha256 IS NOT NULL)),
    CHECK ((source = 'attachment') = (item = ''))
) STRICT;
CREATE INDEX search_texts_file ON search_texts (sha256) WHERE sha256 IS NOT NULL;

-- Three letters at a time, so that a part of a word is found as quickly as a word.
CREATE VIRTUAL TABLE search_index USING fts5 (words, content = 'search_texts', content_rowid = 'id', tokenize = 'trigram');
CREATE TRIGGER search_texts_added AFTER INSERT ON search_texts
BEGIN INSERT INTO search_index (rowid, words) VALUES (NEW.id, NEW.words); END;
CREATE TRIGGER search_texts_removed AFTER DELETE ON search_texts
BEGIN INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', OLD.id, OLD.words); END;
CREATE TRIGGER search_texts_kept BEFORE UPDATE ON search_texts
BEGIN SELECT RAISE(ABORT, 'a text that is searched is made anew, never changed'); END;

-- Paragraphs and proposed changes, each with its runs of words by their numbers: what resembles what
-- (hearing_app/domain/similarity.py). `same` is the number of all its words. No id is used twice, so that a run that
-- was left behind belongs to nothing: to see to that by a foreign key would double what every answer has to write.
CREATE TABLE search_passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    submission INTEGER NOT NULL REFERENCES search_responses (submission),
    source TEXT NOT NULL CHECK (source IN ('answer', 'amendment')),
    item TEXT NOT NULL,
    place INTEGER NOT NULL CHECK (place > 0),
    same INTEGER NOT NULL,
    runs INTEGER NOT NULL CHECK (runs > 0),
    text TEXT NOT NULL
) STRICT;
CREATE INDEX search_passages_submission ON search_passages (submission);
CREATE INDEX search_passages_same ON search_passages (same);
CREATE TABLE search_runs (
    run INTEGER NOT NULL,
    passage INTEGER NOT NULL,
    PRIMARY KEY (run, passage)
) STRICT, WITHOUT ROWID;

-- What stands in the files that were sent; one without a row has not been read yet. `no_text` is a file of pictures,
-- such as a scanned letter; `partly` is one that was too long to be read to its end.
CREATE TABLE attachment_texts (
    sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    state TEXT NOT NULL CHECK (state IN ('read', 'partly', 'no_text', 'failed')),
    text TEXT NOT NULL DEFAULT '',
    read_at TEXT NOT NULL,
    CHECK ((state IN ('read', 'partly')) = (length(text) > 0))
) STRICT;
