"""The summary of a hearing: pure, from what was received and how it was assessed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from hearing_app.domain.amendment import Amendment
from hearing_app.domain.assessment import Point
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.confirmation import Treatment
from hearing_app.domain.guest import Sender, is_guest
from hearing_app.domain.hearing import Hearing, Item
from hearing_app.domain.published_file import PublishedFile
from hearing_app.domain.registered import Arriving, Registered
from hearing_app.domain.release import EVERYTHING, Concluded
from hearing_app.domain.submission import Answer, Answering, PoliticalStanding, Submission
from hearing_app.domain.vocabulary import Conclusion, ItemKind, Stance


@dataclass(frozen=True)
class StanceCount:
    """How the bodies stand to one section; `silent` answered the hearing but took no stance here."""

    section: str
    supports: int
    supports_with_remarks: int
    does_not_support: int
    silent: int

    def of(self, stance: Stance) -> int:
        """Return the number of bodies with `stance`."""
        return int(getattr(self, stance.value))

    @property
    def total(self) -> int:
        """The number of bodies counted."""
        return self.supports + self.supports_with_remarks + self.does_not_support + self.silent


@dataclass(frozen=True)
class OptionCount:
    """How many bodies chose an alternative, by its id."""

    option: str
    number: int


@dataclass(frozen=True)
class ChoiceCount:
    """What the bodies chose; `silent` answered the hearing and chose none. An alternative that has gone stands last."""

    item: str
    options: tuple[OptionCount, ...]
    silent: int

    @property
    def total(self) -> int:
        """The number of bodies counted."""
        return sum(count.number for count in self.options) + self.silent


@dataclass(frozen=True)
class SaidToo:
    """Another body's words to the same effect, assessed together with a row's own."""

    body: str
    item: str
    quote: str
    amendment: Amendment | None = None
    attached: bool = False


@dataclass(frozen=True)
class SummaryPoint:
    """A row of the table «Innspill | Vurdering | Konklusjon»; `amendment` where the input is a proposed change.

    `others` are those who said the same, where the secretariat has joined their points to one row. `attached` is
    whether the words are from a file that came with the answer; what it is called may be withheld, so it is not told.
    """

    body: str
    item: str
    quote: str
    assessment: str
    conclusion: Conclusion | None
    amendment: Amendment | None = None
    others: tuple[SaidToo, ...] = ()
    themes: tuple[str, ...] = ()
    attached: bool = False
    followed: tuple[str, ...] = ()
    """The sections of the new draft where the row is followed, by their ids."""

    @property
    def bodies(self) -> tuple[str, ...]:
        """The ids of all who stand behind the row, its own first."""
        return tuple(dict.fromkeys((self.body, *(other.body for other in self.others))))


@dataclass(frozen=True)
class Summary:
    """What a hearing brought in: figures and points, of the released submissions only."""

    invited: int
    answered: int
    released: int
    stances: tuple[StanceCount, ...]
    points: tuple[SummaryPoint, ...]
    choices: tuple[ChoiceCount, ...] = ()
    no_remark: int = 0
    """How many of the released answers are that there is no remark; they are silent in every other figure."""
    others: int = 0
    """How many answers have come from others than the bodies. `released` counts them, and no other figure does."""
    to_come: tuple[str, ...] = ()
    """The items whose assessments and conclusions are not released yet; their points stand there without them."""

    def concluded(self, conclusion: Conclusion) -> int:
        """Return the number of points with `conclusion`."""
        return sum(point.conclusion == conclusion for point in self.points)

    @property
    def open_points(self) -> int:
        """The number of points without a conclusion, but for those whose conclusions are kept back on purpose."""
        return sum(point.conclusion is None and point.item not in self.to_come for point in self.points)

    @property
    def points_to_come(self) -> int:
        """The number of points whose conclusions are kept back on purpose."""
        return sum(point.item in self.to_come for point in self.points)

    @property
    def parts(self) -> int:
        """How many items have points; of `to_come` of them the conclusions are not released yet."""
        return len({point.item for point in self.points})

    def points_on(self, item: str) -> tuple[SummaryPoint, ...]:
        """Return the points on one item."""
        return tuple(point for point in self.points if point.item == item)


@dataclass(frozen=True)
class Received(Arriving):
    """That a body has answered: public at once, for the journal is; what it wrote is not.

    `sender` is who answered without being invited, with a name only where it is published. `extended_to` is the
    body's own last day, where it was granted one; `withheld` the legal ground on which the whole answer is withheld.
    """

    body: str
    reference: str
    received_at: datetime
    version: int
    sha256: str
    sender: Sender | None = None
    extended_to: date | None = None
    withheld: str = ""
    registered: Registered | None = None

    @property
    def registration(self) -> Registered | None:
        """What the secretariat says of how it came, or None where it came through the form."""
        return self.registered


@dataclass(frozen=True)
class ReleasedSubmission(Answering, Arriving):
    """The public copy of a submission: without the respondent's name and e-mail."""

    body: str
    reference: str
    received_at: datetime
    version: int
    sha256: str
    role: str
    standing: PoliticalStanding
    answers: tuple[Answer, ...]
    no_remark: bool = False
    attachments: tuple[Attachment, ...] = ()
    """What files came with it. Readers see what they are called, and get those that stand in `files`."""
    sender: Sender | None = None
    confirmation: Treatment | None = None
    files: tuple[PublishedFile, ...] = ()
    """What has been decided of its attachments; one that nothing is decided of is had from the secretariat."""
    registered: Registered | None = None

    @property
    def registration(self) -> Registered | None:
        """What the secretariat says of how it came, or None where it came through the form."""
        return self.registered

    def decided(self, sha256: str) -> PublishedFile | None:
        """Return what has been decided of the attachment with this fingerprint, or None."""
        return next((file for file in self.files if file.original == sha256), None)


