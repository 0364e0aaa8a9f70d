"""Points: a submission split into what can be assessed and concluded one by one."""

from dataclasses import dataclass
from datetime import date, datetime

from hearing_app.domain.amendment import Amendment
from hearing_app.domain.spans import paragraph_spans, place
from hearing_app.domain.submission import Submission
from hearing_app.domain.vocabulary import Conclusion


@dataclass(frozen=True)
class Point:
    """One point of a submission, in the body's own words, with the secretariat's assessment.

    It is a piece of what the body wrote, `quote`, or an amendment; then `quote` is what that comes to, in one text.
    `revision` counts the wordings of the assessment, so that two people never overwrite each other unseen.
    `joined` is the id of the point whose assessment this one shares, because several bodies say the same: assessment,
    conclusion and revision are then that point's. `assignee` is the user name of who is to assess it, by the end of
    `due`; `themes` are in the order of their names, `followed` are the sections of the new draft where it, or one that
    shares its assessment, is followed. `occurrence` is which time the words stand in the answer, from 1.
    A point of a file that came with the answer has its fingerprint (`attachment`) and name (`file`); its words are the
    file's, and `item` is what the secretariat has found them to be about.
    """

    id: int
    submission: str
    body: str
    item: str
    quote: str
    assessment: str = ""
    conclusion: Conclusion | None = None
    revision: int = 0
    assessed_by: str = ""
    assessed_at: datetime | None = None
    amendment: Amendment | None = None
    joined: int | None = None
    assignee: str = ""
    due: date | None = None
    themes: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()
    occurrence: int = 1
    attachment: str = ""
    file: str = ""

    @property
    def root(self) -> int:
        """The id of the point that holds the assessment: its own, or that of the one it is joined to."""
        return self.joined or self.id

    @property
    def words(self) -> tuple[str, ...]:
        """What two versions' points are the same by: the item and the words, however they are spaced."""
        said = (self.amendment.removed, self.amendment.added) if self.amendment else (self.quote,)
        again = (str(self.occurrence),) if self.occurrence > 1 else ()
        return (self.item, *map(squeeze, said), *again, *filter(None, (self.attachment,)))

    @property
    def blank(self) -> bool:
        """Whether nobody has written on the point."""
        return not self.assessment and self.conclusion is None

    @property
    def done(self) -> bool:
        """Whether the point has both an assessment and a conclusion (rule 11)."""
        return bool(self.assessment.strip()) and self.conclusion is not None


def squeeze(text: str) -> str:
    """Return `text` with every run of white space as one space."""
    return " ".join(text.split())


def is_verbatim(quote: str, submission: Submission, item: str) -> bool:
    """Tell whether `quote` stands in what the body wrote on `item`; white space does not count."""
    wanted = squeeze(quote)
    return bool(wanted) and wanted in squeeze(submission.content.answer(item).text)


def place_of(point: Point, submission: Submission) -> int | None:
    """Return the place, from 1, of a point's amendment in `submission`; None where it is not proposed there."""
    proposed = submission.content.answer(point.item).amendments
    places = (place for place, one in enumerate(proposed, start=1) if _proposes(one, point))
    return next(places, None)


def _proposes(amendment: Amendment, point: Point) -> bool:
    return (point.item, squeeze(amendment.removed), squeeze(amendment.added)) == point.words


def stands_in(point: Point, submission: Submission) -> bool:
    """Tell whether a point's words, its amendment, or the file that it is of, stand in `submission` as well."""
    if point.amendment is not None:
        return place_of(point, submission) is not None
    if point.attachment:
        return any(file.sha256 == point.attachment for file in submission.content.attachments)
    return place(point.quote, point.occurrence, submission.content.answer(point.item).text) is not None


def own_words(quote: str, submission: Submission, item: str, occurrence: int = 1) -> str:
    """Return `quote` as it stands in the answer to `item`, line breaks and all; what a person pasted may have others.

    It must stand there (`is_verbatim`); otherwise it comes back as it is.

    Args:
        occurrence: which of the places where it stands, from 1.
    """
    text = submission.content.answer(item).text
    span = place(quote, occurrence, text)
    return text[slice(*span)] if span else quote.strip()


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of `text`, as a first proposal for how to split it."""
    text = text.replace("\r\n", "\n")
    return tuple(text[start:end] for start, end in paragraph_spans(text))
