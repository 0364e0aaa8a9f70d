-- Who may do what at the desk. Everybody who could log in before roles could do everything.
ALTER TABLE users ADD COLUMN role TEXT NOT NULL DEFAULT 'administrator'
    CHECK (role IN ('reader', 'case_officer', 'reviewer', 'administrator'));

-- A point can share the assessment of another, where several bodies say the same. One step only: `joined` names a
-- point that itself is not joined. What was written on it before stays in its row, and counts again when it is let go.
ALTER TABLE points ADD COLUMN joined INTEGER REFERENCES points (id) CHECK (joined <> id);
CREATE INDEX points_joined ON points (joined) WHERE joined IS NOT NULL;

-- Who is to assess a point, by user name, and by when (a day); empty where nobody has been asked.
ALTER TABLE points ADD COLUMN assignee TEXT NOT NULL DEFAULT '';
ALTER TABLE points ADD COLUMN due TEXT;

CREATE TABLE themes (
    id INTEGER PRIMARY KEY,
    hearing TEXT NOT NULL,
    name TEXT NOT NULL CHECK (length(trim(name)) > 0 AND length(name) <= 80),
    UNIQUE (hearing, name COLLATE NOCASE)
) STRICT;

CREATE TABLE point_themes (
    point INTEGER NOT NULL REFERENCES points (id) ON DELETE CASCADE,
    theme INTEGER NOT NULL REFERENCES themes (id) ON DELETE CASCADE,
    PRIMARY KEY (point, theme)
) STRICT;
