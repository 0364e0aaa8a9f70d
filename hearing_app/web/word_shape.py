"""A hearing's form as it is asked in Word: the same parts, fields and labels as on the page."""

import hashlib
import json
from collections.abc import Mapping

from wtforms import Field as FormField
from wtforms import Form as FilledForm
from wtforms import RadioField, TextAreaField

from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing, Item
from hearing_app.domain.localised import Localised
from hearing_app.domain.vocabulary import ItemKind, Language
from hearing_app.text import Words, words_for
from hearing_app.web import forms
from hearing_app.web.kinds import names_of
from hearing_app.web.radio import choices_of
from hearing_app.web.wordings import WordingField
from hearing_app.word import Field, FieldKind, Form, Identity, Option, Part, Prose, texts_of, write

FINGERPRINT_LENGTH = 12


def word_form(
    hearing: Hearing,
    words: Words,
    *,
    address: str,
    author: str,
    body: Body | None = None,
    saved: Mapping[str, str] | None = None,
) -> Form:
    """Return the form of `hearing` for Word.

    Args:
        address: where the filled-in form is uploaded.
        body: who answers; None for the form that anybody can download.
        saved: what stands in its draft.
    """
    _ = words.gettext
    filled = forms.build_form(hearing, words)(data=dict(saved or {}))
    return Form(
        language=words.language,
        title=words.local(hearing.title),
        subtitle=_("Answer form for the expectations survey")
        if hearing.is_survey
        else _("Answer form for the hearing"),
        author=author,
        facts=_facts(hearing, words, body),
        steps_heading=_("How the form is used"),
        steps=(
            _("Write below the headings, and tick one box where there is a choice. Skip what you have no opinion on."),
            _("Let the names in brackets stand. They tell which field is which when the form is read."),
            _("Save the document as DOCX."),
            _("Open your personal link, and upload the document at {address}.", address=address),
            _("See what has been read, and correct it. Nothing is sent before you press the button that sends it."),
        ),
        parts=_parts(hearing, words, filled, saved or {}),
        identity=Identity(hearing.id, body.id if body else "", fingerprint_of(hearing)),
        identity_label=_("Let this line stand:"),
        placeholder=_("Write here."),
        ticks=_("Tick"),
        asked=_("What is asked"),
        answer=_("Answer"),
        page=_("Page"),
    )


def in_every_language(hearing: Hearing, *, address: str, author: str, body: Body) -> tuple[Form, ...]:
    """Return the empty form in each language, as it may have been downloaded."""
    every = (words_for(language) for language in Language)
    return tuple(word_form(hearing, words, address=address, author=author, body=body) for words in every)


def known_texts(written: tuple[Form, ...]) -> frozenset[str]:
    """Return every text of the empty forms."""
    return frozenset().union(*(texts_of(write(form)) for form in written))


