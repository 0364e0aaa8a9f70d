"""Another wording that a body proposes for a piece of the draft."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Amendment:
    """A change that a body proposes to a section of the draft, in Markdown.

    `paragraph` is the id of the draft's paragraph that is changed or removed, or, where nothing is removed, the
    one that the added text follows; empty at the head of the section. `removed` is the draft's own text as the body
    saw it, `added` what the body puts in its place; one of the two may be empty, not both.
    """

    paragraph: str
    removed: str
    added: str

    def __post_init__(self) -> None:
        """Refuse a change that changes nothing."""
        if self.removed == self.added:
            raise ValueError("an amendment changes something")


def written_amendment(amendment: Amendment) -> dict[str, str]:
    """Return an amendment as a payload or a file holds it."""
    return asdict(amendment)


def read_amendment(row: Mapping[str, object]) -> Amendment:
    """Return the amendment that a payload holds; KeyError or ValueError where it is none."""
    return Amendment(str(row["paragraph"]), str(row["removed"]), str(row["added"]))
