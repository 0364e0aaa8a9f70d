"""The course of a case (saksgang): what has happened in a hearing and those it hangs together with, and what comes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from hearing_app.domain.calendar import day_start, deadline_passed, oslo_day
from hearing_app.domain.decision import Decision
from hearing_app.domain.hearing import Alternatives, Hearing, Question
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_, Message
from hearing_app.domain.summary import Summary
from hearing_app.domain.thread import earlier, thread
from hearing_app.domain.versions import shown_on
from hearing_app.domain.vocabulary import DecisionStage, ItemKind, Succession
from plugins.parts import ADOPTIONS, ANSWERS, ASKED, DECISION, LETTER, OWN_WORDS, SUMMARY


class Progress(StrEnum):
    """How far a step has come; one that has ended was under way when the council was dissolved."""

    DONE = "done"
    NOW = "now"
    COMING = "coming"
    ENDED = "ended"


@dataclass(frozen=True)
class Step:
    """A step of a case.

    `part` is the id of the part of the hearing's page that shows it, "" where none does; a version of the draft has a
    page of its own instead, under the name `version`.
    """

    heading: Message
    progress: Progress
    part: str = ""
    day: date | None = None
    detail: Message | None = None
    version: str = ""


@dataclass(frozen=True)
class Stage:
    """A hearing of the thread with its steps; `here` marks the one whose page is read."""

    hearing: Hearing
    here: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class AskedBefore:
    """An earlier hearing that asked the same; `part` is where its page shows what was answered, if anything was."""

    hearing: Hearing
    part: str
    answered: bool


@dataclass(frozen=True)
class Asked:
    """A question, or alternatives, with the earlier hearings that asked the same, the nearest first."""

    entry: Question | Alternatives
    before: tuple[AskedBefore, ...]

    @property
    def alternatives(self) -> Alternatives | None:
        """The alternatives, where that is what is asked."""
        return self.entry if isinstance(self.entry, Alternatives) else None


def made(matter: Matter, now: datetime) -> Decision | None:
    """Return the decision once its day has come."""
    return matter.decision if matter.decision and now >= day_start(matter.decision.day) else None


def course(matter: Matter, matters: tuple[Matter, ...], now: datetime, *, ended: bool = False) -> tuple[Stage, ...]:
    """Return the stages of the case that `matter` is part of, in the order of time.

    Args:
        matters: those that readers may know of, `matter` among them.
        ended: whether the council is dissolved, so that nothing more comes.
    """
    stages = thread(matters, matter.hearing.id) or (matter,)
    steps = ((m, _in_time(m, stages, now)) for m in stages)
    return tuple(
        Stage(m.hearing, m.hearing.id == matter.hearing.id, _ended(found) if ended else found) for m, found in steps
    )


def _ended(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the steps as they stand when nothing more comes: what was to come is left out."""
    kept = (step for step in steps if step.progress is not Progress.COMING)
    known = (step for step in kept if step.progress is not Progress.NOW or step.detail)
    return tuple(replace(step, progress=Progress.ENDED) if step.progress is Progress.NOW else step for step in known)


def asked(matter: Matter, matters: tuple[Matter, ...]) -> tuple[Asked, ...]:
    """Return what the hearing asks beside its draft, each with the earlier hearings of the thread that asked it."""
    hearing, before = matter.hearing, earlier(matters, matter.hearing)
    return tuple(
        Asked(entry, tuple(_asked_before(m, entry.id) for m in before if _asks(m, entry.id))) for entry in hearing.asked
    )


def _asks(matter: Matter, item_id: str) -> bool:
    item = matter.hearing.item(item_id)
    return item is not None and item.kind is not ItemKind.STANCE


def _asked_before(matter: Matter, item_id: str) -> AskedBefore:
    answered = bool(matter.received) or matter.told
    return AskedBefore(matter.hearing, _answers_part(matter, item_id), answered)


def _answers_part(matter: Matter, item_id: str) -> str:
    """Return where the page shows what was answered: its figures or points, else the list of answers."""
    summary = matter.summary
    if summary and any(count.item == item_id for count in summary.choices):
        return f"_choices_{item_id}"
    if summary and summary.points_on(item_id):
        return f"_points_{item_id}"
    if matter.released:
        return ANSWERS.id
    return OWN_WORDS.id if matter.told and matter.summary is None else ASKED.id


