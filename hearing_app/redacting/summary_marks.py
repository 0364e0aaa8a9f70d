"""A summary as it may be handed on: with marks for withheld words that were typed again, as the gate looks for them.

What is withheld of the answers themselves has its marks already (domain.public_copy.public_summary). What somebody has
let pass at the gate stands, as on the site.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from hearing_app.domain.public_text import Redactions, answer_field
from hearing_app.domain.redaction import BLOCK
from hearing_app.domain.summary import SaidToo, SummaryPoint
from hearing_app.redacting.find import Spot, Where
from hearing_app.redacting.gate import Marks
from hearing_app.redacting.hand_marks import marked
from hearing_app.storage import Database

Row = TypeVar("Row", SummaryPoint, SaidToo)


class SummaryMarks:
    """Where marks come in the summary of a hearing."""

    def __init__(
        self,
        db: Database,
        hearing_id: str,
        withheld: Redactions,
        references: Mapping[str, str],
        public: Collection[str] = frozenset(),
    ) -> None:
        """Take what is withheld, the answer that counts of each body, and the fingerprints of what readers can read."""
        self.withheld = withheld
        self.any = bool(withheld.layers or withheld.earlier)
        self._path = f"hearings/{hearing_id}/summary.md"
        self._marks = Marks(db, hearing_id, withheld, public) if self.any else None
        self._references = references
        self._themes: dict[str, str] = {}

    def own_words(self, text: str) -> str:
        """Return the secretariat's own words, which are Markdown and end their file."""
        whole = f"{text}\n"
        found = self._marks.spans(Where(Spot.HAND, path=self._path, line=1), whole) if self._marks else ()
        return marked(self._path, whole, found).strip() if found else text

    def themes(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the names of themes: whoever chose one may have repeated an answer."""
        return tuple(self._theme(name) for name in names)

    def row(self, point: SummaryPoint) -> SummaryPoint:
        """Return a row of the table, with those who said the same."""
        reference = self._references.get(point.body, "")
        where = Where(Spot.ASSESSMENT, point.body, reference, item=point.item)
        assessment, themes = self._shown(where, point.assessment), self.themes(point.themes)
        others = tuple(map(self._said, point.others))
        own = self._said(point)
        if (assessment, themes, others) == (own.assessment, own.themes, own.others):
            return own
        return replace(own, assessment=assessment, themes=themes, others=others)

    def _theme(self, name: str) -> str:
        if name not in self._themes:
            self._themes[name] = self._shown(Where(Spot.THEME, item=name), name)
        return self._themes[name]

    def _said(self, row: Row) -> Row:
        """Return a body's words with their marks; a proposed change is looked through as the words that it adds."""
        field = answer_field(row.item)
        where = Where(Spot.QUOTE, row.body, self._references.get(row.body, ""), field, row.item)
        quote = self._shown(where, row.quote)
        if quote == row.quote:
            return row
        if row.amendment is None:
            return replace(row, quote=quote)
        removed, added = self._shown(where, row.amendment.removed), self._shown(where, row.amendment.added)
        added = added.replace(BLOCK, BLOCK * 2, 1) if added == removed else added
        changed = replace(row.amendment, removed=removed, added=added)
        return replace(row, quote=changed.readable, amendment=changed)

    def _shown(self, where: Where, text: str) -> str:
        return self._marks.shown(where, text) if self._marks else text
