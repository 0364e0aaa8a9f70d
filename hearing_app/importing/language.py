"""Bokmål or nynorsk: counted by small words that only one of them has."""

import re

from hearing_app.domain.vocabulary import Language

_NN = frozenset(
    "ikkje eit frå vere vera kva korleis kvar kven noko nokre berre vart eg mykje gjere gjera sjølv medan dykk desse "  # noqa: SIM905 - reads as one list
    "dei kommunane høyring vedtek tilråding handsaming seinare fleire hjå utan såleis ynskjer ønskjer".split()
)
_NB = frozenset(
    "ikke et fra være hva hvordan hvor hvem noe noen bare ble jeg mye gjøre selv mens deres disse de kommunene "  # noqa: SIM905 - reads as one list
    "høring vedtar innstilling behandling senere flere hos uten således ønsker".split()
)


def written_language(text: str) -> Language:
    """Return nynorsk where its words are more than those of bokmål; otherwise, and in doubt, bokmål."""
    words = re.findall(r"\w+", text.lower())
    nynorsk = sum(word in _NN for word in words)
    return Language.NN if nynorsk > sum(word in _NB for word in words) else Language.NB
