"""What a summary tells: the figures, who answered, the rows of the table, and what is missing from it."""

from dataclasses import dataclass
from functools import cached_property

from hearing_app.domain.council import Body, Council
from hearing_app.domain.hearing import Hearing, Item
from hearing_app.domain.matter import Matter
from hearing_app.domain.progress import Head, Step
from hearing_app.domain.summary import ChoiceCount, StanceCount, SummaryPoint
from hearing_app.domain.summary_figures import PointCount, TextCount
from hearing_app.domain.vocabulary import Channel
from hearing_app.text import Words
from hearing_app.treating.overview import Overview


@dataclass(frozen=True)
class Figures:
    """Everything that is counted, of the answers that the summary is made from.

    `answered` are those of the bodies, of which `no_remark` are that there is no remark; `others` come from those who
    were not invited. The figures of sections, alternatives and texts count the bodies alone. `received` counts every
    answer that counts, also those that the summary is not made from.
    """

    answered: int
    others: int
    received: int
    no_remark: int
    stances: tuple[StanceCount, ...]
    choices: tuple[ChoiceCount, ...]
    texts: tuple[TextCount, ...]
    total: PointCount
    items: tuple[PointCount, ...]
    themes: tuple[PointCount, ...]
    bodies: tuple[PointCount, ...]

    @property
    def used(self) -> int:
        """How many answers the summary is made from."""
        return self.answered + self.others

    def of_body(self, body_id: str) -> PointCount | None:
        """Return what is counted of a body's points, or None where it has none."""
        return self._of_bodies.get(body_id)

    @cached_property
    def _of_bodies(self) -> dict[str, PointCount]:
        return {found.name: found for found in self.bodies}


@dataclass(frozen=True)
class Answered:
    """One line of who answered: `head` is None where there is no answer."""

    body: Body
    invited: bool
    head: Head | None = None
    late: bool = False
    channel: Channel | None = None


@dataclass(frozen=True)
class Told:
    """A summary. `points` are the rows of the table that were asked for, `own_words` the secretariat's Markdown."""

    matter: Matter
    seen: Overview
    figures: Figures
    points: tuple[SummaryPoint, ...]
    answers: tuple[Answered, ...]
    missing: tuple[Step, ...]
    council: Council | None
    own_words: str
    words: Words

    @property
    def hearing(self) -> Hearing:
        """The hearing."""
        return self.matter.hearing

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    def body(self, body_id: str) -> str:
        """Return what a body is called."""
        found = self._bodies.get(body_id)
        return self.words.local(found.name) if found else body_id

    def number(self, body_id: str) -> str:
        """Return the number of a municipality, with the zeros it begins with; nothing of other bodies."""
        found = self._bodies.get(body_id)
        return found.number if found else ""

    def item(self, item_id: str) -> str:
        """Return what a part of the hearing is called."""
        found = self._items.get(item_id)
        return heading_of(found, self.words) if found else item_id

    @cached_property
    def _bodies(self) -> dict[str, Body]:
        known = self.council.bodies if self.council else ()
        return {body.id: body for body in (*known, *(line.body for line in self.answers))}

    @cached_property
    def _items(self) -> dict[str, Item]:
        return {item.id: item for item in self.hearing.items}


def heading_of(item: Item, words: Words) -> str:
    """Return what a part of a hearing is called."""
    return words.local(item.heading) or words.gettext("General remark")
