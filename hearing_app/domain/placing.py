"""Placing what was read out of a document on the parts of a hearing: a guess that a person looks at and changes.

Answers that come as letters say themselves what they are about: «Til punkt 3», «2.1», or a section's own title. What
is guessed is marked as such; nothing is placed without somebody having confirmed the whole of it.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from hearing_app.domain.hearing import GENERAL, Hearing
from hearing_app.domain.passage import Passage
from hearing_app.domain.vocabulary import ItemKind

OUT = "_out"
"""Not a part of the answer: a letterhead, a greeting. It still stands in the document, which is kept."""
SAME = "_same"
"""With the one above."""
UNDECIDED = "_undecided"
"""Below a heading of the letter that is none of the hearing's parts: a person must say where it belongs."""
LONGEST_HEADING = 140
SHORTEST_TITLE = 6
PROSE = 80
"""A paragraph as long as this is no letterhead."""
_ABOUT = (
    r"(?:(?:til|ad|om|vedr(?:ørende|\.)?|ang(?:ående|\.)?|gjeld|(?:merknad|kommentar|innspill)(?:er|ar)?\s+til)\s+)?"
)
_MARKER = re.compile(
    rf"^{_ABOUT}(punkt|pkt|kapittel|kapitel|kap|avsnitt|del|§|spørsmål|spm)?\.?\s*(?:nr\.?\s*)?(\d+(?:\.\d+)*)(?!\S*\d)"
    r"[.):]*\s*(.*)$",
    re.IGNORECASE | re.DOTALL,
)
_PREFIX = re.compile(rf"^{_ABOUT}", re.IGNORECASE)
_NUMBERED = re.compile(r"^(\d+(?:\.\d+)*)[.)]?\s+(\S.*)$")
_CLOSING = re.compile(r"(?:med\s+(?:venn?lig|vennleg|venleg|beste)\s+h[ei]ls|mvh\b|hilsen\b|helsing\b)", re.IGNORECASE)
_LETTER = re.compile(
    r"(?:hei\b|kjære\b|(?:vår|deres|dykkar|din)\s+(?:ref|dato)|saksnr|saksnummer|dato\b|saksbehandl|sakshandsam|"
    r"tlf\b|telefon|e-?post\b|org\.?\s?nr|postboks|side\s+\d+(?:\s+av\s+\d+)?$|\d{1,3}$|"
    r"(?:høy?rings|høyrings)(?:svar|uttal|fråsegn|innspill)\S*.{0,80}$)",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"(?:(?:noen|nokre|some) )?(?:generelt|generelle?|general|overordna|overordnede?|overordnet)"
    r"(?: (?:del|merknad(?:er|ar)?|kommentar(?:er|ar)?|innspill|synspunkt(?:er)?|syn|vurdering(?:er|ar)?|"
    r"remarks?|comments?|part|views))?"
)
"""What a letter calls that which is about no part by itself."""
_OTHER = re.compile(
    r"(?:andre|anna|annet|øvrige?|avslutt(?:ende|ande)|øvrig|diverse|ymse|other|further|closing|final|concluding)"
    r"(?: (?:generelle?|spørsmål|tema|forhold|tilhøve|merknad(?:er|ar)?|kommentar(?:er|ar)?|innspill?|innspel|"
    r"synspunkt(?:er)?|vurdering(?:er|ar)?|ord|remarks?|comments?|points?|words?|views))*"
    r"|oppsummering|oppsummert|konklusjon|avslutning|avslutting|til slutt|summary|conclusion"
)
"""What a letter calls that which comes after the parts it speaks of, though nothing marks it as a heading."""
_QUESTION = ("spørsmål", "spm")
_DEEPEST = 9


@dataclass(frozen=True)
class Placed:
    """A passage with where it is placed: the id of an item, OUT, SAME or UNDECIDED; `guess` is what was guessed."""

    passage: Passage
    place: str
    guess: str = ""


@dataclass(frozen=True)
class _Known:
    """What an answer can call the parts of a hearing."""

    numbers: Mapping[str, str]
    questions: Mapping[str, str]
    titles: Mapping[str, str]

    @classmethod
    def of(cls, hearing: Hearing) -> "_Known":
        """Return it; the sections count from 1 where none of them has a number of its own."""
        numbers, titles = {}, {}
        sections = [item for item in hearing.items if item.kind is ItemKind.STANCE]
        for item in hearing.items:
            for heading in _names(item.heading.plain, item.heading.forms):
                found = _NUMBERED.match(heading)
                if found and item.kind is ItemKind.STANCE:
                    numbers[found[1]] = item.id
                titles[_plain(found[2] if found else heading)] = item.id
        if not numbers:
            numbers = {str(count): item.id for count, item in enumerate(sections, start=1)}
        asked = {str(count): one.id for count, one in enumerate(hearing.asked, start=1)}
        return cls(numbers, asked, {title: name for title, name in titles.items() if len(title) >= SHORTEST_TITLE})


