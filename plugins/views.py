"""What the templates show, worked out beforehand: the theme computes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from hearing_app.domain.addresses import Addresses
from hearing_app.domain.calendar import days_left, oslo_day
from hearing_app.domain.council import Council
from hearing_app.domain.decision import AdoptionRegister, Decision
from hearing_app.domain.difference import PointChange, compare_points
from hearing_app.domain.hearing import OPEN, Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.rules import is_unfinished
from hearing_app.domain.summary import Received
from hearing_app.domain.vocabulary import DecisionStage, HearingStatus
from hearing_app.text import Words
from plugins.course import Asked, Stage, asked, course, made
from plugins.groups import LONG, AdoptionGroup, InvitedGroup, adoption_groups, invited_groups
from plugins.parts import (
    ADOPTIONS,
    ANSWERS,
    BRIEF,
    COURSE,
    HOW,
    INVITED,
    OWN_WORDS,
    PROPOSED,
    SUMMARY,
    Part,
    decision_part,
    documents,
    letter,
)

COMPARED = cache(compare_points)
"""What changed does not depend on the reader's language, and it takes the longest to find out."""


@dataclass(frozen=True)
class Card:
    """A hearing in a list. `days` counts to the deadline, negative after it; `decision` only when it is made."""

    matter: Matter
    status: HearingStatus
    days: int
    decision: Decision | None
    adoptions: AdoptionRegister | None

    @property
    def hearing(self) -> Hearing:
        """The hearing."""
        return self.matter.hearing

    @property
    def is_open(self) -> bool:
        """Whether bodies can answer."""
        return self.status in OPEN

    @property
    def answered(self) -> int:
        """How many of the invited bodies have answered."""
        return sum(self.matter.has_answered(body.id) is not None for body in self.hearing.invited)

    @property
    def left(self) -> tuple[Received, ...]:
        """The answers of bodies that were taken off the invitation afterwards."""
        uninvited = (entry for entry in self.matter.received if self.hearing.invited_body(entry.body) is None)
        return tuple(entry for entry in uninvited if entry.sender is None)

    @property
    def others(self) -> tuple[Received, ...]:
        """The answers of those who were never invited."""
        return tuple(entry for entry in self.matter.received if entry.sender is not None)

    @property
    def open_to_all(self) -> bool:
        """Whether anybody can answer now."""
        return self.is_open and self.hearing.open_answers.allowed

    @property
    def held_back(self) -> int:
        """How many answers have come in and cannot be read here: withheld, or still being considered."""
        return max(0, len(self.matter.received) - len(self.matter.released))

    @property
    def answers_known(self) -> bool:
        """Whether the count of answers says anything: an old hearing may have been answered on paper."""
        return self.is_open or bool(self.matter.received) or self.matter.summary is not None


@dataclass(frozen=True)
class HearingView(Card):
    """Everything that a hearing's page shows; `unfinished` are the numbers of the proposal's points left open."""

    parts: tuple[Part, ...]
    changes: tuple[PointChange, ...]
    unfinished: frozenset[int]
    invited: tuple[InvitedGroup, ...]
    adoption_groups: tuple[AdoptionGroup, ...]
    stages: tuple[Stage, ...]
    asked: tuple[Asked, ...]

    @property
    def fold_invited(self) -> bool:
        """Whether the invited bodies are too many for one list."""
        return len(self.hearing.invited) > LONG

    @property
    def fold_adoptions(self) -> bool:
        """Whether the register is too long for one table."""
        return self.adoptions is not None and len(self.adoptions.rows) > LONG

    @property
    def pointed_at(self) -> frozenset[str]:
        """The items that points of the summary are about."""
        points = self.matter.summary.points if self.matter.summary else ()
        return frozenset(point.item for point in points if self.hearing.item(point.item))


def card(matter: Matter, now: datetime) -> Card:
    """Return the matter as a list shows it at `now`."""
    decided = made(matter, now)
    left = days_left(matter.hearing.deadline, now)
    adoptions = matter.adoptions.on(oslo_day(now)) if decided and matter.adoptions else None
    return Card(matter, matter.status(now), left, decided, adoptions)


def hearing_view(
    matter: Matter, council: Council, now: datetime, words: Words, matters: tuple[Matter, ...] = ()
) -> HearingView:
    """Return the matter as its page shows it at `now`, with every list of bodies in the reader's order.

    Args:
        matters: the public matters, among which are those that hang together with this one.
    """
    short = card(matter, now)
    day: date = matter.hearing.published or oslo_day(now)
    decision = short.decision
    return HearingView(
        **vars(short),
        parts=_parts(short),
        changes=COMPARED(decision.proposal, decision.points) if decision and decision.proposal else (),
        unfinished=unfinished(decision.proposal if decision else ()),
        invited=invited_groups(matter, council, day, words),
        adoption_groups=_adoption_groups(short, council, words),
        stages=course(matter, matters, now, ended=council.dissolved_by(oslo_day(now)) is not None),
        asked=asked(matter, matters),
    )


