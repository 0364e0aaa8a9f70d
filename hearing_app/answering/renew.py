"""Renewing: whoever has lost a personal link gets a new one, at an address that is registered and nowhere else.

Who asks is told nothing: asking writes one row whatever was typed, and the worker finds out the rest. So neither the
page nor the time it takes says which addresses are known.
"""

import hashlib
from collections import defaultdict
from datetime import datetime, timedelta
from email.message import EmailMessage

from hearing_app.answering.colleagues import send_new_link
from hearing_app.answering.late_links import links_are_given, may_have_link
from hearing_app.domain.colleague import Colleague
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing, accepts_submissions
from hearing_app.inviting.contacts import addresses_of
from hearing_app.inviting.extend import own_hearing
from hearing_app.inviting.invite import new_link
from hearing_app.library import DefinitionBroken, Library
from hearing_app.mailing.mail import Sender, letter, questions_to
from hearing_app.storage import Database, colleagues, guests, invitations, outbox, renewals
from hearing_app.storage.database import writing
from hearing_app.storage.renewals import LinkRequest
from hearing_app.text import Words, words_for

WINDOW = timedelta(hours=1)
PER_ADDRESS = 3
"""Answers to one address in an hour."""
PER_HEARING = 60
"""Answers of one hearing in an hour; beyond it an address gets its first only, so that nobody is locked out."""
NOBODY = ""
"""What is noted of an address that is nobody's."""
ACTOR = "renewal"


def ask_for_link(db: Database, hearing: Hearing, typed: str, *, now: datetime) -> None:
    """Note that somebody asks for a new link to `hearing` and says that `typed` is the address."""
    subject = digest(typed)
    own, others = registered(db, hearing), colleagues_of(db, hearing)
    emails = (*(each[0] for each in own), *(each[0] for each in others))
    known = subject in map(digest, (*emails, *(guest.email for guest in guests.of_hearing(db, hearing.id))))
    with writing(db):
        renewals.ask(db, LinkRequest(hearing.id, subject if known else NOBODY), now)


def registered(db: Database, hearing: Hearing) -> tuple[tuple[str, Body], ...]:
    """Return each address that a new link can go to, with its body.

    That is the body's own address and those that its working links went to. A body whose links have all been
    revoked has none, and a link that was revoked leaves no address: it may have gone to the wrong one.
    """
    links = defaultdict(list)
    for invitation in invitations.of_hearing(db, hearing.id):
        links[invitation.body].append(invitation)
    own = addresses_of(db, hearing.invited)
    found = []
    for body in hearing.invited:
        working = [link.email for link in links[body.id] if link.revoked_at is None]
        if working or not links[body.id]:
            emails = {_plain(email): email for email in [*working, own[body.id]] if email}
            found += [(email, body) for email in emails.values()]
    return tuple(found)


def colleagues_of(db: Database, hearing: Hearing) -> tuple[tuple[str, Body, Colleague], ...]:
    """Return the address of each colleague who works on an answer, with the body and the colleague."""
    bodies = {body.id: body for body in hearing.invited}
    found = colleagues.of_hearing(db, hearing.id)
    return tuple((each.email, bodies[each.body], each) for each in found if each.body in bodies)


def renew_links(db: Database, library: Library, *, sender: Sender, now: datetime) -> int:
    """Answer every request that waits, and return how many links were made.

    A request for a hearing that cannot be read now waits, for an hour at most.
    """
    made = 0
    for request in renewals.waiting(db):
        hearing = _hearing(library, request.hearing)
        if hearing is not None:
            with writing(db):
                made += _answer(db, hearing, request, sender, now)
    with writing(db):
        renewals.forget(db, before=now - WINDOW)
    return made


def _hearing(library: Library, hearing_id: str) -> Hearing | None:
    try:
        matter = library.matter(hearing_id)
    except (DefinitionBroken, OSError):  # OSError: a file that somebody is changing
        return None
    return matter.hearing if matter else None


def _answer(db: Database, hearing: Hearing, request: LinkRequest, sender: Sender, now: datetime) -> int:
    if not renewals.take(db, request) or not links_are_given(db, hearing, now) or _too_many(db, request, now):
        return 0
    found = [
        (email, body)
        for email, body in registered(db, hearing)
        if digest(email) == request.subject and may_have_link(db, hearing, body.id, now)
    ]
    for email, body in found:
        link = new_link(db, hearing, body, base_url=sender.base_url, actor=ACTOR, now=now, email=email)
        words, own_deadline = words_for(body.language or hearing.language), own_hearing(db, hearing, body.id)
        mail = renewal_mail(own_deadline, body, link, words, sender, to=email, now=now)
        about = [(hearing.id, body.id)]
        outbox.put(db, kind="renewal", recipient=email, message=mail.as_bytes(), now=now, about=about)
    own = [
        each
        for each in colleagues_of(db, hearing)
        if digest(each[0]) == request.subject and may_have_link(db, hearing, each[1].id, now)
    ]
    for _email, body, colleague in own:
        words = words_for(body.language or hearing.language)
        own_deadline = own_hearing(db, hearing, body.id)
        send_new_link(db, own_deadline, body, colleague, words=words, sender=sender, now=now)
    renewals.note_answered(db, request, now)
    return len(found) + len(own)


def renewal_mail(
    hearing: Hearing, body: Body, link: str, words: Words, sender: Sender, *, to: str, now: datetime
) -> EmailMessage:
    """Return the mail with a new personal link."""
    _, title, name = words.gettext, words.local(hearing.title), words.local(body.name)
    text = "\n\n".join(
        (
            _("Here is a new personal link for {body}. Somebody asked for it on our pages.", body=name),
            link,
            _use_of(hearing, words, now),
            _("Links that you have got before still work. What has been saved is there, whichever link you open."),
            _("Whoever has the link can answer for {body}. Share it only with those who are to answer.", body=name),
            _("Did nobody among you ask for it? Then you need do nothing: the link was sent to this address only."),
            questions_to(hearing, words),
        )
    )
    subject = _("New link: {title}", title=title)
    return letter(sender=sender, to=to, subject=subject, text=text + "\n", now=now)


def _use_of(hearing: Hearing, words: Words, now: datetime) -> str:
    """Return what the link is good for: answering until the deadline, or telling what became of an answer."""
    _ = words.gettext
    if accepts_submissions(hearing, now):
        return _("Deadline: {day}, at 23:59:59 Norwegian time.", day=words.weekday(hearing.deadline))
    return _("The deadline is over. By the link you see what was sent, and tell whether it was confirmed.")


def _too_many(db: Database, request: LinkRequest, now: datetime) -> bool:
    own, of_hearing = renewals.answered_since(db, request, now - WINDOW)
    return own >= PER_ADDRESS or (own > 0 and of_hearing >= PER_HEARING)


def digest(email: str) -> str:
    """Return what stands for an address in a request."""
    return hashlib.sha256(_plain(email).encode(errors="replace")).hexdigest()


def _plain(email: str) -> str:
    """Return an address as it is compared; no mail server that matters tells upper and lower case apart."""
    return email.strip().casefold()
