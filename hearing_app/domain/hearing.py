"""A hearing: what is asked, of whom, and until when."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from hearing_app.domain.calendar import day_start, deadline_passed
from hearing_app.domain.council import Body, Contact
from hearing_app.domain.draft import Draft
from hearing_app.domain.legal_basis import LegalBasis
from hearing_app.domain.localised import NO_TEXT, Localised
from hearing_app.domain.record import Ref
from hearing_app.domain.vocabulary import HearingKind, HearingStatus, ItemKind, Language, RecordKind, Succession

GENERAL = "general"
"""The id of the general remark that every hearing ends with."""
OPEN = frozenset({HearingStatus.OPEN, HearingStatus.EXTENDED})
"""The states in which bodies can answer."""


@dataclass(frozen=True)
class Deadline:
    """One entry of a deadline's history: the day it runs to, when that was set, and why."""

    day: date
    set_on: date
    reason: Localised = NO_TEXT


@dataclass(frozen=True)
class Question:
    """An open question, answered with text."""

    id: str
    text: Localised
    help: Localised = NO_TEXT
    required: bool = False


@dataclass(frozen=True)
class Option:
    """One of the alternatives that a body can choose; `text` is Markdown and may be empty."""

    id: str
    name: Localised
    text: Localised = NO_TEXT


@dataclass(frozen=True)
class Alternatives:
    """Alternatives of which a body chooses one, with a remark."""

    id: str
    text: Localised
    options: tuple[Option, ...]
    help: Localised = NO_TEXT
    required: bool = False


@dataclass(frozen=True)
class Follows:
    """That a hearing follows an earlier one, by its id, and how."""

    hearing: str
    how: Succession


@dataclass(frozen=True)
class Withdrawal:
    """That a hearing was withdrawn (trukket)."""

    day: date
    reason: Localised


@dataclass(frozen=True)
class Item:
    """Something a body answers: a section (stance and remark), alternatives, a question, or the general remark."""

    id: str
    kind: ItemKind
    heading: Localised
    required: bool = False
    options: tuple[Option, ...] = ()

    def option(self, option_id: str) -> Option | None:
        """Return the alternative with this id, or None."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True)
class Hearing:
    """A hearing as its folder defines it.

    `fingerprint` is the SHA-256 of the files that a responder sees, so that a submission can say
    which wording it answers.
    """

    id: str
    title: Localised
    abstract: Localised
    language: Language
    case_number: str
    legal_basis: LegalBasis
    published: date | None
    dispatched: date | None
    deadlines: tuple[Deadline, ...]
    contact: Contact
    invited: tuple[Body, ...]
    letter: str
    draft: Draft
    section_stance: bool = True
    questions: tuple[Question, ...] = ()
    alternatives: tuple[Alternatives, ...] = ()
    kind: HearingKind = HearingKind.HEARING
    follows: Follows | None = None
    short_period_reason: Localised = NO_TEXT
    withdrawn: Withdrawal | None = None
    fingerprint: str = ""
    memo: str = ""

    @property
    def ref(self) -> Ref:
        """The hearing's own name among the records."""
        return Ref(RecordKind.HEARING, self.id)

    @property
    def day(self) -> date | None:
        """The day it is filed under: publication."""
        return self.published

    @property
    def refers_to(self) -> tuple[Ref, ...]:
        """The records that the hearing names."""
        return ()

    @property
    def deadline(self) -> date:
        """The deadline in force: the last of the history."""
        return self.deadlines[-1].day

    @property
    def start(self) -> date | None:
        """The day periods are counted from: the later of publication and dispatch; None for a draft."""
        if self.published is None:
            return None
        return max(self.published, self.dispatched or self.published)

    def is_public(self, now: datetime) -> bool:
        """Tell whether the hearing has been published at `now`; of a draft or planned one nothing is told."""
        return self.published is not None and now >= day_start(self.published)

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything a body can answer, in the order of the form."""
        sections = self.draft.sections if self.section_stance else ()
        return (
            *(Item(s.id, ItemKind.STANCE, Localised(s.heading)) for s in sections),
            *(Item(a.id, ItemKind.CHOICE, a.text, a.required, a.options) for a in self.alternatives),
            *(Item(q.id, ItemKind.TEXT, q.text, q.required) for q in self.questions),
            Item(GENERAL, ItemKind.TEXT, Localised()),
        )

    @property
    def asked(self) -> tuple["Question | Alternatives", ...]:
        """What is asked beside the draft, in the order of the form."""
        return (*self.alternatives, *self.questions)

    @property
    def is_survey(self) -> bool:
        """Whether expectations are asked for, and not what is thought of a draft."""
        return self.kind is HearingKind.SURVEY

    @property
    def takes_no_remark(self) -> bool:
        """Whether «no remark» is an answer: it is to a draft, and not to the questions of a survey."""
        return not self.is_survey

    def is_late(self, received_at: datetime) -> bool:
        """Tell whether something came in after the deadline in force (rule 10): it counts, and is marked."""
        return deadline_passed(self.deadline, received_at)

    def item(self, item_id: str) -> Item | None:
        """Return the item with this id, or None."""
        return next((item for item in self.items if item.id == item_id), None)

    def invited_body(self, body_id: str) -> Body | None:
        """Return the invited body with this id, or None."""
        return next((body for body in self.invited if body.id == body_id), None)


def status_of(hearing: Hearing, now: datetime, *, summarised: bool, decided_on: date | None) -> HearingStatus:
    """Say where `hearing` stands at `now`.

    Open and closed follow from the dates, summarised from a published summary and decided from the
    decision's own day; no field has to be changed by hand.
    """
    if hearing.withdrawn is not None and now >= day_start(hearing.withdrawn.day):
        return HearingStatus.WITHDRAWN
    if hearing.published is None:
        return HearingStatus.DRAFT
    if now < day_start(hearing.published):
        return HearingStatus.PLANNED
    if not deadline_passed(hearing.deadline, now):
        return HearingStatus.EXTENDED if _extended(hearing.deadlines, hearing.published) else HearingStatus.OPEN
    if decided_on is not None and now >= day_start(decided_on):
        return HearingStatus.DECIDED
    return HearingStatus.SUMMARISED if summarised else HearingStatus.CLOSED


def _extended(deadlines: tuple[Deadline, ...], published: date) -> bool:
    """Tell whether readers have seen the deadline move: what was changed before publication nobody was told."""
    pairs = pairwise(deadlines)
    return any(later.set_on >= published and later.day > earlier.day for earlier, later in pairs)


def accepts_submissions(hearing: Hearing, now: datetime) -> bool:
    """Tell whether a body can answer at `now`: the one place where the deadline is decided."""
    return status_of(hearing, now, summarised=False, decided_on=None) in OPEN
