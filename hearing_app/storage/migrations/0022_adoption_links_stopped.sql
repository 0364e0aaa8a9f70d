-- A personal link to report an adoption by can be stopped; that it was made, and what was reported by it, stays.
ALTER TABLE adoption_links ADD COLUMN stopped_at TEXT;
CREATE TRIGGER adoption_links_stay_stopped BEFORE UPDATE OF stopped_at ON adoption_links
WHEN OLD.stopped_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a link that is stopped never works again'); END;
