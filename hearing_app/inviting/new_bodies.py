"""Bodies that a file of contacts names and council.yml does not have: what somebody adds there by hand.

People own council.yml, so nothing is written into it; they get the lines to paste.
"""

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from hearing_app.domain.vocabulary import BodyKind

ENDINGS = {
    " fylkeskommune": BodyKind.COUNTY,
    " kommune": BodyKind.MUNICIPALITY,
}
"""What the name of a body ends with, by its kind."""
LONGEST_ID = 60
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t"})


@dataclass(frozen=True)
class NewBody:
    """A body as a row of a file tells of it; only name and e-mail are sure to be there."""

    name: str
    email: str
    id: str = ""
    number: str = ""
    organisation_number: str = ""


def as_yaml(new: Iterable[NewBody], taken: Iterable[str]) -> str:
    """Return the lines to put under `bodies:` in council.yml.

    Args:
        new: the bodies.
        taken: ids that other bodies have.
    """
    ids = set(taken)
    lines: list[str] = []
    for body in new:
        body_id = _free(_slug(body.id) or _slug(bare_name(body.name)) or "instans", ids)
        ids.add(body_id)
        rows = {
            "name": _quoted(body.name),
            "kind": _kind(body).value,
            "number": _quoted(body.number) if body.number else "",
            "organisation_number": _quoted(body.organisation_number) if body.organisation_number else "",
            "email": _quoted(body.email),
        }
        lines += [f"  - id: {body_id}", *(f"    {key}: {value}" for key, value in rows.items() if value)]
    return "\n".join(lines)


def _kind(body: NewBody) -> BodyKind:
    """Return what the name says that it is; somebody who pastes the lines sees it and corrects it."""
    name = body.name.casefold()
    if body.number:
        return BodyKind.MUNICIPALITY
    if name.startswith("regionråd"):
        return BodyKind.REGIONAL_COUNCIL
    return next((kind for ending, kind in ENDINGS.items() if name.endswith(ending)), BodyKind.ORGANISATION)


def bare_name(name: str) -> str:
    """Return a name without the word for its kind: of «Vik kommune», `vik`."""
    return unicodedata.normalize("NFC", name).casefold().removesuffix(" kommune")


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return "-".join(words)[:LONGEST_ID].strip("-")


def _free(wanted: str, taken: set[str]) -> str:
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found


def _quoted(text: str) -> str:
    """Return text as YAML reads it whatever is in it: JSON's strings are YAML's, but for signs that do not show."""
    shown = json.dumps(text, ensure_ascii=False)
    return "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in shown)
