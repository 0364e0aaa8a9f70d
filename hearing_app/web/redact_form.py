"""The forms of the page on which a reviewer redacts: what was typed, and what is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from flask import request

from hearing_app.definitions.defaults import redaction_grounds
from hearing_app.domain.message import N_, Message
from hearing_app.domain.public_text import attachment_field
from hearing_app.domain.redaction import Ground, Redaction, spans
from hearing_app.redacting.redact import Marking, RedactionRefused
from hearing_app.web.checks import clean_line, clean_text
from hearing_app.web.current import library

MARKING, WHOLE_ANSWER = "marking", "whole"
ONE = "one"


@dataclass(frozen=True)
class Typed:
    """What was typed in one of the page's forms, by the name of its field; `form` says in which."""

    form: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    mistakes: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True)
class Piece:
    """A piece of a text as readers see it: words as they stand, or a mark with what it says. `fresh` is not saved."""

    text: str
    mark: str = ""
    fresh: bool = False


@dataclass(frozen=True)
class Shown:
    """A field of an answer: its name, what was received, and what readers see of it."""

    name: str
    received: str
    pieces: tuple[Piece, ...]

    @property
    def kind(self) -> str:
        """What kind of text it is: the first part of its name, or the last of an answer's."""
        first, *rest = self.name.split("/")
        return {"answers": rest[-1] if rest else first}.get(
            first, self.name if rest and first == "confirmation" else first
        )

    @property
    def item(self) -> str:
        """The id of the item that it answers, empty for the rest."""
        parts = self.name.split("/")
        return parts[1] if parts[0] == "answers" else ""

    @property
    def place(self) -> str:
        """The number of the proposed change."""
        parts = self.name.split("/")
        return parts[3] if "amendments" in parts else ""


def grounds() -> tuple[Ground, ...]:
    """Return the legal grounds that something can be withheld on."""
    return redaction_grounds(library().last_good_council())


def ground_chosen() -> Ground | None:
    """Return the ground that was chosen, None where none was."""
    return next((ground for ground in grounds() if ground.id == request.form.get("ground")), None)


def typed_marking() -> Typed:
    """Return what was typed in the form that marks words."""
    form = request.form
    fields = {name: clean_line(form.get(name)) for name in ("field", "which", "nth", "ground")}
    words = {"words": clean_text(form.get("words")), "note": clean_text(form.get("note"))}
    return Typed(MARKING, {**fields, **words})


def marking_of(typed: Typed) -> Marking:
    """Return what is to be marked.

    Raises:
        RedactionRefused: something is missing.
    """
    ground, fields = ground_chosen(), typed.fields
    number = fields["nth"]
    if fields["which"] == ONE and not (number.isascii() and number.isdecimal() and int(number[:6]) > 0):
        raise RedactionRefused("nth", N_("Write which occurrence is meant: 1 for the first."))
    if ground is None:
        raise RedactionRefused("ground", N_("Choose the legal ground."))
    nth = int(number[:6]) if fields["which"] == ONE else None
    return Marking(fields["field"], fields["words"], nth, ground, fields["note"])


def shown_fields(texts: Mapping[str, str], layers: Iterable[Redaction]) -> tuple[Shown, ...]:
    """Return every text of an answer as it was received and as readers see it; a layer numbered 0 is not saved yet."""
    known = tuple(layers)
    return tuple(Shown(name, text, tuple(_pieces(name, text, known))) for name, text in texts.items())


def _pieces(name: str, text: str, layers: tuple[Redaction, ...]) -> Iterator[Piece]:
    own = [layer for layer in layers if layer.field == name]
    saved = {(start, end) for start, end, _ in spans(text, (layer for layer in own if layer.id))}
    at = 0
    for start, end, says in spans(text, own):
        if start > at:
            yield Piece(text[at:start])
        yield Piece(text[start:end], says, fresh=(start, end) not in saved)
        at = end
    if at < len(text):
        yield Piece(text[at:])


def form_of_file(sha256: str) -> str:
    """Return the name of the form that decides on a file."""
    return attachment_field(sha256).replace("/", "_")
