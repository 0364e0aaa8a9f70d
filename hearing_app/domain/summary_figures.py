"""Figures of a summary: what was said to each part, how many answered, and points by part, theme and body."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hearing_app.domain.hearing import Hearing
from hearing_app.domain.summary import ChoiceCount, OptionCount, StanceCount
from hearing_app.domain.vocabulary import Conclusion, ItemKind, Stance


@dataclass(frozen=True)
class SaidCount:
    """How many answers say the same to an item: this stance, this choice, and words or none."""

    item: str
    stance: Stance | None
    choice: str
    words: bool
    number: int


@dataclass(frozen=True)
class TextCount:
    """How many of those who answered the hearing wrote something to an item."""

    item: str
    written: int
    silent: int


@dataclass(frozen=True)
class Counted:
    """A point without its words; `root` is the id of the one whose assessment it shares, or its own."""

    id: int
    item: str
    body: str
    root: int
    conclusion: Conclusion | None = None
    themes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CountedRow:
    """A row of the table «Innspill | Vurdering | Konklusjon» without its words: all points that share an assessment."""

    item: str
    bodies: tuple[str, ...]
    themes: tuple[str, ...]
    conclusion: Conclusion | None
    ids: tuple[int, ...]


@dataclass(frozen=True)
class PointCount:
    """How many rows there are of something, and how many have each conclusion.

    `name` is a theme, or the id of an item or a body.
    """

    name: str
    points: int
    concluded: Counter[Conclusion]

    @property
    def open_points(self) -> int:
        """How many have no conclusion."""
        return self.points - self.concluded.total()

    def of(self, conclusion: Conclusion) -> int:
        """Return how many have `conclusion`."""
        return self.concluded[conclusion]


def stance_counts(hearing: Hearing, said: Iterable[SaidCount], answered: int) -> tuple[StanceCount, ...]:
    """Return how the `answered` stand to each section."""
    counted: Counter[tuple[str, Stance]] = Counter()
    for one in said:
        if one.stance is not None:
            counted[one.item, one.stance] += one.number
    return tuple(
        StanceCount(
            item.id,
            counted[item.id, Stance.SUPPORTS],
            counted[item.id, Stance.SUPPORTS_WITH_REMARKS],
            counted[item.id, Stance.DOES_NOT_SUPPORT],
            answered - sum(counted[item.id, stance] for stance in Stance),
        )
        for item in hearing.items
        if item.kind is ItemKind.STANCE
    )


def choice_counts(hearing: Hearing, said: Iterable[SaidCount], answered: int) -> tuple[ChoiceCount, ...]:
    """Return what the `answered` chose; an alternative that has gone stands last."""
    counted: Counter[tuple[str, str]] = Counter()
    for one in said:
        if one.choice:
            counted[one.item, one.choice] += one.number
    found = []
    for item in (item for item in hearing.items if item.kind is ItemKind.CHOICE):
        chosen = sorted(choice for at, choice in counted if at == item.id)
        ids = tuple(dict.fromkeys([*(option.id for option in item.options), *chosen]))
        options = tuple(OptionCount(option, counted[item.id, option]) for option in ids)
        found.append(ChoiceCount(item.id, options, answered - sum(option.number for option in options)))
    return tuple(found)


def text_counts(hearing: Hearing, said: Iterable[SaidCount], answered: int) -> tuple[TextCount, ...]:
    """Return how many of the `answered` wrote something to each item, sections and alternatives as well."""
    counted: Counter[str] = Counter()
    for one in said:
        counted[one.item] += one.number if one.words else 0
    return tuple(TextCount(item.id, counted[item.id], answered - counted[item.id]) for item in hearing.items)


def counted_rows(hearing: Hearing, points: Iterable[Counted]) -> tuple[CountedRow, ...]:
    """Return the rows of the table in its order, as `summary.table_rows` makes them."""
    order = {item.id: index for index, item in enumerate(hearing.items)}
    together: dict[int, list[Counted]] = {}
    for point in sorted((p for p in points if p.item in order), key=lambda p: (order[p.item], p.body, p.id)):
        together.setdefault(point.root, []).append(point)
    return tuple(map(_row, together.values()))


def count(rows: Iterable[CountedRow], name: str = "") -> PointCount:
    """Count rows under a name."""
    found = tuple(rows)
    return PointCount(name, len(found), Counter(row.conclusion for row in found if row.conclusion is not None))


def by_item(rows: Iterable[CountedRow]) -> tuple[PointCount, ...]:
    """Return the rows of each item that has any, in their order."""
    return tuple(_grouped(rows, lambda row: (row.item,)))


def by_theme(rows: Iterable[CountedRow]) -> tuple[PointCount, ...]:
    """Return the rows of each theme, by the themes' names; one with two themes counts in both.

    Those without a theme are told last, with an empty name, where there are any besides.
    """
    found = sorted(_grouped(rows, lambda row: row.themes or ("",)), key=lambda c: (not c.name, c.name.casefold()))
    return tuple(found) if any(one.name for one in found) else ()


def by_body(rows: Iterable[CountedRow]) -> tuple[PointCount, ...]:
    """Return the rows of each body, by its id; one that several share counts for each of them."""
    return tuple(sorted(_grouped(rows, lambda row: row.bodies), key=lambda found: found.name))


def _row(points: list[Counted]) -> CountedRow:
    themes = sorted({theme for point in points for theme in point.themes})
    bodies = tuple(dict.fromkeys(point.body for point in points))
    return CountedRow(points[0].item, bodies, tuple(themes), points[0].conclusion, tuple(p.id for p in points))


def _grouped(rows: Iterable[CountedRow], names: Callable[[CountedRow], tuple[str, ...]]) -> Iterable[PointCount]:
    found: dict[str, list[CountedRow]] = {}
    for row in rows:
        for name in names(row):
            found.setdefault(name, []).append(row)
    return (count(own, name) for name, own in found.items())
