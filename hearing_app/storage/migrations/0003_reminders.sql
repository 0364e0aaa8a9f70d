-- Which reminder was given to whom: one per body and mark of a deadline, however often it is asked for.
-- A deadline that is moved is another one, and has marks of its own.
CREATE TABLE reminders (
    id INTEGER PRIMARY KEY,
    hearing TEXT NOT NULL,
    body TEXT NOT NULL,
    deadline TEXT NOT NULL CHECK (deadline LIKE '____-__-__'),
    days_before INTEGER NOT NULL CHECK (days_before >= 0),
    recipient TEXT NOT NULL CHECK (length(recipient) > 0),
    given_at TEXT NOT NULL,
    UNIQUE (hearing, body, deadline, days_before)
) STRICT;

-- When the worker last did what it does now and then; the worker itself remembers nothing between its rounds.
CREATE TABLE chores (
    name TEXT PRIMARY KEY,
    done_at TEXT NOT NULL
) STRICT;
