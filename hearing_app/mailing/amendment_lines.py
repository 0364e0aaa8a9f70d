"""Amendments as lines of text, for a mail and wherever else nothing can be struck through or underlined."""

from collections.abc import Iterable

from hearing_app.domain.amendment import Amendment
from hearing_app.domain.message import N_
from hearing_app.text import Words

BEFORE = N_("The draft's wording:")
INSTEAD = N_("Proposed wording:")
TAKEN_OUT = N_("(Taken out.)")
"""Stands where nothing is proposed instead of the draft's wording."""


def amendment_lines(amendments: Iterable[Amendment], words: Words) -> str:
    """Return amendments in the reader's language, the draft's wording above what is proposed instead of it."""
    return "\n\n".join(_lines(amendment, words) for amendment in amendments)


def _lines(amendment: Amendment, words: Words) -> str:
    removed, added = amendment.removed.strip(), amendment.added.strip() or words.say(TAKEN_OUT)
    before = (words.say(BEFORE), removed) if removed else ()
    return "\n".join((*before, words.say(INSTEAD), added))
