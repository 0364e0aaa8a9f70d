"""Amendments as lines of text, for a mail and wherever else nothing can be struck through or underlined."""

from collections.abc import Iterable

from hearing_app.domain.amendment import Amendment
from hearing_app.text import Words


def amendment_lines(amendments: Iterable[Amendment], words: Words) -> str:
    """Return amendments in the reader's language, the draft's wording above what is proposed instead of it."""
    return "\n\n".join(_lines(amendment, words) for amendment in amendments)


def _lines(amendment: Amendment, words: Words) -> str:
    _ = words.gettext
    removed, added = amendment.removed.strip(), amendment.added.strip() or _("(Taken out.)")
    before = (_("The draft's wording:"), removed) if removed else ()
    return "\n".join((*before, _("Proposed wording:"), added))
