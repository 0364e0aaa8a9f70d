"""Public addresses: ASCII Norwegian, lasting, the same for the site and the app."""

from dataclasses import dataclass

from hearing_app.domain.record import Ref
from hearing_app.domain.vocabulary import Language, RecordKind

CHECK_RECEIPT = "/svar/kvittering/"
"""Where the app checks a receipt against what was received and what is published, in the reader's own language."""


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

    def file(self, hearing_id: str, body_id: str, name: str) -> str:
        """Return a file that came with a body's submission, or the redacted copy of one: the same in every language."""
        return f"/filer/{hearing_id}/{body_id}/{name}"

    def versions(self, hearing_id: str) -> str:
        """Return the list of the versions of a hearing's draft."""
        return f"{self.hearing(hearing_id)}versjoner/"

    def version(self, hearing_id: str, slug: str) -> str:
        """Return the page of one version; the heard draft stands on the hearing's own page."""
        return f"{self.versions(hearing_id)}{slug}/"

    def changes(self, hearing_id: str, slug: str) -> str:
        """Return the page with what changed from the version before to this one."""
        return f"{self.version(hearing_id, slug)}endringer/"

    @property
    def cases(self) -> str:
        """The list of cases."""
        return f"{self.home}saker/"

    @property
    def meetings(self) -> str:
        """The calendar: meetings, gatherings and deadlines."""
        return f"{self.home}moter/"

    @property
    def plans(self) -> str:
        """The list of plans, strategies and agreements."""
        return f"{self.home}planer/"

    @property
    def measures(self) -> str:
        """All measures of all plans: the action plan."""
        return f"{self.plans}tiltak/"

    @property
    def events(self) -> str:
        """The list of gatherings."""
        return f"{self.home}samlinger/"

    @property
    def statements(self) -> str:
        """The list of the council's own statements in others' hearings."""
        return f"{self.home}uttalelser/"

    @property
    def decisions(self) -> str:
        """All decisions, and who has adopted what."""
        return f"{self.home}vedtak/"

    @property
    def adoptions(self) -> str:
        """The matrix of bodies and matters: who has adopted what."""
        return f"{self.decisions}tilslutning/"

    def adoptions_of(self, year: int) -> str:
        """Return the matrix of what was decided in one year, where not everything has room on one page."""
        return f"{self.adoptions}{year}/"

    @property
    def organisation(self) -> str:
        """The council: organs, members, offices, networks."""
        return f"{self.home}regionradet/"

    @property
    def bodies(self) -> str:
        """The list of municipalities and others that the council asks."""
        return f"{self.home}kommuner/"

    def body(self, body_id: str) -> str:
        """Return the page of a municipality or another body."""
        return f"{self.bodies}{body_id}/"

    def record(self, ref: Ref) -> str:
        """Return the page of a record."""
        folders = {
            RecordKind.HEARING: self.hearings,
            RecordKind.CASE: self.cases,
            RecordKind.MEETING: self.meetings,
            RecordKind.PLAN: self.plans,
            RecordKind.EVENT: self.events,
            RecordKind.STATEMENT: self.statements,
        }
        return f"{folders[ref.kind]}{ref.id}/"

    @property
    def receipts(self) -> str:
        """How to check a receipt, and the head of the log of what was received."""
        return f"{self.home}kvittering/"

    @property
    def journal_lines(self) -> str:
        """The lines of the log of what was received, the same file whatever the reader's language."""
        return "/journal.txt"

    @property
    def check_receipt(self) -> str:
        """The app's page that checks a receipt."""
        return CHECK_RECEIPT

    def page(self, slug: str) -> str:
        """Return a plain page, such as the privacy notice."""
        return f"{self.home}{slug}/"

    def answer(self, hearing_id: str) -> str:
        """Return the form of the app; it asks for the personal link where there is no session."""
        return f"/svar/{hearing_id}/"

    def word_form(self, hearing_id: str) -> str:
        """Return the form as a Word document; without a personal link it is empty."""
        return f"{self.answer(hearing_id)}skjema.docx"

    def open_answer(self, hearing_id: str) -> str:
        """Return the app's page for those who want to answer without being invited."""
        return f"{self.answer(hearing_id)}apen/"
