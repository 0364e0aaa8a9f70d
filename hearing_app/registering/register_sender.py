"""Whose answer a row of a file is, where the name alone does not say it: two people can be called the same.

A second answer of an invited body is a new version. One of somebody who was not invited is that only where the address
is the same or a person says so; otherwise a letter of one Kari Nordmann would stand in place of another's.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hearing_app.domain.guest import Guest, is_guest
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.message import N_, Message
from hearing_app.domain.submission import Submission
from hearing_app.registering.register_content import NEW_SENDER
from hearing_app.registering.register_words import NO_WORDS, YES_WORDS, name_key, word_key
from hearing_app.storage import Database, guests, submissions

SAME_NAME = N_(
    "«{name}» has answered before, as {reference}. In the column «ny versjon», write «ja» if it is the same sender, "
    "or «nei» if it is somebody else of that name."
)
SEVERAL = N_(
    "Several have answered by the name «{name}»: {references}. In the column «ny versjon», write the reference of the "
    "answer that this one replaces, or «nei» if it is somebody else."
)
NO_EARLIER = N_("Nobody has answered before by the name «{name}». Empty the cell.")
NOT_ANEW = N_(
    "«{value}» is not known here. Write «ja», «nei», or the reference of the earlier answer of «{name}» that is "
    "replaced."
)
ONLY_ANEW = N_(
    "«{name}» is invited and has answered before, as {reference}. Write «ja» for a new version, or take the row out."
)


@dataclass(frozen=True)
class Earlier:
    """Those who want to answer a hearing without being invited, and what was received, by id of whoever sent it."""

    guests: tuple[Guest, ...]
    sent: Mapping[str, tuple[Submission, ...]]

    def called(self, name: str) -> tuple[Guest, ...]:
        """Return those who go by a name."""
        return tuple(guest for guest in self.guests if name_key(guest.name) == name_key(name))

    def answered(self, name: str) -> tuple[Guest, ...]:
        """Return those of them who have answered."""
        return tuple(guest for guest in self.called(name) if guest.id in self.sent)

    def has_address(self, guest: Guest, email: str) -> bool:
        """Tell whether somebody has confirmed this address, or an answer of theirs has been registered with it."""
        known = {guest.email, *(one.content.respondent.email for one in self.sent.get(guest.id, ()))}
        return bool(email) and email.casefold() in {address.casefold() for address in known}


def earlier_of(db: Database, hearing: Hearing) -> Earlier:
    """Return who has answered a hearing, and what: of the invited and of the others."""
    sent: dict[str, tuple[Submission, ...]] = {}
    of_invited = (one for one in submissions.of_hearing(db, hearing.id) if not is_guest(one.body))
    for one in (*of_invited, *submissions.from_guests(db, hearing.id)):
        sent[one.body] = (*sent.get(one.body, ()), one)
    return Earlier(guests.of_hearing(db, hearing.id), sent)


def sender_by_name(earlier: Earlier, name: str, *, email: str, anew: str) -> str | Message:
    """Return the id of the sender without invitation whose answer a row is, or NEW_SENDER.

    Args:
        email: what the row gives as the address, may be empty.
        anew: what stands in the column that says whether it is a new version.

    Returns:
        A message in place of the id where that cannot be known; it says what to write in that column.
    """
    word, answered = word_key(anew), earlier.answered(name)
    if word in NO_WORDS:
        return NEW_SENDER
    if word and word not in YES_WORDS:
        replaced = next((guest for guest in answered if _has_sent(earlier, guest.id, anew)), None)
        return replaced.id if replaced else N_(NOT_ANEW.sentence, value=anew, name=name)
    own = [guest for guest in earlier.called(name) if earlier.has_address(guest, email)]
    if len(own) == 1:
        return own[0].id
    return _by_name_alone(earlier, name, answered, said=bool(word))


def _by_name_alone(earlier: Earlier, name: str, answered: tuple[Guest, ...], *, said: bool) -> str | Message:
    references = tuple(earlier.sent[guest.id][-1].reference for guest in answered)
    if not answered:
        return N_(NO_EARLIER.sentence, name=name) if said else NEW_SENDER
    if len(answered) > 1:
        return N_(SEVERAL.sentence, name=name, references=", ".join(references))
    return answered[0].id if said else N_(SAME_NAME.sentence, name=name, reference=references[0])


def wrong_of_body(earlier: Earlier, body: str, name: str, anew: str) -> Message | None:
    """Return what is wrong with what an invited body's row says of being a new version; None where nothing is."""
    word, sent = word_key(anew), earlier.sent.get(body, ())
    if not word or word in YES_WORDS or _has_sent(earlier, body, anew):
        return None
    if word not in NO_WORDS:
        return N_(NOT_ANEW.sentence, value=anew, name=name)
    return N_(ONLY_ANEW.sentence, name=name, reference=sent[-1].reference) if sent else None


def _has_sent(earlier: Earlier, body: str, reference: str) -> bool:
    return any(name_key(one.reference) == name_key(reference) for one in earlier.sent.get(body, ()))
