"""A response's text with what has become of its parts: points, what was set aside, and what is left. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from hearing_app.domain.assessment import Point
from hearing_app.domain.coverage import Left, SetAside, aside_spans, point_spans
from hearing_app.domain.spans import Span, paragraph_spans
from hearing_app.domain.submission import Answer


@dataclass(frozen=True)
class Piece:
    """Some of the text of a paragraph, all of it of the same standing; `points` and `aside` are ids.

    `begins` are the points whose words begin with this piece: where a reader is told which they are.
    """

    text: str
    points: tuple[int, ...] = ()
    aside: tuple[int, ...] = ()
    left: bool = False
    begins: tuple[int, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of an answer by its number from 0. `aside` are the words that set something in it aside."""

    number: int
    pieces: tuple[Piece, ...]
    aside: tuple[SetAside, ...]

    @property
    def left(self) -> bool:
        """Whether anything of it remains."""
        return any(piece.left for piece in self.pieces)

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(piece.text for piece in self.pieces)


def marked_paragraphs(
    answer: Answer, points: Iterable[Point], set_aside: Iterable[SetAside], left: Iterable[Left]
) -> tuple[Paragraph, ...]:
    """Return the paragraphs of an answer with their marks; points that overlap share the pieces where they do."""
    pointed = [(point.id, span) for point, span in point_spans(answer, points)]
    words = list(aside_spans(answer, set_aside))
    remaining = [part.span for part in left if part.item == answer.item and part.span[1]]
    found = []
    for number, paragraph in enumerate(paragraph_spans(answer.text)):
        own = tuple(word for word, span in words if _meet(span, paragraph))
        pieces = tuple(_pieces(answer.text, paragraph, pointed, [(w.id, s) for w, s in words], remaining))
        found.append(Paragraph(number, pieces, own))
    return tuple(found)


def _pieces(
    text: str, paragraph: Span, points: list[tuple[int, Span]], aside: list[tuple[int, Span]], left: list[Span]
) -> Iterator[Piece]:
    spans = [*(span for _, span in (*points, *aside)), *left]
    cuts = sorted({cut for span in (paragraph, *spans) for cut in span if paragraph[0] <= cut <= paragraph[1]})
    told: set[int] = set()
    for start, end in pairwise(cuts):
        here = (start, end)
        inside = tuple(id_ for id_, span in points if _meet(span, here))
        begins = tuple(id_ for id_ in inside if id_ not in told)
        told.update(inside)
        yield Piece(
            text[start:end],
            inside,
            tuple(id_ for id_, span in aside if _meet(span, here)),
            not inside and any(_meet(span, here) for span in left),
            begins,
        )


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
