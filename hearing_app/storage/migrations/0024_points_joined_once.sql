-- A point shares the assessment of one that has its own: one step, never two. What had become two is made one.
WITH RECURSIVE roads (point, held) AS (
    SELECT id, joined FROM points WHERE joined IS NOT NULL
    UNION
    SELECT roads.point, points.joined FROM roads JOIN points ON points.id = roads.held WHERE points.joined IS NOT NULL
)
UPDATE points SET joined = (
    SELECT nullif(roads.held, points.id) FROM roads JOIN points AS last ON last.id = roads.held
    WHERE roads.point = points.id AND last.joined IS NULL
)
WHERE joined IN (SELECT id FROM points WHERE joined IS NOT NULL);
CREATE TRIGGER points_joined_once BEFORE UPDATE OF joined ON points WHEN NEW.joined IS NOT NULL AND (
    (SELECT joined FROM points WHERE id = NEW.joined) IS NOT NULL
    OR EXISTS (SELECT 1 FROM points WHERE joined = NEW.id)
)
BEGIN SELECT RAISE(ABORT, 'a point shares the assessment of one that has its own'); END;
CREATE TRIGGER points_joined_once_when_made BEFORE INSERT ON points
WHEN NEW.joined IS NOT NULL AND (SELECT joined FROM points WHERE id = NEW.joined) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a point shares the assessment of one that has its own'); END;
