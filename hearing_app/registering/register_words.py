"""What people write in the cells of a file of answers, and what it means: the three languages, and how it is said."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Option
from hearing_app.domain.vocabulary import BodyKind, Channel, Language, SenderKind, Stance, Standing
from hearing_app.inviting.new_bodies import bare_name
from hearing_app.text import words_for

YES_WORDS = frozenset({"ja", "yes", "x", "1", "true", "sann"})
"""A cell that a spreadsheet has made a truth of counts as well."""
NO_WORDS = frozenset({"nei", "no", "0", "false", "usann"})
ALSO: Mapping[StrEnum, tuple[str, ...]] = {
    Channel.EMAIL: ("e-post", "epost", "e-mail", "mail", "på mail", "via e-post", "per e-post"),
    Channel.PAPER: ("papir", "brev", "i brev", "per brev", "post", "i posten", "per post", "letter", "by post"),
    Channel.OTHER_WAY: ("annet", "anna", "annen måte", "anna måte", "på anna vis", "anna vis", "other"),
    Standing.ADMINISTRATIVE: (
        *("administrasjon", "administrativt", "administrasjonen i kommunen", "administration"),
        *("kommunedirektør", "kommunedirektøren", "rådmann", "rådmannen"),
    ),
    Standing.COMMITTEE: (
        *("formannskap", "formannskapet", "utvalg", "utvalget", "annet utvalg", "utval", "utvalet", "anna utval"),
        *("hovedutvalg", "hovedutvalget", "hovudutval", "hovudutvalet", "executive committee"),
    ),
    Standing.COUNCIL: (
        *("kommunestyre", "bystyre", "bystyret", "herredsstyre", "herredsstyret", "heradsstyre", "heradsstyret"),
        *("fylkesting", "fylkestinget", "council"),
    ),
    Standing.PRELIMINARY: ("foreløpig", "førebels", "foreløpig svar", "førebels svar", "skal bekreftes"),
    Stance.SUPPORTS_WITH_REMARKS: ("støtter med merknader", "støttar med merknader", "støttar med merknadar"),
    SenderKind.ORGANISATION: (
        "forening",
        "foreining",
        "lag",
        "lag og foreninger",
        "lag eller forening",
        "organization",
    ),
    SenderKind.BUSINESS: ("firma", "næringsliv", "verksemd", "company"),
    SenderKind.PRIVATE: ("privat", "privat person", "innbygger", "innbyggjar"),
}
"""How else something is said than the forms do; case and what stands between words do not count."""


def name_key(text: str) -> str:
    """Return a name as names are compared: whatever the case, and with one space between words."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def word_key(text: str) -> str:
    """Return words as they are compared: by their letters and digits alone, whatever the case."""
    letters = unicodedata.normalize("NFC", text).casefold()
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())


@cache
def understood(words: type[StrEnum]) -> Mapping[str, str]:
    """Return what each way of saying one of `words` is stored as."""
    return MappingProxyType({word_key(one): word.value for word in words for one in _said(word)})


def _said(word: StrEnum) -> tuple[str, ...]:
    return word.value, *(words_for(language).term(word) for language in Language), *ALSO.get(word, ())


def to_write(words: type[StrEnum]) -> tuple[str, ...]:
    """Return the words to write, one of each, in Norwegian like the titles of the columns.

    Nobody who was invited answers on their own behalf, and the others need no such word.
    """
    return tuple(words_for(Language.NB).term(word) for word in words if word is not Standing.OWN)


def options_of(options: Iterable[Option]) -> dict[str, str]:
    """Return which alternative can be called what; two of them may differ by a sign alone."""
    return {
        name_key(name): option.id
        for option in options
        for name in (option.id, *(option.name.text(language) for language in Language))
        if name
    }


def quoted(words: Sequence[str]) -> str:
    """Return words as a list in which a word may have a comma of its own."""
    return "; ".join(f"«{word}»" for word in words)


@dataclass(frozen=True)
class Names:
    """What bodies can be called: by id, name or number, and a municipality with or without that word."""

    alone: Mapping[str, str]
    """Which body a name is; what could be two of them is none, and a whole name goes before a shortened one."""
    every: Mapping[str, frozenset[str]]
    """All the bodies that bear a name."""

    def one(self, name: str) -> str:
        """Return the id of the body that is meant, "" where it is none or could be several."""
        return self.alone.get(name_key(name), "")

    def bears(self, body: str, name: str) -> bool:
        """Tell whether a body can be called so, whoever else can."""
        return body in self.every.get(name_key(name), ())

    def is_shared(self, name: str) -> bool:
        """Tell whether a name alone does not say which of several bodies is meant."""
        return not self.one(name) and name_key(name) in self.every


def names_of(bodies: Sequence[Body]) -> Names:
    """Return what each body can be called."""
    alone: dict[str, str] = {}
    every: dict[str, frozenset[str]] = {}
    for names in (_short_names, _whole_names):
        claimed: dict[str, set[str]] = {}
        for body in bodies:
            for name in filter(None, names(body)):
                claimed.setdefault(name_key(name), set()).add(body.id)
        alone |= {name: next(iter(ids)) for name, ids in claimed.items() if len(ids) == 1}
        every |= {name: every.get(name, frozenset()) | ids for name, ids in claimed.items()}
    return Names(alone, every)


def _whole_names(body: Body) -> tuple[str, ...]:
    return body.id, body.name.plain, *(text for _language, text in body.name.forms), body.organisation_number


def _short_names(body: Body) -> tuple[str, ...]:
    """Return the name with and without its kind, and numbers as people write them or a spreadsheet leaves them."""
    bare = [bare_name(name) for name in (body.name.plain, *(text for _language, text in body.name.forms)) if name]
    longer = [f"{name} kommune" for name in bare] if body.kind is BodyKind.MUNICIPALITY else []
    digits = body.organisation_number
    return (*bare, *longer, body.number, body.number.lstrip("0"), f"{digits[:3]} {digits[3:6]} {digits[6:]}".strip())
