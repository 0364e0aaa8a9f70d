"""Radio buttons. The published types of WTForms describe an older version, so its choices are met here alone."""

from collections.abc import Callable, Iterable
from typing import Any

from wtforms import Field, RadioField
from wtforms.fields import choices as wtforms_choices


def radio_field(label: str, choices: Iterable[tuple[str, str]], keep: Callable[[str | None], str]) -> RadioField:
    """Return an unbound field with one button per (value, label).

    Args:
        keep: returns a value that the buttons offer, or "" for anything else.
    """
    options: Any = [wtforms_choices.SelectChoice(value, name) for value, name in choices]  # type: ignore[attr-defined]  # newer than the types
    return RadioField(label, choices=options, filters=[keep], default="", validate_choice=False)


def label_of(field: RadioField, value: str) -> str:
    """Return what stands beside the button with this value, "" where there is none."""
    options: Iterable[Any] = field.iter_choices()
    return next((str(option.label) for option in options if option.value == value), "")


def choices_of(field: RadioField) -> tuple[tuple[str, str], ...]:
    """Return the value and label of each button."""
    options: Iterable[Any] = field.iter_choices()
    return tuple((option.value, str(option.label)) for option in options)


def first_button(field: Field) -> str:
    """Return the id that a link to the field goes to: of a group, its first button's."""
    return f"{field.id}-0" if isinstance(field, RadioField) else str(field.id)
