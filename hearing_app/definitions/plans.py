"""`plans/<id>/`: strategies, plans and agreements, with their measures and who has adopted them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hearing_app.definitions.adoptions import load_adoptions
from hearing_app.definitions.council import check_organ, check_party
from hearing_app.definitions.documents import Part, split_parts
from hearing_app.definitions.folder import Folder
from hearing_app.definitions.parts import check_strays
from hearing_app.definitions.plan_models import PlanModel
from hearing_app.definitions.positions import Key, Source
from hearing_app.definitions.prose import check_prose
from hearing_app.definitions.records import Link, Loaded, check_name, record_folders
from hearing_app.domain.calendar import Exactness
from hearing_app.domain.council import Council
from hearing_app.domain.decision import AdoptionRegister
from hearing_app.domain.draft import Section
from hearing_app.domain.message import N_, Message
from hearing_app.domain.plan import Plan
from hearing_app.domain.problem import errors
from hearing_app.domain.record import Ref
from hearing_app.domain.vocabulary import BodyKind, Language, RecordKind

TAKEN = frozenset({"tiltak"})
"""The page of all measures stands where a plan's would."""
FILES = ("plan.yml", "plan.md", "adoptions.yml")
MEMBERS = frozenset({BodyKind.MUNICIPALITY, BodyKind.COUNTY})
Prose = tuple[str, tuple[Part, ...]]


@dataclass(frozen=True)
class _Read:
    """A plan's file as it was read, before the plans are looked at together."""

    name: str
    model: PlanModel
    source: Source


def load_plans(content: Path, council: Council | None) -> Loaded[Plan]:
    """Return the plans of a content folder."""
    root = Folder(content, "plans")
    check_strays(root, folders=True)
    names = record_folders(content, RecordKind.PLAN)
    folders = {name: Folder(content, f"plans/{name}", council) for name in names}
    plans: list[Plan] = []
    read: list[_Read] = []
    for name, folder in folders.items():
        check_name(name, root, TAKEN)
        check_strays(folder, FILES)
        plan, plan_file = _load_plan(name, folder, council)
        plans += [plan] if plan else []
        read += [plan_file] if plan_file else []
    _check_together({file.name: file for file in read})
    return Loaded(
        records=tuple(plan for plan in plans if not errors(folders[plan.id].problems)),
        links=tuple(link for file in read for link in _links(file)),
        sources=tuple(source for folder in (root, *folders.values()) for source in folder.sources),
        known=frozenset(Ref(RecordKind.PLAN, name) for name in names),
    )


def _load_plan(name: str, folder: Folder, council: Council | None) -> tuple[Plan | None, _Read | None]:
    model, source = folder.model(PlanModel, "plan.yml")
    prose, prose_source = folder.document(_read_prose, "plan.md", required=False)
    first = model.dated.first if model and model.dated else None
    preamble, parts = prose or ("", ())
    register = load_adoptions(folder, council, _places(model, parts), _expected(model, council), _not_in_plan, first)
    if model is None:
        return None, None
    file = _Read(name, model, source)
    _check_ids(file, parts, prose_source)
    _check_days(file)
    _check_names(file, council)
    _check_texts(file)
    return _to_plan(file, council, preamble, parts, register), file


def _read_prose(text: str, source: Source) -> Prose:
    check_prose(text, 1, source)
    return split_parts(text, 1, source)


def _to_plan(
    file: _Read, council: Council | None, preamble: str, parts: tuple[Part, ...], register: AdoptionRegister | None
) -> Plan:
    model = file.model
    return Plan(
        id=file.name,
        title=model.title,
        kind=model.kind,
        language=model.language or (council.language if council else Language.NB),
        day=model.dated.day if model.dated else None,
        exactness=model.dated.exactness if model.dated else Exactness.DAY,
        organ=model.organ or "",
        case=model.case or "",
        hearing=model.hearing or "",
        abstract=model.abstract,
        valid_from=model.valid_from,
        valid_to=model.valid_to,
        replaces=model.replaces,
        part_of=model.part_of or "",
        repealed=model.repealed.to_domain() if model.repealed else None,
        vision=model.vision,
        values=tuple(value.to_domain() for value in model.values),
        goals=tuple(goal.to_domain() for goal in model.goals),
        areas=tuple(area.to_domain() for area in model.areas),
        preamble=preamble,
        sections=tuple(Section(part.id, part.heading, part.markdown) for part in parts),
        adoptions=register,
    )


def _places(model: PlanModel | None, parts: tuple[Part, ...]) -> set[str] | None:
    """Return what a reservation can be to; None where the plan could not be read."""
    return None if model is None else {*(area.id for area in model.areas), *(part.id for part in parts)}


def _not_in_plan(section: str) -> Message:
    return N_("The plan has no strategy area and no section «{id}». Correct the id.", id=section)


def _expected(model: PlanModel | None, council: Council | None) -> tuple[str, ...]:
    """Return the ids of those who were members when the council's organ adopted the plan."""
    if model is None or model.dated is None or council is None or not council.body_id:
        return ()
    return tuple(body.id for body in council.members_of(council.body_id, model.dated.day) if body.kind in MEMBERS)


