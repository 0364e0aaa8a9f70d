"""Answering without being invited: a confirmed address gives a personal link like any other.

Whoever asks is told the same, whatever the address is: the rest stands in a mail. How often it is asked is counted
here and nowhere else, so that no flood of requests stands in the way of an invited body.
"""

import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from hearing_app.answering.renew import digest, registered
from hearing_app.domain.council import Body
from hearing_app.domain.guest import UNCONFIRMED, Guest
from hearing_app.domain.hearing import Hearing, accepts_submissions
from hearing_app.inviting.invite import TOKEN_BYTES, new_link, token_hash
from hearing_app.library import Library
from hearing_app.mailing.guest_mail import already_invited_mail, confirmation_mail, link_mail
from hearing_app.mailing.mail import Sender
from hearing_app.storage import Database, audit, guests, outbox, renewals
from hearing_app.storage.database import writing
from hearing_app.storage.guests import GuestRequest
from hearing_app.text import words_for

CONFIRM_WITHIN = timedelta(days=7)
WINDOW = timedelta(hours=1)
PER_ADDRESS = 3
"""Mails to one address in an hour, about one hearing."""
PER_NETWORK = 20
"""Requests from one network in an hour: a school or an office may share one address."""
PER_HEARING = 200
"""Requests about one hearing in an hour."""
IPV6_NETWORK = 64
"""Bits of an IPv6 address that tell networks apart; within one, anybody has as many addresses as they like."""


class NotOpenToAll(Exception):
    """The hearing is closed, or only for those who are invited."""


class TooManyRequests(Exception):
    """So many have asked, from here or about this hearing, that it must wait an hour."""


class RequestUnknown(LookupError):
    """The link that confirms an address does not exist, was used, or is too old. Which is told to nobody."""


@dataclass(frozen=True)
class Asker:
    """Where a request comes from: a network address, and the secret that it is hashed with."""

    network: str
    key: str


def may_answer(hearing: Hearing, now: datetime) -> bool:
    """Tell whether those who are not invited can answer at `now`."""
    return hearing.open_answers.allowed and accepts_submissions(hearing, now)


def ask_to_answer(
    db: Database, hearing: Hearing, request: GuestRequest, *, asker: Asker, sender: Sender, now: datetime
) -> None:
    """Send a mail to the address with a link that confirms it; an invited body's address gets another mail.

    Too many requests for one address are passed over in silence, for to tell would say that others have asked.

    Raises:
        NotOpenToAll: nothing was sent.
        TooManyRequests: nothing was sent.
    """
    if not may_answer(hearing, now):
        raise NotOpenToAll(hearing.id)
    with writing(db):
        _count(db, hearing, asker, now)
        if not _may_write_to(db, hearing, request.email, asker.key, now):
            return
        body = _invited(db, hearing, request.email)
        words = words_for(request.language)
        if body is not None:
            mail = already_invited_mail(hearing, body, words, sender, to=request.email, now=now)
        else:
            token = secrets.token_urlsafe(TOKEN_BYTES)
            guests.ask(db, request, token_hash(token))
            mail = confirmation_mail(hearing, token, words, sender, to=request.email, now=now)
        about = [(hearing.id, body.id if body else UNCONFIRMED)]
        outbox.put(db, kind="guest", recipient=request.email, message=mail.as_bytes(), now=now, about=about)


def look_up_request(db: Database, hearing: Hearing, token: str, *, now: datetime) -> GuestRequest:
    """Return the request behind a link that confirms it, and change nothing: mail scanners look at links as well.

    Raises:
        RequestUnknown: there is no such request.
    """
    found = guests.requested(db, token_hash(token))
    if found is None or found.hearing != hearing.id or now - found.asked_at >= CONFIRM_WITHIN:
        raise RequestUnknown
    return found


def confirm(db: Database, hearing: Hearing, token: str, *, sender: Sender, now: datetime) -> str:
    """Make a guest of a request, send the personal link, and return it; it can be read here and never again.

    Raises:
        RequestUnknown: there is no such request.
        NotOpenToAll: it is too late.
    """
    if not may_answer(hearing, now):
        raise NotOpenToAll(hearing.id)
    with writing(db):
        request = look_up_request(db, hearing, token, now=now)
        guests.take(db, token_hash(token))
        guest = guests.put(db, request, now)
        audit.log(db, now=now, actor=guest.id, action="address confirmed", hearing=hearing.id, subject=guest.id)
        return _send_link(db, hearing, guest, sender, now)


