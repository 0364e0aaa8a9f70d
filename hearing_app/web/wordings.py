"""The field in which a body proposes another wording of a section, from the section's own text to a draft's field.

A person writes in the whole text. What is kept is what was changed, as the draft's text was then: a field that nobody
has touched holds nothing, and a section that the secretariat edits afterwards becomes nobody's proposal.
"""

import json
from collections.abc import Sequence
from typing import Any

from wtforms import TextAreaField, ValidationError
from wtforms.form import BaseForm

from hearing_app.domain.amendment import (
    NO_ORIGINAL,
    Amendment,
    Applied,
    Original,
    amendments,
    apply,
    read_amendment,
    written_amendment,
)
from hearing_app.mailing.amendment_lines import amendment_lines
from hearing_app.text import Words
from hearing_app.web.checks import LONGEST_TEXT, clean_text, counted

LINE = 60
"""About how many characters of the text stand on a line of the field."""
FEWEST_ROWS, MOST_ROWS = 5, 22


def stored(proposed: Sequence[Amendment]) -> str:
    """Return amendments as a draft's field keeps them; nothing of none."""
    return json.dumps([written_amendment(a) for a in proposed], ensure_ascii=False) if proposed else ""


def proposed_in(value: str, original: Original) -> tuple[Amendment, ...]:
    """Return the amendments that a draft's field keeps. What is a text instead is a proposed wording of `original`."""
    if not value:
        return ()
    found = read(value)
    return amendments(original, clean_text(value)) if found is None else found


def read(value: str) -> tuple[Amendment, ...] | None:
    """Return the amendments that `stored` has written, or None where the value is something else."""
    try:
        rows = json.loads(value)
        return tuple(read_amendment(row) for row in rows) if isinstance(rows, list) else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


class WordingField(TextAreaField):
    """A section's text to write in. `data` is what is kept of it (`stored`), `wording` what stands in the field.

    `outdated` tells that the text was begun with another wording of the section than the one that stands there now:
    to compare the two would make the secretariat's changes the body's.
    """

    def __init__(self, label: str, original: Original = NO_ORIGINAL, *, words: Words, **kwargs: Any) -> None:
        """Take the section's own text."""
        super().__init__(label, **kwargs)
        self.original = original
        self.words = words
        self.written: str | None = None
        self.outdated = False

    def process_data(self, value: Any) -> None:
        """Take what a draft keeps."""
        self.data = stored(proposed_in(value, self.original)) if isinstance(value, str) else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what a form sends: the whole text."""
        if valuelist:
            self.written = clean_text(valuelist[0])
            self.data = "" if self._is_too_long() else stored(amendments(self.original, self.written))

    @property
    def wording(self) -> str:
        """The whole text, as it was typed or as the amendments make it."""
        return self._applied(self.data).text if self.written is None else self.written

    @property
    def amendments(self) -> tuple[Amendment, ...]:
        """What is proposed of the section's text as it is."""
        return self._applied(self.data).fresh

    @property
    def is_own(self) -> bool:
        """Whether the draft's own text stands in the field, as it is."""
        return self.wording == self.original.markdown

    @property
    def rows(self) -> int:
        """Lines to show it in."""
        lines = sum(1 + len(line) // LINE for line in self.wording.split("\n"))
        return min(MOST_ROWS, max(FEWEST_ROWS, lines + 1))

    def stale(self, value: str) -> str:
        """Return what of a draft's field is proposed of a text that the section does not have any more."""
        return stored(self._applied(value).stale)

    def in_words(self, value: str) -> str:
        """Return what a draft's field comes to: the whole text, and what was proposed of another one."""
        if read(value) is None:
            return value
        applied = self._applied(value)
        text = applied.text if applied.text.strip() else self.words.gettext("(The section is to be taken out.)")
        return f"{text}\n\n{amendment_lines(applied.stale, self.words)}" if applied.stale else text

    def pre_validate(self, _form: BaseForm) -> None:
        """Refuse a text that is too long, and one whose section has been changed meanwhile."""
        _ = self.words.gettext
        if self._is_too_long():
            raise ValidationError(
                _(
                    "The text has {length} characters, and there is room for {limit}. Shorten it, or agree with the "
                    "secretariat on another way.",
                    length=counted(len(self.written or ""), self.words),
                    limit=counted(self._limit, self.words),
                )
            )
        if self.outdated:
            raise ValidationError(
                _(
                    "The secretariat has changed this section since you opened the form. Compare your wording with "
                    "the section's text as it is now, and save again."
                )
            )

    @property
    def _limit(self) -> int:
        """A body may add as much as to any other field, however long the section is."""
        return LONGEST_TEXT + len(self.original.markdown)

    def _is_too_long(self) -> bool:
        return len(self.written or "") > self._limit

    def _applied(self, value: str | None) -> Applied:
        return apply(self.original, proposed_in(value or "", self.original))
