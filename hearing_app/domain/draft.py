"""The text that is heard: sections whose ids outlive their numbers and headings."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from hearing_app.domain.paragraphs import Paragraph, paragraphs

OPENING = "_innledning"
"""The id of the text before the first section; it begins with `_`, which no section's can."""


@dataclass(frozen=True)
class Section:
    """One section of a draft: a lasting id, its heading and its Markdown.

    `names` are the ids that the author gave paragraphs, each with the paragraph's place in the section (from 0).
    """

    id: str
    heading: str
    markdown: str
    names: tuple[tuple[int, str], ...] = ()

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Its paragraphs in reading order."""
        return paragraphs(self.markdown)


@dataclass(frozen=True)
class Draft:
    """A draft on hearing."""

    title: str
    preamble: str
    sections: tuple[Section, ...]
    version: str = ""
    dated: date | None = None
    opening_names: tuple[tuple[int, str], ...] = ()

    @cached_property
    def opening(self) -> Section:
        """The text before the first section, as a section without a heading; it may be empty."""
        return Section(OPENING, "", self.preamble, self.opening_names)

    def section(self, section_id: str) -> Section | None:
        """Return the section with this id, or None."""
        return next((section for section in self.sections if section.id == section_id), None)


NO_DRAFT = Draft("", "", ())
"""What stands where nothing is heard but questions."""
