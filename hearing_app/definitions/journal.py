"""`journal.yml`: the head of the log of what was received. Samråd writes it; the site shows it."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from hearing_app.definitions.fields import Instant, Model
from hearing_app.definitions.folder import Folder
from hearing_app.definitions.positions import dump_yaml
from hearing_app.domain.journal import Head
from hearing_app.domain.problem import Problem

NAME = "journal.yml"
COMMENT = "# Written by Samråd when something is received. Do not edit: it is what the log is checked against.\n"


class HeadModel(Model):
    """`journal.yml`."""

    entries: Annotated[int, Field(gt=0)]
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    at: Instant


def write_head(head: Head) -> str:
    """Return the text of the file."""
    return COMMENT + dump_yaml(
        {"entries": head.entries, "digest": head.digest, "at": head.at.isoformat(timespec="seconds")}
    )


def load_head(content: Path) -> tuple[Head | None, tuple[Problem, ...]]:
    """Return the head that a content folder holds, None where nothing has been received, and the file's problems."""
    folder = Folder(content)
    model, _source = folder.released(HeadModel, NAME)
    return (Head(model.entries, model.digest, model.at) if model else None), folder.problems
