"""What the terminal and scripts are told: content problems and where each hearing stands."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from hearing_app.answering.moderate import held
from hearing_app.definitions import LoadedContent, content_folders, load_content
from hearing_app.domain.guest import is_guest
from hearing_app.domain.matter import Matter
from hearing_app.domain.problem import Problem, errors
from hearing_app.domain.review import PointState
from hearing_app.domain.submission import latest_by_body
from hearing_app.domain.vocabulary import HearingStatus, Level
from hearing_app.storage import Database, assessments, drafts, invitations, submissions
from hearing_app.text import Words


@dataclass(frozen=True)
class Standing:
    """Where one hearing stands, in figures of the bodies.

    `others` have answered without being invited and are admitted, `held` wait to be read.
    """

    hearing: str
    title: str
    status: HearingStatus
    deadline: date
    invited: int
    links: int
    begun: int
    answered: int
    points: int
    open_points: int
    others: int
    held: int


@dataclass(frozen=True)
class Checked:
    """What a check of one content folder, or of several side by side, has read and found."""

    hearings: int
    records: int
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        """How many problems stop a build."""
        return len(errors(self.problems))

    @property
    def warnings(self) -> int:
        """How many a person should look at."""
        return sum(problem.level is Level.WARNING for problem in self.problems)


def check_content(root: Path) -> Checked:
    """Check the content folder `root`, or every council's folder in it; files are named as seen from `root`."""
    loaded = {folder: load_content(folder) for folder in content_folders(root)}
    problems = tuple(_seen_from(root, folder, problem) for folder, one in loaded.items() for problem in one.problems)
    hearings = sum(len(one.matters) for one in loaded.values())
    return Checked(hearings, sum(len(tuple(one.archive.records())) for one in loaded.values()), problems)


def _seen_from(root: Path, folder: Path, problem: Problem) -> Problem:
    file = (folder.relative_to(root) / problem.place.file).as_posix()
    return replace(problem, place=replace(problem.place, file=file))


def problem_line(problem: Problem, words: Words) -> str:
    """Return `file:line:column: level: text`, the form that editors understand."""
    place, level = problem.place, words.term(problem.level).lower()
    return f"{place.file}:{place.line}:{place.column}: {level}: {words.say(problem.message)}"


def problem_row(problem: Problem, words: Words) -> dict[str, object]:
    """Return a problem for a script."""
    place = problem.place
    text = words.say(problem.message)
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "level": problem.level.value,
        "text": text,
    }


def standings(db: Database, content: LoadedContent, words: Words, *, now: datetime) -> tuple[Standing, ...]:
    """Return where each hearing of `content` stands at `now`."""
    return tuple(_standing(db, matter, words, now) for matter in content.matters)


def _standing(db: Database, matter: Matter, words: Words, now: datetime) -> Standing:
    hearing = matter.hearing
    answered = latest_by_body(submissions.of_hearing(db, hearing.id))
    return Standing(
        hearing=hearing.id,
        title=words.local(hearing.title),
        status=matter.status(now),
        deadline=hearing.deadline,
        invited=len(hearing.invited),
        links=len(_bodies(i.body for i in invitations.of_hearing(db, hearing.id) if i.revoked_at is None)),
        begun=len(_bodies(drafts.bodies_with_draft(db, hearing.id))),
        answered=len(_bodies(submission.body for submission in answered)),
        points=assessments.count(db, hearing.id),
        open_points=assessments.count_states(db, hearing.id)[PointState.OPEN],
        others=sum(is_guest(submission.body) for submission in answered),
        held=held(db, hearing.id),
    )


def _bodies(ids: Iterable[str]) -> set[str]:
    """Return the ids that are not guests', each once."""
    return {body_id for body_id in ids if not is_guest(body_id)}
