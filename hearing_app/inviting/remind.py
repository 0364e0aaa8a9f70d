"""Reminders: those who have not answered get one mail at each mark before the deadline, however often this runs."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing, accepts_submissions
from hearing_app.domain.problem import Problem
from hearing_app.domain.reminder import due_mark
from hearing_app.domain.vocabulary import Language
from hearing_app.inviting.contacts import address_of
from hearing_app.inviting.extend import own_hearing, own_hearings
from hearing_app.inviting.invite import new_link
from hearing_app.library import DefinitionBroken, Library
from hearing_app.mailing.mail import Sender
from hearing_app.mailing.reminder_mail import Missing, reminder_mail
from hearing_app.storage import Database, audit, invitations, outbox, reminders, submissions
from hearing_app.storage.database import writing
from hearing_app.text import words_for

Marks = tuple[int, ...]


@dataclass(frozen=True)
class Due:
    """A body that is to be reminded of a hearing: at which mark (days before the deadline), and where."""

    hearing: Hearing
    body: Body
    mark: int
    recipient: str


@dataclass(frozen=True)
class Bundle:
    """Everything that one address is reminded of in one mail, the nearest deadline first."""

    recipient: str
    due: tuple[Due, ...]

    @property
    def language(self) -> Language:
        """The first body's own language, or its hearing's where the body has none."""
        return self.due[0].body.language or self.due[0].hearing.language


def hearings_of(library: Library) -> tuple[tuple[Hearing, ...], tuple[Problem, ...]]:
    """Return the hearings that can be read, and the mistakes in those that cannot: they hold no other up."""
    found: list[Hearing] = []
    problems: list[Problem] = []
    for hearing_id in library.hearing_ids():
        try:
            matter = library.matter(hearing_id)
        except DefinitionBroken as error:
            problems.extend(problem for problem in error.problems if problem not in problems)
        else:
            found.extend([matter.hearing] if matter else [])
    return tuple(found), tuple(problems)


def due_reminders(db: Database, hearings: Iterable[Hearing], marks: Marks, *, now: datetime) -> tuple[Bundle, ...]:
    """Return who is to be reminded of what at `now`; nothing is changed."""
    bundles: dict[str, list[Due]] = {}
    found = [due for hearing in hearings for due in _due_of(db, hearing, marks, now)]
    for due in sorted(found, key=lambda due: (due.hearing.deadline, due.hearing.id)):
        bundles.setdefault(due.recipient.casefold(), []).append(due)
    return tuple(Bundle(due[0].recipient, tuple(due)) for due in bundles.values())


def _due_of(db: Database, hearing: Hearing, marks: Marks, now: datetime) -> Iterable[Due]:
    """Yield the reminders of one hearing in the order of its bodies, each by the body's own deadline."""
    own = own_hearings(db, hearing)
    bodies = (body for body in hearing.invited if accepts_submissions(own[body.id], now))
    return filter(None, (_due(db, own[body.id], body, marks, now) for body in bodies))


def send_reminders(
    db: Database, hearings: Iterable[Hearing], *, marks: Marks, sender: Sender, actor: str, now: datetime
) -> tuple[Bundle, ...]:
    """Queue the reminders that are due, and return them.

    Each mail stands in one transaction with the note of its marks, and what it is about is asked for once more in
    there: whoever answers in the meantime is not reminded, and of two runs at once only one sends.
    """
    done = (_send(db, bundle, marks, sender, actor, now) for bundle in due_reminders(db, hearings, marks, now=now))
    return tuple(bundle for bundle in done if bundle.due)


def _send(db: Database, bundle: Bundle, marks: Marks, sender: Sender, actor: str, now: datetime) -> Bundle:
    """Queue one mail for what is still due of the bundle, and return that; nothing where nothing is left."""
    with writing(db):
        still = replace(bundle, due=tuple(due for due in bundle.due if _still(db, due, marks, now)))
        if still.due:
            missing = tuple(_note(db, due, sender, actor, now) for due in still.due)
            mail = reminder_mail(missing, words_for(still.language), sender, to=still.recipient, now=now)
            about = [(due.hearing.id, due.body.id) for due in still.due]
            outbox.put(db, kind="reminder", recipient=still.recipient, message=mail.as_bytes(), now=now, about=about)
    return still


def _still(db: Database, due: Due, marks: Marks, now: datetime) -> bool:
    """Tell whether a reminder is due as it was, asked in the transaction that sends it."""
    hearing = own_hearing(db, due.hearing, due.body.id)
    return accepts_submissions(hearing, now) and _due(db, hearing, due.body, marks, now) == due


def _note(db: Database, due: Due, sender: Sender, actor: str, now: datetime) -> Missing:
    """Note the mark, and make a link for the mail: of the older ones only the hash is kept. They go on working."""
    hearing, body = due.hearing, replace(due.body, email=due.recipient)
    reminders.add(
        db,
        hearing=hearing.id,
        body=body.id,
        deadline=hearing.deadline,
        days_before=due.mark,
        recipient=due.recipient,
        now=now,
    )
    audit.log(db, now=now, actor=actor, action="reminded", hearing=hearing.id, subject=body.id)
    return Missing(hearing, body, new_link(db, hearing, body, base_url=sender.base_url, actor=actor, now=now))


def _due(db: Database, hearing: Hearing, body: Body, marks: Marks, now: datetime) -> Due | None:
    links = invitations.working(db, hearing.id, body.id)
    if not links or submissions.latest_of_body(db, hearing.id, body.id) is not None:
        return None
    recipient = address_of(db, body) or links[-1].email
    mark = due_mark(
        hearing.deadlines[-1],
        marks,
        invited_at=links[0].created_at,
        given=reminders.marks_given(db, hearing.id, body.id, hearing.deadline),
        now=now,
    )
    return Due(hearing, body, mark, recipient) if recipient and mark is not None else None
