"""What a form was opened with: what its draft held, and which text of each section its wordings began with.

Both stand in one hidden field, hashed (`merging.base_of`). So a section's text that nobody has touched is never taken
for a proposal, also where the secretariat has edited the section while the form was open.
"""

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict
from wtforms import Form

from hearing_app.domain.hearing import Hearing
from hearing_app.text import Words
from hearing_app.web import forms
from hearing_app.web.kinds import WORDING
from hearing_app.web.merging import ORIGINAL, base_of, is_of, read_base, untouched
from hearing_app.web.wordings import WordingField

BACK = "own-wording-"
"""What the button's action begins with that puts a section's own text back; the section's id follows."""


def opened_with(hearing: Hearing, fields: Mapping[str, str]) -> str:
    """Return what a form carries: the fields of its draft, and the sections' texts as they are."""
    originals = {f"{ORIGINAL}{item.id}": item.original.markdown for item in hearing.items}
    return base_of({**fields, **originals})


def saved_over(base: str, fields: Mapping[str, str]) -> str:
    """Return what a form that stays open carries after a saving: its texts still began with what they began with."""
    began = [f"{name}:{mark}" for name, mark in read_base(base).items() if name.startswith(ORIGINAL)]
    return " ".join([base_of(fields), *began]).strip()


def shown_again(base: str, hearing: Hearing) -> str:
    """Return what a form carries that was refused: it builds on what it did, beside the sections' texts as they are."""
    fields = [f"{name}:{mark}" for name, mark in read_base(base).items() if not name.startswith(ORIGINAL)]
    return " ".join([*fields, opened_with(hearing, {})])


def bound(hearing: Hearing, words: Words, posted: MultiDict[str, str]) -> Form:
    """Return the form with what was posted; a section's text that is as the form showed it is no proposal."""
    base = read_base(posted.get("base_fields", ""))
    touched = MultiDict(posted)
    back = posted.get("action", "").removeprefix(BACK) if posted.get("action", "").startswith(BACK) else None
    for name in [*untouched(posted), *([] if back is None else [f"{WORDING}{back}"])]:
        touched.poplist(name)
    filled = forms.build_form(hearing, words)(touched)
    for name, field in filled._fields.items():
        began = base.get(f"{ORIGINAL}{name.removeprefix(WORDING)}")
        if isinstance(field, WordingField) and field.written is not None and began is not None:
            field.outdated = not is_of(field.original.markdown, began)
    return filled
