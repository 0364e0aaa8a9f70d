"""Another wording that a body proposes for a piece of the draft: how it is found, told and put in again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise

from hearing_app.domain.difference import Change, Piece, PointChange, compare_points
from hearing_app.domain.paragraphs import Form, blocks

PAIRS = 2500
"""Where more paragraphs than this would be compared, each with each, the old ones are told before the new ones."""
WORDS = 4_000_000
"""The same, by the words of the one side times the words of the other: nobody waits for a difference."""


@dataclass(frozen=True)
class Amendment:
    """A change that a body proposes to a section of the draft, in Markdown.

    `removed` is the draft's own text as the body saw it, whole paragraphs of it, and `added` what the body puts in its
    place: nothing where it is taken out. Where something is only added, the paragraph that it stands beside is part of
    both, so that everybody sees where; `removed` is empty only of a section that has no text. `paragraph` is the id
    of the first paragraph of `removed`.
    """

    paragraph: str
    removed: str
    added: str

    def __post_init__(self) -> None:
        """Refuse a change that changes nothing."""
        if self.removed == self.added:
            raise ValueError("an amendment changes something")

    @cached_property
    def changes(self) -> tuple[PointChange, ...]:
        """What it does, paragraph by paragraph and word by word, as the difference between two versions is told."""
        before, after = ([chunk.text for chunk in _chunks(text)] for text in (self.removed, self.added))
        words = len(self.removed.split()) * len(self.added.split())
        if len(before) * len(after) <= PAIRS and words <= WORDS:
            return compare_points(before, after)
        gone = [PointChange(at, None, (Piece(Change.REMOVED, text),)) for at, text in enumerate(before, start=1)]
        new = [PointChange(None, at, (Piece(Change.ADDED, text),)) for at, text in enumerate(after, start=1)]
        return (*gone, *new)

    @property
    def readable(self) -> str:
        """What it comes to in one text: the new wording, or where there is none, the one that is taken out."""
        return self.added if self.added.strip() else self.removed


@dataclass(frozen=True)
class Original:
    """A section's own text in Markdown, and the ids of its paragraphs in reading order."""

    markdown: str = ""
    ids: tuple[str, ...] = ()

    @cached_property
    def chunks(self) -> tuple["_Chunk", ...]:
        """Its paragraphs, with their ids."""
        return tuple(_chunks(self.markdown, self.ids))


NO_ORIGINAL = Original()


@dataclass(frozen=True)
class Applied:
    """A section's text with amendments put in. `stale` are those whose text does not stand there any more."""

    text: str
    fresh: tuple[Amendment, ...]
    stale: tuple[Amendment, ...]


@dataclass(frozen=True)
class _Chunk:
    """A paragraph as it is typed, an item with its mark; `end` are the line breaks after it, one or two.

    What only holds link addresses is a chunk as well, by the id of the paragraph above it.
    """

    text: str
    end: str = "\n\n"
    id: str = ""
    item: bool = False

    @cached_property
    def key(self) -> tuple[str, ...]:
        """What two chunks are the same by: a line broken elsewhere is no change."""
        return tuple(self.text.split())


@dataclass(frozen=True)
class _Run:
    """Chunks of the original from `first` to `last` (not included), and what stands there instead."""

    first: int
    last: int
    added: tuple[_Chunk, ...]


def amendments(original: Original, proposed: str) -> tuple[Amendment, ...]:
    """Return what leads from a section's own text to the proposed one: an amendment for each run of changed paragraphs.

    White space is no change, nor are line breaks of another kind; an empty text takes the whole section out.
    """
    olds = original.chunks
    return tuple(
        Amendment(olds[run.first].id if olds else "", _text(olds[run.first : run.last]), _text(run.added))
        for run in _changed(olds, tuple(_chunks(_lines_alike(proposed))))
    )


def apply(original: Original, proposed: Iterable[Amendment]) -> Applied:
    """Return a section's own text with amendments put in. The inverse of `amendments`, but for white space.

    An amendment is put in where the text that it takes out stands, whatever has become of the rest of the section.
    """
    runs: list[_Run] = []
    fresh, stale = [], []
    for amendment in proposed:
        run = _place(original.chunks, amendment, runs)
        if run is None:
            stale.append(amendment)
        else:
            runs.append(run)
            fresh.append(amendment)
    text = _joined(_pieces(original.chunks, sorted(runs, key=lambda run: run.first))) if runs else original.markdown
    return Applied(text, tuple(fresh), tuple(stale))


def written_amendment(amendment: Amendment) -> dict[str, str]:
    """Return an amendment as a payload or a file holds it."""
    return asdict(amendment)


def read_amendment(row: Mapping[str, object]) -> Amendment:
    """Return the amendment that a payload holds; KeyError or ValueError where it is none."""
    return Amendment(str(row["paragraph"]), str(row["removed"]), str(row["added"]))


