"""What to put right, or think of, before a hearing's answers and summary are published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import PurePath

from hearing_app.domain.assessment import squeeze
from hearing_app.domain.confirmation import Treatment
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing, accepts_submissions
from hearing_app.domain.localised import Localised
from hearing_app.domain.message import N_, Message
from hearing_app.domain.personal_data import identity_numbers, phone_sightings, private_mail_sightings
from hearing_app.domain.rules import unassessed_level
from hearing_app.domain.submission import Submission
from hearing_app.domain.summary import ReleasedSubmission, Summary, public_copy
from hearing_app.domain.vocabulary import Level

Messages = tuple[Message, ...]


@dataclass(frozen=True)
class Choice:
    """What somebody is about to publish.

    `fresh` are the references that readers could not see before, `first` is True where nothing has been published.
    `private_mail` are the domains at which people have an e-mail address of their own. `confirmations` are what has
    been told of preliminary answers, by reference; `running` who can still answer, with a deadline of its own.
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

    @property
    def copies(self) -> tuple[ReleasedSubmission, ...]:
        """What would be published of each chosen answer."""
        names = self.hearing.open_answers
        return tuple(
            public_copy(s, named=names.names_sender(s.content.sender), confirmation=self.confirmations.get(s.reference))
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

    @property
    def public_summary(self) -> Summary:
        """The summary as readers may see it.

        Where every point must be assessed, one that has been opened again is left out until it is: to withdraw an
        answer must not wait for it.
        """
        if not self.unassessed_stop:
            return self.summary
        done = tuple(point for point in self.summary.points if point.conclusion is not None)
        return replace(self.summary, points=done)


def before_publishing(choice: Choice, *, now: datetime) -> tuple[Messages, Messages]:
    """Return what stops publishing, and what is only worth a thought.

    To withdraw an answer is never stopped by the deadline or by rule 11, for it may be urgent.
    """
    hearing, summary = choice.hearing, choice.summary
    stops, warnings = [], [*_left_to_read(choice)]
    if choice.adds and accepts_submissions(hearing, now):
        day = hearing.deadline
        stops.append(N_("The hearing is open until {day}. Submissions are published after the deadline.", day=day))
    warnings += _running(choice)
    if choice.first and choice.received and not choice.chosen:
        stops.append(N_("No answer is chosen. Choose at least one."))
    if summary.open_points:
        finding = N_("{number} points have no assessment or no conclusion.", number=summary.open_points)
        (stops if choice.adds and choice.unassessed_stop else warnings).append(finding)
    stops += _identity_numbers(choice)
    warnings += [*_contact_data(choice), *_hidden_names(choice)]
    return tuple(stops), tuple(warnings)


def _running(choice: Choice) -> Iterator[Message]:
    """Yield who can still answer when others' answers become public: it would be able to read them first."""
    for body, day in choice.running if choice.adds else ():
        yield N_(
            "{body} can answer until {day}: its deadline is extended. It can read what you publish.",
            body=body.name,
            day=day,
        )


def _left_to_read(choice: Choice) -> Iterator[Message]:
    split = {point.body for point in choice.summary.points}
    written = [s for s in choice.chosen if any(a.text.strip() or a.amendments for a in s.content.answers)]
    unsplit = [s.body for s in written if s.body not in split]
    stray = [s.body for s in choice.chosen if s.content.outside(choice.hearing.items)]
    if unsplit:
        names = tuple(_name(choice.hearing, body) for body in unsplit)
        yield N_("These submissions have text but no points yet: {bodies}.", bodies=names)
    if stray:
        names = tuple(_name(choice.hearing, body) for body in stray)
        yield N_("These submissions answer parts that are no longer in the hearing: {bodies}.", bodies=names)
    gone = [s.body for s in choice.chosen if s.content.gone_choices(choice.hearing.items)]
    if gone:
        names = tuple(_name(choice.hearing, body) for body in gone)
        yield N_("These submissions chose an alternative that is no longer in the hearing: {bodies}.", bodies=names)


def _name(hearing: Hearing, body_id: str) -> Localised:
    body = hearing.invited_body(body_id)
    return body.name if body else Localised(plain=body_id)


def _identity_numbers(choice: Choice) -> Iterator[Message]:
    """Rule 13, over the texts as they were typed.

    The files would mislead: they break long lines, so a number could hide, and fingerprints are full of digits.
    """
    for copy in choice.copies:
        if any(map(identity_numbers, _texts(copy))):
            name = _name(choice.hearing, copy.body)
            yield N_("Possible national identity number in the answer of {body}. It is not published.", body=name)
    for point in choice.summary.points:
        if identity_numbers(point.assessment):
            name = _name(choice.hearing, point.body)
            yield N_(
                "Possible national identity number in the assessment of a point of {body}. It is not published.",
                body=name,
            )


def _contact_data(choice: Choice) -> Iterator[Message]:
    """Rule 13: phone numbers and private e-mail addresses are for a person to look at."""

    def found(text: str) -> bool:
        return any(phone_sightings(text)) or any(private_mail_sightings(text, choice.private_mail))

    answers = [copy.body for copy in choice.copies if any(map(found, _texts(copy)))]
    if answers:
        names = tuple(_name(choice.hearing, body) for body in answers)
        yield N_("Possible phone number or private e-mail address in the answers of {bodies}.", bodies=names)
    assessed = dict.fromkeys(point.body for point in choice.summary.points if found(point.assessment))
    if assessed:
        names = tuple(_name(choice.hearing, body) for body in assessed)
        yield N_(
            "Possible phone number or private e-mail address in the assessment of points of {bodies}.", bodies=names
        )


def _hidden_names(choice: Choice) -> Iterator[Message]:
    """Yield where a name that is not to be published stands in the text of who bears it, or in a file's name."""
    own = {s.body: squeeze(s.content.sender.name) for s in choice.chosen if s.content.sender}
    hidden = {copy.body: own[copy.body] for copy in choice.copies if copy.sender and not copy.sender.name}
    found = [c.body for c in choice.copies if c.body in hidden and any(_says(t, hidden[c.body]) for t in _texts(c))]
    if found:
        names = tuple(_name(choice.hearing, body) for body in found)
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
