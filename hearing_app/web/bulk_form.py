"""The form of a bulk edit: what is typed, what is wrong with it, and the task that it is."""

from dataclasses import dataclass, field
from datetime import date, datetime

from flask import request

from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.phrase import appended, strange_places
from hearing_app.domain.vocabulary import Conclusion, Language, ReviewState
from hearing_app.storage import phrases
from hearing_app.text import Words
from hearing_app.treating.bulk import Task, TextMode
from hearing_app.typed_days import parse_day
from hearing_app.web.checks import LONGEST_TEXT, clean_line, clean_text
from hearing_app.web.current import db, now
from hearing_app.web.point_filter import row_ids

LONGEST_THEME = 80
REVIEWS = (ReviewState.TO_REVIEW, ReviewState.APPROVED)


@dataclass(frozen=True)
class BulkTyped:
    """A bulk edit as it was typed. `used` is the number of the standard phrase that is in the text."""

    conclusion: str = ""
    mode: str = TextMode.APPEND
    text: str = ""
    used: str = ""
    assignee: str = ""
    due: str = ""
    add_theme: str = ""
    remove_theme: str = ""
    review: str = ""
    concluded: bool = False
    mistakes: dict[str, str] = field(default_factory=dict)

    @property
    def task(self) -> Task:
        """What is to be done."""
        return Task(
            conclusion=Conclusion(self.conclusion) if self.conclusion in set(Conclusion) else None,
            mode=TextMode(self.mode) if self.text.strip() and self.mode in set(TextMode) else TextMode.KEEP,
            text=self.text,
            phrase=next(iter(row_ids([self.used])), None),
            assignee=self.assignee,
            due=parse_day(self.due) if self.due else None,
            add_theme=self.add_theme,
            remove_theme=self.remove_theme,
            review=ReviewState(self.review) if self.review in REVIEWS else None,
            concluded=self.concluded,
        )


EMPTY = BulkTyped()


def read_bulk(words: Words, language: Language) -> BulkTyped:
    """Return what was typed, a chosen phrase put behind the text, with what is wrong by field.

    Args:
        language: the hearing's, in which the phrase is taken.
    """
    form, text, used = request.form, clean_text(request.form.get("text")), request.form.get("used", "")
    stored = phrases.get(db(), form.get("phrase", -1, type=int))
    if stored is not None:
        text, used = appended(text, stored.phrase.text(language)), str(stored.id)
    lines = {name: clean_line(form.get(name)) for name in ("assignee", "due", "add_theme", "remove_theme")}
    usual = (stored.phrase.conclusion or "") if stored else ""
    typed = BulkTyped(
        conclusion=form.get("conclusion", "") or usual,
        mode=form.get("mode", TextMode.APPEND),
        text=text,
        used=used,
        assignee=lines["assignee"],
        due=lines["due"],
        add_theme=lines["add_theme"],
        remove_theme=lines["remove_theme"],
        review=form.get("review", ""),
        concluded=bool(form.get("concluded")),
    )
    typed.mistakes.update(_mistakes(typed, words))
    return typed


def day_refused(typed: str, at: datetime, words: Words, *, stands: date | None = None) -> str:
    """Return why something cannot be asked for by the end of a day, empty where it can.

    Args:
        typed: the day as it was typed; empty for none.
        at: the moment it is asked.
        stands: the day that holds already, which may have passed.
    """
    _, day = words.gettext, parse_day(typed)
    if typed and day is None:
        return _("Write a date like 31.5.2026.")
    if day is not None and day < oslo_day(at) and day != stands:
        return _("{day} has passed. Choose today or a later day.", day=day)
    return ""


def _mistakes(typed: BulkTyped, words: Words) -> dict[str, str]:
    _, found = words.gettext, {}
    if late := day_refused(typed.due, now(), words):
        found["due"] = late
    elif typed.due and not typed.assignee:
        found["assignee"] = _("Choose who is to do it as well.")
    if len(typed.text) > LONGEST_TEXT:
        found["text"] = _("At most {number} characters.", number=LONGEST_TEXT)
    if strange := strange_places(typed.text):
        found["text"] = _("{places} is not filled in by the program.", places=words.listed(list(strange)))
    if len(typed.add_theme) > LONGEST_THEME:
        found["add_theme"] = _("At most {number} characters.", number=LONGEST_THEME)
    if typed.task.empty and not found:
        found["conclusion"] = _("Choose what is to be done to the points.")
    return found
