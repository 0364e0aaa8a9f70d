"""`cases/<id>/case.md`: a case paper with its minutes, the head as fields and the texts in parts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from hearing_app.definitions.adoptions import load_adoptions
from hearing_app.definitions.documents import Part, read_head, split_front_matter
from hearing_app.definitions.fields import (
    SLUG,
    LocalisedText,
    Maybe,
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
from hearing_app.definitions.parts import check_strays, known_parts
from hearing_app.definitions.points import numbered_points
from hearing_app.definitions.positions import Key, Source
from hearing_app.definitions.records import Link, Loaded, check_name, record_folders
from hearing_app.domain.case import Case, CaseNumber, EarlierCase, Task, case_number
from hearing_app.domain.council import Council
from hearing_app.domain.decision import AdoptionRegister
from hearing_app.domain.localised import NO_TEXT
from hearing_app.domain.message import N_, Message
from hearing_app.domain.problem import errors
from hearing_app.domain.record import Ref
from hearing_app.domain.rules import decision_findings
from hearing_app.domain.vocabulary import BodyKind, DecisionStage, Language, RecordKind

FILE = "case.md"
PARTS = ("background", "proposal", "deliberation", "decision")


def _number(value: Any) -> CaseNumber:
    text = value.strip() if isinstance(value, str) else ""
    number = case_number(text)
    if number is None:
        raise refuse(N_("«{value}» is not a case number. Write it like U-47/09, 24a/2017 or 16/2018.", value=text))
    return number


def _earlier(value: Any) -> Any:
    """An id is a case that stands here; one that does not has its number written out."""
    return {"case": value} if isinstance(value, str) else value


def _or_empty(value: Any) -> Any:
    """A distribution list is often there with nobody on it."""
    return () if value is None else value


class EarlierModel(Model):
    """One entry of `earlier:`."""

    case: MaybeSlug = None
    number: Text = ""
    title: Text = ""


class TaskModel(Model):
    """One entry of `tasks:`."""

    text: RequiredText
    owner: RequiredText
    deadline: MaybeDay = None
    done: MaybeDay = None


class CaseModel(Model):
    """The front matter of `case.md`."""

    title: LocalisedText
    language: Annotated[Language | None, Maybe(one_of(Language))] = None
    organ: Slug
    day: Annotated[MaybeDay, Field(alias="date")] = None
    place: Text = ""
    case_number: Annotated[CaseNumber, Parsed(_number)]
    meeting: MaybeSlug = None
    abstract: LocalisedText = NO_TEXT
    earlier: tuple[Annotated[EarlierModel, BeforeValidator(_earlier)], ...] = ()
    hearing: MaybeSlug = None
    plan: MaybeSlug = None
    statement: MaybeSlug = None
    stage: Annotated[DecisionStage | None, Maybe(one_of(DecisionStage))] = None
    vote: Text = ""
    signed: Text = ""
    copies: Annotated[tuple[RequiredText, ...] | None, BeforeValidator(_or_empty)] = None
    tasks: tuple[TaskModel, ...] = ()


@dataclass(frozen=True)
class _Read:
    """One case's folder as far as it could be read."""

    name: str
    folder: Folder
    source: Source
    model: CaseModel | None
    case: Case | None


def load_cases(content: Path, council: Council | None) -> Loaded[Case]:
    """Return the cases of a content folder."""
    root = Folder(content, "cases")
    check_strays(root, folders=True)
    names = record_folders(content, RecordKind.CASE)
    for name in names:
        check_name(name, root)
    read = [_read_case(content, name, council) for name in names]
    _check_numbers(read)
    return Loaded(
        records=tuple(entry.case for entry in read if entry.case is not None and not errors(entry.folder.problems)),
        links=tuple(link for entry in read if entry.model for link in _links(entry.model, entry.source)),
        sources=(*root.sources, *(source for entry in read for source in entry.folder.sources)),
        known=frozenset(Ref(RecordKind.CASE, name) for name in names),
    )


def _read_case(content: Path, name: str, council: Council | None) -> _Read:
    folder = Folder(content, f"cases/{name}", council)
    check_strays(folder, (FILE, "adoptions.yml"))
    document, source = folder.document(_read_document, FILE)
    model, parts = document or (None, {})
    register = load_adoptions(folder, council, (), _expected(model, council), _no_section, model.day if model else None)
    if model is None:
        return _Read(name, folder, source, None, None)
    for key, message in _mistakes(name, model, parts, council):
        source.report_at(key, message)
    case = _to_case(name, model, parts, council.language if council else Language.NB, register)
    for finding in decision_findings(case):
        source.report_at(finding.key, finding.message, finding.level)
    return _Read(name, folder, source, model, case)


