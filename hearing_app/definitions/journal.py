"""`journal.yml` and `journal.txt`: the head of the log of what was received, and its public lines.

Samråd writes them, and the site shows them.
"""

import re
from math import inf
from pathlib import Path
from typing import Annotated

from pydantic import Field

from hearing_app.definitions.fields import Instant, Model
from hearing_app.definitions.folder import Folder
from hearing_app.definitions.positions import dump_yaml
from hearing_app.domain.journal import FORMAT, HELD_BACK, Head
from hearing_app.domain.message import N_
from hearing_app.domain.problem import Place, Problem

NAME = "journal.yml"
LINES = "journal.txt"
COMMENT = "# Written by Samråd when something is received. Do not edit: it is what the log is checked against.\n"


_LINE = re.compile(rf"[0-9a-f]{{64}}  (?:{HELD_BACK}|{FORMAT} [1-9][0-9]*(?: [^ ]+){{5}}(?: [0-9a-f]{{64}}){{2}})")


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


def load_lines(content: Path) -> tuple[str, tuple[Problem, ...]]:
    """Return the public lines of the log, none where nothing has been received, and the file's problems."""
    folder = Folder(content)
    source = folder.source(LINES)
    text = folder.text(LINES, source, required=False, largest=inf) or ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not _LINE.fullmatch(line):
            message = N_("This is no line of the log. Delete the file; Samråd writes it anew.")
            source.report(Place(source.file, number), message)
            break
    return text, folder.problems
