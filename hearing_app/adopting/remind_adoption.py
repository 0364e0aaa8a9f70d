"""Reminders of reports: a body was asked what it made of a decision, and has not told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from hearing_app.adopting.adoption_reports import latest
from hearing_app.adopting.asking import round_of, takes_in
from hearing_app.adopting.report_links import REMINDER, is_stopped, new_report_link
from hearing_app.domain.adoption_report import FINAL, Awaited, Received, Verdict, awaited, due_mark
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.council import Body
from hearing_app.domain.decision import Adoption
from hearing_app.domain.matter import Matter
from hearing_app.inviting.contacts import addresses_of
from hearing_app.library import DefinitionBroken, Library
from hearing_app.mailing.adoption_mail import Asked, reminder_mail
from hearing_app.mailing.mail import Sender
from hearing_app.settings import Settings
from hearing_app.storage import Database, adoption_reports, audit, outbox
from hearing_app.storage.adoption_reports import Link, Reminded
from hearing_app.storage.database import writing
from hearing_app.text import words_for


class NotReminded(Exception):
    """A body is not reminded: it has reported what it decided, its links are stopped, or a link would open nothing."""


@dataclass(frozen=True)
class Marks:
    """Days before the deadline to report, and after it or after the day that a body has scheduled."""

    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True)
class Owed:
    """A report that is to be asked for: at which mark (days after `wait.day`), and where.

    Without a mark it is a person who asks, whatever day is waited for.
    """

    matter: Matter
    body: Body
    wait: Awaited | None
    mark: int | None
    recipient: str


@dataclass(frozen=True)
class _Known:
    """What is known of a hearing's reports, read once for all its bodies."""

    links: Mapping[str, tuple[Link, ...]]
    reports: Mapping[str, Received]
    by_hand: Mapping[str, Adoption]
    given: tuple[Reminded, ...]
    due: date | None
    addresses: Mapping[str, str]


def marks_of(settings: Settings) -> Marks:
    """Return what the settings say."""
    return Marks(settings.adoption_reminder_before, settings.adoption_reminder_after)


def matters_of(library: Library) -> tuple[Matter, ...]:
    """Return the hearings that are decided and can be read; the others hold nobody up."""
    found: list[Matter] = []
    for hearing_id in library.hearing_ids():
        try:
            matter = library.matter(hearing_id)
        except DefinitionBroken:
            continue
        found += [matter] if matter and matter.decision else []
    return tuple(found)


def due_reports(db: Database, matters: Iterable[Matter], marks: Marks, *, now: datetime) -> tuple[Owed, ...]:
    """Return who is to be asked for which report at `now`; nothing is changed."""
    return tuple(owed for matter in matters for owed in _owed_of(db, matter, marks, now))


def ask_for_reports(
    db: Database, matters: Iterable[Matter], *, marks: Marks, sender: Sender, actor: str, now: datetime
) -> tuple[Owed, ...]:
    """Queue the mails that are due, and return what they are about; each mark once, however often this runs."""
    sent = []
    for owed in due_reports(db, matters, marks, now=now):
        with writing(db):
            if owed in _owed_of(db, owed.matter, marks, now, only=owed.body.id):
                _send(db, owed, sender=sender, actor=actor, now=now)
                sent.append(owed)
    return tuple(sent)


def remind_now(db: Database, matter: Matter, body: Body, *, sender: Sender, actor: str, now: datetime) -> str:
    """Queue a reminder to a body because a person asks for it; return where it goes, empty where nobody is known.

    Raises:
        NotReminded: the body has reported what it decided, its links have been stopped, it is not invited any more,
            or no more reports are taken in.
    """
    with writing(db):
        if not takes_in(db, matter, body):
            raise NotReminded(body.id)
        known = _known(db, matter)
        report = known.reports.get(body.id)
        if is_stopped(known.links.get(body.id, ())) or (report and has_told(report, oslo_day(now))):
            raise NotReminded(body.id)
        recipient = _recipient(known, body)
        if recipient:
            wait = awaited(_row(known, body), known.due, oslo_day(now))
            _send(db, Owed(matter, body, wait, None, recipient), sender=sender, actor=actor, now=now)
    return recipient


def silent(db: Database, matter: Matter, *, now: datetime) -> tuple[Body, ...]:
    """Return those who have been asked, can be written to, and have not told what they decided."""
    if matter.decision is None or round_of(db, matter.hearing).closed_at is not None:
        return ()
    known, today = _known(db, matter), oslo_day(now)
    asked = (body for body in matter.hearing.invited if _first_working(known, body) and _recipient(known, body))
    told = {body for body, report in known.reports.items() if has_told(report, today)}
    told |= {body for body, row in known.by_hand.items() if row.on(today).effective_state in FINAL}
    return tuple(body for body in asked if body.id not in told)