def _read_document(text: str, source: Source) -> tuple[CaseModel | None, dict[str, Part]]:
    split = split_front_matter(text, source)
    if split is None:
        return None, {}
    head, body, first_line = split
    return read_head(CaseModel, head, source), known_parts(body, first_line, PARTS, source)


def _to_case(
    name: str, model: CaseModel, parts: dict[str, Part], language: Language, register: AdoptionRegister | None
) -> Case:
    written_in = model.language or language
    texts = {part: parts[part].markdown if part in parts else "" for part in PARTS}
    return Case(
        id=name,
        title=model.title.written_in(written_in),
        language=written_in,
        organ=model.organ,
        day=model.day,
        number=model.case_number,
        place=model.place,
        meeting=model.meeting or "",
        abstract=model.abstract.written_in(written_in),
        earlier=tuple(EarlierCase(e.case or "", e.number, e.title) for e in model.earlier),
        hearing=model.hearing or "",
        plan=model.plan or "",
        statement=model.statement or "",
        stage=model.stage,
        background=texts["background"],
        proposal=numbered_points(texts["proposal"]),
        deliberation=texts["deliberation"],
        points=numbered_points(texts["decision"]),
        vote=model.vote,
        signed=model.signed,
        copies=model.copies,
        tasks=tuple(Task(t.text, t.owner, t.deadline, t.done) for t in model.tasks),
        adoptions=register,
    )


def _expected(model: CaseModel | None, council: Council | None) -> tuple[str, ...]:
    """Return the ids of the members that are to adopt what a case decides: those of the day it was decided."""
    if model is None or model.day is None or council is None or not council.body_id:
        return ()
    asked = (BodyKind.MUNICIPALITY, BodyKind.COUNTY)
    return tuple(body.id for body in council.members_of(council.body_id, model.day) if body.kind in asked)


def _no_section(section: str) -> Message:
    return N_("A case has no sections, so «{id}» is none. Leave section: out, and say it in the text.", id=section)


def _mistakes(
    name: str, model: CaseModel, parts: dict[str, Part], council: Council | None
) -> Iterator[tuple[Key, Message]]:
    """Find what the fields, each good by itself, do not make together."""
    if council is not None and council.organ(model.organ) is None:
        message = N_("«{id}» is not among the organs in council.yml. Add it there, or correct the id.", id=model.organ)
        yield ("organ",), message
    for index, earlier in enumerate(model.earlier):
        if earlier.case == name:
            yield ("earlier", index), N_("A case cannot go on from itself. Correct the id.")
        elif bool(earlier.case) == bool(earlier.number):
            example = "{number: U-47/09, title: …}"
            yield ("earlier", index), N_("Write the id of a case that stands here, or {example}.", example=example)
    for part in ("decision", "deliberation"):
        if model.day is None and part in parts and parts[part].markdown:
            yield (part,), N_("What has been treated has a day. Add date: to the head.")
            break
    yield from _unknown_parties(model, council)


def _unknown_parties(model: CaseModel, council: Council | None) -> Iterator[tuple[Key, Message]]:
    """Find what is written like an id and is nobody's; whoever is not in council.yml is written in words."""
    named: list[tuple[Key, str]] = [(("tasks", index, "owner"), task.owner) for index, task in enumerate(model.tasks)]
    named += [(("copies", index), copy) for index, copy in enumerate(model.copies or ())]
    for key, party in named:
        unknown = council is not None and council.body(party) is None and council.organ(party) is None
        if unknown and SLUG.fullmatch(party):
            message = N_(
                "«{id}» is neither a body nor an organ in council.yml. Correct the id, or write words with a capital "
                "letter first.",
                id=party,
            )
            yield key, message


def _links(model: CaseModel, source: Source) -> Iterator[Link]:
    """Yield the records that a case names."""
    for index, earlier in enumerate(model.earlier):
        if earlier.case:
            yield Link(source, ("earlier", index), Ref(RecordKind.CASE, earlier.case))
    named = (
        ("meeting", RecordKind.MEETING, model.meeting),
        ("hearing", RecordKind.HEARING, model.hearing),
        ("plan", RecordKind.PLAN, model.plan),
        ("statement", RecordKind.STATEMENT, model.statement),
    )
    yield from (Link(source, (key,), Ref(kind, name)) for key, kind, name in named if name)


def _check_numbers(read: Iterable[_Read]) -> None:
    """Report a number that an organ's earlier file has; a year may be written in two digits or in four."""
    seen: dict[tuple[object, ...], str] = {}
    for entry in read:
        if entry.model is None:
            continue
        key = (entry.model.organ, *entry.model.case_number.order)
        if key in seen:
            message = N_("{file} has the same number. Correct one of them.", file=seen[key])
            entry.source.report_at(("case_number",), message)
        seen.setdefault(key, entry.source.file)
