"""`meetings/<id>.md`: a meeting with its agenda in the head, and notice and minutes below."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from hearing_app.definitions.documents import Part, read_head, split_front_matter
from hearing_app.definitions.fields import (
    Day,
    LocalisedText,
    Maybe,
    MaybeClock,
    MaybeDay,
    MaybeSlug,
    Model,
    RequiredText,
    Slug,
    Text,
    one_of,
)
from hearing_app.definitions.folder import Folder
from hearing_app.definitions.parts import check_strays, known_parts
from hearing_app.definitions.positions import Key, Source
from hearing_app.definitions.records import Link, Loaded, check_name, record_files
from hearing_app.domain.case import Case
from hearing_app.domain.council import Council
from hearing_app.domain.localised import NO_TEXT
from hearing_app.domain.meeting import AgendaItem, Meeting
from hearing_app.domain.message import N_, Message
from hearing_app.domain.problem import errors
from hearing_app.domain.record import Ref
from hearing_app.domain.vocabulary import Language, Level, RecordKind

PARTS = ("notice", "minutes")


class AgendaItemModel(Model):
    """One entry of `agenda:`."""

    case: MaybeSlug = None
    number: Text = ""
    title: Text = ""
    items: tuple[RequiredText, ...] = ()

    def to_domain(self) -> AgendaItem:
        """Return the domain's object."""
        return AgendaItem(self.title, self.case or "", self.number, self.items)


class MeetingModel(Model):
    """The front matter of a meeting."""

    title: LocalisedText
    language: Annotated[Language | None, Maybe(one_of(Language))] = None
    organ: Slug
    day: Annotated[Day, Field(alias="date")]
    start: MaybeClock = None
    end: MaybeClock = None
    place: Text = ""
    notice_sent: MaybeDay = None
    agenda: tuple[AgendaItemModel, ...] = ()
    cancelled: LocalisedText = NO_TEXT


def load_meetings(content: Path, council: Council | None) -> Loaded[Meeting]:
    """Return the meetings of a content folder."""
    folder = Folder(content, "meetings", council)
    check_strays(folder, suffix=".md")
    names = record_files(content, RecordKind.MEETING)
    meetings: list[Meeting] = []
    links: list[Link] = []
    for name in names:
        check_name(name, folder)
        document, source = folder.document(_read_document, f"{name}.md")
        model, parts = document or (None, {})
        if model is None:
            continue
        for key, message, level in _mistakes(model, council):
            source.report_at(key, message, level)
        links += _links(model, source)
        if not errors(source.problems):
            meetings.append(_to_meeting(name, model, parts, council.language if council else Language.NB))
    known = frozenset(Ref(RecordKind.MEETING, name) for name in names)
    return Loaded(tuple(meetings), tuple(links), tuple(folder.sources), known)


def _read_document(text: str, source: Source) -> tuple[MeetingModel | None, dict[str, Part]]:
    split = split_front_matter(text, source)
    if split is None:
        return None, {}
    head, body, first_line = split
    return read_head(MeetingModel, head, source), known_parts(body, first_line, PARTS, source)


def _to_meeting(name: str, model: MeetingModel, parts: dict[str, Part], language: Language) -> Meeting:
    written_in = model.language or language
    return Meeting(
        id=name,
        title=model.title.written_in(written_in),
        language=written_in,
        organ=model.organ,
        day=model.day,
        start=model.start,
        end=model.end,
        place=model.place,
        notice_sent=model.notice_sent,
        agenda=tuple(item.to_domain() for item in model.agenda),
        cancelled=model.cancelled.written_in(written_in),
        notice=parts["notice"].markdown if "notice" in parts else "",
        minutes=parts["minutes"].markdown if "minutes" in parts else "",
    )


Mistake = tuple[Key, Message, Level]


def _mistakes(model: MeetingModel, council: Council | None) -> Iterator[Mistake]:
    """Find what the fields, each good by itself, do not make together."""
    if council is not None and council.organ(model.organ) is None:
        message = N_("«{id}» is not among the organs in council.yml. Add it there, or correct the id.", id=model.organ)
        yield ("organ",), message, Level.ERROR
    if model.end and not model.start:
        yield ("end",), N_("There is an end, but no start. Add start:."), Level.ERROR
    if model.start and model.end and model.end <= model.start:
        yield ("end",), N_("The meeting ends before it starts. Correct start: or end:."), Level.ERROR
    if model.notice_sent and model.notice_sent > model.day:
        yield ("notice_sent",), N_("The notice is sent after the meeting. Correct one of the days."), Level.WARNING
    seen: set[str] = set()
    for index, item in enumerate(model.agenda):
        yield from _item_mistakes(index, item, seen)


def _item_mistakes(index: int, item: AgendaItemModel, seen: set[str]) -> Iterator[Mistake]:
    key: Key = ("agenda", index)
    if not item.case and not item.title:
        yield key, N_("The agenda item has neither case: nor title:. Add one of them."), Level.ERROR
    if item.case and (item.title or item.number):
        message = N_("A case has its number and its title in its own file. Remove number: and title: here.")
        yield key, message, Level.ERROR
    if item.case and item.case in seen:
        yield (*key, "case"), N_("«{id}» stands twice. Keep one of them.", id=item.case), Level.ERROR
    seen.add(item.case or "")


def _links(model: MeetingModel, source: Source) -> Iterator[Link]:
    for index, item in enumerate(model.agenda):
        if item.case:
            yield Link(source, ("agenda", index, "case"), Ref(RecordKind.CASE, item.case))


def check_meetings_of(cases: Loaded[Case], meetings: Loaded[Meeting]) -> None:
    """Warn of a case that names a meeting which says otherwise: not on its agenda, another organ, another day."""
    by_id = {meeting.id: meeting for meeting in meetings.records}
    by_file = {source.file: source for source in cases.sources}
    for case in cases.records:
        meeting = by_id.get(case.meeting)
        if meeting is not None:
            source = by_file[f"cases/{case.id}/case.md"]
            for key, message in _disagreements(case, meeting):
                source.report_at(key, message, Level.WARNING)


def _disagreements(case: Case, meeting: Meeting) -> Iterator[tuple[Key, Message]]:
    file = f"meetings/{meeting.id}.md"
    if case.id not in {item.case for item in meeting.agenda}:
        yield ("meeting",), N_("The case is not on the agenda of {file}. Add it there, or correct one.", file=file)
    if case.organ != meeting.organ:
        yield ("organ",), N_("{file} has another organ. Correct one of them.", file=file)
    if case.day is not None and case.day != meeting.day:
        yield ("date",), N_("{file} has another date. Correct one of them.", file=file)
