"""A sentence that is put into words only where a reader's language is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Message:
    """An English sentence with `{names}` and the values to put in.

    `hearing_app.text` translates the sentence and formats the values; dates become the reader's own.
    """

    sentence: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    def __str__(self) -> str:
        """The sentence in English, for logs and tracebacks."""
        return self.sentence.format(**{k: str(v) for k, v in self.values.items()})


def N_(sentence: str, **values: object) -> Message:  # noqa: N802 - gettext's own name for "mark, do not translate"
    """Mark `sentence` for the catalogues and keep its values beside it."""
    return Message(sentence, MappingProxyType(dict(values)))
