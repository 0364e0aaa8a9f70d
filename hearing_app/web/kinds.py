"""The kinds of item a form can ask for. A kind owns its fields, its checks, its drawing and the way to an answer.

A new kind is one class here, one template, and one line in `KINDS`; a test says what is missing.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from wtforms import Field, Form, TextAreaField, ValidationError

from hearing_app.domain.amendment import apply
from hearing_app.domain.hearing import Item
from hearing_app.domain.submission import Answer
from hearing_app.domain.vocabulary import ItemKind, Stance
from hearing_app.text import Words
from hearing_app.web.checks import LONGEST_TEXT, Check, at_most, clean_text, filled_in
from hearing_app.web.radio import radio_field
from hearing_app.web.wordings import WordingField, proposed_in, stored

Fields = dict[str, Any]
"""Unbound WTForms fields by name."""
Checks = dict[str, Sequence[Check]]
"""What is asked only of an answer that is to be sent, by field name."""


TEXT, STANCE, CHOICE, WORDING = "text_", "stance_", "choice_", "wording_"
"""What the names of an item's fields begin with; no item id holds an underscore."""
EARLIER = "earlier_"


def text_name(item_id: str) -> str:
    """Return the name of the field for what is written."""
    return f"{TEXT}{item_id}"


def stance_name(item_id: str) -> str:
    """Return the name of the field for the stance."""
    return f"{STANCE}{item_id}"


def choice_name(item_id: str) -> str:
    """Return the name of the field for the alternative that is chosen."""
    return f"{CHOICE}{item_id}"


def wording_name(item_id: str) -> str:
    """Return the name of the field for another wording of a section."""
    return f"{WORDING}{item_id}"


def earlier_name(item_id: str) -> str:
    """Return the name that a draft keeps proposals under whose text the section no longer has; no form shows it."""
    return f"{EARLIER}{item_id}"


def names_of(item_id: str) -> frozenset[str]:
    """Return every name that a field of an item can have, whatever its kind is now or was before."""
    names = (text_name, stance_name, choice_name, wording_name, earlier_name)
    return frozenset(name(item_id) for name in names)


class Kind(ABC):
    """One kind of item."""

    template: ClassVar[str]
    """Draws the fields; gets `item`, `form`, `words`, and `theirs`, a colleague's text by field name."""

    @abstractmethod
    def fields(self, item: Item, words: Words) -> Fields:
        """Return the fields of `item`, with the checks that hold for a draft as well."""

    @abstractmethod
    def sending_checks(self, item: Item, words: Words) -> Checks:
        """Return what is asked when the answer is to be sent."""

    @abstractmethod
    def answer(self, item: Item, typed: Mapping[str, str]) -> Answer:
        """Return the answer that was typed."""

    @abstractmethod
    def typed(self, item: Item, answer: Answer) -> dict[str, str]:
        """Return an answer as it stands in the fields: the inverse of `answer`."""


class TextKind(Kind):
    """An open question, answered with text."""

    template = "answer/kinds/text.html"

    def fields(self, item: Item, words: Words) -> Fields:
        """Return one field for the text."""
        return {text_name(item.id): _text_field(words.gettext("Your answer"), words)}

    def sending_checks(self, item: Item, words: Words) -> Checks:
        """Ask for a text where the item is required."""
        if not item.required:
            return {}
        return {text_name(item.id): (filled_in(words.gettext("Answer this question before you send.")),)}

    def answer(self, item: Item, typed: Mapping[str, str]) -> Answer:
        """Return the text."""
        return Answer(item.id, text=typed.get(text_name(item.id), ""))

    def typed(self, item: Item, answer: Answer) -> dict[str, str]:
        """Return the text under its field."""
        return {text_name(item.id): answer.text}


