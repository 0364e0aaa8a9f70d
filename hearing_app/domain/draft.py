"""The text that is heard: sections whose ids outlive their numbers and headings."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Section:
    """One section of a draft: a lasting id, its heading and its Markdown."""

    id: str
    heading: str
    markdown: str


@dataclass(frozen=True)
class Draft:
    """A draft on hearing."""

    title: str
    preamble: str
    sections: tuple[Section, ...]
    version: str = ""
    dated: date | None = None

    def section(self, section_id: str) -> Section | None:
        """Return the section with this id, or None."""
        return next((section for section in self.sections if section.id == section_id), None)


NO_DRAFT = Draft("", "", ())
"""What stands where nothing is heard but questions."""