def remind_all(db: Database, matter: Matter, *, sender: Sender, actor: str, now: datetime) -> tuple[Body, ...]:
    """Queue a reminder, which says the day to report by, to everybody who is silent, and return whom.

    Who has been reminded on the same day is not reminded again: a second click is no second mail.
    """
    with writing(db):
        given = adoption_reports.reminded(db, matter.hearing.id)
        today = {one.body for one in given if oslo_day(one.at) == oslo_day(now)}
        reminded = tuple(body for body in silent(db, matter, now=now) if body.id not in today)
        for body in reminded:
            remind_now(db, matter, body, sender=sender, actor=actor, now=now)
    return reminded


def has_told(report: Received, today: date) -> bool:
    """Tell whether a report says what the body decided, and has not been sent back: it is reminded of nothing then."""
    row = report.adoption.on(today)
    return report.verdict is not Verdict.RETURNED and row.effective_state in FINAL


def _owed_of(db: Database, matter: Matter, marks: Marks, now: datetime, *, only: str = "") -> tuple[Owed, ...]:
    found = round_of(db, matter.hearing)
    if matter.decision is None or found.closed_at is not None or matter.hearing.withdrawn is not None:
        return ()
    known = _known(db, matter)
    asked = (matter.adoptions.named if matter.adoptions else ()) or found.asked
    bodies = (body for body in matter.hearing.invited if body.id in asked and (not only or body.id == only))
    return tuple(filter(None, (_owed(matter, body, known, marks, now) for body in bodies)))


def _known(db: Database, matter: Matter) -> _Known:
    hearing = matter.hearing
    by_hand = matter.adoptions.by_hand if matter.adoptions else ()
    links: dict[str, tuple[Link, ...]] = {}
    for link in adoption_reports.links_of_hearing(db, hearing.id):
        links[link.body] = (*links.get(link.body, ()), link)
    return _Known(
        links,
        latest(adoption_reports.of_hearing(db, hearing.id)),
        {row.body: row for row in by_hand},
        adoption_reports.reminded(db, hearing.id),
        round_of(db, hearing).due,
        addresses_of(db, hearing.invited),
    )


def _row(known: _Known, body: Body) -> Adoption | None:
    """Return what holds for a body: what a person has written, else what it has reported."""
    report = known.reports.get(body.id)
    return known.by_hand.get(body.id) or (report.adoption if report else None)


def _recipient(known: _Known, body: Body) -> str:
    link = _first_working(known, body)
    return known.addresses.get(body.id, "") or (link.email if link else "")


def _first_working(known: _Known, body: Body) -> Link | None:
    return next((link for link in known.links.get(body.id, ()) if link.stopped_at is None), None)


def _owed(matter: Matter, body: Body, known: _Known, marks: Marks, now: datetime) -> Owed | None:
    """Return what a body owes; nothing where it has reported, but for the outcome of a meeting that it told of."""
    link, recipient = _first_working(known, body), _recipient(known, body)
    wait, report = awaited(_row(known, body), known.due, oslo_day(now)), known.reports.get(body.id)
    if link is None or not recipient or wait is None or (wait.before and report is not None):
        return None
    told_at = max(link.created_at, report.given_at) if report else link.created_at
    given = {r.mark for r in known.given if r.body == body.id and r.counted_from == wait.day and r.mark is not None}
    mark = due_mark(wait, before=marks.before, after=marks.after, told_on=oslo_day(told_at), given=given, now=now)
    return Owed(matter, body, wait, mark, recipient) if mark is not None else None


def _send(db: Database, owed: Owed, *, sender: Sender, actor: str, now: datetime) -> None:
    """Note the reminder and queue its mail, with a link of its own: of the older ones only the hash is kept."""
    hearing, decision, body, to = owed.matter.hearing, owed.matter.decision, owed.body, owed.recipient
    if decision is None:
        raise ValueError("nobody is reminded of what is not decided")
    day = owed.wait.day if owed.wait and owed.mark is not None else None
    adoption_reports.note_reminded(
        db, hearing=hearing.id, body=body.id, counted_from=day, mark=owed.mark, recipient=to, now=now
    )
    audit.log(db, now=now, actor=actor, action="adoption report asked for", hearing=hearing.id, subject=body.id)
    link = new_report_link(db, hearing, body, base_url=sender.base_url, email=to, actor=actor, now=now)
    meeting = owed.wait.day if owed.wait and not owed.wait.before else None
    asked = Asked(hearing, decision, body, link, round_of(db, hearing).due)
    words, told = words_for(body.language or hearing.language), adoption_reports.of_body(db, hearing.id, body.id)
    mail = reminder_mail(asked, words, sender, meeting=meeting, told=told[-1] if told else None, to=to, now=now)
    outbox.put(db, kind=REMINDER, recipient=to, message=mail.as_bytes(), now=now, about=[(hearing.id, body.id)])
