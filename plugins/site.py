"""What every page of the site shares: the council, the public hearings, the languages and the hour."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from hearing_app.definitions import load_content
from hearing_app.domain.addresses import Addresses
from hearing_app.domain.archive import Archive
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.council import Council
from hearing_app.domain.journal import Head
from hearing_app.domain.matter import Matter
from hearing_app.domain.problem import Problem
from hearing_app.domain.record import Record, Ref
from hearing_app.domain.vocabulary import Language
from hearing_app.text import words_for

Address = Callable[[Addresses], str]
"""Says which page is meant, whatever the language."""


class ContentMistakes(SystemExit):
    """The content has mistakes, so no site can be built from it; each has been told on stderr.

    It ends the program with its sentence and without a traceback, for nothing in the program has failed.
    """


@dataclass(frozen=True)
class Site:
    """The site at one moment. `matters` are the public ones, newest first; `now` is an aware datetime."""

    council: Council
    matters: tuple[Matter, ...]
    now: datetime
    archive: Archive = field(default_factory=Archive)
    journal: Head | None = None
    journal_lines: str = ""

    @cached_property
    def today(self) -> date:
        """The day in Oslo."""
        return oslo_day(self.now)

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """Every public record, hearings first, each kind newest first."""
        return (*(matter.hearing for matter in self.matters), *self.archive.records())

    @cached_property
    def _by_ref(self) -> dict[Ref, Record]:
        return {record.ref: record for record in self.records}

    @cached_property
    def _links(self) -> dict[Ref, set[Ref]]:
        """Which records name each other, in both directions."""
        links: dict[Ref, set[Ref]] = {}
        for record in self.records:
            for other in record.refers_to:
                links.setdefault(record.ref, set()).add(other)
                links.setdefault(other, set()).add(record.ref)
        return links

    def record(self, ref: Ref) -> Record | None:
        """Return the public record with this name, or None."""
        return self._by_ref.get(ref)

    def links_of(self, ref: Ref) -> frozenset[Ref]:
        """Return the names of the records that `ref` names or that name it; some may not be public."""
        return frozenset(self._links.get(ref, ()))

    def addresses(self, language: Language) -> Addresses:
        """Return the addresses of one language's pages."""
        return Addresses(language, self.council.language)

    def skeleton(self, language: Language, address: Address, here: str = "") -> dict[str, object]:
        """Return what `base.html` takes for the page at `address`; `here` is its place in the navigation."""
        words = words_for(language)
        return {
            "words": words,
            "_": words.gettext,
            "ngettext": words.ngettext,
            "lang": language.value,
            "council": self.council,
            "addresses": self.addresses(language),
            "alternates": [(other, address(self.addresses(other))) for other in Language],
            "here": here,
            "now": self.now,
            "today": self.today,
        }


def load_site(content: Path, now: datetime) -> Site:
    """Return the site that `content` holds at `now`.

    Raises:
        ContentMistakes: at least one definition has an error.
    """
    loaded = load_content(content)
    if loaded.errors or loaded.council is None:
        tell(loaded.errors)
        raise ContentMistakes(f"{len(loaded.errors)} mistakes in {content}; the site was not built")
    public = tuple(m.as_named() for m in loaded.matters if m.hearing.is_public(now))
    return Site(loaded.council, public, now, loaded.archive.on(oslo_day(now)), loaded.journal, loaded.journal_lines)


def tell(problems: tuple[Problem, ...]) -> None:
    """Write every problem to stderr as `file:line:column: text`, unwrapped, as editors and tools read it."""
    for problem in problems:
        place = problem.place
        sys.stderr.write(f"{place.file}:{place.line}:{place.column}: {problem.message}\n")
    sys.stderr.flush()
