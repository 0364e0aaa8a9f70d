"""Files that a message names, with the page at the desk on which each of them is edited."""

import re
from dataclasses import dataclass

from flask import url_for

_NAMED = re.compile(r"hearings/([\w-]+)/((?:versions/)?[\w-]+\.(?:md|yml))")
_EDITORS = {
    "summary.md": "desk.summary_words",
    "decision.md": "desk.decision",
    "adoptions.yml": "desk.adoptions",
    "versions/": "desk.changes_page",
}
"""The pages by the name of the file, or of its folder; other files are edited by hand."""


@dataclass(frozen=True)
class NamedFile:
    """A file by its path in the content, and the address of the page that edits it."""

    path: str
    address: str


def named_files(text: str) -> tuple[NamedFile, ...]:
    """Return the files that a text names and that can be edited at the desk, each once."""
    found: dict[str, NamedFile] = {}
    for match in _NAMED.finditer(text):
        hearing_id, name = match.groups()
        endpoint = _EDITORS.get("versions/" if name.startswith("versions/") else name)
        if endpoint:
            found[match[0]] = NamedFile(match[0], url_for(endpoint, hearing_id=hearing_id))
    return tuple(found.values())