def summarise(
    hearing: Hearing,
    submissions: Iterable[Submission],
    points: Iterable[Point],
    released: frozenset[str],
    concluded: Concluded = EVERYTHING,
) -> Summary:
    """Return the summary of `hearing`.

    Args:
        submissions: the version that counts of every body.
        points: the points of those submissions.
        released: references that the secretariat has released. What is not released is counted as
            answered and contributes nothing else, neither a figure nor a word.
        concluded: of which items the assessments and conclusions are released.

    The figures are of the bodies that were asked. Others stand among the points, and are counted apart: anybody can
    have many answer alike.
    """
    everything = tuple(submissions)
    answered = tuple(s for s in everything if not is_guest(s.body))
    public = tuple(s for s in everything if s.reference in released)
    counted = tuple(s for s in answered if s.reference in released)
    shown = {submission.reference for submission in public}
    told = table_rows(hearing, (point for point in points if point.submission in shown), concluded)
    return Summary(
        invited=len(hearing.invited),
        answered=len(answered),
        released=len(public),
        stances=tuple(count_stances(i.id, counted) for i in hearing.items if i.kind is ItemKind.STANCE),
        points=told,
        choices=tuple(count_choices(i, counted) for i in hearing.items if i.kind is ItemKind.CHOICE),
        no_remark=sum(s.content.no_remark for s in counted),
        others=len(everything) - len(answered),
        to_come=tuple(i.id for i in hearing.items if not concluded.on(i.id) and any(p.item == i.id for p in told)),
    )


def table_rows(
    hearing: Hearing, points: Iterable[Point], concluded: Concluded = EVERYTHING
) -> tuple[SummaryPoint, ...]:
    """Return the rows of the table in the order of the form; points that share an assessment are one row.

    Args:
        points: all that are to be told.
        concluded: of which items the assessments and conclusions are released.
    """
    order = {item.id: index for index, item in enumerate(hearing.items)}
    rows = sorted((p for p in points if p.item in order), key=lambda p: (order[p.item], p.body, p.id))
    return tuple(_row(said, concluded) for said in _joined(rows, concluded))


def _joined(rows: Iterable[Point], concluded: Concluded) -> Iterable[tuple[Point, ...]]:
    """Return the points that share an assessment together, where the first of them stands.

    Those on parts whose conclusions are kept back stand by themselves: readers must not see what is concluded on them.
    """
    together: dict[tuple[int, bool], list[Point]] = {}
    for point in rows:
        together.setdefault((point.root, concluded.on(point.item)), []).append(point)
    return map(tuple, together.values())


def _row(said: tuple[Point, ...], concluded: Concluded) -> SummaryPoint:
    """Return points that share an assessment as readers see them; one without a conclusion is only a draft."""
    point, *others = said
    told = (point.assessment, point.conclusion) if point.done and concluded.on(point.item) else ("", None)
    too = tuple(_said_too(other) for other in others)
    themes = tuple(sorted({theme for one in said for theme in one.themes}))
    own = (point.body, point.item, point.quote, *told, point.amendment)
    return SummaryPoint(*own, too, themes, bool(point.attachment), point.followed if told[1] else ())


def _said_too(point: Point) -> SaidToo:
    return SaidToo(point.body, point.item, point.quote, point.amendment, bool(point.attachment))


def count_stances(section: str, submissions: Iterable[Submission]) -> StanceCount:
    """Count the stances of `submissions` on one section."""
    counted = Counter(s.content.answer(section).stance for s in submissions)
    return StanceCount(
        section=section,
        supports=counted[Stance.SUPPORTS],
        supports_with_remarks=counted[Stance.SUPPORTS_WITH_REMARKS],
        does_not_support=counted[Stance.DOES_NOT_SUPPORT],
        silent=counted[None],
    )


def count_choices(item: Item, submissions: Iterable[Submission]) -> ChoiceCount:
    """Count what `submissions` chose among the alternatives of `item`."""
    counted = Counter(s.content.answer(item.id).choice for s in submissions)
    silent = counted.pop("", 0)
    ids = dict.fromkeys([*(option.id for option in item.options), *sorted(counted)])
    return ChoiceCount(item.id, tuple(OptionCount(option, counted[option]) for option in ids), silent)
