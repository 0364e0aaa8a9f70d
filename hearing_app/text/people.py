"""How those who write an answer together are told of to each other: who somebody is, and when they did something."""

from datetime import datetime

from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.colleague import Writer, Written
from hearing_app.text.words import Words


def called(writer: Writer, words: Words, contact: str = "") -> str:
    """Return a colleague's name, or that it was the contact person.

    Args:
        contact: the contact person's name, empty where it is not known.
    """
    _ = words.gettext
    if not writer.is_contact:
        return writer.name
    return _("the contact person ({name})", name=contact) if contact else _("the contact person")


def at_hour(at: datetime, now: datetime, words: Words) -> str:
    """Return an instant to the minute, like «i dag kl. 14.05» or «15. mai 2026 kl. 14.05»."""
    return words.gettext("today at {time}", time=words.time(at)) if oslo_day(at) == oslo_day(now) else words.moment(at)


def written_line(written: Written, words: Words, now: datetime, *, contact: str = "", empty: bool = False) -> str:
    """Return who wrote a text and when, as a sentence; of a text that was taken away, who did that."""
    person, when = called(written.by, words, contact), at_hour(written.at, now, words)
    if empty:
        return words.gettext("Emptied by {person} {when}", person=person, when=when)
    return words.gettext("Written by {person} {when}", person=person, when=when)
