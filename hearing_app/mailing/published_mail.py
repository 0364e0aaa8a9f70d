"""Mail to those who have answered, when their answer or the conclusions on it can be read for the first time."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from hearing_app.domain.addresses import Addresses
from hearing_app.domain.council import Body, Council
from hearing_app.domain.guest import is_guest
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.submission import Submission
from hearing_app.domain.summary import ReleasedSubmission, Summary
from hearing_app.domain.vocabulary import Language
from hearing_app.mailing.mail import Sender, letter, questions_to
from hearing_app.storage import Database, assessments, audit, contacts, guests, outbox, publications, submissions
from hearing_app.storage.database import writing
from hearing_app.text import words_for

KIND = "published"
ANSWER = ""
"""Stands where a part of the hearing does, and means the answer itself."""


@dataclass(frozen=True)
class News:
    """What is new to a body: `items` are the parts on which conclusions can be read, the empty one is its answer.

    `recipient` is empty where no address is known, such as of an answer that came on paper. `points` is whether the
    answer has anything that is assessed, now or later; `more` whether conclusions on some of it are still to come.
    """

    body: Body
    reference: str
    items: tuple[str, ...]
    recipient: str
    language: Language
    points: bool = True
    more: bool = False


@dataclass(frozen=True)
class _Addresses:
    """Where bodies are written to, and what they have sent, by reference; without an address there is a respondent."""

    of_bodies: Mapping[str, str]
    sent: Mapping[str, Submission]

    def of(self, body: Body, reference: str) -> str:
        sent = self.sent.get(reference)
        return self.of_bodies.get(body.id, body.email) or (sent.content.respondent.email if sent else "")


def news(
    db: Database,
    hearing: Hearing,
    copies: Iterable[ReleasedSubmission],
    summary: Summary | None,
    council: Council | None = None,
    unread: Collection[str] = (),
) -> tuple[News, ...]:
    """Return what bodies have not been told of yet, by the answers and conclusions that are public.

    Args:
        copies: the public answers.
        summary: as readers see it.
        council: knows the bodies that have been taken off the invitation since; they are told as well.
        unread: ids of the bodies whose answers have parts that nobody has read yet.
    """
    told, concluded = publications.told(db, hearing.id), _concluded(summary)
    addresses = _Addresses(contacts.every(db), {s.reference: s for s in submissions.of_hearing(db, hearing.id)})
    with_points = assessments.bodies(db, hearing.id) | set(unread)
    more = {body for p in (summary.points if summary else ()) if p.conclusion is None for body in p.bodies}
    more |= set(unread)
    found: list[News] = []
    for copy in copies:
        public = {ANSWER} | concluded.get(copy.body, set())
        items = {item for item in public if (copy.reference, item) not in told}
        if items:
            who = _who(db, hearing, copy, council, addresses)
            rest = (copy.body in with_points, copy.body in more)
            found += [News(who[0], copy.reference, tuple(sorted(items)), *who[1:], *rest)] if who else []
    return tuple(found)


def _concluded(summary: Summary | None) -> dict[str, set[str]]:
    """Return on which items each body's points have a conclusion that readers see."""
    found: dict[str, set[str]] = {}
    for point in summary.points if summary else ():
        if point.conclusion is not None:
            for body, item in ((point.body, point.item), *((other.body, other.item) for other in point.others)):
                found.setdefault(body, set()).add(item)
    return found


def _who(
    db: Database,
    hearing: Hearing,
    copy: ReleasedSubmission,
    council: Council | None,
    addresses: _Addresses,
) -> tuple[Body, str, Language] | None:
    """Return who has answered, at which address and in which language; None where nobody is known by the id."""
    if is_guest(copy.body):
        guest = guests.by_id(db, copy.body)
        return (guest.body, guest.email, guest.language) if guest else None
    body = hearing.invited_body(copy.body) or (council.body(copy.body) if council else None)
    if body is None:
        return None
    return body, addresses.of(body, copy.reference), body.language or hearing.language


def tell_bodies(
    db: Database,
    matter: Matter,
    council: Council | None,
    *,
    publication: int,
    sender: Sender,
    actor: str,
    now: datetime,
    unread: Collection[str] = (),
) -> tuple[News, ...]:
    """Queue one mail to each body of which something is public for the first time, and return what they are told.

    What was told is noted in the same transaction, so that nobody is told of it again. Whoever has no address is
    not told, and can be when there is one. `unread` is as in `news`.
    """
    with writing(db):
        everyone = news(db, matter.hearing, matter.released, matter.summary, council, unread)
        known = tuple(one for one in everyone if one.recipient)
        main = council.language if council else matter.hearing.language
        for one in known:
            addresses = Addresses(one.language, main)
            mail = published_mail(matter.hearing, one, addresses, sender, now=now)
            about = [(matter.hearing.id, one.body.id)]
            outbox.put(db, kind=KIND, recipient=one.recipient, message=mail.as_bytes(), now=now, about=about)
            publications.tell(
                db,
                reference=one.reference,
                items=one.items,
                hearing=matter.hearing.id,
                body=one.body.id,
                publication=publication,
                now=now,
            )
            audit.log(
                db, now=now, actor=actor, action="told of publishing", hearing=matter.hearing.id, subject=one.body.id
            )
    return known


def published_mail(hearing: Hearing, one: News, addresses: Addresses, sender: Sender, *, now: datetime) -> EmailMessage:
    """Return the mail with the address of the body's own page and, where there are conclusions, of those."""
    words = words_for(addresses.language)
    _, title = words.gettext, words.local(hearing.title)
    own = f"{sender.base_url}{addresses.submission(hearing.id, one.body.id)}"
    conclusions = bool(set(one.items) - {ANSWER})
    text = (
        _("The answer from {body} to «{title}» is published.", body=words.local(one.body.name), title=title)
        if ANSWER in one.items
        else _("There is news of the answer from {body} to «{title}».", body=words.local(one.body.name), title=title),
        _("Read it here:"),
        own,
        *(
            (
                _("The secretariat has concluded on some of the input; the rest comes later. See what became of yours:")
                if one.more
                else _("The secretariat has assessed the input and concluded. See what became of yours:"),
                f"{own}#_became",
            )
            if conclusions
            else (
                _("The secretariat's assessments and conclusions on it are not published yet.")
                if one.points
                else _("The secretariat has found no points in it to assess and conclude on."),
            )
        ),
        _("Is something wrong with what is published? Write to us, and we correct it."),
        questions_to(hearing, words),
    )
    subject = (
        _("Your answer is published: {title}", title=title)
        if ANSWER in one.items
        else _("Conclusions on your answer: {title}", title=title)
    )
    return letter(sender=sender, to=one.recipient, subject=subject, text="\n\n".join(text) + "\n", now=now)