def _links(file: _Read) -> Iterator[Link]:
    """Yield every record that the file names, and where."""
    model, source = file.model, file.source
    if model.case:
        yield Link(source, ("case",), Ref(RecordKind.CASE, model.case))
    if model.hearing:
        yield Link(source, ("hearing",), Ref(RecordKind.HEARING, model.hearing))
    if model.part_of:
        yield Link(source, ("part_of",), Ref(RecordKind.PLAN, model.part_of))
    for index, plan in enumerate(model.replaces):
        yield Link(source, ("replaces", index), Ref(RecordKind.PLAN, plan))


# --- One plan's own file --------------------------------------------------------------------------------


def _ids(model: PlanModel) -> Iterator[tuple[Key, str]]:
    """Yield every id in the file: all of them are anchors on one page."""
    yield from ((("values", index, "id"), value.id) for index, value in enumerate(model.values))
    yield from ((("goals", index, "id"), goal.id) for index, goal in enumerate(model.goals))
    for at, area in enumerate(model.areas):
        yield ("areas", at, "id"), area.id
        yield from ((("areas", at, "strategies", i, "id"), strategy.id) for i, strategy in enumerate(area.strategies))
        yield from ((("areas", at, "measures", i, "id"), measure.id) for i, measure in enumerate(area.measures))


def _check_ids(file: _Read, parts: tuple[Part, ...], prose: Source) -> None:
    """Report ids that stand twice, at whatever level, and sections of the prose that have one of them."""
    seen: set[str] = set()
    for key, name in _ids(file.model):
        if name in seen:
            file.source.report_at(key, N_("The id «{id}» stands twice. Give one of them another.", id=name))
        seen.add(name)
    for part in parts:
        if part.id in seen:
            prose.report(
                part.place, N_("The id «{id}» stands in plan.yml as well. Give this section another one.", id=part.id)
            )


def _check_days(file: _Read) -> None:
    """Report a plan that ends before it begins."""
    model = file.model
    begins = model.valid_from or (model.dated.first if model.dated else None)
    if begins is None:
        return
    repealed = model.repealed.date if model.repealed else None
    ends: tuple[tuple[Key, date | None], ...] = ((("valid_to",), model.valid_to), (("repealed", "date"), repealed))
    for key, day in ends:
        if day is not None and day < begins:
            file.source.report_at(key, N_("It ends before it begins. Correct one of the days."))


def _check_names(file: _Read, council: Council | None) -> None:
    """Report organs, networks and owners that council.yml does not know."""
    model, source = file.model, file.source
    if model.organ:
        check_organ(model.organ, council, ("organ",), source)
    for at, area in enumerate(model.areas):
        if area.network and council is not None and council.network(area.network) is None:
            message = N_("«{id}» is not a network in council.yml. Add it there, or correct the id.", id=area.network)
            source.report_at(("areas", at, "network"), message)
        for number, measure in enumerate(area.measures):
            key: Key = ("areas", at, "measures", number)
            check_party(measure.owner or "", council, (*key, "owner"), source)
            check_party(measure.coordinator or "", council, (*key, "coordinator"), source)


def _check_texts(file: _Read) -> None:
    """Report what is wrong in the Markdown inside the file; a block of lines begins on the line after its key."""
    for at, area in enumerate(file.model.areas):
        for name, text in (("grounds", area.grounds), ("priorities", area.priorities)):
            line = file.source.place(("areas", at, name)).line
            check_prose(text, line + 1 if "\n" in text else line, file.source)


# --- The plans together ---------------------------------------------------------------------------------


def _check_together(files: Mapping[str, _Read]) -> None:
    """Report plans that go in a circle, and strategies that neither the plan nor the one it is a part of has."""
    replaced = {name: file.model.replaces for name, file in files.items()}
    wholes = {name: (file.model.part_of,) if file.model.part_of else () for name, file in files.items()}
    for name, file in files.items():
        for index, other in enumerate(file.model.replaces):
            if _leads_to(other, name, replaced):
                message = N_("«{id}» replaces this one in turn. Remove one of the two.", id=other)
                file.source.report_at(("replaces", index), message)
        whole = file.model.part_of
        if whole and _leads_to(whole, name, wholes):
            message = N_("«{id}» is itself a part of this one. Remove one of the two.", id=whole)
            file.source.report_at(("part_of",), message)
        _check_strategies(file, files)


def _leads_to(start: str, target: str, steps: Mapping[str, Iterable[str]]) -> bool:
    """Tell whether one comes from `start` to `target` in any number of `steps`, none included."""
    seen, ahead = {start}, [start]
    while ahead:
        found = [step for step in steps.get(ahead.pop(), ()) if step not in seen]
        seen.update(found)
        ahead += found
    return target in seen


def _check_strategies(file: _Read, files: Mapping[str, _Read]) -> None:
    if file.model.part_of and file.model.part_of not in files:
        return  # the whole could not be read, so nobody knows what it holds
    whole = files[file.model.part_of].model.areas if file.model.part_of else ()
    known = {strategy.id for area in (*file.model.areas, *whole) for strategy in area.strategies}
    for at, area in enumerate(file.model.areas):
        for number, measure in enumerate(area.measures):
            for index, strategy in enumerate(measure.strategies):
                if strategy not in known:
                    key = ("areas", at, "measures", number, "strategies", index)
                    message = N_(
                        "There is no strategy «{id}» in the plan or in the one it is a part of. Correct the id.",
                        id=strategy,
                    )
                    file.source.report_at(key, message)
