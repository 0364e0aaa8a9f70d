"""Reading the files of one folder, with everything that is wrong gathered on the way."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from math import inf
from pathlib import Path
from typing import TypeVar

from hearing_app.definitions.defaults import thresholds
from hearing_app.definitions.fields import Model
from hearing_app.definitions.models import parse
from hearing_app.definitions.personal_data import check_text, check_values
from hearing_app.definitions.positions import Source, read_yaml
from hearing_app.domain.council import Council
from hearing_app.domain.message import N_
from hearing_app.domain.problem import Place, Problem
from hearing_app.domain.vocabulary import Level

T = TypeVar("T")
M = TypeVar("M", bound=Model)

KEPT = 1024
"""How many machine-owned files are kept as they were read, in each process: by their text."""
MAX_BYTES = 2_000_000
"""A definition file larger than this is a mistake, not a definition."""

PAGES = {
    "council.yml": "docs/content-council.md",
    "cases": "docs/content-cases.md",
    "meetings": "docs/content-cases.md",
    "plans": "docs/content-plans.md",
    "events": "docs/content-council.md",
    "statements": "docs/content-council.md",
}
"""The page of the documentation that shows what a file or a folder holds; for all others it is docs/content.md."""


def _page(file: str) -> str:
    return PAGES.get(file.split("/", maxsplit=1)[0], "docs/content.md")


class Folder:
    """Reads the files of one folder below the content folder, and gathers the problems."""

    def __init__(self, content: Path, relative: str = "", council: Council | None = None) -> None:
        """Take the content folder, the folder inside it, and the council whose thresholds count."""
        self.content = content
        self.relative = relative
        self.private_mail = thresholds(council).private_mail
        self.sources: list[Source] = []

    def source(self, name: str) -> Source:
        """Return a new collector for the file `name`."""
        source = Source(f"{self.relative}/{name}" if self.relative else name)
        self.sources.append(source)
        return source

    def text(self, name: str, source: Source, *, required: bool = True, largest: float = MAX_BYTES) -> str | None:
        """Return the file's text, or None; a required file that is not there is a problem, and so is one too large."""
        try:
            data = (self.content / self.relative / name).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            if required:
                message = N_("The file is missing. Create it; {page} shows what it holds.", page=_page(source.file))
                source.report(Place(source.file), message)
            return None
        if len(data) > largest:
            source.report(Place(source.file), N_("The file is larger than 2 MB. Put attachments somewhere else."))
            return None
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            source.report(
                Place(source.file, line),
                N_("The file holds characters that cannot be read. Save it as UTF-8 text."),
            )
            return None

    def model(
        self,
        model: type[M],
        name: str,
        *,
        required: bool = True,
        largest: float = MAX_BYTES,
        context: object = None,
    ) -> tuple[M | None, Source]:
        """Return the YAML file `name` as `model`, or None with its problems reported; `context` is as in `parse`."""
        source = self.source(name)
        text = self.text(name, source, required=required, largest=largest)
        if text is None:
            return None, source
        return _read(model, text, source, self.private_mail, context), source

    def released(self, model: type[M], name: str) -> tuple[M | None, Source]:
        """Return a machine-owned file as `model`, or None where there is none, and its source.

        It is as large as it is: what has been received and released must always be publishable.
        """
        source = self.source(name)
        text = self.text(name, source, required=False, largest=inf)
        if text is None:
            return None, source
        found, read = _released(model, source.file, text, self.private_mail)
        # What is found later in this file is noted in a collector of its own: the reading is shared.
        self.sources[-1] = replace(read, problems=[*read.problems])
        return found, self.sources[-1]

    def document(
        self, read: Callable[[str, Source], T], name: str, *, required: bool = True
    ) -> tuple[T | None, Source]:
        """Return the Markdown file `name` as `read` makes it, or None."""
        source = self.source(name)
        text = self.text(name, source, required=required)
        if text is None:
            return None, source
        check_text(text, source, self.private_mail)
        return read(text, source), source

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything reported so far."""
        return tuple(problem for source in self.sources for problem in source.problems)


def _read(model: type[M], text: str, source: Source, private_mail: frozenset[str], context: object = None) -> M | None:
    plain = read_yaml(text, source)
    check_values(plain, text, source, private_mail)
    if any(problem.level is Level.ERROR for problem in source.problems):
        return None
    return parse(model, plain, source, context)


@lru_cache(maxsize=KEPT)
def _released(model: type[M], file: str, text: str, private_mail: frozenset[str]) -> tuple[M | None, Source]:
    """Return what a machine-owned file says. There is one for each answer, and few change at a time."""
    source = Source(file)
    return _read(model, text, source, private_mail), source
