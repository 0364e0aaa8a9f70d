"""What readers see of a received answer: every text of it by a name, and the layers that withhold words of it.

A field's name is a path, as in `answers/tiltak/text`, `answers/tiltak/amendments/1/added`, `role`, `organ`,
`case_number`, `sender`, `attachments/<sha256>`, `confirmation/organ` or `confirmation/case_number`.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import PurePath
from typing import Protocol

from hearing_app.domain.amendment import Amendment
from hearing_app.domain.assessment import squeeze
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.confirmation import Treatment
from hearing_app.domain.guest import Sender
from hearing_app.domain.redaction import BLOCK, PATTERNS, WHOLE, Redaction, Span, blotted, redacted, spans
from hearing_app.domain.submission import Answer, PoliticalStanding, Submission

ROLE, ORGAN, CASE_NUMBER, SENDER = "role", "organ", "case_number", "sender"
CONFIRMED_ORGAN, CONFIRMED_NUMBER = "confirmation/organ", "confirmation/case_number"


class Copy(Protocol):
    """What a public copy of an answer holds (domain.summary.ReleasedSubmission)."""

    @property
    def role(self) -> str:
        """The role of who filled it in."""

    @property
    def standing(self) -> PoliticalStanding:
        """Who stands behind it."""

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What is said to each item."""

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files that came with it."""

    @property
    def sender(self) -> Sender | None:
        """Who answers without being invited."""

    @property
    def confirmation(self) -> Treatment | None:
        """What a political body made of it."""


def answer_field(item: str) -> str:
    """Return the name of the text of an answer to an item."""
    return f"answers/{item}/text"


def amendment_field(item: str, place: int, part: str) -> str:
    """Return the name of a proposed change's text; `place` counts from 1, `part` is removed or added."""
    return f"answers/{item}/amendments/{place}/{part}"


def attachment_field(sha256: str) -> str:
    """Return the name of what an attachment is called."""
    return f"attachments/{sha256}"


def fields_of(submission: Submission, confirmation: Treatment | None = None, *, named: bool = True) -> dict[str, str]:
    """Return every text of an answer that would be published, by its name; empty ones are left out.

    Args:
        confirmation: what the political body made of it.
        named: whether the name of who answers without being invited is published.
    """
    content = submission.content
    sender = content.sender.name if content.sender and named else ""
    return _texts(content.respondent.role, content.standing, sender, confirmation, content.answers, content.attachments)


def copied_fields(copy: Copy) -> dict[str, str]:
    """Return every text of a public copy, by its name; empty ones are left out."""
    sender = copy.sender.name if copy.sender else ""
    return _texts(copy.role, copy.standing, sender, copy.confirmation, copy.answers, copy.attachments)


def readable_fields(copy: Copy) -> dict[str, str]:
    """Return the texts of a public copy without those of the draft that it proposes to change."""
    return {name: text for name, text in copied_fields(copy).items() if not name.endswith("/removed")}


def _texts(
    role: str,
    standing: PoliticalStanding,
    sender: str,
    confirmation: Treatment | None,
    answers: Iterable[Answer],
    attachments: Iterable[Attachment],
) -> dict[str, str]:
    texts = {}
    for answer in answers:
        texts[answer_field(answer.item)] = answer.text
        for place, amendment in enumerate(answer.amendments, start=1):
            texts[amendment_field(answer.item, place, "removed")] = amendment.removed
            texts[amendment_field(answer.item, place, "added")] = amendment.added
    texts |= {attachment_field(file.sha256): PurePath(file.name).stem for file in attachments}
    texts |= {ROLE: role, ORGAN: standing.organ, CASE_NUMBER: standing.case_number, SENDER: sender}
    if confirmation:
        texts |= {CONFIRMED_ORGAN: confirmation.organ, CONFIRMED_NUMBER: confirmation.case_number}
    return {name: text for name, text in texts.items() if text.strip()}


