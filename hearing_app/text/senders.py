"""What readers see of those who answered without being invited."""

from collections.abc import Iterable
from dataclasses import replace

from hearing_app.domain.council import Body, Council
from hearing_app.domain.guest import Sender, guest_number, sender_body
from hearing_app.domain.localised import Localised
from hearing_app.domain.summary import Received, ReleasedSubmission
from hearing_app.domain.vocabulary import Language
from hearing_app.text.words import words_for


def sender_name(sender: Sender, body_id: str) -> Localised:
    """Return the name that is published, or where none is, what kind of sender it is, with a number."""
    if sender.name:
        return Localised(plain=sender.name)
    number = guest_number(body_id)
    return Localised(
        forms=tuple((language, f"{words_for(language).term(sender.kind)} {number}") for language in Language)
    )


def knowing(council: Council, entries: Iterable[Received | ReleasedSubmission]) -> Council:
    """Return the council with the senders of `entries` that were not invited among the bodies it knows, as published.

    So whatever shows or sorts by a body's name does it for them as well.
    """
    senders = ((entry.body, entry.sender) for entry in entries)
    found: tuple[Body, ...] = tuple(sender_body(b, sender_name(s, b), s.kind) for b, s in senders if s)
    return replace(council, bodies=(*council.bodies, *found)) if found else council
