"""Searching what was received, and finding what resembles a text. Everything is read out of the index."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from hearing_app.domain.searching import Excerpt, Query, excerpts, words_of
from hearing_app.domain.similarity import Similarity, likeness
from hearing_app.storage import Database
from hearing_app.storage import search as index
from hearing_app.storage import similar as passages
from hearing_app.storage.search import FoundText, Response
from hearing_app.storage.similar import Candidate

PER_PAGE = 20
SHOWN = 3
"""Texts of one response that are shown; of the rest it is told how many they are."""
MOST_ALIKE = 50
"""Passages that resemble a text, as many as anybody reads through."""
LONGEST_COMPARED = 20_000
"""Characters of a text that others are compared with."""


@dataclass(frozen=True)
class Shown:
    """A text that has what was looked for, and the pieces of it that tell."""

    text: FoundText
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True)
class Result:
    """A response in which something was found; `more` counts the texts that are not shown."""

    response: Response
    shown: tuple[Shown, ...]
    more: int


@dataclass(frozen=True)
class Found:
    """One page of what was found: the responses on it, and the numbers of all."""

    results: tuple[Result, ...]
    responses: int
    texts: int
    page: int

    @property
    def pages(self) -> int:
        """The number of pages, at least 1."""
        return max(1, -(-self.responses // PER_PAGE))


@dataclass(frozen=True)
class SimilarPassage:
    """A passage of a response that resembles a text.

    `share`, from 0 to 1, is how much of the words of both stand in both in the same order. `source` tells whether it
    is a paragraph of the answer to `item` or a change that was proposed there; `place` is its number, from 1.
    """

    reference: str
    body: str
    item: str
    source: str
    place: int
    text: str
    similarity: Similarity
    share: float


def search(
    db: Database,
    query: Query,
    among: Sequence[Response],
    *,
    item: str = "",
    stance: str = "",
    theme: str = "",
    page: int = 1,
    by_body: bool = False,
) -> Found:
    """Return a page of the responses in which a text has all that is wanted.

    Args:
        among: the responses that are searched, in the order of their bodies.
        item: look only in what was said to this item; so with `stance`, the stance's value, and with `theme`.
        page: from 1; where there are fewer pages, the last one.
        by_body: keep the order of `among`, instead of having what is most about it first.
    """
    known = {response.id: response for response in among}
    grouped: dict[int, list[tuple[float, int]]] = {}
    total = 0
    for hit in index.hits(db, query, known, item=item, stance=stance, theme=theme):
        grouped.setdefault(hit.response, []).append((hit.rank, hit.id))
        total += 1
    order = [response for response in known if response in grouped]
    if not by_body:
        order.sort(key=lambda response: min(grouped[response]))
    pages = max(1, -(-len(order) // PER_PAGE))
    page = min(max(1, page), pages)
    wanted = {response: sorted(grouped[response])[:SHOWN] for response in order[(page - 1) * PER_PAGE :][:PER_PAGE]}
    texts = index.texts(db, {text for hits in wanted.values() for _, text in hits})
    results = tuple(
        Result(known[response], _shown(query, (texts[text] for _, text in hits)), len(grouped[response]) - len(hits))
        for response, hits in wanted.items()
    )
    return Found(results, len(order), total, page)


def _shown(query: Query, texts: Iterable[FoundText]) -> tuple[Shown, ...]:
    return tuple(Shown(text, excerpts(text.text, query.terms)) for text in texts)


def similar(
    db: Database, hearing_id: str, text: str, *, besides: Collection[str] = (), most: int = MOST_ALIKE
) -> tuple[SimilarPassage, ...]:
    """Return the passages of a hearing's answers that resemble `text`, the likest first.

    Only the version that counts of each answer is looked in, and not what attachments hold. How like two texts are is
    measured by their words alone (domain/similarity.py).

    Args:
        besides: ids of bodies whose answers are left out, such as the one that wrote the text.
    """
    text = text[:LONGEST_COMPARED]
    words = words_of(text)
    known = {r.id: r for r in index.responses(db, hearing_id) if r.latest and r.body not in besides}
    if not words or not known:
        return ()
    same = passages.identical(db, text, known, most=most)
    found = [_passage(known, candidate, words) for candidate in same]
    if len(found) < most:
        found += [_passage(known, candidate, words) for candidate in passages.sharing(db, text, known)]
    rank = list(Similarity)
    alike = [passage for passage in found if passage is not None]
    alike.sort(key=lambda passage: (rank.index(passage.similarity), -passage.share, passage.reference))
    return tuple(alike[:most])


def _passage(known: Mapping[int, Response], candidate: Candidate, words: Sequence[str]) -> SimilarPassage | None:
    found = likeness(words, words_of(candidate.text))
    if found is None:
        return None
    response = known[candidate.response]
    return SimilarPassage(
        response.reference,
        response.body,
        candidate.item,
        candidate.source,
        candidate.place,
        candidate.text,
        found.similarity,
        found.share,
    )