def renew_guest_links(db: Database, library: Library, *, key: str, sender: Sender, now: datetime) -> int:
    """Answer the guests among those who wait for a new link (`renew.ask_for_link`), and return how many got one.

    They are taken out before `renew.renew_links` counts how many a hearing has answered: no number of guests keeps an
    invited body from its link.
    """
    made = 0
    for request in renewals.waiting(db):
        matter = library.last_good(request.hearing)
        if matter is not None:
            with writing(db):
                made += _renew(db, matter.hearing, request, key, sender, now)
    return made


def _renew(
    db: Database, hearing: Hearing, request: renewals.LinkRequest, key: str, sender: Sender, now: datetime
) -> bool:
    found = next((g for g in guests.of_hearing(db, hearing.id) if digest(g.email) == request.subject), None)
    if found is None or _invited(db, hearing, found.email) is not None or not renewals.take(db, request):
        return False
    if not accepts_submissions(hearing, now) or not _may_write_to(db, hearing, found.email, key, now):
        return False
    _send_link(db, hearing, found, sender, now)
    return True


def _send_link(db: Database, hearing: Hearing, guest: Guest, sender: Sender, now: datetime) -> str:
    link = new_link(db, hearing, guest.body, base_url=sender.base_url, actor=guest.id, now=now, email=guest.email)
    mail = link_mail(hearing, link, words_for(guest.language), sender, to=guest.email, now=now)
    about = [(hearing.id, guest.id)]
    outbox.put(db, kind="guest", recipient=guest.email, message=mail.as_bytes(), now=now, about=about)
    return link


def _count(db: Database, hearing: Hearing, asker: Asker, now: datetime) -> None:
    """Count a request.

    Raises:
        TooManyRequests: there have been enough of them.
    """
    limits = ((_hashed("network", network_of(asker.network), asker.key), PER_NETWORK), (_whole(asker.key), PER_HEARING))
    if any(guests.attempts_since(db, hearing.id, subject, now - WINDOW) >= limit for subject, limit in limits):
        raise TooManyRequests(hearing.id)
    for subject, _limit in limits:
        guests.note_attempt(db, hearing.id, subject, now)


def _may_write_to(db: Database, hearing: Hearing, email: str, key: str, now: datetime) -> bool:
    """Tell whether the address may get one more mail, and count it."""
    subject = _hashed("address", email.casefold(), key)
    if guests.attempts_since(db, hearing.id, subject, now - WINDOW) >= PER_ADDRESS:
        return False
    guests.note_attempt(db, hearing.id, subject, now)
    return True


def _invited(db: Database, hearing: Hearing, email: str) -> Body | None:
    """Return the invited body that this is a registered address of, or None."""
    return next((body for known, body in registered(db, hearing) if known.casefold() == email.casefold()), None)


def network_of(address: str) -> str:
    """Return the network that an address belongs to, as far as it says who asks; what is no address as it is."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:  # noqa: PLR2004 - the version's own number
        return str(known)
    return str(ipaddress.ip_network((known, IPV6_NETWORK), strict=False))


def _whole(key: str) -> str:
    return _hashed("hearing", "", key)


def _hashed(what: str, value: str, key: str) -> str:
    """Return what is stored of an address: without the key nobody can try which addresses give the same."""
    return hmac.new(key.encode(), f"{what}:{value}".encode(errors="replace"), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Forgotten:
    """What is not kept: counted attempts, requests that nobody confirmed, and guests that never wrote anything."""

    attempts: int
    requests: int
    guests: tuple[Guest, ...]

    def __bool__(self) -> bool:
        """Tell whether there is anything of it that tells of a person; the counted attempts are hashes."""
        return bool(self.requests or self.guests)


NOTHING = Forgotten(0, 0, ())


def due(db: Database, *, days: int, now: datetime) -> Forgotten:
    """Return what `forget` would delete at this moment; nothing is changed."""
    attempts, requests = guests.count_old(db, attempts=now - WINDOW, requests=now - CONFIRM_WITHIN)
    return Forgotten(attempts, requests, guests.silent(db, before=now - timedelta(days=days)))


def forget(db: Database, *, days: int, now: datetime) -> Forgotten:
    """Delete what is due, and return what it was. Guests are kept for `days` days, as drafts are."""
    with writing(db):
        found = due(db, days=days, now=now)
        guests.forget_attempts(db, before=now - WINDOW)
        guests.forget_requests(db, before=now - CONFIRM_WITHIN)
        for guest in found.guests:
            guests.delete(db, guest)
            audit.log(db, now=now, actor="retention", action="guest deleted", hearing=guest.hearing, subject=guest.id)
    return found
