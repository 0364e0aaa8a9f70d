"""Hearings that follow each other: whether the earlier one is there, and whether anything follows itself."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from hearing_app.definitions.folder import Folder
from hearing_app.definitions.positions import read_yaml
from hearing_app.domain.hearing import Follows, Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_, Message
from hearing_app.domain.problem import Problem
from hearing_app.domain.thread import circle

FOLLOWS = ("follows", "hearing")


def thread_problems(content: Path, matters: Iterable[Matter], known: Iterable[str]) -> tuple[Problem, ...]:
    """Return what is wrong with `follows:` in the hearings of `matters`.

    Args:
        known: the ids of every hearing with a folder; one that has other mistakes is not unknown.
    """
    hearings = [matter.hearing for matter in matters]
    follows = {hearing.id: hearing.follows.hearing for hearing in hearings if hearing.follows}
    there = frozenset(known)
    return tuple(
        problem
        for hearing in hearings
        if hearing.follows and (message := _mistake(hearing, hearing.follows, follows, there))
        for problem in _told(content, hearing, message)
    )


def _mistake(hearing: Hearing, follows: Follows, all_follows: dict[str, str], known: frozenset[str]) -> Message | None:
    if follows.hearing not in known:
        return N_("There is no hearing «{id}». Correct the id; it is the name of the folder.", id=follows.hearing)
    if follows.hearing == hearing.id:
        return N_("The hearing cannot follow itself. Name the earlier hearing, or remove follows:.")
    if way := circle(all_follows, hearing.id):
        chain = " → ".join([*way, hearing.id])
        return N_("The hearings follow each other in a circle: {chain}. Remove follows: from the first.", chain=chain)
    return None


def _told(content: Path, hearing: Hearing, message: Message) -> Iterator[Problem]:
    """Yield `message` at its place in hearing.yml, which is read once more, for a matter does not keep places."""
    folder = Folder(content, f"hearings/{hearing.id}")
    source = folder.source("hearing.yml")
    read_yaml(folder.text("hearing.yml", source) or "", source)
    source.report_at(FOLLOWS, message)
    yield from source.problems
