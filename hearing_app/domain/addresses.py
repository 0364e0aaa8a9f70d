"""Public addresses: ASCII Norwegian, lasting, the same for the site and the app."""

from dataclasses import dataclass

from hearing_app.domain.vocabulary import Language


@dataclass(frozen=True)
class Addresses:
    """The addresses of one language's pages; the council's own language has no prefix."""

    language: Language
    main: Language

    @property
    def home(self) -> str:
        """The start page."""
        return "/" if self.language is self.main else f"/{self.language}/"

    @property
    def hearings(self) -> str:
        """The list of hearings."""
        return f"{self.home}horinger/"

    def hearing(self, hearing_id: str) -> str:
        """Return the page of a hearing."""
        return f"{self.hearings}{hearing_id}/"

    def submission(self, hearing_id: str, body_id: str) -> str:
        """Return the page of a body's released submission."""
        return f"{self.hearing(hearing_id)}svar/{body_id}/"

    def page(self, slug: str) -> str:
        """Return a plain page, such as the privacy notice."""
        return f"{self.home}{slug}/"

    def answer(self, hearing_id: str) -> str:
        """Return the form of the app; it asks for the personal link where there is no session."""
        return f"/svar/{hearing_id}/"
