"""What to put right, or think of, before a hearing's answers and summary are published."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import PurePath

from hearing_app.domain.assessment import squeeze
from hearing_app.domain.confirmation import Treatment
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing, accepts_submissions
from hearing_app.domain.localised import Localised
from hearing_app.domain.message import N_, Message
from hearing_app.domain.personal_data import identity_numbers
from hearing_app.domain.public_copy import public_copy
from hearing_app.domain.public_copy import public_summary as redacted_summary
from hearing_app.domain.public_text import NO_REDACTIONS, Redactions
from hearing_app.domain.published_file import PublishedFile
from hearing_app.domain.review import ALL_REVIEWED, Reviewed
from hearing_app.domain.rules import unassessed_level
from hearing_app.domain.submission import Submission
from hearing_app.domain.summary import ReleasedSubmission, Summary, SummaryPoint
from hearing_app.domain.vocabulary import Approval, FileRelease, Level
from hearing_app.redacting.gate import Find, FindKind, Spot, Where
from hearing_app.redacting.redact import WasPublic
from hearing_app.text.order import alphabetical

Messages = tuple[Message, ...]
KEPT = 1 << 15
"""Of how many texts it is remembered, in each process, whether a number was found in them."""
DECIDE = N_(
    "The gate has {number} finds to decide on before anything is published (phone numbers, e-mail addresses, withheld "
    "words): {places}."
)
PUBLIC_ALREADY = N_("Readers can read {number} phone numbers or e-mail addresses that nobody has decided on: {places}.")


@dataclass(frozen=True)
class Choice:
    """What somebody is about to publish.

    `fresh` are the references that readers could not see before, `first` is True where nothing has been published.
    `private_mail` are the domains at which people have an e-mail address of their own. `confirmations` are what has
    been told of preliminary answers, by reference; `running` who can still answer, with a deadline of its own.
    `left` counts the parts of a chosen answer, by body, that have neither a point nor a word that they need none.
    """

    hearing: Hearing
    received: tuple[Submission, ...]
    chosen: tuple[Submission, ...]
    summary: Summary
    fresh: frozenset[str]
    first: bool
    private_mail: frozenset[str] = frozenset()
    confirmations: Mapping[str, Treatment] = field(default_factory=dict)
    running: tuple[tuple[Body, date], ...] = ()
    redactions: Redactions = NO_REDACTIONS
    files: Mapping[str, tuple[PublishedFile, ...]] = field(default_factory=dict)
    was_public: tuple[WasPublic, ...] = ()
    reviewed: Reviewed = ALL_REVIEWED
    left: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def copies(self) -> tuple[ReleasedSubmission, ...]:
        """What would be published of each chosen answer."""
        names = self.hearing.open_answers
        return tuple(
            public_copy(
                s,
                named=names.names_sender(s.content.sender),
                confirmation=self.confirmations.get(s.reference),
                redactions=self.redactions,
                files=self.files.get(s.reference, ()),
            )
            for s in self.chosen
        )

    @property
    def adds(self) -> bool:
        """Whether readers get more than they had; otherwise something is only changed or withdrawn."""
        return self.first or bool(self.fresh)

    @property
    def unassessed_stop(self) -> bool:
        """Whether every point must have assessment and conclusion before readers see it (rule 11)."""
        return unassessed_level(self.hearing) is Level.ERROR

    @cached_property
    def public_summary(self) -> Summary:
        """The summary as readers may see it.

        Where every point must be assessed, one that has been opened again is left out until it is: to withdraw an
        answer must not wait for it.
        """
        shown = tuple(
            replace(p, assessment="", conclusion=None) if self.held_back(p) else p for p in self.summary.points
        )
        if self.unassessed_stop:
            kept_back = self.summary.to_come
            shown = tuple(point for point in shown if point.conclusion is not None or point.item in kept_back)
        return redacted_summary(replace(self.summary, points=shown), self.received, self.redactions)

    def held_back(self, point: SummaryPoint) -> bool:
        """Tell whether what is written on a point must be approved first, and is not; what is kept back can wait."""
        required = self.hearing.approval is Approval.REQUIRED and point.item not in self.summary.to_come
        return required and (point.body, point.item, point.quote) in self.reviewed.unapproved


def before_publishing(choice: Choice, *, now: datetime, finds: tuple[Find, ...] = ()) -> tuple[Messages, Messages]:
    """Return what stops publishing, and what is only worth a thought.

    To withdraw an answer is never stopped by the deadline or by rule 11, for it may be urgent.

    Args:
        finds: what the gate has found in it.
    """
    hearing, summary = choice.hearing, choice.summary
    stops, warnings = [], [*_left_to_read(choice)]
    if choice.adds and accepts_submissions(hearing, now):
        day = hearing.deadline
        stops.append(N_("The hearing is open until {day}. Submissions are published after the deadline.", day=day))
    warnings += [*_running(choice), *_withheld_before(choice)]
    if choice.first and choice.received and not choice.chosen:
        stops.append(N_("No answer is chosen. Choose at least one."))
    if summary.open_points:
        finding = N_("{number} points have no assessment or no conclusion.", number=summary.open_points)
        (stops if choice.adds and choice.unassessed_stop else warnings).append(finding)
    unapproved, unfinished = _review(choice)
    stops += unapproved if choice.adds else ()
    warnings += unfinished if choice.adds else (*unapproved, *unfinished)
    warnings += _withheld_quotes(choice)
    stops += [*_identity_numbers(choice), *_at_the_gate(choice, [find for find in finds if find.stops], DECIDE)]
    left = [find for find in finds if not find.stops and find.passed is None]
    warnings += [*_at_the_gate(choice, left, PUBLIC_ALREADY), *_hidden_names(choice), *_public_before(choice)]
    return tuple(stops), tuple(warnings)


def _running(choice: Choice) -> Iterator[Message]:
    """Yield who can still answer when others' answers become public: it would be able to read them first."""
    for body, day in choice.running if choice.adds else ():
        yield N_(
            "{body} can answer until {day}: its deadline is extended. It can read what you publish.",
            body=body.name,
            day=day,
        )


