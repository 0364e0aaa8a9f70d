"""A hearing: what is asked, of whom, and until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise

from hearing_app.domain.amendment import NO_ORIGINAL, Original
from hearing_app.domain.calendar import DayOrMoment, day_start, deadline_passed
from hearing_app.domain.council import Body, Contact
from hearing_app.domain.draft import Draft
from hearing_app.domain.guest import INVITED_ONLY, Guest, OpenAnswers
from hearing_app.domain.legal_basis import LegalBasis
from hearing_app.domain.lineage import newest_edition
from hearing_app.domain.localised import NO_TEXT, Localised
from hearing_app.domain.record import Ref
from hearing_app.domain.vocabulary import (
    Approval,
    HearingKind,
    HearingStatus,
    ItemKind,
    Language,
    RecordKind,
    Succession,
)

GENERAL = "general"
"""The id of the general remark that every hearing ends with."""
OPEN = frozenset({HearingStatus.OPEN, HearingStatus.EXTENDED})
"""The states in which bodies can answer."""


@dataclass(frozen=True)
class Deadline:
    """One entry of a deadline's history: the day it runs to, when that was set, and why.

    `own` tells that it holds for one body alone (`for_body`); no file has such an entry.
    """

    day: date
    set_on: date
    reason: Localised = NO_TEXT
    own: bool = False


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
    """Something a body answers: a section (stance and remark), alternatives, a question, or the general remark.

    `original` is a section's own text, to which another wording can be proposed.
    """

    id: str
    kind: ItemKind
    heading: Localised
    required: bool = False
    options: tuple[Option, ...] = ()
    original: Original = NO_ORIGINAL

    def option(self, option_id: str) -> Option | None:
        """Return the alternative with this id, or None."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True)
class Hearing:
    """A hearing as its folder defines it.

    `fingerprint` is the SHA-256 of the files that a responder sees, so that a submission can say
    which wording it answers. `guest` is who answers where somebody does so without being invited (`for_guest`).
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
    earlier: tuple[Draft, ...] = ()
    """The versions of the draft from before the heard one, oldest first: ids of its paragraphs come from them."""
    open_answers: OpenAnswers = INVITED_ONLY
    guest: Guest | None = None
    approval: Approval = Approval.NONE

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
    def extended_to(self) -> date | None:
        """The last day of the one body that the hearing is seen from, where that is later than everybody's."""
        return self.deadline if self.deadlines[-1].own else None

    @property
    def start(self) -> date | None:
        """The day periods are counted from: the later of publication and dispatch; None for a draft."""
        if self.published is None:
            return None
        return max(self.published, self.dispatched or self.published)

    def is_public(self, now: datetime) -> bool:
        """Tell whether the hearing has been published at `now`; of a draft or planned one nothing is told."""
        return self.published is not None and now >= day_start(self.published)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Everything a body can answer, in the order of the form."""
        sections = self.draft.sections if self.section_stance else ()
        return (
            *(Item(s.id, ItemKind.STANCE, Localised(s.heading), original=self._originals[s.id]) for s in sections),
            *(Item(a.id, ItemKind.CHOICE, a.text, a.required, a.options) for a in self.alternatives),
            *(Item(q.id, ItemKind.TEXT, q.text, q.required) for q in self.questions),
            Item(GENERAL, ItemKind.TEXT, Localised()),
        )

    @cached_property
    def _originals(self) -> dict[str, Original]:
        """The sections' own texts by their ids."""
        found = newest_edition((*self.earlier, self.draft)).by_section
        return {s.id: Original(s.markdown, tuple(passage.id for passage in found[s.id])) for s in self.draft.sections}

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
        """Whether «no remark» is an answer: of whoever was asked, to a draft, and not to the questions of a survey."""
        return not self.is_survey and self.guest is None

    def is_late(self, received_at: DayOrMoment, extended_to: date | None = None) -> bool:
        """Tell whether something came in after the deadline in force (rule 10): it counts, and is marked.

        Args:
            extended_to: the sender's own last day, where it has been granted a later one.
        """
        return deadline_passed(max(self.deadline, extended_to or self.deadline), received_at)

    def item(self, item_id: str) -> Item | None:
        """Return the item with this id, or None."""
        return next((item for item in self.items if item.id == item_id), None)

    def invited_body(self, body_id: str) -> Body | None:
        """Return the invited body with this id, or None."""
        return self._bodies.get(body_id)

    @cached_property
    def _bodies(self) -> Mapping[str, Body]:
        return {body.id: body for body in self.invited}


def for_body(hearing: Hearing, own: Sequence[Deadline]) -> Hearing:
    """Return the hearing as one body sees it: with its own deadline, where that is later than everybody's.

    So whatever asks a hearing for its deadline follows the body's own, without knowing of extensions. Entries of
    another body are taken off first. An extension never makes a deadline shorter, and ends to matter where everybody
    has been given as long.

    Args:
        own: the history of the body's own deadline, oldest first; one that was taken back ends with an early day.
    """
    common = tuple(entry for entry in hearing.deadlines if not entry.own)
    last = common[-1]
    history = tuple(replace(entry, day=max(entry.day, last.day), own=True) for entry in own)
    if own and own[-1].day > last.day:
        return replace(hearing, deadlines=(*common, *history))
    # They count in the number of changes, so that a calendar that had the later day takes the earlier one.
    return replace(hearing, deadlines=(*common[:-1], *history, last))


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


def for_guest(hearing: Hearing, guest: Guest) -> Hearing:
    """Return the hearing as a guest answers it: the guest is one of its bodies, and the form asks what fits."""
    return replace(hearing, invited=(*hearing.invited, guest.body), guest=guest)
