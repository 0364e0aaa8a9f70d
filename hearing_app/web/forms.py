"""The form of a hearing, made from its definition, and the way between the form, a draft and an answer."""

import re
from collections.abc import Mapping

from werkzeug.datastructures import MultiDict
from wtforms import EmailField, Field, Form, RadioField, StringField

from hearing_app.domain.guest import Guest
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.submission import Answer, Content, PoliticalStanding, Respondent
from hearing_app.domain.vocabulary import SenderKind, Standing
from hearing_app.text import Words
from hearing_app.typed_days import parse_day
from hearing_app.web.checks import (
    LONGEST_LINE,
    LONGEST_TEXT,
    Check,
    a_day,
    an_email,
    at_most,
    clean_line,
    clean_text,
    filled_in,
)
from hearing_app.web.kinds import (
    CHOICE,
    EARLIER,
    KINDS,
    WORDING,
    Checks,
    Fields,
    choice_name,
    stance_name,
    text_name,
    wording_name,
)
from hearing_app.web.merging import untouched
from hearing_app.web.radio import label_of, radio_field
from hearing_app.web.wordings import WordingField, read, stored

NAME, ROLE, EMAIL = "respondent_name", "respondent_role", "respondent_email"
STANDING_FIELDS = LEVEL, ORGAN, DAY, CASE = "standing_level", "standing_organ", "standing_day", "standing_case_number"
NO_REMARK, YES = "no_remark", "1"
"""The mark in a draft of a body that has no remark; it is there only where it holds."""
STANDINGS = tuple(standing for standing in Standing if standing is not Standing.OWN)
"""What an invited body chooses between."""
TREATED = frozenset({Standing.COMMITTEE, Standing.COUNCIL, Standing.PRELIMINARY})
"""Standings that name a body and a day."""
MOST_OUTSIDE = 100
"""Fields of parts that have gone which a draft keeps: more parts than any hearing has had, but not without end."""
_OF_AN_ITEM = re.compile(r"(?:text|stance|choice|wording|earlier)_[a-z0-9-]{1,80}")
_AN_ID = re.compile(r"[a-z0-9-]{1,80}")


def build_form(hearing: Hearing, words: Words) -> type[Form]:
    """Return the form of `hearing` in the reader's language."""
    # In the order in which they stand on the page: WTForms counts fields as they are made, and errors are told so.
    fields: Fields = {}
    for item in hearing.items:
        fields |= KINDS[item.kind].fields(item, words)
    fields |= _who_fields(hearing, words)
    form: type[Form] = type("AnswerForm", (Form,), fields)
    return form


def build_who_form(words: Words) -> type[Form]:
    """Return the part of every form that asks who answers, and nothing else."""
    form: type[Form] = type("WhoForm", (Form,), {**_respondent_fields(words), **_standing_fields(words)})
    return form


def sending_checks(hearing: Hearing, words: Words, *, no_remark: bool = False) -> Checks:
    """Return what is asked only of an answer that is to be sent; a draft may be incomplete.

    Args:
        no_remark: the body has said that it has no remark: then no item asks for an answer.
    """
    checks = who_checks(words)
    for item in () if no_remark else hearing.items:
        checks |= KINDS[item.kind].sending_checks(item, words)
    return checks


def who_checks(words: Words) -> Checks:
    """Return what is asked of whoever answers, whatever the answer is."""
    _ = words.gettext
    return {
        NAME: (filled_in(_("Write the name of whoever answers.")),),
        ROLE: (filled_in(_("Write the role of whoever answers.")),),
        EMAIL: (filled_in(_("Write the e-mail address that the receipt goes to.")), an_email(words)),
        LEVEL: (filled_in(_("Choose who stands behind the answer.")),),
        ORGAN: (_where_treated(filled_in(_("Write which body has dealt with the answer or will confirm it."))),),
        DAY: (_where_treated(filled_in(_("Write the date."))), _where_treated(a_day(words))),
    }


def typed(form: Form) -> dict[str, str]:
    """Return what stands in the form, by field name, as a draft keeps it."""
    return {name: field.data or "" for name, field in form._fields.items()}


def outside(form: Form, posted: MultiDict[str, str], saved: Mapping[str, str]) -> dict[str, str]:
    """Return texts on items, choices of alternatives and proposals that the hearing has no place for: they are kept."""
    old = {name: value for name, value in saved.items() if name not in form}
    known = {*form._fields, *untouched(posted)}
    new = {name: clean_text(value)[:LONGEST_TEXT] for name, value in posted.items() if name not in known}
    kept = {name: text for name, text in (old | new).items() if text and _OF_AN_ITEM.fullmatch(name)}
    kept = dict(list(kept.items())[: max(MOST_OUTSIDE, len(old))])  # those that are stored stand first
    return kept | _gone_choices(form, posted, saved) | _gone_wordings(form, kept, saved)


def _gone_choices(form: Form, posted: Mapping[str, str], saved: Mapping[str, str]) -> dict[str, str]:
    """Return choices of an alternative that has gone, until another one is chosen in its place."""
    unchosen = (name for name, field in form._fields.items() if name.startswith(CHOICE) and not field.data)
    chosen = ((name, posted.get(name) or saved.get(name, "")) for name in unchosen)
    return {name: value for name, value in chosen if _AN_ID.fullmatch(value)}


def _gone_wordings(form: Form, kept: Mapping[str, str], saved: Mapping[str, str]) -> dict[str, str]:
    """Return what was proposed of texts that the sections do not have any more, with what was kept so before."""
    found = {}
    for name, field in form._fields.items():
        stale = field.stale(saved.get(name, "")) if isinstance(field, WordingField) else ""
        if stale:
            place = f"{EARLIER}{name.removeprefix(WORDING)}"
            both = (*(read(kept.get(place, "")) or ()), *(read(stale) or ()))
            found[place] = stored(tuple(dict.fromkeys(both)))
    return found


