"""The gate: everything that would go out is looked through before anything does.

What is found is a national identity number, which never goes out; a phone number or an e-mail address, which a reviewer
redacts or lets pass; or words that are withheld of an answer and stand somewhere else as well. That something may pass
holds for the text as it was: when the text changes, it is asked again.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from hearing_app.domain.message import N_
from hearing_app.domain.personal_data import Sighting, can_hold_any, identity_sightings, mail_sightings, phone_sightings
from hearing_app.domain.public_text import Redactions, answer_field, attachment_field, copied_fields, repeats
from hearing_app.domain.redaction import Redaction
from hearing_app.domain.submission import Submission
from hearing_app.domain.summary import ReleasedSubmission, SaidToo, Summary, SummaryPoint
from hearing_app.storage import Database, audit, redactions
from hearing_app.storage.database import writing
from hearing_app.storage.redactions import Passed

AROUND = 40
"""Characters that are shown on each side of what was found."""
HAND_FILES = ("summary.md", "decision.md")
VERSIONS = "versions"
HIDDEN_DIGITS = 5
KEPT = 1 << 15
"""Of how many texts it is remembered, in each process, what stands in them."""


class FindKind(Enum):
    """What can be found."""

    IDENTITY = N_("National identity number")
    PHONE = N_("Phone number")
    MAIL = N_("E-mail address")
    WITHHELD = N_("Words that are withheld elsewhere")


class Spot(Enum):
    """In what kind of text something is found."""

    ANSWER = N_("The answer")
    FILE = N_("A file that came with the answer")
    QUOTE = N_("The summary's quote")
    ASSESSMENT = N_("The secretariat's assessment")
    THEME = N_("The name of a theme")
    HAND = N_("A file in the content folder")


class Where(NamedTuple):
    """A text that would go out: of which answer and field, or of which point, or in which file."""

    spot: Spot
    body: str = ""
    reference: str = ""
    field: str = ""
    item: str = ""
    path: str = ""
    line: int = 0


@dataclass(frozen=True)
class Find:
    """Something found. `before`, `shown` and `after` are for a person to see what it is; `key` tells it from others.

    `passed` is who has let it pass, None where nobody has. `public` tells that readers can read the text already.
    `layer` is what withholds the same words elsewhere.
    """

    kind: FindKind
    where: Where
    words: str
    before: str
    shown: str
    after: str
    key: str
    passed: Passed | None = None
    public: bool = False
    layer: Redaction | None = None

    @property
    def stops(self) -> bool:
        """Whether nothing goes out before it is dealt with."""
        if self.kind is FindKind.IDENTITY:
            return True
        return self.passed is None and (self.kind is FindKind.WITHHELD or not self.public)


@dataclass(frozen=True)
class Outgoing:
    """Everything that would go out of a hearing.

    `received` are the answers as they came, `copies` as readers would see them, `summary` likewise; `file_texts` is
    what can be read in the copies of attachments, by reference and the attachment's fingerprint. `offices` are
    addresses that are there to be written to, `public_before` the fingerprints of texts that readers can read now.
    """

    hearing_id: str
    received: tuple[Submission, ...]
    copies: tuple[ReleasedSubmission, ...]
    summary: Summary
    redactions: Redactions
    file_texts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    offices: frozenset[str] = frozenset()
    public_before: frozenset[str] = frozenset()


def finds(db: Database, outgoing: Outgoing, content: Path) -> tuple[Find, ...]:
    """Return everything that the gate finds, in the order of the texts; each thing once in each text."""
    passed = redactions.passed(db, outgoing.hearing_id)
    found: dict[str, Find] = {}
    search = _Search(outgoing.redactions.everywhere, outgoing.offices)
    for where, text in (*_texts(outgoing), *_hand_texts(content, outgoing.hearing_id)):
        for find in search.look(where, text):
            public = _print(text) in outgoing.public_before
            found.setdefault(find.key, replace(find, passed=passed.get(find.key), public=public))
    for where, text in _draft_texts(content, outgoing.hearing_id):
        for find in search.withheld(where, text):
            found.setdefault(find.key, replace(find, passed=passed.get(find.key)))
    return tuple(found.values())


def finds_in(text: str, withheld: Redactions, offices: frozenset[str]) -> tuple[Find, ...]:
    """Return what is found in a text of the secretariat's that goes out and stands in no file yet."""
    return tuple(_Search(withheld.everywhere, offices).look(Where(Spot.HAND), text))


def let_pass(db: Database, hearing_id: str, find: Find, *, actor: str, now: datetime) -> None:
    """Let something pass, as long as the text stays as it is.

    Raises:
        ValueError: it is a national identity number, which nobody lets pass.
    """
    if find.kind is FindKind.IDENTITY:
        raise ValueError("an identity number is never let out")
    with writing(db):
        redactions.let_pass(db, hearing_id, find.key, actor=actor, now=now)
        subject = (
            f"{find.kind.name.lower()}, {find.where.reference or find.where.path or find.where.item}, {find.key[:12]}"
        )
        audit.log(db, now=now, actor=actor, action="let pass at the gate", hearing=hearing_id, subject=subject)