def _withheld_before(choice: Choice) -> Iterator[Message]:
    """Yield whose new version stays back because an earlier one is withheld as a whole."""
    chosen = {submission.reference for submission in choice.chosen}
    back = [s for s in choice.received if s.reference not in chosen and choice.redactions.withheld_before(s.reference)]
    if back:
        names = _names(choice.hearing, (s.body for s in back))
        yield N_(
            "An earlier version of these answers is withheld as a whole, and nobody has decided on the new one: "
            "{bodies}.",
            bodies=names,
        )


def _review(choice: Choice) -> tuple[Messages, Messages]:
    """Return what lacks an approval that the hearing asks for, and what review has begun and not finished."""
    lacking, reviewed = sum(map(choice.held_back, choice.summary.points)), choice.reviewed
    unapproved = (N_("{number} points are not approved, and this hearing asks for it.", number=lacking),)
    waiting = (N_("{number} points wait for a reviewer.", number=reviewed.waiting),)
    returned = (N_("{number} points are sent back by a reviewer.", number=reviewed.returned),)
    unfinished = (*(waiting if reviewed.waiting else ()), *(returned if reviewed.returned else ()))
    return unapproved if lacking else (), unfinished


def _left_to_read(choice: Choice) -> Iterator[Message]:
    """Yield whose answers have parts without a point or a word, and which answer what the hearing has no more."""
    unread = [s.body for s in choice.chosen if choice.left.get(s.body)]
    stray = [s.body for s in choice.chosen if s.content.outside(choice.hearing.items)]
    if unread:
        names = _names(choice.hearing, unread)
        number = sum(choice.left[body] for body in unread)
        yield N_(
            "These submissions have parts without a point or a word that they need none ({number} in all): {bodies}.",
            number=number,
            bodies=names,
        )
    if stray:
        names = _names(choice.hearing, stray)
        yield N_("These submissions answer parts that are no longer in the hearing: {bodies}.", bodies=names)
    gone = [s.body for s in choice.chosen if s.content.gone_choices(choice.hearing.items)]
    if gone:
        names = _names(choice.hearing, gone)
        yield N_("These submissions chose an alternative that is no longer in the hearing: {bodies}.", bodies=names)


def _names(hearing: Hearing, body_ids: Iterable[str]) -> tuple[Localised, ...]:
    """Return the names of bodies in the order of the alphabet."""
    names = (_name(hearing, body_id) for body_id in body_ids)
    return tuple(sorted(names, key=lambda name: alphabetical(name.text(hearing.language))))


