"""`events/<id>.md`: a gathering, with its programme in the head and its purpose and minutes below."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import Field

from hearing_app.definitions.documents import Part, read_with_sections
from hearing_app.definitions.fields import (
    Day,
    Email,
    LocalisedText,
    MaybeClock,
    MaybeDay,
    MaybeSlug,
    Model,
    Parsed,
    RequiredText,
    Slug,
    Text,
    one_of,
)
from hearing_app.definitions.folder import Folder
from hearing_app.definitions.parts import check_strays
from hearing_app.definitions.positions import Key, Source
from hearing_app.definitions.records import Link, Loaded, check_name, record_files
from hearing_app.domain.council import Council
from hearing_app.domain.draft import Section
from hearing_app.domain.event import Event, EventContact, Homework, Preparation, ProgrammeItem
from hearing_app.domain.localised import NO_TEXT
from hearing_app.domain.message import N_, Message
from hearing_app.domain.record import Ref
from hearing_app.domain.vocabulary import Language, Level, RecordKind

MINUTES = "minutes"
"""The id of the section that holds the minutes."""


class ProgrammeItemModel(Model):
    """One entry of `agenda:`."""

    time: MaybeClock = None
    title: RequiredText
    items: tuple[RequiredText, ...] = ()

    def to_domain(self) -> ProgrammeItem:
        """Return the domain's object."""
        return ProgrammeItem(self.title, self.time, self.items)


class PreparationModel(Model):
    """One entry of `questions:`."""

    id: Slug
    text: RequiredText


class HomeworkModel(Model):
    """One entry of `homework:`."""

    text: RequiredText
    deadline: MaybeDay = None
    deadline_text: Text = ""


class EventContactModel(Model):
    """One entry of `contacts:`; that `expires` is there is looked after with advice of its own."""

    name: RequiredText
    email: Email = ""
    phone: Text = ""
    expires: MaybeDay = None


class EventModel(Model):
    """The front matter of a gathering."""

    title: LocalisedText
    language: Annotated[Language | None, Parsed(one_of(Language))] = None
    abstract: LocalisedText = NO_TEXT
    day: Annotated[Day, Field(alias="date")]
    end_date: MaybeDay = None
    start: MaybeClock = None
    end: MaybeClock = None
    place: Text = ""
    organiser: Text = ""
    theme: Text = ""
    network: MaybeSlug = None
    plan: MaybeSlug = None
    hearing: MaybeSlug = None
    audience: tuple[RequiredText, ...] = ()
    agenda: tuple[ProgrammeItemModel, ...] = ()
    questions: tuple[PreparationModel, ...] = ()
    homework: tuple[HomeworkModel, ...] = ()
    contacts: tuple[EventContactModel, ...] = ()


def load_events(content: Path, council: Council | None) -> Loaded[Event]:
    """Return the gatherings of a content folder; `council` is None where it could not be read."""
    folder = Folder(content, "events", council)
    check_strays(folder, suffix=".md")
    names = record_files(content, RecordKind.EVENT)
    events: list[Event] = []
    links: list[Link] = []
    for name in names:
        check_name(name, folder)
        read, source = folder.document(partial(read_with_sections, EventModel), f"{name}.md")
        if read is None:
            continue
        model, purpose, parts = read
        for key, message in (*_mistakes(model), *_unknown(model, council)):
            source.report_at(key, message)
        links += _links(model, source)
        if not any(problem.level is Level.ERROR for problem in source.problems):
            events.append(_event(name, model, purpose, parts, council))
    known = frozenset(Ref(RecordKind.EVENT, name) for name in names)
    return Loaded(tuple(events), tuple(links), tuple(folder.sources), known)


def _mistakes(model: EventModel) -> Iterator[tuple[Key, Message]]:
    """Find what contradicts itself, and contacts that would stay for ever."""
    if model.end_date is not None and model.end_date < model.day:
        yield ("end_date",), N_("It ends before it begins. Correct one of the days.")
    if model.end is not None and model.start is None:
        yield ("end",), N_("There is an end, but no start. Add start:.")
    one_day = model.end_date in (None, model.day)
    if one_day and model.start is not None and model.end is not None and model.end <= model.start:
        yield ("end",), N_("It ends before it begins. Correct one of the times, or write the last day as end_date:.")
    ids = Counter(question.id for question in model.questions)
    for index, question in enumerate(model.questions):
        if ids[question.id] > 1 and any(question.id == earlier.id for earlier in model.questions[:index]):
            yield (
                ("questions", index, "id"),
                N_("The id «{id}» stands twice. Give one of them another.", id=question.id),
            )
    for index, contact in enumerate(model.contacts):
        if contact.expires is None:
            message = N_(
                "Write until when this may be published, like expires: 2026-12-31. Then the site leaves it out."
            )
            yield ("contacts", index), message


def _unknown(model: EventModel, council: Council | None) -> Iterator[tuple[Key, Message]]:
    if model.network and council is not None and council.network(model.network) is None:
        message = N_("«{id}» is not a network in council.yml. Add it there, or correct the id.", id=model.network)
        yield ("network",), message


def _links(model: EventModel, source: Source) -> Iterator[Link]:
    if model.plan:
        yield Link(source, ("plan",), Ref(RecordKind.PLAN, model.plan))
    if model.hearing:
        yield Link(source, ("hearing",), Ref(RecordKind.HEARING, model.hearing))


def _event(name: str, model: EventModel, purpose: str, parts: tuple[Part, ...], council: Council | None) -> Event:
    return Event(
        id=name,
        title=model.title,
        language=model.language or (council.language if council else Language.NB),
        day=model.day,
        end_day=model.end_date,
        start=model.start,
        end=model.end,
        place=model.place,
        organiser=model.organiser,
        theme=model.theme,
        abstract=model.abstract,
        network=model.network or "",
        plan=model.plan or "",
        hearing=model.hearing or "",
        audience=model.audience,
        programme=tuple(item.to_domain() for item in model.agenda),
        questions=tuple(Preparation(question.id, question.text) for question in model.questions),
        homework=tuple(Homework(task.text, task.deadline, task.deadline_text) for task in model.homework),
        contacts=tuple(EventContact(c.name, c.expires, c.email, c.phone) for c in model.contacts if c.expires),
        purpose=purpose,
        sections=tuple(Section(part.id, part.heading, part.markdown) for part in parts if part.id != MINUTES),
        minutes=next((part.markdown for part in parts if part.id == MINUTES), ""),
    )
