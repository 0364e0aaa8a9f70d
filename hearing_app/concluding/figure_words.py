"""The figures of a summary as sentences for the secretariat's own words, and which of them have changed since.

What is put in is text like any other, for a person to go on with. So it is told by its shape: a sentence that is one
of these but for its numbers, and has other numbers than now.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from hearing_app.concluding.told import Told
from hearing_app.domain.vocabulary import Conclusion, Stance
from hearing_app.text import Words

_SOME = (1, 2)
"""Numbers that between them bring out each form of a sentence."""


@dataclass(frozen=True)
class Moved:
    """A sentence of figures as it stands in a text, and as it would be now; `now` is empty where it has no ground."""

    said: str
    now: str


@dataclass(frozen=True)
class _Sentence:
    """A sentence as it would be now, empty where it is not told, and every shape that it can have."""

    now: str
    shapes: tuple[str, ...]


def with_figures(text: str, told: Told) -> str:
    """Return a text that begins with a paragraph of figures, in the language of `told`."""
    return f"{figures_in_words(told)}\n\n{text.lstrip()}" if text.strip() else f"{figures_in_words(told)}\n"


def figures_in_words(told: Told) -> str:
    """Return the figures as Markdown: how many answered, how they stand to each section, and what is concluded.

    The text is public as soon as it is saved, so of the conclusions only those that are published are told.
    """
    stances = "\n".join(f"- {one.now}" for one in _stances(told))
    heading = told.words.gettext("How the bodies stand to each section:")
    said = (_listed(_answered(told)), f"{heading}\n\n{stances}" if stances else "", _listed(_points(told)))
    return "\n\n".join(filter(None, said))


def moved_figures(text: str, told: Told) -> tuple[Moved, ...]:
    """Return the sentences of a text whose figures are not those of `told`, in whose language it is written."""
    found = []
    for one in (*_answered(told), *_stances(told), *_points(told)):
        for shape in one.shapes:
            same = (match[0] for match in re.finditer(rf"(?<!\w){shape}(?!\w)", text))
            found += [Moved(said, one.now) for said in same if " ".join(said.split()) != one.now]
    return tuple(dict.fromkeys(found))


def with_present_figures(text: str, told: Told) -> str:
    """Return a text with the figures of now in place of those that have moved."""
    for one in moved_figures(text, told):
        text = text.replace(one.said, one.now) if one.now else re.sub(rf"[ \t]*{re.escape(one.said)}", "", text)
    return text


def _listed(sentences: Iterable[_Sentence]) -> str:
    return " ".join(one.now for one in sentences if one.now)


def _answered(told: Told) -> Iterator[_Sentence]:
    _, ngettext, counted = told.words.gettext, told.words.ngettext, told.seen.counted
    asked = {"answered": counted.answered, "invited": counted.invited}
    first = _("{answered} of the {invited} bodies that were asked answered.", **asked)
    yield _Sentence(first, (_shape(first),))
    yield _counted(
        sum(line.late for line in told.answers),
        lambda n: ngettext("{number} answer came after the deadline.", "{number} answers came after the deadline.", n),
    )
    yield _counted(
        told.figures.no_remark,
        lambda n: ngettext("{number} body had no remarks.", "{number} bodies had no remarks.", n),
    )
    yield _counted(
        told.figures.others,
        lambda n: ngettext(
            "{number} answer came without an invitation.", "{number} answers came without an invitation.", n
        ),
    )


def _stances(told: Told) -> Iterator[_Sentence]:
    """Yield a line for each section; the section's name is a part of its shape."""
    words, none = told.words, told.words.gettext("no stance")
    terms = [words.term(stance).lower() for stance in Stance]
    for count in told.figures.stances:
        said = [f"{count.of(stance)} {words.term(stance).lower()}" for stance in Stance if count.of(stance)]
        name = f"{told.item(count.section)}: "
        rest = rf"(?:{_list_shape(terms, words)}|{_shape(none)})(?=\s*$)"
        yield _Sentence(name + (words.listed(said) if said else none), (rf"(?m:{_shape(name)}\s+{rest})",))


def _points(told: Told) -> Iterator[_Sentence]:
    words, ngettext = told.words, told.words.ngettext
    yield _counted(
        told.figures.total.points,
        lambda n: ngettext("The answers held {number} point.", "The answers held {number} points.", n),
    )
    open_ones = words.gettext("Not concluded yet").lower()
    terms = [*(words.term(conclusion).lower() for conclusion in Conclusion), open_ones]
    begun = (
        words.gettext("Conclusions: {list}.", list="{list}"),
        words.gettext("Conclusions published so far: {list}.", list="{list}"),
    )
    shapes = (_shape(one).replace(re.escape("{list}"), _list_shape(terms, words)) for one in begun)
    yield _Sentence(_concluded(told), tuple(shapes))


def _concluded(told: Told) -> str:
    """Return the published conclusions in a sentence; nothing before any is."""
    published, words = told.matter.summary, told.words
    found = Counter(point.conclusion for point in published.points) if published else Counter()
    parts = [f"{found[one]} {words.term(one).lower()}" for one in Conclusion if found[one]]
    if published is None or not parts:
        return ""
    if published.open_points:
        parts.append(f"{published.open_points} " + words.gettext("Not concluded yet").lower())
    if published.to_come:
        return words.gettext("Conclusions published so far: {list}.", list=words.listed(parts))
    return words.gettext("Conclusions: {list}.", list=words.listed(parts))


def _counted(number: int, said: Callable[[int], str]) -> _Sentence:
    """Return a sentence with one number; none is told of nothing."""
    return _Sentence(said(number) if number else "", tuple(dict.fromkeys(_shape(said(n)) for n in _SOME)))


def _shape(sentence: str) -> str:
    """Return a pattern of a sentence with any numbers, however its lines are broken."""
    return r"\s+".join(re.sub(r"\d+", r"\\d+", re.escape(word)) for word in sentence.split())


def _list_shape(terms: Iterable[str], words: Words) -> str:
    """Return a pattern of a list of numbers of something, like «3 støtter og 2 støtter ikke»."""
    one = rf"\d+\s+(?:{'|'.join(map(_shape, sorted(terms, key=len, reverse=True)))})"
    last = _shape(words.listed(["", ""]))
    return rf"{one}(?:(?:,|,?\s+{last})\s+{one})*"
