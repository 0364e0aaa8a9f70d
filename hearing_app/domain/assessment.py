"""Points: a submission split into what can be assessed and concluded one by one."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from hearing_app.domain.amendment import Amendment
from hearing_app.domain.submission import Submission
from hearing_app.domain.vocabulary import Conclusion


@dataclass(frozen=True)
class Point:
    """One point of a submission, in the body's own words, with the secretariat's assessment.

    It is a piece of what the body wrote, `quote`, or an amendment; then `quote` is what that comes to, in one text.
    `revision` counts the wordings of the assessment, so that two people never overwrite each other unseen.
    `joined` is the id of the point whose assessment this one shares, because several bodies say the same: assessment,
    conclusion and revision are then that point's. `assignee` is the user name of who is to assess it, by the end of
    `due`; `themes` are in the order of their names.
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

    @property
    def root(self) -> int:
        """The id of the point that holds the assessment: its own, or that of the one it is joined to."""
        return self.joined or self.id

    @property
    def words(self) -> tuple[str, ...]:
        """What two versions' points are the same by: the item and the words, however they are spaced."""
        said = (self.amendment.removed, self.amendment.added) if self.amendment else (self.quote,)
        return (self.item, *map(squeeze, said))

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
    """Tell whether a point's words, or its amendment, stand in `submission` as well."""
    if point.amendment is not None:
        return place_of(point, submission) is not None
    return is_verbatim(point.quote, submission, point.item)


def own_words(quote: str, submission: Submission, item: str) -> str:
    """Return `quote` as it stands in the answer to `item`, line breaks and all; what a person pasted may have others.

    It must stand there (`is_verbatim`); otherwise it comes back as it is.
    """
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    found = re.search(pattern, submission.content.answer(item).text)
    return found[0] if found else quote.strip()


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of `text`, as a first proposal for how to split it."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return tuple(block.strip() for block in blocks if block.strip())
