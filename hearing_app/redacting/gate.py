"""The gate: everything that would go out is looked through before anything does.

What is found is a national identity number, which never goes out; a phone number or an e-mail address, which a reviewer
redacts or lets pass; or words that are withheld of an answer and stand somewhere else as well. That something may pass
holds for the text as it was: when the text changes, it is asked again.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from hearing_app.domain.public_text import Redactions, answer_field, attachment_field, readable_fields
from hearing_app.domain.redaction import Span, blotted, united
from hearing_app.domain.submission import Submission
from hearing_app.domain.summary import ReleasedSubmission, SaidToo, Summary, SummaryPoint
from hearing_app.redacting.find import Find, FindKind, Spot, Where, whole_before
from hearing_app.redacting.gate_search import Search
from hearing_app.storage import Database, audit, redactions
from hearing_app.storage.database import writing

HAND_FILES = ("summary.md", "decision.md")
VERSIONS = "versions"
AROUND_THE_DRAFT = ("index.md", "memo.md", "adoptions.yml")
"""Texts beside the draft that people go on writing on; as in a draft, whose phone stands in one is its author's."""


@dataclass(frozen=True)
class Outgoing:
    """Everything that would go out of a hearing.

    `received` are the answers as they came, `copies` as readers would see them, `summary` likewise; `file_texts` is
    what can be read in the copies of attachments, by reference and the attachment's fingerprint. `offices` are
    addresses that are there to be written to, `public_before` the texts that readers can read now.
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
    search = Search(outgoing.redactions, outgoing.offices, outgoing.public_before)
    for find in _withheld_before(outgoing):
        found[find.key] = replace(find, passed=passed.get(find.key))
    for where, text in (*_texts(outgoing), *_hand_texts(content, outgoing.hearing_id)):
        for find in search.look(where, text):
            public = text in outgoing.public_before
            found.setdefault(find.key, replace(find, passed=passed.get(find.key), public=public))
    for where, text in _draft_texts(content, outgoing.hearing_id):
        for find in search.withheld(where, text):
            found.setdefault(find.key, replace(find, passed=passed.get(find.key)))
    return tuple(found.values())


def in_hand_files(
    db: Database, hearing_id: str, withheld: Redactions, content: Path
) -> Iterator[tuple[str, str, list[Span]]]:
    """Yield the files of people's own in which words stand that are withheld: path, text, and where they stand.

    What somebody has let pass there is not told. A span from 0 to 0 is of words that a reader sees, and of which
    nothing tells where they stand.
    """
    marks = Marks(db, hearing_id, withheld)
    for where, text in (*_hand_texts(content, hearing_id), *_draft_texts(content, hearing_id)):
        if found := marks.spans(where, text):
            yield where.path, text, found


class Marks:
    """Where marks come in texts of a hearing: for withheld words that nobody has let pass."""

    def __init__(
        self, db: Database, hearing_id: str, withheld: Redactions, public: Collection[str] = frozenset()
    ) -> None:
        """Take what is withheld of a hearing's answers, and the fingerprints of the texts that readers can read now."""
        self._passed = redactions.passed(db, hearing_id)
        self._search = Search(withheld, frozenset(), public)

    def spans(self, where: Where, text: str) -> list[Span]:
        """Return where in a text marks come, and what they say; first from 0 to 0 where nothing tells where."""
        found = [
            (place[0], place[1], place[2].mark)
            for place in self._search.places(where, text)
            if self._search.found(where, text, place).key not in self._passed
        ]
        nowhere = [span for span in found if span[1] == 0]
        return [*nowhere[:1], *united(span for span in found if span[1] > 0)]

    def shown(self, where: Where, text: str) -> str:
        """Return a text that is shown as it was typed, with its marks."""
        found = self.spans(where, text)
        return blotted(text, found) if found else text


def finds_in(text: str, withheld: Redactions, offices: frozenset[str]) -> tuple[Find, ...]:
    """Return what is found in a text of the secretariat's that goes out and stands in no file yet."""
    return tuple(Search(withheld, offices).look(Where(Spot.HAND), text))


def finds_withheld(text: str, withheld: Redactions) -> tuple[Find, ...]:
    """Return the withheld words in a text that stands in no file yet, each with its line."""
    return tuple(Search(withheld, frozenset()).withheld(Where(Spot.HAND, path="-", line=1), text))


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


def _withheld_before(outgoing: Outgoing) -> Iterator[Find]:
    """Yield the answers of which an earlier version is withheld as a whole, and nobody has decided on this one."""
    chosen = {copy.reference for copy in outgoing.copies}
    for submission in outgoing.received:
        layer = outgoing.redactions.withheld_before(submission.reference)
        if layer is not None and submission.reference in chosen:
            yield whole_before(submission, layer)


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
    for name, text in readable_fields(copy).items():
        yield Where(Spot.ANSWER, copy.body, copy.reference, name), text


def _draft_texts(content: Path, hearing_id: str) -> Iterator[tuple[Where, str]]:
    """Yield the drafts, into which proposed changes are put; whose phone and address stand in one is its author's.

    The text that was heard is not among them: it was public before anybody answered, and answers quote it.
    """
    folder = content / "hearings" / hearing_id
    for path in (*sorted((folder / VERSIONS).glob("*.md")), *(folder / name for name in AROUND_THE_DRAFT)):
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            yield Where(Spot.HAND, path=path.relative_to(content).as_posix(), line=1), text


def _hand_texts(content: Path, hearing_id: str) -> Iterator[tuple[Where, str]]:
    """Yield what people have written beside the answers: their own words, and the decision."""
    for name in HAND_FILES:
        path = content / "hearings" / hearing_id / name
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            yield Where(Spot.HAND, path=f"hearings/{hearing_id}/{name}", line=1), text


__all__ = [
    "Find",
    "FindKind",
    "Marks",
    "Outgoing",
    "Spot",
    "Where",
    "finds",
    "finds_in",
    "finds_withheld",
    "in_hand_files",
    "let_pass",
]
