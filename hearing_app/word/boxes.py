"""Boxes that were ticked, in Word or by hand. More than one, or what is no tick, is told and never guessed at."""

from collections.abc import Mapping, Sequence

from hearing_app.word.form import Field, Form
from hearing_app.word.tables import Cell

TICKS = frozenset("☒☑✓✔✗✘✅xX×")
EMPTY = frozenset("☐□◻[]()_.-–  \t\n\u200b\ufeff\ufe0f")


class Ticks:
    """Gathers the boxes of every choice."""

    def __init__(self, fields: Mapping[str, Field], forms: Sequence[Form]) -> None:
        """Take the choices as they are asked, and the form in every language, for the words beside the boxes."""
        self._fields = fields
        self._values: dict[str, dict[str, set[str]]] = {}
        for form in forms:
            for field in form.fields.values():
                for option in field.options:
                    known = self._values.setdefault(field.name, {})
                    known.setdefault(" ".join(option.label.split()), set()).add(option.value)
        self._ticked: dict[str, dict[str, str | None]] = {}
        self._odd: dict[str, list[str]] = {}

    def begin(self, name: str) -> None:
        """Meet the head of a choice."""
        self._ticked.setdefault(name, {})

    def add(self, name: str, value: str | None, label: str, box: Cell) -> None:
        """Take a box.

        Args:
            value: the option that the box itself names; None where only the words beside it tell.
        """
        self.begin(name)
        state = _ticked(box)
        if state is None:
            self._odd.setdefault(name, []).append(f"{' '.join(box.text.split())} {label}".strip())
        elif state:
            named = {value} if value is not None else self._values.get(name, {}).get(label, set())
            self._ticked[name][label] = next(iter(named)) if len(named) == 1 else None

    def values(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return what was chosen, and what stands at the choices that cannot be read for certain."""
        sure: dict[str, str] = {}
        unclear: dict[str, str] = {}
        for name, ticked in self._ticked.items():
            found = set(ticked.values())
            (value,) = found if len(found) == 1 else ("",)
            if name in self._odd or len(found) > 1 or value is None or not self._is_offered(name, value):
                unclear[name] = "\n".join([*ticked, *self._odd.get(name, ())])
            else:
                sure[name] = value
        return sure, unclear

    def _is_offered(self, name: str, value: str) -> bool:
        field = self._fields.get(name)
        return field is None or not value or value in {option.value for option in field.options}


def _ticked(box: Cell) -> bool | None:
    """Tell whether a box is ticked; None where that cannot be said, as where its sign and its control disagree."""
    signs = [sign for sign in box.text if sign not in EMPTY]
    if any(sign not in TICKS for sign in signs):
        return None
    if box.checked and not signs:
        return None
    return bool(signs)