def _in_time(matter: Matter, stages: tuple[Matter, ...], now: datetime) -> tuple[Step, ...]:
    """Return the steps of a hearing with the versions of its draft among them, each before what came after it."""
    steps = _by_date(_steps(matter, stages, now))
    for version in shown_on(matter.versions, oslo_day(now)):
        day = version.draft.dated
        if version.heard or day is None:
            continue
        later = next((index for index, step in enumerate(steps) if step.day and step.day > day), None)
        last = 1 + max(index for index, step in enumerate(steps) if step.day)
        heading = N_("Version of the draft: {name}", name=version.draft.version or version.draft.title)
        steps.insert(last if later is None else later, Step(heading, Progress.DONE, day=day, version=version.slug))
    return tuple(steps)


def _by_date(steps: Iterable[Step]) -> list[Step]:
    """Return the steps in the order of time: one without a day stands behind its own, and what is left to do is last.

    A decision in part may well be made before the deadline.
    """
    placed: list[tuple[date, Step]] = []
    left: list[Step] = []
    for step in steps:
        if step.day is None and step.progress is not Progress.DONE:
            left.append(step)
        else:
            placed.append((step.day or (placed[-1][0] if placed else date.min), step))
    return [*(step for _, step in sorted(placed, key=lambda entry: entry[0])), *left]


def _steps(matter: Matter, stages: tuple[Matter, ...], now: datetime) -> Iterator[Step]:
    hearing = matter.hearing
    yield Step(_opened(hearing), Progress.DONE, LETTER.id, hearing.published)
    if hearing.withdrawn is not None and now >= day_start(hearing.withdrawn.day):
        yield Step(N_("Withdrawn"), Progress.DONE, "", hearing.withdrawn.day)
        return
    over = deadline_passed(hearing.deadline, now)
    yield Step(N_("Deadline"), Progress.DONE if over else Progress.COMING, "", hearing.deadline)
    decided = made(matter, now)
    if matter.summary is not None:
        yield _summary(matter.summary)
    elif matter.told and over:
        yield Step(N_("Summary"), Progress.DONE, OWN_WORDS.id)
    elif decided is None and (matter.received or not over):
        yield Step(N_("Summary"), Progress.NOW if over else Progress.COMING)
    yield from _decision(matter, decided, stages, now)


def _summary(summary: Summary) -> Step:
    """Return the summary as a step; it is under way as long as conclusions on some parts are to come."""
    if not summary.to_come:
        return Step(N_("Summary"), Progress.DONE, SUMMARY.id)
    parts = {"number": summary.parts - len(summary.to_come), "total": summary.parts}
    detail = N_("conclusions on {number} of {total} parts", **parts)
    return Step(N_("Summary"), Progress.NOW, SUMMARY.id, None, detail)


def _opened(hearing: Hearing) -> Message:
    renewed = hearing.follows is not None and hearing.follows.how is Succession.REHEARING
    if hearing.is_survey:
        return N_("Survey opened")
    return N_("Renewed hearing opened") if renewed else N_("Hearing opened")


def _decides_instead(later: Hearing, hearing_id: str) -> bool:
    """Tell whether the decision is expected of `later`; an evaluation looks back and decides nothing for another."""
    follows = later.follows
    return follows is not None and follows.hearing == hearing_id and follows.how is not Succession.EVALUATION


def _decision(matter: Matter, decided: Decision | None, stages: tuple[Matter, ...], now: datetime) -> Iterator[Step]:
    """Yield the decision; one that is to come is told only where no later hearing of the case stands for it."""
    goes_on = any(_decides_instead(m.hearing, matter.hearing.id) for m in stages)
    if decided is None:
        if not matter.hearing.is_survey and not goes_on:
            yield Step(N_("Decision"), Progress.COMING)
        return
    partial = decided.stage is DecisionStage.PARTIAL
    heading = N_("Partial decision") if partial else N_("Decision")
    yield Step(heading, Progress.DONE, DECISION.id, decided.day, N_("by {organ}", organ=decided.organ))
    if matter.adoptions is not None:
        register = matter.adoptions.on(oslo_day(now))
        count = {"adopted": register.adopted, "total": len(register.rows)}
        detail = N_("{adopted} of {total} have adopted.", **count) if register.expected_known else None
        progress = Progress.DONE if register.adopted_by_all else Progress.NOW
        yield Step(N_("Adoptions"), progress, ADOPTIONS.id, None, detail)
    if partial and not goes_on:
        yield Step(N_("Final decision"), Progress.COMING)
