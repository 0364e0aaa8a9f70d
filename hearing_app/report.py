"""What the terminal and scripts are told: content problems and where each hearing stands."""

from dataclasses import dataclass
from datetime import date, datetime

from hearing_app.assess import points_that_count
from hearing_app.definitions import LoadedContent
from hearing_app.domain.matter import Matter
from hearing_app.domain.problem import Problem
from hearing_app.domain.submission import latest_by_body
from hearing_app.domain.vocabulary import HearingStatus
from hearing_app.storage import Database, drafts, invitations, submissions
from hearing_app.text import Words


@dataclass(frozen=True)
class Standing:
    """Where one hearing stands, in figures."""

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
    found = points_that_count(db, hearing.id)
    return Standing(
        hearing=hearing.id,
        title=words.local(hearing.title),
        status=matter.status(now),
        deadline=hearing.deadline,
        invited=len(hearing.invited),
        links=len({i.body for i in invitations.of_hearing(db, hearing.id) if i.revoked_at is None}),
        begun=len(drafts.bodies_with_draft(db, hearing.id)),
        answered=len(latest_by_body(submissions.of_hearing(db, hearing.id))),
        points=len(found),
        open_points=sum(not point.done for point in found),
    )
