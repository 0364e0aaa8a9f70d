"""What every page of the site shares: the council, the public hearings, the languages and the hour."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from hearing_app.definitions import load_content
from hearing_app.domain.addresses import Addresses
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.council import Council
from hearing_app.domain.matter import Matter
from hearing_app.domain.problem import Problem
from hearing_app.domain.vocabulary import Language
from hearing_app.text import words_for

Address = Callable[[Addresses], str]
"""Says which page is meant, whatever the language."""


class ContentMistakes(Exception):
    """The content has mistakes, so no site can be built from it; each has been told on stderr."""


@dataclass(frozen=True)
class Site:
    """The site at one moment. `matters` are the public ones, newest first; `now` is an aware datetime."""

    council: Council
    matters: tuple[Matter, ...]
    now: datetime

    @cached_property
    def today(self) -> date:
        """The day in Oslo."""
        return oslo_day(self.now)

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
    return Site(loaded.council, tuple(m for m in loaded.matters if m.hearing.is_public(now)), now)


def tell(problems: tuple[Problem, ...]) -> None:
    """Write every problem to stderr as `file:line:column: text`, unwrapped, as editors and tools read it."""
    for problem in problems:
        place = problem.place
        sys.stderr.write(f"{place.file}:{place.line}:{place.column}: {problem.message}\n")
    sys.stderr.flush()
