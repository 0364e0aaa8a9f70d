"""Lists of names that are too long to be read in a sentence: the first of them, and how many more there are."""

from dataclasses import dataclass, replace

from hearing_app.domain.message import Message
from hearing_app.text.words import Words

MOST = 8
"""Names that a sentence holds; whoever has to look at more of them gets a list."""


@dataclass(frozen=True)
class Told:
    """A sentence with the first names, and all of them where that is not everybody."""

    sentence: str
    everybody: tuple[str, ...] = ()


def told_shortly(message: Message, words: Words) -> Told:
    """Return a message as it is said where a list in it is cut: «Lom, Vågå og 37 til»."""
    lists = {name: value for name, value in message.values.items() if isinstance(value, tuple) and len(value) > MOST}
    if not lists:
        return Told(words.say(message))
    short = {name: tuple(first_of(value, words)) for name, value in lists.items()}
    everybody = tuple(str(words.value(one)) for value in lists.values() for one in value)
    return Told(words.say(replace(message, values={**message.values, **short})), everybody)


def first_of(names: tuple[object, ...] | list[object], words: Words) -> list[object]:
    """Return the first names, and how many more there are; all of them where they are few."""
    if len(names) <= MOST:
        return list(names)
    left = len(names) - MOST
    return [*names[:MOST], words.ngettext("{number} more", "{number} more", left)]