def public_prints(copies: Iterable[ReleasedSubmission], summary: Summary | None) -> frozenset[str]:
    """Return the fingerprints of the texts that readers can read now."""
    texts = [text for copy in copies for _, text in _copy_texts(copy)]
    texts += [point.assessment for point in summary.points] if summary else []
    return frozenset(map(_print, texts))


class _Search:
    """Looks for everything at once: the withheld words of a hearing are many, and its texts more."""

    def __init__(self, layers: Collection[Redaction], offices: frozenset[str]) -> None:
        self._layers = layers
        self._offices = offices
        pieces = {r"\s+".join(map(re.escape, layer.words.split())) for layer in layers}
        self._any = re.compile("|".join(sorted(pieces)), re.IGNORECASE) if pieces else None

    def look(self, where: Where, text: str) -> Iterator[Find]:
        """Yield what is found in a text."""
        for kind, sighting in self._sightings(text):
            yield _find(kind, where, text, sighting.start, sighting.end)
        yield from self.withheld(where, text)

    def withheld(self, where: Where, text: str) -> Iterator[Find]:
        """Yield the words in a text that are withheld elsewhere."""
        if self._any is None or not self._any.search(text):
            return
        for layer in self._layers:
            if (where.reference, where.field) != (layer.reference, layer.field):
                for start, end in repeats(layer.words, text):
                    yield replace(_find(FindKind.WITHHELD, where, text, start, end), layer=layer)

    def _sightings(self, text: str) -> Iterator[tuple[FindKind, Sighting]]:
        for kind, found in _seen_in(text):
            if kind is not FindKind.MAIL or found.found.casefold() not in self._offices:
                yield kind, found


@lru_cache(maxsize=KEPT)
def _seen_in(text: str) -> tuple[tuple[FindKind, Sighting], ...]:
    """Return the numbers and addresses in a text; what was looked through once is known."""
    if not can_hold_any(text):
        return ()
    looks = (
        (FindKind.IDENTITY, identity_sightings),
        (FindKind.PHONE, phone_sightings),
        (FindKind.MAIL, mail_sightings),
    )
    return tuple((kind, one) for kind, look in looks for one in look(text))


def _find(kind: FindKind, where: Where, text: str, start: int, end: int) -> Find:
    words = text[start:end]
    shown = words[:-HIDDEN_DIGITS] + "•" * HIDDEN_DIGITS if kind is FindKind.IDENTITY else words
    place = f"{where.spot.name}|{where.reference}|{where.field}|{where.item}|{where.path}|{where.body}"
    key = hashlib.sha256("\n".join((kind.name, place, _print(text), " ".join(words.split()).casefold())).encode())
    line = where.line + text.count("\n", 0, start) if where.path else where.line
    return Find(
        kind,
        where._replace(line=line),
        words,
        ("… " if start > AROUND else "") + text[max(0, start - AROUND) : start],
        shown,
        text[end : end + AROUND] + (" …" if end + AROUND < len(text) else ""),
        key.hexdigest(),
    )


def _print(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def _texts(outgoing: Outgoing) -> Iterator[tuple[Where, str]]:
    """Yield the texts that publishing would write, and what can be read in the files that it would copy."""
    references = {submission.body: submission.reference for submission in outgoing.received}
    for copy in outgoing.copies:
        yield from _copy_texts(copy)
        for file in copy.files:
            if file.copy:
                text = outgoing.file_texts.get((copy.reference, file.original), "")
                yield Where(Spot.FILE, copy.body, copy.reference, attachment_field(file.original)), text
    for point in outgoing.summary.points:
        reference = references.get(point.body, "")
        yield Where(Spot.ASSESSMENT, point.body, reference, item=point.item), point.assessment
        for theme in point.themes:
            yield Where(Spot.THEME, item=theme), theme
        rows: tuple[SummaryPoint | SaidToo, ...] = (point, *point.others)
        for said in rows:
            own = references.get(said.body, "")
            yield Where(Spot.QUOTE, said.body, own, answer_field(said.item), said.item), said.quote


def _copy_texts(copy: ReleasedSubmission) -> Iterator[tuple[Where, str]]:
    """Yield the texts of an answer as readers would see them."""
    for name, text in copied_fields(copy).items():
        if not name.endswith("/removed"):  # the draft's own text, which stands in the draft
            yield Where(Spot.ANSWER, copy.body, copy.reference, name), text


def _draft_texts(content: Path, hearing_id: str) -> Iterator[tuple[Where, str]]:
    """Yield the drafts, into which proposed changes are put; whose phone and address stand in one is its author's."""
    folder = f"hearings/{hearing_id}/{VERSIONS}"
    for path in sorted((content / folder).glob("*.md")):
        text = path.read_text(encoding="utf-8", errors="replace")
        yield Where(Spot.HAND, path=f"{folder}/{path.name}", line=1), text


def _hand_texts(content: Path, hearing_id: str) -> Iterator[tuple[Where, str]]:
    """Yield what people have written beside the answers: their own words, and the decision."""
    for name in HAND_FILES:
        path = content / "hearings" / hearing_id / name
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            yield Where(Spot.HAND, path=f"hearings/{hearing_id}/{name}", line=1), text