def unfinished(points: Iterable[str]) -> frozenset[int]:
    """Return the numbers, from 1, of the points that their author left open."""
    return frozenset(number for number, point in enumerate(points, start=1) if is_unfinished(point))


def _adoption_groups(short: Card, council: Council, words: Words) -> tuple[AdoptionGroup, ...]:
    if short.adoptions is None or short.decision is None:
        return ()
    return adoption_groups(short.adoptions, council, short.decision.day, words)


def _parts(short: Card) -> tuple[Part, ...]:
    """Return the parts in reading order: while a hearing is open the letter comes first, afterwards what came of it."""
    matter, hearing, decision = short.matter, short.hearing, short.decision
    results = (
        (decision_part(decision.stage if decision else DecisionStage.FINAL), decision is not None),
        (PROPOSED, matter.proposal is not None),
        (ADOPTIONS, short.adoptions is not None),
        (OWN_WORDS, bool(matter.summary_words) and matter.told and not short.is_open),
        (SUMMARY, matter.summary is not None),
        (ANSWERS, bool(matter.released)),
    )
    shown = tuple(part for part, there in results if there)
    if short.is_open:
        return (letter(hearing), HOW, *shown, *documents(hearing), COURSE, INVITED)
    if short.status is HearingStatus.WITHDRAWN:
        return (*shown, letter(hearing), *documents(hearing), COURSE, INVITED)
    return (BRIEF, COURSE, *shown, letter(hearing), *documents(hearing), INVITED)


def answer_addresses(matter: Matter, addresses: Addresses) -> dict[str, str]:
    """Return the address of each released submission by body id."""
    return {copy.body: addresses.submission(matter.hearing.id, copy.body) for copy in matter.released}


def reservation_names(register: AdoptionRegister | None, council: Council, words: Words) -> list[str]:
    """Return the names of the bodies that adopted with a reservation (rule 15)."""
    bodies = [council.body(body_id) for body_id in (register.with_reservation if register else ())]
    return [words.local(body.name) for body in words.by_name(body for body in bodies if body)]


@dataclass(frozen=True)
class Overview:
    """The hearings by status, each list in the order a reader looks for them.

    `surveys` are those that are summarised, for nothing is decided after them. `ended` are those whose deadline is over
    and of which nothing more is known to come: no answer is registered, or the council is dissolved.
    """

    open: tuple[Card, ...]
    closed: tuple[Card, ...]
    summarised: tuple[Card, ...]
    surveys: tuple[Card, ...]
    decided: tuple[Card, ...]
    ended: tuple[Card, ...]
    withdrawn: tuple[Card, ...]

    @property
    def assessed(self) -> tuple[Card, ...]:
        """Those whose deadline is over and whose decision is to come."""
        return (*self.closed, *self.summarised)


def overview(matters: tuple[Matter, ...], now: datetime, council: Council | None = None) -> Overview:
    """Return the public hearings by status at `now`; of a dissolved `council` nothing more is to come."""
    cards = [card(matter, now) for matter in matters]
    by_deadline = sorted(cards, key=lambda c: (c.hearing.deadline, c.hearing.id))
    newest_first = by_deadline[::-1]
    dissolved = council is not None and council.dissolved_by(oslo_day(now)) is not None
    ended = [c for c in newest_first if _has_ended(c, dissolved=dissolved)]
    summarised = [c for c in newest_first if c.status is HearingStatus.SUMMARISED and c not in ended]
    decided = [c for c in newest_first if c.status is HearingStatus.DECIDED]
    decided.sort(key=lambda c: c.decision.day if c.decision else c.hearing.deadline, reverse=True)
    return Overview(
        open=tuple(c for c in by_deadline if c.is_open),
        closed=tuple(c for c in newest_first if c.status is HearingStatus.CLOSED and c not in ended),
        summarised=tuple(c for c in summarised if not c.hearing.is_survey),
        surveys=tuple(c for c in summarised if c.hearing.is_survey),
        decided=tuple(decided),
        ended=tuple(ended),
        withdrawn=tuple(c for c in newest_first if c.status is HearingStatus.WITHDRAWN),
    )


def _has_ended(short: Card, *, dissolved: bool) -> bool:
    """Tell whether nothing more is known to come of a hearing that is over and not decided."""
    if short.status is HearingStatus.CLOSED:
        return dissolved or not short.matter.received
    return short.status is HearingStatus.SUMMARISED and dissolved and not short.hearing.is_survey