def guess_places(passages: Iterable[Passage], hearing: Hearing) -> tuple[Placed, ...]:
    """Return passages with a guess each.

    What stands below a heading that is not known goes with nothing above it, once the letter has spoken of a part.
    Such a heading is left out like the known ones: what is asked of a person is the first paragraph below it, so that
    to leave out a heading never leaves out what was said under it.
    """
    known, placed, read = _Known.of(hearing), list[Placed](), tuple(passages)
    current, begun, closed, fresh, depth = GENERAL, False, False, True, 0
    for passage, below in zip_longest(read, read[1:]):
        item, whole = _about(passage, known)
        if not item and depth and not closed and _is_other(passage, depth, known):
            item = UNDECIDED
        elif item:
            depth = passage.level or _DEEPEST
        if item:
            current, begun, closed, fresh = item, True, False, True
        closed = closed or bool(_CLOSING.match(passage.text))
        begun = begun or _is_prose(passage)
        heads = current == UNDECIDED and _only_heads(passage, below, begins=bool(item))
        if closed or whole or heads or not begun or (not item and _is_letter(passage)):
            place = OUT
        else:
            place, fresh = (current, False) if fresh else (SAME, False)
        fresh = fresh or place == OUT
        placed.append(Placed(passage, place, place))
    return tuple(placed)


def resolved(placed: Sequence[Placed]) -> tuple[str, ...]:
    """Return where each passage goes once SAME is followed; what follows nothing is left out."""
    places, last = list[str](), OUT
    for one in placed:
        last = last if one.place == SAME else one.place
        places.append(last)
    return tuple(places)


def texts_of(placed: Sequence[Placed]) -> dict[str, str]:
    """Return what is said to each item, its passages with an empty line between them; what is undecided is of none."""
    said: dict[str, list[str]] = {}
    for one, place in zip(placed, resolved(placed), strict=True):
        if place not in (OUT, UNDECIDED):
            said.setdefault(place, []).append(one.passage.text)
    return {item: "\n\n".join(parts) for item, parts in said.items()}


def undecided(placed: Sequence[Placed]) -> tuple[int, ...]:
    """Return the numbers, from 0, of the passages of which a person must still say where they belong."""
    return tuple(number for number, one in enumerate(placed) if one.place == UNDECIDED)


def _is_other(passage: Passage, depth: int, known: _Known) -> bool:
    """Tell whether a passage begins something else than the part above, whose heading has `depth`.

    A heading below that one is of the part, and so is a short line that only looks like a heading.
    """
    return 0 < passage.level <= depth or _is_called_other(passage.text, known)


def _only_heads(passage: Passage, below: Passage | None, *, begins: bool) -> bool:
    """Tell whether a passage is the heading of what stands `below` it, and says nothing itself.

    A paragraph that `begins` something may look like a heading only.
    """
    if below is None or 0 < below.level <= passage.level:
        return False
    text = passage.text.strip()
    short = len(text) < LONGEST_HEADING and not text.endswith((".", "!", "?"))
    return short and (passage.level > 0 or begins) and not text.partition(":")[2].strip()


def _is_called_other(text: str, known: _Known) -> bool:
    """Tell whether the words, or those before a colon, are what letters call the rest; a number is their own."""
    said = text.partition(":")[0].strip()
    numbered = _NUMBERED.match(said)
    title = _plain(numbered[2] if numbered else said)
    return title not in known.titles and _OTHER.fullmatch(title) is not None


def _about(passage: Passage, known: _Known) -> tuple[str, bool]:
    """Return the item that a passage says it is about, "" for none, and whether it says nothing else."""
    text = passage.text.strip()
    if general := _general(text, known):
        return general
    if _is_called_other(text, known):
        return "", False
    heading = passage.level > 0 or (len(text) < LONGEST_HEADING and not text.endswith((".", "!", "?")))
    if found := _MARKER.match(text):
        word, number, rest = (found[1] or "").lower(), found[2], found[3].strip()
        said = bool(word) or found.start(2) > 0 or passage.level > 0 or _plain(rest) in known.titles
        item = _by_number(known.questions if word in _QUESTION else known.numbers, number)
        if item and said:
            return item, heading and (not rest or passage.level > 0 or known.titles.get(_plain(rest)) == item)
    title = _plain(_PREFIX.sub("", text))
    if title in known.titles:
        return known.titles[title], True
    if heading and (near := next((t for t in known.titles if t in title and len(t) * 2 >= len(title)), "")):
        return known.titles[near], True
    return "", False


def _general(text: str, known: _Known) -> tuple[str, bool] | None:
    """Return the general remark, where a heading or the words before a colon say so; None where they do not.

    A number before them is the letter's own, and a part of the hearing that is called so goes first.
    """
    said, _colon, rest = text.partition(":")
    numbered = _NUMBERED.match(said.strip())
    title = _plain(numbered[2] if numbered else said)
    if title in known.titles or not _GENERAL.fullmatch(title):
        return None
    return GENERAL, not rest.strip()


def _by_number(numbers: Mapping[str, str], number: str) -> str:
    """Return the item with this number, or with the one that it stands below."""
    while number:
        if number in numbers:
            return numbers[number]
        number = number.rpartition(".")[0]
    return ""


def _is_prose(passage: Passage) -> bool:
    text = passage.text.rstrip()
    return not passage.level and (len(text) >= PROSE or (text.endswith((".", "!", "?", ":")) and " " in text))


def _is_letter(passage: Passage) -> bool:
    return len(passage.text) < LONGEST_HEADING and _LETTER.match(passage.text.strip()) is not None


def _names(plain: str, forms: Iterable[tuple[object, str]]) -> tuple[str, ...]:
    return tuple(filter(None, dict.fromkeys((plain, *(text for _language, text in forms)))))


def _plain(text: str) -> str:
    """Return a title as it is compared: without case, and without what stands around words."""
    letters = unicodedata.normalize("NFC", text).casefold()
    return " ".join(re.sub(r"[^\w\s]", " ", letters).split())
