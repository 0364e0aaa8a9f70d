"""What is wrong in the content, and where."""

from collections.abc import Iterable
from dataclasses import dataclass

from hearing_app.domain.message import Message
from hearing_app.domain.vocabulary import Level


@dataclass(frozen=True, order=True)
class Place:
    """A place in a file of the content folder; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True)
class Problem:
    """One mistake or remark: where, how grave, and what to do about it."""

    place: Place
    level: Level
    message: Message


@dataclass(frozen=True)
class Finding:
    """What a rule says of a definition; `key` names the part of the definition it is about."""

    key: tuple[str | int, ...]
    level: Level
    message: Message


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return those problems that stop a build."""
    return tuple(problem for problem in problems if problem.level is Level.ERROR)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems sorted by file, line and column."""
    return tuple(sorted(problems, key=lambda problem: problem.place))
