"""Coverage: no part of a response is left without a point, or a word that it needs none. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from hearing_app.domain.assessment import Point
from hearing_app.domain.spans import Span, paragraph_spans, place, says_something, sentence_spans, uncovered
from hearing_app.domain.submission import Answer, Content


@dataclass(frozen=True)
class SetAside:
    """Somebody's word that a part of a response needs no point.

    It is some of the words on `item` (for the `occurrence`th time, from 1), a proposed change by its place from 1
    (`amendment`, 0 for none), a file by its fingerprint, the whole answer to `item`, or with an empty `item` everything
    that was answered; what files say is never part of that, for a file must be opened to be read.
    """

    id: int
    submission: str
    item: str
    by: str
    at: datetime
    words: str = ""
    occurrence: int = 1
    amendment: int = 0
    attachment: str = ""
    reason: str = ""

    @property
    def whole_response(self) -> bool:
        """Whether it is about everything that was answered."""
        return not self.item and not self.attachment

    @property
    def whole_answer(self) -> bool:
        """Whether it is about everything that was answered to its item."""
        return bool(self.item) and not (self.words or self.amendment or self.attachment)


@dataclass(frozen=True)
class Left:
    """A part of a response that has neither a point nor a word.

    Of a text it is whole sentences from `span[0]` to `span[1]`; a proposed change is known by its place from 1, a file
    by its fingerprint.
    """

    item: str
    span: Span = (0, 0)
    amendment: int = 0
    attachment: str = ""


def coverage(content: Content, points: Iterable[Point], set_aside: Iterable[SetAside]) -> tuple[Left, ...]:
    """Return what remains of a response, answer by answer in the order of its answers, the files last.

    A stance, a choice and an answer that there is no remark need no point. Nor does white space, nor punctuation, nor
    a document of a registered answer whose text stands in the answers: what remains of it remains there.

    Args:
        points: the points of this submission.
        set_aside: what has been said of this submission.
    """
    own, words = tuple(points), tuple(set_aside)
    left: list[Left] = []
    if not any(word.whole_response for word in words):
        for answer in content.answers:
            here = [point for point in own if point.item == answer.item]
            left += _left_of(answer, here, [word for word in words if word.item == answer.item])
    read = {word.attachment for word in words} | {point.attachment for point in own} | {*content.placed}
    left += (Left("", attachment=file.sha256) for file in content.attachments if file.sha256 not in read)
    return tuple(left)


def _left_of(answer: Answer, own: list[Point], about: list[SetAside]) -> Iterator[Left]:
    """Yield what remains of an answer, by its own points and what has been said of it."""
    if any(word.whole_answer for word in about):
        return
    covered = [span for _, span in point_spans(answer, own)] + [span for _, span in aside_spans(answer, about)]
    for span in paragraph_spans(answer.text):
        yield from (Left(answer.item, left) for left in _left_in(answer.text, span, covered))
    said = {word.amendment for word in about} | {place_among(point, answer) for point in own if point.amendment}
    yield from (Left(answer.item, amendment=n) for n in range(1, len(answer.amendments) + 1) if n not in said)


def _left_in(text: str, paragraph: Span, covered: list[Span]) -> Iterator[Span]:
    """Yield what remains of a paragraph, in whole sentences; those that follow each other together."""
    here = [span for span in covered if span[0] < paragraph[1] and span[1] > paragraph[0]]
    if not here:
        yield from (paragraph,) if says_something(text[slice(*paragraph)]) else ()
        return
    run: Span | None = None
    for sentence in sentence_spans(text, paragraph):
        if any(says_something(text[a:b]) for a, b in uncovered(sentence, here)):
            run = (run[0] if run else sentence[0], sentence[1])
        elif run:
            yield run
            run = None
    if run:
        yield run


def point_spans(answer: Answer, points: Iterable[Point]) -> Iterator[tuple[Point, Span]]:
    """Yield where in the text of `answer` those of its points stand that are words of it."""
    for point in points:
        if point.item == answer.item and point.amendment is None and not point.attachment:
            span = place(point.quote, point.occurrence, answer.text)
            if span:
                yield point, span


def aside_spans(answer: Answer, set_aside: Iterable[SetAside]) -> Iterator[tuple[SetAside, Span]]:
    """Yield where in the text of `answer` those words stand that have been set aside."""
    for word in set_aside:
        if word.item == answer.item and word.words:
            span = place(word.words, word.occurrence, answer.text)
            if span:
                yield word, span


def place_among(point: Point, answer: Answer) -> int:
    """Return the place, from 1, of a point's proposed change among those of `answer`; 0 where it is none of them."""
    return answer.amendments.index(point.amendment) + 1 if point.amendment in answer.amendments else 0


def still_holds(word: SetAside, before: Content, after: Content) -> bool:
    """Tell whether a word on one version of a response holds of a later one: what it is about stands there unchanged.

    A proposed change holds at the same place only.
    """
    if word.attachment:
        return any(file.sha256 == word.attachment for file in after.attachments)
    if word.whole_response:
        return before.answers == after.answers
    old, new = before.answer(word.item), after.answer(word.item)
    if word.amendment:
        return (
            old.amendments[word.amendment - 1 : word.amendment] == new.amendments[word.amendment - 1 : word.amendment]
        )
    if word.words:
        return place(word.words, word.occurrence, new.text) is not None
    return (old.text, old.amendments) == (new.text, new.amendments)