def _lines_alike(text: str) -> str:
    """Return `text` with its line breaks as one character each: browsers send two."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _chunks(markdown: str, ids: Sequence[str] = ()) -> Iterator[_Chunk]:
    """Yield the paragraphs of a text, and between them what only holds link addresses."""
    lines = markdown.split("\n")
    found = blocks(lines)
    spans = [(block.first, block.last, at) for at, block in enumerate(found)]
    spans = sorted([*spans, *_loose(lines, spans)])
    above = ""
    for (first, last, at), (following, *_) in zip(spans, [*spans[1:], (len(lines) + 1,)], strict=False):
        above = ids[at] if 0 <= at < len(ids) else above
        end = "\n" if following == last + 1 else "\n\n"
        item = at >= 0 and found[at].form is not Form.TEXT
        yield _Chunk("\n".join(lines[first : last + 1]).rstrip(), end, above, item)


def _loose(lines: Sequence[str], spans: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the spans between the paragraphs that hold something; together, so that each stands once below an id."""
    covered = {line for first, last, _ in spans for line in range(first, last + 1)}
    parted = [0, *sorted(covered), len(lines)]
    between = ([at for at in range(a, b) if at not in covered and lines[at].strip()] for a, b in pairwise(parted))
    return [(held[0], held[-1], -1) for held in between if held]


def _changed(olds: Sequence[_Chunk], news: Sequence[_Chunk]) -> list[_Run]:
    """Return the runs that differ; what is only added takes the paragraph beside it along."""
    runs: list[_Run] = []
    matcher = SequenceMatcher(None, [chunk.key for chunk in olds], [chunk.key for chunk in news], autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        run = _Run(a1, a2, tuple(news[b1:b2]))
        if a1 == a2 and a1 > 0:
            run = _Run(a1 - 1, a2, (_with_end(olds[a1 - 1], news[b1 - 1].end), *run.added))
        elif a1 == a2 and olds:
            run = _Run(a1, a2 + 1, (*run.added, olds[a2]))
        if runs and run.first < runs[-1].last:  # added on both sides of the same paragraph
            before = runs.pop()
            run = _Run(before.first, run.last, (*before.added[:-1], *run.added))
        runs.append(run)
    return runs


def _with_end(chunk: _Chunk, end: str) -> _Chunk:
    return _Chunk(chunk.text, end, chunk.id, chunk.item)


def _place(olds: Sequence[_Chunk], amendment: Amendment, taken: Iterable[_Run]) -> _Run | None:
    """Return where an amendment belongs: by its paragraph's id if its text stands there, else where that stands."""
    added = tuple(_chunks(amendment.added))
    if not amendment.removed.split():
        return None if olds else _Run(0, 0, added)
    wanted = tuple(amendment.removed.split())
    free = set(range(len(olds))).difference(*(range(run.first, run.last) for run in taken))
    found = [
        (first, last)
        for first in sorted(free)
        if (last := _match(olds, first, wanted)) is not None and free.issuperset(range(first, last))
    ]
    at_home = [span for span in found if olds[span[0]].id == amendment.paragraph]
    if not found:
        return None
    first, last = (at_home or found)[0]
    return _Run(first, last, added)


def _match(olds: Sequence[_Chunk], first: int, wanted: tuple[str, ...]) -> int | None:
    """Return the end of the chunks from `first` whose words are exactly those, or None."""
    seen = 0
    for at in range(first, len(olds)):
        key = olds[at].key
        if wanted[seen : seen + len(key)] != key:
            return None
        seen += len(key)
        if seen == len(wanted):
            return at + 1
    return None


def _pieces(olds: Sequence[_Chunk], runs: Iterable[_Run]) -> list[tuple[_Chunk, ...]]:
    """Return the text in pieces: what was kept together, and what was put in."""
    pieces: list[tuple[_Chunk, ...]] = []
    at = 0
    for run in runs:
        put_in = run.added
        if put_in and run.last > run.first:
            put_in = (*put_in[:-1], _with_end(put_in[-1], olds[run.last - 1].end))
        pieces += [tuple(olds[at : run.first]), put_in]
        at = run.last
    return [piece for piece in (*pieces, tuple(olds[at:])) if piece]


def _joined(pieces: Sequence[Sequence[_Chunk]]) -> str:
    """Return the text of pieces; where two meet, only the items of a list stand without an empty line between."""
    text = ""
    for before, piece in zip([None, *pieces], pieces, strict=False):
        if before is not None:
            tight = before[-1].end == "\n" and before[-1].item and piece[0].item
            text += "\n" if tight else "\n\n"
        text += _text(piece)
    return text


def _text(chunks: Sequence[_Chunk]) -> str:
    """Return chunks that stand together as they were typed, but for how many empty lines are between."""
    if not chunks:
        return ""
    return "".join(chunk.text + chunk.end for chunk in chunks[:-1]) + chunks[-1].text
