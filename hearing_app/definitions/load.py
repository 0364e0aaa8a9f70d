"""From a content folder to domain objects, with every mistake found on the way."""

from dataclasses import dataclass
from pathlib import Path

from hearing_app.definitions import released
from hearing_app.definitions.folder import Folder
from hearing_app.definitions.matters import load_matter
from hearing_app.definitions.models import CouncilModel
from hearing_app.definitions.pages import load_pages
from hearing_app.domain.council import Council
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_
from hearing_app.domain.problem import Problem, errors, in_order
from hearing_app.domain.vocabulary import BodyKind


@dataclass(frozen=True)
class LoadedContent:
    """A content folder as far as it could be read. Where there are errors, what they touch is left out."""

    council: Council | None
    matters: tuple[Matter, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return errors(self.problems)

    def matter(self, hearing_id: str) -> Matter | None:
        """Return the matter of a hearing, or None."""
        return next((m for m in self.matters if m.hearing.id == hearing_id), None)


def load_content(content: Path) -> LoadedContent:
    """Read a whole content folder.

    Args:
        content: the folder with `council.yml` and `hearings/`.

    Returns:
        What could be read, and every problem in every file, in order.
    """
    council, problems = load_council(content)
    _, mistakes = load_pages(content)
    problems += mistakes
    matters: list[Matter] = []
    for folder in hearing_folders(content):
        matter, found = load_matter(content, folder.name, council)
        problems += found
        if matter is not None:
            matters.append(matter)
    matters.sort(key=lambda m: (m.hearing.published is None, m.hearing.published, m.hearing.id), reverse=True)
    return LoadedContent(council, tuple(matters), in_order(problems))


def hearing_folders(content: Path) -> list[Path]:
    """Return the folders of the hearings, by name; a name that begins with a full stop is not one."""
    root = content / "hearings"
    return sorted(p for p in root.iterdir() if p.is_dir() and p.name[0] not in "._") if root.is_dir() else []


def load_council(content: Path) -> tuple[Council | None, tuple[Problem, ...]]:
    """Return the council of `council.yml` (None where it has errors) and its problems."""
    folder = Folder(content)
    model, source = folder.model(CouncilModel, "council.yml")
    if model is None:
        return None, folder.problems
    kinds = {body.id: body.kind for body in model.bodies}
    seen: set[str] = set()
    for index, body in enumerate(model.bodies):
        if body.id in seen:
            source.report_at(
                ("bodies", index, "id"),
                N_("The id «{id}» stands twice. Give this body another one.", id=body.id),
            )
        seen.add(body.id)
        if released.submission_file(body.id) == released.RECEIVED:
            taken = N_("The id «{id}» is taken by the program itself. Choose another.", id=body.id)
            source.report_at(("bodies", index, "id"), taken)
        for number, membership in enumerate(body.memberships):
            if kinds.get(membership.body) is not BodyKind.REGIONAL_COUNCIL:
                source.report_at(
                    ("bodies", index, "memberships", number, "body"),
                    N_(
                        "«{id}» is not a regional council in council.yml. Add it there, or correct the id.",
                        id=membership.body,
                    ),
                )
    return model.to_domain(), folder.problems
