"""All that was said to one item of a hearing, body by body."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hearing_app.domain.assessment import Point
from hearing_app.domain.guest import is_guest
from hearing_app.domain.hearing import Hearing, Item
from hearing_app.domain.progress import Head
from hearing_app.domain.submission import Answer
from hearing_app.domain.summary import ChoiceCount, OptionCount, StanceCount
from hearing_app.domain.vocabulary import ItemKind, Stance
from hearing_app.storage import Database, answers, tallies

NO_STANCE = "ingen"
"""What a filter calls that a body has taken no stance, or has chosen no alternative."""


@dataclass(frozen=True)
class Said:
    """What one body has said to an item; the answer is empty where it has said nothing to this one."""

    head: Head
    answer: Answer

    @property
    def body(self) -> str:
        """The body's id."""
        return self.head.body

    @property
    def position(self) -> str:
        """The stance or the alternative, as a filter calls it."""
        return (self.answer.stance.value if self.answer.stance else self.answer.choice) or NO_STANCE

    @property
    def remarks(self) -> bool:
        """Whether there is anything to read besides a stance or a choice."""
        return bool(self.answer.text.strip() or self.answer.amendments)


def said_on(db: Database, hearing: Hearing, item: Item) -> tuple[Said, ...]:
    """Return what every body that has answered says to an item, in the version that counts; guests are among them."""
    heads = tallies.latest_heads(db, hearing.id)
    found = answers.to_item(db, [head.reference for head in heads.values()], item.id)
    return tuple(Said(head, found.get(head.reference, Answer(item.id))) for head in heads.values())


def kept(said: Iterable[Said], position: str, *, only_remarks: bool) -> tuple[Said, ...]:
    """Return those who stand as `position` says (a stance, an alternative, NO_STANCE or nothing), and who remark."""
    return tuple(one for one in said if position in ("", one.position) and (one.remarks or not only_remarks))


def counted(item: Item, said: Iterable[Said]) -> StanceCount | ChoiceCount | None:
    """Return how the bodies stand to an item; those who were not invited are in no figure. None for a question."""
    numbers = Counter(one.position for one in said if not is_guest(one.body))
    silent = numbers.pop(NO_STANCE, 0)
    if item.kind is ItemKind.STANCE:
        stances = {stance.value: numbers[stance.value] for stance in Stance}
        return StanceCount(section=item.id, silent=silent, **stances)
    if item.kind is ItemKind.CHOICE:
        ids = dict.fromkeys([*(option.id for option in item.options), *sorted(numbers)])
        return ChoiceCount(item.id, tuple(OptionCount(option, numbers[option]) for option in ids), silent)
    return None


def by_reference(points: Iterable[Point]) -> Mapping[str, tuple[Point, ...]]:
    """Return points by the submission that they are of."""
    found: dict[str, tuple[Point, ...]] = {}
    for point in points:
        found[point.submission] = (*found.get(point.submission, ()), point)
    return found
