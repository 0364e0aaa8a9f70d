"""People's own files as readers see them: with marks where words that are withheld of an answer are typed again.

Their files stay as they are. What is built is a copy of the content, and the marked texts are laid over that copy
alone; the gate tells of the words until they are written otherwise, or somebody lets them pass.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path, PurePosixPath

from hearing_app.building.hand_files import read_hand_file
from hearing_app.definitions.documents import DECISION_PARTS
from hearing_app.domain.message import N_
from hearing_app.domain.problem import Place, Problem
from hearing_app.domain.public_text import Redactions
from hearing_app.domain.redaction import BLOCK, Span, mark, united
from hearing_app.domain.vocabulary import Level
from hearing_app.library import DefinitionBroken
from hearing_app.redacting.gate import finds_withheld, in_hand_files
from hearing_app.redacting.redact import redactions_of
from hearing_app.storage import Database, redactions

SCALARS = frozenset({"body", "state", "date", "section", "expected", "changes", "stage", "language"})
"""Keys whose values are ids, days and words of our own: nobody can write anything there, and a mark is a mistake."""
TYPED_AGAIN = N_(
    "Words that are withheld of an answer stand here: {withheld}. Write it without them. If they are to stand here, "
    "save once more: readers get a mark in their place until a reviewer lets them pass at the gate."
)
_FRONT_MATTER = re.compile(r"\A\ufeff?---\n.*?^---[ ]*$", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"(?:^[ ]*(?:-[ ]+)?|[{,][ ]*)([a-z_]+):(?=\s|$)", re.MULTILINE)
_ID = re.compile(r"\{#([a-z0-9-]+)\}")
_ADDRESS = re.compile(r"(?:https?|mailto|tel):[^\s)>\]]+|(?<=\]\()[^\s)]+")
_HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ \t]+(?P<said>[^\n]*?)[ \t]*(?:\{#[a-z0-9-]+\})?[ \t\r]*$", re.MULTILINE)
_SAID = re.compile(r"\S(?:.*\S)?", re.DOTALL)
_PLAIN = "sladd"
"""What stands in an id or an address, where a mark cannot."""


def marked_files(db: Database, content: Path) -> dict[str, str]:
    """Return the texts to lay over a copy of the content, by path: those of people's files with withheld words in them.

    Where nothing is withheld that is one question to the database.
    """
    return {
        path: marked(path, text, spans, _ids_of(content / PurePosixPath(path).parts[0] / hearing_id / "draft.md"))
        for hearing_id in redactions.hearings(db)
        for path, text, spans in in_hand_files(db, hearing_id, redactions_of(db, hearing_id), content)
    }


def ensure_told(db: Database, content: Path, hearing_id: str, path: str, text: str, told: str) -> None:
    """See that whoever saves a file at the desk knows of withheld words that come into it.

    Args:
        path: the file, inside the content folder.
        text: what it shall hold.
        told: the words that the page has told of already; it may be saved with these.

    Raises:
        DefinitionBroken: there are others; where they are to stand, the same is saved once more.
    """
    withheld = redactions_of(db, hearing_id)
    if not withheld.layers:
        return
    before = Counter(found for found, _line in _words_in(read_hand_file(content, path).text, withheld))
    places = list(_words_in(text, withheld))
    new = Counter(found for found, _line in places) - before
    words = " · ".join(sorted(new))
    if words and words != told:
        line = next(line for found, line in places if found in new)
        raise DefinitionBroken((Problem(Place(path, line), Level.WARNING, N_(TYPED_AGAIN.sentence, withheld=words)),))


def _words_in(text: str, withheld: Redactions) -> Iterator[tuple[str, int]]:
    """Yield the withheld words in a text, spaced and in case alike, with the line."""
    for find in finds_withheld(text, withheld):
        yield " ".join(find.words.split()).casefold(), find.where.line


def _ids_of(draft: Path) -> frozenset[str]:
    """Return the ids that are public with the text that was heard, and those of the parts of a decision."""
    text = draft.read_text(encoding="utf-8", errors="replace") if draft.is_file() else ""
    return frozenset((*_ID.findall(text), *DECISION_PARTS))


def marked(path: str, text: str, spans: Iterable[Span], ids: frozenset[str] = frozenset()) -> str:
    """Return a text with something in place of each span that the file can hold where it stands.

    Where a reader sees words of which nothing tells where they stand, nothing is left but headings' marks and ids.
    """
    head = _FRONT_MATTER.match(text)
    yaml = len(text) if path.endswith(".yml") else head.end() if head else 0
    spans = list(spans)
    if any(end == 0 for _start, end, _says in spans):
        spans = _everything(text, yaml, spans)
    keys = [(found.end(), found[1]) for found in _KEY.finditer(text, 0, yaml)]
    names = list(_ID.finditer(text, yaml))
    addresses = list(_ADDRESS.finditer(text, yaml))
    numbers, pieces, at = count(1), [], 0
    for start, end, says in spans:
        whole = any(start < found.start() and found.end() < end for found in (*names, *addresses))
        name, address = (None, None) if whole else (_around(names, start, end), _around(addresses, start, end))
        if start < yaml:
            key = next((known for until, known in reversed(keys) if until <= start), "")
            instead = text[start:end] if key in SCALARS else BLOCK * 3
        elif name:
            instead = text[start:end] if name[1] in ids else f"{_PLAIN}{next(numbers)}"
        elif address:  # one inside the site leads to a page that says the same
            instead = _PLAIN if ":" in address[0] else text[start:end]
        else:
            instead = re.sub(r"([\[\]])", r"\\\1", mark(says))  # no link, whatever stands after it
        pieces += [text[at:start], instead]
        at = end
    return "".join([*pieces, text[at:]])


def _everything(text: str, begin: int, known: list[Span]) -> list[Span]:
    """Return spans of all that is written after `begin`, and the known ones before it."""
    says = next(says for _start, end, says in known if end == 0)
    pieces, at = [], begin
    for heading in _HEADING.finditer(text, begin):
        pieces += [(at, heading.start()), heading.span("said")]
        at = heading.end()
    bare = (_SAID.search(text, *piece) for piece in (*pieces, (at, len(text))))
    return united([*(one for one in known if 0 < one[1] <= begin), *((*one.span(), says) for one in bare if one)])


def _around(found: Iterable[re.Match[str]], start: int, end: int) -> re.Match[str] | None:
    """Return the match that a span lies in, or reaches into."""
    return next((match for match in found if match.start() < end and match.end() > start), None)