def _name(hearing: Hearing, body_id: str) -> Localised:
    body = hearing.invited_body(body_id)
    return body.name if body else Localised(plain=body_id)


def _identity_numbers(choice: Choice) -> Iterator[Message]:
    """Rule 13, over the texts as they were typed.

    The files would mislead: they break long lines, so a number could hide, and fingerprints are full of digits.
    """
    for copy in choice.copies:
        if any(map(_has_identity_number, _texts(copy))):
            name = _name(choice.hearing, copy.body)
            yield N_("Possible national identity number in the answer of {body}. It is not published.", body=name)
    for point in choice.summary.points:
        if _has_identity_number(point.assessment):
            name = _name(choice.hearing, point.body)
            yield N_(
                "Possible national identity number in the assessment of a point of {body}. It is not published.",
                body=name,
            )


@lru_cache(maxsize=KEPT)
def _has_identity_number(text: str) -> bool:
    return bool(identity_numbers(text))


def _at_the_gate(choice: Choice, finds: Iterable[Find], message: Message) -> Iterator[Message]:
    """Rule 13: what the gate has found, by where; a number in an answer or an assessment is told by itself."""
    told = (Spot.ANSWER, Spot.ASSESSMENT)
    rest = [f for f in finds if not (f.kind is FindKind.IDENTITY and f.where.spot in told)]
    places = dict.fromkeys(_place(choice, find.where) for find in rest)
    if rest:
        yield N_(message.sentence, number=len(rest), places=tuple(places))


def _withheld_quotes(choice: Choice) -> Iterator[Message]:
    """Yield whose points quote a file that is withheld: readers get a mark in place of the words."""
    withheld = {
        s.body
        for s in choice.chosen
        if any(file.release is FileRelease.WITHHELD for file in choice.files.get(s.reference, ()))
    }
    bodies = dict.fromkeys(p.body for p in choice.public_summary.points if p.attached and p.body in withheld)
    if bodies:
        names = _names(choice.hearing, bodies)
        yield N_("A point quotes a file that is withheld: {bodies}. Its words are withheld as well.", bodies=names)


def _place(choice: Choice, where: Where) -> Localised:
    if where.body:
        return _name(choice.hearing, where.body)
    return Localised(plain=f"{where.path}:{where.line}" if where.path else where.item)


def _public_before(choice: Choice) -> Iterator[Message]:
    """Yield what is withheld and could be read, for others may have taken copies."""
    told = dict.fromkeys((entry.body, entry.since, entry.until) for entry in choice.was_public)
    for body, since, until in told:
        name = _name(choice.hearing, body)
        if until is None:
            yield N_(
                "Words that are withheld of the answer of {body} have been public since {day}. This publishing takes "
                "them away; copies that others have taken are theirs.",
                body=name,
                day=since,
            )
        else:
            yield N_(
                "Words that are withheld of the answer of {body} were public from {first} to {last}.",
                body=name,
                first=since,
                last=until,
            )


def _hidden_names(choice: Choice) -> Iterator[Message]:
    """Yield where a name that is not to be published stands in the text of who bears it, or in a file's name."""
    own = {s.body: squeeze(s.content.sender.name) for s in choice.chosen if s.content.sender}
    hidden = {copy.body: own[copy.body] for copy in choice.copies if copy.sender and not copy.sender.name}
    found = [c.body for c in choice.copies if c.body in hidden and any(_says(t, hidden[c.body]) for t in _texts(c))]
    if found:
        names = _names(choice.hearing, found)
        yield N_("The sender's name is not to be published, and stands in the answer itself: {bodies}.", bodies=names)


def _says(text: str, name: str) -> bool:
    return name.casefold() in squeeze(text).casefold()


def _texts(copy: ReleasedSubmission) -> list[str]:
    """Return what a body has typed and is about to be published."""
    standing = copy.standing
    treatment = [copy.confirmation.organ, copy.confirmation.case_number] if copy.confirmation else []
    names = (PurePath(file.name).stem for file in copy.attachments)
    said = (text for answer in copy.answers for text in (answer.text, *(a.added for a in answer.amendments)))
    return [*treatment, copy.role, standing.organ, standing.case_number, *said, *names]
