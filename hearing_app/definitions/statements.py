"""`statements/<id>.md`: what the council said in somebody else's hearing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field

from hearing_app.definitions.council import check_organ
from hearing_app.definitions.documents import Part, read_with_sections
from hearing_app.definitions.fields import (
    LocalisedText,
    MaybeDay,
    MaybeSlug,
    Model,
    Parsed,
    RequiredText,
    Slug,
    Text,
    one_of,
    refuse,
)
from hearing_app.definitions.folder import Folder
from hearing_app.definitions.parts import check_strays
from hearing_app.definitions.positions import Key, Source
from hearing_app.definitions.records import Link, Loaded, check_name, record_files
from hearing_app.domain.council import Council
from hearing_app.domain.draft import Section
from hearing_app.domain.localised import NO_TEXT
from hearing_app.domain.message import N_, Message
from hearing_app.domain.record import Ref
from hearing_app.domain.statement import ForeignHearing, OutgoingStatement
from hearing_app.domain.vocabulary import Language, Level, RecordKind


def _web_address(value: Any) -> str:
    """Read an address on the web: a link to anything else could run something, or lead nowhere."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if text and (parts.scheme not in ("http", "https") or not parts.hostname or any(c.isspace() for c in text)):
        raise refuse(
            N_("«{value}» is not a web address. Write it whole, like https://www.kommune.example/hoering.", value=text)
        )
    return text


class AnswersModel(Model):
    """`answers:`: the hearing of another body."""

    title: RequiredText
    held_by: RequiredText
    reference: Text = ""
    deadline: MaybeDay = None
    url: Annotated[str, Parsed(_web_address)] = ""

    def to_domain(self) -> ForeignHearing:
        """Return the domain's object."""
        return ForeignHearing(self.title, self.held_by, self.reference, self.deadline, self.url)


class StatementModel(Model):
    """The front matter of a statement."""

    title: LocalisedText
    language: Annotated[Language | None, Parsed(one_of(Language))] = None
    abstract: LocalisedText = NO_TEXT
    answers: AnswersModel
    organ: Slug
    day: Annotated[MaybeDay, Field(alias="date")] = None
    sent: MaybeDay = None
    case: MaybeSlug = None


def load_statements(content: Path, council: Council | None) -> Loaded[OutgoingStatement]:
    """Return the statements of a content folder; `council` is None where it could not be read."""
    folder = Folder(content, "statements", council)
    check_strays(folder, suffix=".md")
    names = record_files(content, RecordKind.STATEMENT)
    statements: list[OutgoingStatement] = []
    links: list[Link] = []
    for name in names:
        check_name(name, folder)
        read, source = folder.document(_read, f"{name}.md")
        if read is None:
            continue
        model, preamble, parts = read
        check_organ(model.organ, council, ("organ",), source)
        for key, message in _mistakes(model):
            source.report_at(key, message)
        if model.case:
            links.append(Link(source, ("case",), Ref(RecordKind.CASE, model.case)))
        if not any(problem.level is Level.ERROR for problem in source.problems):
            statements.append(_statement(name, model, preamble, parts, council))
    known = frozenset(Ref(RecordKind.STATEMENT, name) for name in names)
    return Loaded(tuple(statements), tuple(links), tuple(folder.sources), known)


def _read(text: str, source: Source) -> tuple[StatementModel, str, tuple[Part, ...]] | None:
    """Return a statement's head, preamble and sections, or None with the mistakes in `source`."""
    read = read_with_sections(StatementModel, text, source)
    if read is not None and not read[1] and not read[2]:
        source.report_at((), N_("The statement has no text. Write it below the head."))
    return read


def _mistakes(model: StatementModel) -> Iterator[tuple[Key, Message]]:
    if model.sent is not None and model.day is not None and model.sent < model.day:
        yield ("sent",), N_("It was sent before it was approved. Correct one of the days.")


def _statement(
    name: str, model: StatementModel, preamble: str, parts: tuple[Part, ...], council: Council | None
) -> OutgoingStatement:
    return OutgoingStatement(
        id=name,
        title=model.title,
        language=model.language or (council.language if council else Language.NB),
        answers=model.answers.to_domain(),
        organ=model.organ,
        day=model.day,
        sent=model.sent,
        case=model.case or "",
        abstract=model.abstract,
        preamble=preamble,
        sections=tuple(Section(part.id, part.heading, part.markdown) for part in parts),
    )