class StanceKind(Kind):
    """A section of the draft: a stance, a remark, and another wording of it."""

    template = "answer/kinds/stance.html"

    def fields(self, item: Item, words: Words) -> Fields:
        """Return a choice among the stances, none as the last, a field for the remark and one for the wording."""
        _ = words.gettext
        choices = [*((stance.value, words.term(stance)) for stance in Stance), ("", _("No stance"))]
        return {
            stance_name(item.id): radio_field(_("Your stance"), choices, _known_stance),
            text_name(item.id): _text_field(_("Remark"), words),
            wording_name(item.id): WordingField(_("Another wording"), original=item.original, words=words),
        }

    def sending_checks(self, item: Item, words: Words) -> Checks:
        """Ask whoever supports with remarks for a remark or a wording, and for a stance where the item is required."""
        _ = words.gettext
        checks: Checks = {text_name(item.id): (_remark_given(item, words),)}
        if item.required:
            checks[stance_name(item.id)] = (filled_in(_("Choose a stance before you send.")),)
        return checks

    def answer(self, item: Item, typed: Mapping[str, str]) -> Answer:
        """Return stance, remark and amendments; what was proposed of a text that has gone is not sent."""
        stance = typed.get(stance_name(item.id), "")
        proposed = proposed_in(typed.get(wording_name(item.id), ""), item.original)
        return Answer(
            item.id,
            Stance(stance) if stance else None,
            typed.get(text_name(item.id), ""),
            amendments=apply(item.original, proposed).fresh,
        )

    def typed(self, item: Item, answer: Answer) -> dict[str, str]:
        """Return stance, remark and amendments under their fields."""
        stance = answer.stance.value if answer.stance else ""
        return {
            stance_name(item.id): stance,
            text_name(item.id): answer.text,
            wording_name(item.id): stored(answer.amendments),
        }


class ChoiceKind(Kind):
    """Alternatives: a choice of one of them, and a remark."""

    template = "answer/kinds/choice.html"

    def fields(self, item: Item, words: Words) -> Fields:
        """Return a choice among the alternatives, none as the last, and a field for the remark."""
        _ = words.gettext
        choices = [*((option.id, words.local(option.name)) for option in item.options), ("", _("None chosen"))]
        return {
            choice_name(item.id): radio_field(_("Your choice"), choices, _offered(item)),
            text_name(item.id): _text_field(_("Remark"), words),
        }

    def sending_checks(self, item: Item, words: Words) -> Checks:
        """Ask for a choice where the item is required."""
        if not item.required:
            return {}
        return {choice_name(item.id): (filled_in(words.gettext("Choose one of the alternatives before you send.")),)}

    def answer(self, item: Item, typed: Mapping[str, str]) -> Answer:
        """Return choice and remark."""
        return Answer(item.id, text=typed.get(text_name(item.id), ""), choice=typed.get(choice_name(item.id), ""))

    def typed(self, item: Item, answer: Answer) -> dict[str, str]:
        """Return choice and remark under their fields."""
        return {choice_name(item.id): answer.choice, text_name(item.id): answer.text}


KINDS: Mapping[ItemKind, Kind] = {
    ItemKind.STANCE: StanceKind(),
    ItemKind.CHOICE: ChoiceKind(),
    ItemKind.TEXT: TextKind(),
}


def _text_field(label: str, words: Words) -> TextAreaField:
    return TextAreaField(label, validators=[at_most(LONGEST_TEXT, words)], filters=[clean_text])


def _known_stance(value: str | None) -> str:
    """Only what the form offers can come back from it; anything else was not chosen by a person."""
    return value if value in set(Stance) else ""


def _offered(item: Item) -> Callable[[str | None], str]:
    return lambda value: value if value and item.option(value) else ""


def _remark_given(item: Item, words: Words) -> Check:
    def check(form: Form, field: Field) -> None:
        stance = form[stance_name(item.id)].data
        wording = form[wording_name(item.id)]
        said = (field.data or "").strip() or (isinstance(wording, WordingField) and wording.amendments)
        if stance == Stance.SUPPORTS_WITH_REMARKS and not said:
            raise ValidationError(words.gettext("Write the remark, propose another wording, or choose another stance."))

    return check
