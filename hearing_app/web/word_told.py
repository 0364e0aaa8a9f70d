"""What a Word form holds that is no answer to a field: told with its words on the page that shows what was read."""

from dataclasses import dataclass
from itertools import zip_longest

from werkzeug.datastructures import MultiDict

from hearing_app.domain.hearing import Hearing
from hearing_app.domain.message import Message
from hearing_app.text import Words
from hearing_app.web.kept import kept
from hearing_app.word import Filled

UNCLEAR, GONE, OUTSIDE = "unclear", "gone", "outside"


@dataclass(frozen=True)
class Told:
    """A text with where it stood; `kind` says why it is told."""

    kind: str
    label: str
    text: str

    @property
    def rows(self) -> int:
        """Lines to show it in."""
        return min(12, 1 + self.text.count("\n") + len(self.text) // 80)


def told_of(filled: Filled, hearing: Hearing, words: Words) -> tuple[Told, ...]:
    """Return what is told of a form: fields that cannot be read, those that are gone, and texts outside."""
    return (
        *(Told(UNCLEAR, entry.label, entry.text) for entry in kept(filled.unclear, hearing, words)),
        *(Told(GONE, entry.label, entry.text) for entry in kept(filled.gone, hearing, words)),
        *(Told(OUTSIDE, _under(outside.under, words), outside.text) for outside in filled.outside),
    )


def carried(posted: MultiDict[str, str]) -> tuple[Told, ...]:
    """Return what the page that was posted told."""
    lists = (posted.getlist(name) for name in ("told_kind", "told_label", "told_text"))
    return tuple(Told(*parts) for parts in zip_longest(*lists, fillvalue=""))


def _under(under: str | Message, words: Words) -> str:
    if isinstance(under, Message):
        return words.say(under)
    return under or words.gettext("At the top")
