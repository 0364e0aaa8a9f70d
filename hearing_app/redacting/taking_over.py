"""Taking over: what is withheld of earlier versions of an answer is laid on the newer one, where its words stand."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile

from hearing_app.domain.hearing import Hearing
from hearing_app.domain.public_text import repeats
from hearing_app.domain.redaction import WHOLE, Redaction, places_of
from hearing_app.domain.submission import Submission
from hearing_app.redacting.redact import LayersChanged, redactions_of, seen_of, texts_of
from hearing_app.storage import Database, audit, redactions, submissions
from hearing_app.storage.database import writing
from hearing_app.storage.redactions import FileRow

_NEAR = 80
"""Characters on each side by which an occurrence is known again."""


@dataclass(frozen=True)
class Taken:
    """A layer as it would be laid on the newer version, and the number of the one that it takes over."""

    layer: Redaction
    earlier: int


@dataclass(frozen=True)
class Offer:
    """What can be taken over: layers, and decisions on files that came with the newer version too."""

    layers: tuple[Taken, ...] = ()
    files: tuple[FileRow, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.layers or self.files)


def offered(db: Database, hearing: Hearing, submission: Submission) -> Offer:
    """Return what can be taken over to an answer from its earlier versions."""
    earlier = redactions_of(db, hearing.id).earlier.get(submission.reference, ())
    texts = texts_of(db, hearing, submission) if earlier else {}
    layers: list[Taken] = []
    for layer in earlier:
        taken = {(one.layer.field, one.layer.words, one.layer.nth) for one in layers}
        layers += _laid(db, hearing, submission, layer, texts, taken)
    return Offer(tuple(layers), tuple(_files(db, submission, layers)))


def take_over(db: Database, hearing: Hearing, submission: Submission, *, seen: str, actor: str, now: datetime) -> Offer:
    """Lay the layers of earlier versions on an answer, and decide on its files as before; return what was done.

    Args:
        seen: `seen_of` the answer's own layers that the page showed.

    Raises:
        LayersChanged: a colleague was first, or there is nothing to take over any more.
    """
    with writing(db):
        if seen_of(redactions.of_submission(db, submission.reference)) != seen:
            raise LayersChanged
        offer = offered(db, hearing, submission)
        if not offer:
            raise LayersChanged
        since = redactions.released_at(db, submission.reference)
        for one in offer.layers:
            made = replace(one.layer, made_by=actor, made_at=now, public_from=since)
            redactions.add(db, made, taken_from=one.earlier)
        for row in offer.files:
            redactions.add_file_decision(db, replace(row, decided_by=actor, decided_at=now))
        numbers = ", ".join(str(one.earlier) for one in offer.layers)
        subject = f"{submission.reference}, {numbers or 'files'}"
        audit.log(db, now=now, actor=actor, action="redactions taken over", hearing=hearing.id, subject=subject)
    return offer


def _laid(
    db: Database,
    hearing: Hearing,
    submission: Submission,
    layer: Redaction,
    texts: dict[str, str],
    taken: set[tuple[str, str, int | None]],
) -> Iterator[Taken]:
    """Yield a layer as it would be laid: on the same field where its words stand there, else wherever they stand."""
    laid = replace(layer, id=0, reference=submission.reference, public_from=None)
    if layer.field == WHOLE:
        yield Taken(laid, layer.id)
        return
    standing = [name for name, text in texts.items() if places_of(layer.words, text)]
    for name in [layer.field] if layer.field in standing else standing:
        if layer.nth is None:
            yield Taken(replace(laid, field=name), layer.id)
            continue
        occupied = {nth for field, words, nth in taken if (field, words) == (name, layer.words)}
        nth = _occurrence(layer, _text_before(db, hearing, layer), texts[name], occupied)
        if nth is not None:
            yield Taken(replace(laid, field=name, nth=nth), layer.id)


def _text_before(db: Database, hearing: Hearing, layer: Redaction) -> str:
    sent = submissions.by_reference(db, layer.reference)
    return texts_of(db, hearing, sent).get(layer.field, "") if sent else ""


def _occurrence(layer: Redaction, before: str, text: str, occupied: set[int | None]) -> int | None:
    """Return which occurrence in the newer text is the one that is withheld: that with most alike around it."""
    old = places_of(layer.words, before)
    nth = min(layer.nth or 1, len(old))
    around = _around(before, *old[nth - 1]) if old else ("", "")
    alike = {
        number: sum(_alike(one, other) for one, other in zip(around, _around(text, *span), strict=True))
        for number, span in enumerate(places_of(layer.words, text), start=1)
        if number not in occupied
    }
    return max(alike, key=lambda number: (alike[number], -abs(number - nth)), default=None)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before a piece, from its end, and what stands after it; white space does not count."""
    before, after = " ".join(text[:start].split()), " ".join(text[end:].split())
    return before[-_NEAR:][::-1], after[:_NEAR]


def _alike(one: str, other: str) -> int:
    """Return how many signs two texts begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _files(db: Database, submission: Submission, layers: list[Taken]) -> Iterator[FileRow]:
    """Yield the decisions on the same files, where nobody has decided anew and nothing withheld stands in the copy."""
    known = {row.original for row in redactions.file_history(db, submission.reference)}
    wanted = [f.sha256 for f in submission.content.attachments if f.sha256 not in known]
    before = redactions.file_decisions_before(db, submission.hearing) if wanted else {}
    own = [one for one in redactions.of_submission(db, submission.reference) if one.in_force]
    every = [one for one in (*own, *(t.layer for t in layers)) if one.nth is None]
    for sha256 in wanted:
        row = before.get((submission.reference, sha256))
        if row is not None and not any(repeats(layer.words, row.text) for layer in every):
            yield replace(row, reference=submission.reference)