def answers(hearing: Hearing, fields: Mapping[str, str]) -> tuple[Answer, ...]:
    """Return the answers that stand in the fields, one per item."""
    return tuple(KINDS[item.kind].answer(item, fields) for item in hearing.items)


def says_no_remark(hearing: Hearing, fields: Mapping[str, str]) -> bool:
    """Tell whether the fields say that there is no remark: somebody has said so, and nothing is answered."""
    return hearing.takes_no_remark and fields.get(NO_REMARK) == YES and not any(answers(hearing, fields))


def settled(hearing: Hearing, fields: Mapping[str, str]) -> dict[str, str]:
    """Return fields as a draft keeps them: once something is typed, «no remark» goes."""
    kept = {name: text for name, text in fields.items() if name != NO_REMARK}
    return kept | ({NO_REMARK: YES} if says_no_remark(hearing, fields) else {})


def mark_of(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the mark for «no remark» where the fields have it; no form shows it as a field."""
    return {NO_REMARK: YES} if fields.get(NO_REMARK) == YES else {}


def content(hearing: Hearing, fields: Mapping[str, str]) -> Content:
    """Return what the fields say; they must have passed the checks for sending."""
    if hearing.guest is not None:
        return _guests_content(hearing, hearing.guest, fields)
    respondent = Respondent(fields[NAME], fields[ROLE], fields[EMAIL])
    return Content(respondent, standing(fields), answers(hearing, fields), says_no_remark(hearing, fields))


def standing(fields: Mapping[str, str]) -> PoliticalStanding:
    """Return who stands behind an answer; the fields must have passed the checks for sending."""
    level = Standing(fields[LEVEL])
    if level in TREATED:
        return PoliticalStanding(level, fields[ORGAN], parse_day(fields[DAY]), fields[CASE])
    return PoliticalStanding(level)


def _guests_content(hearing: Hearing, guest: Guest, fields: Mapping[str, str]) -> Content:
    """Return what a guest says; the receipt goes to the address that was confirmed, and to no other."""
    name = guest.name if guest.kind is SenderKind.PRIVATE else fields[NAME]
    respondent = Respondent(name, fields.get(ROLE, "") if guest.kind is not SenderKind.PRIVATE else "", guest.email)
    return Content(respondent, PoliticalStanding(Standing.OWN), answers(hearing, fields), sender=guest.sender)


def fields_of(hearing: Hearing, said: Content) -> dict[str, str]:
    """Return `said` as it stands in the form: the inverse of `content`."""
    fields = who_of(said) | ({NO_REMARK: YES} if said.no_remark else {})
    for item in hearing.items:
        fields |= KINDS[item.kind].typed(item, said.answer(item.id))
    for answer in said.outside(hearing.items):
        typed = {
            stance_name(answer.item): answer.stance or "",
            choice_name(answer.item): answer.choice,
            text_name(answer.item): answer.text,
            wording_name(answer.item): stored(answer.amendments),
        }
        fields |= {name: str(value) for name, value in typed.items() if value}
    return fields


def who_of(said: Content) -> dict[str, str]:
    """Return who answered `said`, as it stands in the form."""
    respondent, standing = said.respondent, said.standing
    return {
        NAME: respondent.name,
        ROLE: respondent.role,
        EMAIL: respondent.email,
        LEVEL: standing.level.value,
        ORGAN: standing.organ,
        DAY: f"{standing.day.day}.{standing.day.month}.{standing.day.year}" if standing.day else "",
        CASE: standing.case_number,
    }


def in_words(field: Field, value: str) -> str:
    """Return a field's value as a person reads it: a choice by its label, a wording in full, the rest as it is."""
    if isinstance(field, RadioField):
        return label_of(field, value) or value
    if isinstance(field, WordingField):
        return field.in_words(value)
    return value


def _who_fields(hearing: Hearing, words: Words) -> Fields:
    """Return what is asked of whoever answers.

    A guest has given name and address already, and nobody stands behind it politically; who writes for an
    organisation or a business says who it is, and a private person need not.
    """
    if hearing.guest is None:
        return {**_respondent_fields(words), **_standing_fields(words)}
    own = _respondent_fields(words)
    return {} if hearing.guest.kind is SenderKind.PRIVATE else {name: own[name] for name in (NAME, ROLE)}


def _respondent_fields(words: Words) -> Fields:
    _ = words.gettext
    return {
        NAME: StringField(_("Name"), **_one_line(words)),
        ROLE: StringField(_("Role"), **_one_line(words)),
        EMAIL: EmailField(_("E-mail for the receipt"), **_one_line(words)),
    }


def _standing_fields(words: Words) -> Fields:
    _ = words.gettext
    levels = [(standing.value, words.term(standing)) for standing in STANDINGS]
    return {
        LEVEL: radio_field(_("Who stands behind the answer?"), levels, _known_standing),
        ORGAN: StringField(_("Body that has dealt with the answer, or will confirm it"), **_one_line(words)),
        DAY: StringField(_("Date it was dealt with, or will be confirmed"), **_one_line(words)),
        CASE: StringField(_("Case number, if there is one"), **_one_line(words)),
    }


def _one_line(words: Words) -> Fields:
    return {"validators": [at_most(LONGEST_LINE, words)], "filters": [clean_line]}


def _known_standing(value: str | None) -> str:
    return value if value in set(STANDINGS) else ""


def _where_treated(check: Check) -> Check:
    """Ask only of those whose answer a political body has dealt with or will deal with."""

    def conditional(form: Form, field: Field) -> None:
        if form[LEVEL].data in TREATED:
            check(form, field)

    return conditional