def fingerprint_of(hearing: Hearing) -> str:
    """Return what changes when the text that is heard or something that is asked does, and not with a new deadline."""
    sections = [[section.id, section.heading, section.markdown] for section in hearing.draft.sections]
    asked = [[item.id, item.kind, item.required, _in_all(item.heading), _options(item)] for item in hearing.items]
    helps = [[one.id, _in_all(one.help)] for one in hearing.asked]
    whole = json.dumps([hearing.draft.preamble, sections, asked, helps], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()[:FINGERPRINT_LENGTH]


def _options(item: Item) -> list[list[object]]:
    return [[option.id, _in_all(option.name), _in_all(option.text)] for option in item.options]


def _in_all(text: Localised) -> list[str]:
    return [text.text(language) for language in Language]


def _facts(hearing: Hearing, words: Words, body: Body | None) -> tuple[tuple[str, str], ...]:
    _ = words.gettext
    return (
        *(((_("Who answers"), words.local(body.name)),) if body else ()),
        (_("Deadline"), words.weekday(hearing.deadline)),
        (_("Case number"), hearing.case_number),
        (_("Contact"), f"{hearing.contact.name}, {hearing.contact.email}"),
    )


def _parts(hearing: Hearing, words: Words, filled: FilledForm, saved: Mapping[str, str]) -> tuple[Part, ...]:
    _ = words.gettext
    items = {kind: [item for item in hearing.items if item.kind is kind] for kind in ItemKind}
    heads = {
        ItemKind.STANCE: Part(_("The draft, section by section"), 1, _preamble(hearing)),
        ItemKind.CHOICE: Part(_("Alternatives to choose between"), 1),
        ItemKind.TEXT: Part(_("Questions and general remark") if hearing.questions else _("General remark"), 1),
    }
    asked = [part for kind, head in heads.items() for part in _group(head, items[kind], hearing, words, filled)]
    return (*_no_remark(hearing, words, saved), *asked, *_who(words, filled))


def _group(head: Part, items: list[Item], hearing: Hearing, words: Words, filled: FilledForm) -> tuple[Part, ...]:
    return (head, *(_item(item, hearing, words, filled) for item in items)) if items else ()


def _preamble(hearing: Hearing) -> tuple[Prose, ...]:
    return (Prose(hearing.draft.preamble, hearing.language),) if hearing.draft.preamble else ()


def _item(item: Item, hearing: Hearing, words: Words, filled: FilledForm) -> Part:
    """Return an item with what is to be read before it is answered."""
    _ = words.gettext
    section = hearing.draft.section(item.id) if item.kind is ItemKind.STANCE else None
    asked = next((one for one in hearing.asked if one.id == item.id), None)
    heading = words.local(item.heading) or _("General remark")
    must = f" ({_('must be answered')})" if item.required else ""
    fields = (_field(field, item, words) for field in filled if field.name in names_of(item.id))
    return Part(
        f"{heading}{must}",
        2,
        (Prose(section.markdown, hearing.language),) if section else _help(asked.help if asked else None, words),
        tuple(field for field in fields if field is not None),
        hearing.language if section else _language(item.heading, words),
    )


def _help(text: Localised | None, words: Words) -> tuple[Prose, ...]:
    return (Prose(words.local(text), _language(text, words)),) if text else ()


def _language(text: Localised, words: Words) -> Language:
    return text.best(words.language)[1] or words.language


def _field(field: FormField, item: Item, words: Words) -> Field | None:
    """Return a field of an item; a proposal for another wording is written on the page alone."""
    if isinstance(field, WordingField):
        return None
    if isinstance(field, RadioField):
        options = tuple(_option(value, label, item, words) for value, label in choices_of(field) if value)
        return Field(field.name, FieldKind.CHOICE, field.label.text, field.data or "", options=options)
    kind = FieldKind.TEXT if isinstance(field, TextAreaField) else FieldKind.LINE
    return Field(field.name, kind, field.label.text, field.data or "")


def _option(value: str, label: str, item: Item, words: Words) -> Option:
    option = item.option(value)
    about = _help(option.text, words) if option and option.text else ()
    return Option(value, label, about[0] if about else None)


def _no_remark(hearing: Hearing, words: Words, saved: Mapping[str, str]) -> tuple[Part, ...]:
    if not hearing.takes_no_remark:
        return ()
    _ = words.gettext
    option = Option(forms.YES, _("The body has dealt with the hearing and has no remarks."))
    value = forms.YES if forms.says_no_remark(hearing, saved) else ""
    field = Field(forms.NO_REMARK, FieldKind.CHOICE, _("Without remarks"), value, options=(option,))
    return (Part(_("Without remarks"), 1, fields=(field,)),)


def _who(words: Words, filled: FilledForm) -> tuple[Part, ...]:
    """Return who answers, and who stands behind the answer; a guest has told it already."""
    _ = words.gettext
    nobody = Item("", ItemKind.TEXT, Localised())
    helps = {
        forms.ROLE: _("Such as adviser, chief executive or mayor."),
        forms.EMAIL: _("The receipt with everything you have answered goes here."),
        forms.ORGAN: _("Such as the executive committee or the municipal council."),
        forms.DAY: _("Like 31.5.2026."),
        forms.CASE: _("Like 41/26."),
    }
    names = (forms.NAME, forms.ROLE, forms.EMAIL, forms.LEVEL, forms.ORGAN, forms.DAY, forms.CASE)
    fields = [_field(filled[name], nobody, words) for name in names if name in filled]
    told = tuple(
        Field(
            f.name,
            f.kind,
            f.label,
            f.value,
            Prose(helps[f.name], words.language) if f.name in helps else None,
            f.options,
        )
        for f in fields
        if f is not None
    )
    why = Prose(_("Name and e-mail are not published. The role is."), words.language)
    return (Part(_("Who answers"), 1, (why,), told),) if told else ()