@dataclass(frozen=True)
class Redactions:
    """The layers in force on a hearing's answers, by reference: the one door by which a received text goes public."""

    layers: Mapping[str, tuple[Redaction, ...]] = field(default_factory=dict)
    earlier: Mapping[str, tuple[Redaction, ...]] = field(default_factory=dict)
    """By the reference of a newer version: layers on earlier ones that nobody has taken over, or made anew, since."""

    def of(self, reference: str, name: str) -> tuple[Redaction, ...]:
        """Return the layers on one field of an answer."""
        return tuple(layer for layer in self.layers.get(reference, ()) if layer.field == name)

    def withheld(self, reference: str) -> str:
        """Return what the mark of a wholly withheld answer says; empty where it is not withheld as a whole."""
        return next((layer.mark for layer in self.of(reference, WHOLE)), "")

    def withheld_before(self, reference: str) -> Redaction | None:
        """Return what withholds an earlier version of an answer as a whole, where nobody has decided on this one."""
        if self.withheld(reference):
            return None
        return next((layer for layer in self.earlier.get(reference, ()) if layer.field == WHOLE), None)

    def of_answer(self, reference: str) -> tuple[Redaction, ...]:
        """Return all that is withheld of an answer and of its earlier versions."""
        return (*self.layers.get(reference, ()), *self.earlier.get(reference, ()))

    def text(self, reference: str, name: str, text: str) -> str:
        """Return a field of an answer as readers see it."""
        return redacted(text, self.of(reference, name)) if reference in self.layers else text

    def touches(self, reference: str, item: str) -> bool:
        """Tell whether anything is withheld of the text of an answer to an item."""
        return answer_field(item) in self._fields.get(reference, frozenset())

    def answer(self, reference: str, answer: Answer) -> Answer:
        """Return an answer to an item as readers see it."""
        names = [answer_field(answer.item)]
        for place in range(1, len(answer.amendments) + 1):
            names += [amendment_field(answer.item, place, side) for side in ("removed", "added")]
        if self._fields.get(reference, frozenset()).isdisjoint(names):
            return answer
        changed = (self.amendment(reference, answer.item, n, a) for n, a in enumerate(answer.amendments, start=1))
        text = self.text(reference, answer_field(answer.item), answer.text)
        return replace(answer, text=text, amendments=tuple(changed))

    def amendment(self, reference: str, item: str, place: int, amendment: Amendment) -> Amendment:
        """Return a proposed change as readers see it.

        Where both of its texts come out alike, a mark of what is proposed gets longer: a change changes something.
        """
        removed = self.text(reference, amendment_field(item, place, "removed"), amendment.removed)
        added = self.text(reference, amendment_field(item, place, "added"), amendment.added)
        return Amendment(
            amendment.paragraph, removed, added.replace(BLOCK, BLOCK * 2, 1) if added == removed else added
        )

    def file(self, reference: str, file: Attachment) -> Attachment:
        """Return an attachment with its name as readers see it; the extension stays."""
        stem, dot, extension = file.name.rpartition(".")
        return replace(file, name=self.text(reference, attachment_field(file.sha256), stem) + dot + extension)

    def sender(self, reference: str, sender: Sender | None) -> Sender | None:
        """Return who answers without being invited as readers see it."""
        return replace(sender, name=self.text(reference, SENDER, sender.name)) if sender else None

    def treatment(self, reference: str, told: Treatment | None) -> Treatment | None:
        """Return what a political body made of an answer as readers see it."""
        if told is None:
            return None
        organ = self.text(reference, CONFIRMED_ORGAN, told.organ)
        return replace(told, organ=organ, case_number=self.text(reference, CONFIRMED_NUMBER, told.case_number))

    def quote(self, submission: Submission, item: str, quote: str) -> str:
        """Return words that are quoted from an answer as readers see them.

        What is withheld where they stand is withheld of them. Words that stand there several times are shown as where
        the most is withheld, and words that stand there no longer lose whatever a layer names, wherever it is.
        """
        layers = self.of(submission.reference, answer_field(item))
        if not layers:
            return quote
        text = submission.content.answer(item).text
        pattern = r"\s+".join(re.escape(word) for word in quote.split())
        withheld = spans(text, layers)
        found = list(re.finditer(pattern, text)) if pattern else []
        if not found:
            return redacted(quote, (replace(layer, nth=None) for layer in layers))
        return max((_cut(text, withheld, *match.span()) for match in found), key=lambda cut: cut[0])[1]

    @cached_property
    def _fields(self) -> Mapping[str, frozenset[str]]:
        """Which fields of each answer have layers: most have none, and stay as they are."""
        return {reference: frozenset(layer.field for layer in layers) for reference, layers in self.layers.items()}

    @cached_property
    def everywhere(self) -> tuple[Redaction, ...]:
        """The layers whose words are to stand nowhere: those on every occurrence."""
        every = (layer for layers in self.layers.values() for layer in layers)
        return tuple(layer for layer in every if layer.nth is None and layer.field != WHOLE)


NO_REDACTIONS = Redactions()


def in_force(layers: Iterable[Redaction], earlier: Mapping[str, Collection[int]] | None = None) -> Redactions:
    """Return the layers of a hearing that have not been lifted, ready for use.

    Args:
        earlier: the numbers of the layers on earlier versions, by the reference of the newer one.
    """
    layers = tuple(layers)
    found: dict[str, tuple[Redaction, ...]] = {}
    for layer in layers:
        if layer.in_force:
            found[layer.reference] = (*found.get(layer.reference, ()), layer)
    by_number = {layer.id: layer for layer in layers if layer.in_force}
    older = {
        reference: tuple(by_number[one] for one in numbers if one in by_number)
        for reference, numbers in (earlier or {}).items()
    }
    return Redactions(found, older)


def _inside(found: Iterable[Span], start: int, end: int) -> list[Span]:
    """Return what of the spans lies between two places, counted from the first."""
    return [(max(a, start) - start, min(b, end) - start, says) for a, b, says in found if a < end and b > start]


def _cut(text: str, found: Iterable[Span], start: int, end: int) -> tuple[int, str]:
    """Return how much is withheld of a piece of a text, and the piece as readers see it."""
    inside = _inside(found, start, end)
    return sum(b - a for a, b, _ in inside), blotted(text[start:end], inside)


def repeats(words: str, text: str) -> list[tuple[int, int]]:
    """Return where `words` begin a word of `text`: «Kari» stands in «Karis» and «_Kari_», and not in «Okarina»."""
    pattern = _beginning(words)
    return [match.span() for match in pattern.finditer(text)] if pattern else []


@lru_cache(maxsize=PATTERNS)
def _beginning(words: str) -> re.Pattern[str] | None:
    """Return what finds words where a word begins."""
    pieces = [re.escape(word) for word in squeeze(words).split()]
    return re.compile(r"(?<![^\W_])" + r"\s+".join(pieces), re.IGNORECASE) if pieces else None
