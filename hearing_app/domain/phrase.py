"""Standard phrases: what a secretariat writes again and again, with the body's and the part's names filled in."""

import re
from dataclasses import dataclass

from hearing_app.domain.vocabulary import Conclusion, Language

BODY, PART = "{instans}", "{del}"
"""Where the body's name and the heading of the part go."""
_PLACE = re.compile(r"\{[^{}\n]*\}")


@dataclass(frozen=True)
class Phrase:
    """A phrase in the two written forms; one may be empty. `conclusion` is what usually goes with it."""

    name: str
    nb: str = ""
    nn: str = ""
    conclusion: Conclusion | None = None

    def text(self, language: Language) -> str:
        """Return the text for a document in `language`, else the one that there is."""
        return (self.nn or self.nb) if language is Language.NN else (self.nb or self.nn)

    def filled(self, language: Language, *, body: str, part: str) -> str:
        """Return the text with the names of the body and of the part in their places."""
        return fill(self.text(language), body=body, part=part)


def fill(text: str, *, body: str, part: str) -> str:
    """Return `text` with the names of the body and of the part in their places."""
    return text.replace(BODY, body).replace(PART, part)


def strange_places(text: str) -> tuple[str, ...]:
    """Return what stands in braces in `text` and is neither of the two places: it would be published as it is."""
    return tuple(dict.fromkeys(place for place in _PLACE.findall(text) if place not in (BODY, PART)))


def appended(text: str, more: str) -> str:
    """Return `text` with `more` as a new paragraph at its end."""
    return f"{text.rstrip()}\n\n{more.strip()}" if text.strip() else more.strip()
