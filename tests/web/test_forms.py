"""The form of a hearing, made from its definition."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from hearing_app.domain.submission import Answer, Content, PoliticalStanding, Respondent
from hearing_app.domain.vocabulary import ItemKind, Language, Stance, Standing
from hearing_app.text import words_for
from hearing_app.web import forms
from hearing_app.web.checks import LONGEST_TEXT, clean_text, counted, parse_day
from hearing_app.web.frame import TEMPLATES
from hearing_app.web.kinds import KINDS

WORDS = words_for(Language.EN)


@pytest.fixture
def filled(hearing):
    """A function that fills in the open hearing's form as a browser would post it."""
    return lambda **fields: forms.build_form(hearing, WORDS)(MultiDict(fields))


def errors(form, hearing):
    form.validate(forms.sending_checks(hearing, WORDS))
    return form.errors


@pytest.mark.parametrize("kind", ItemKind)
def test_every_kind_of_item_is_complete(kind):
    """A kind of item has its class, its template and its way to an answer."""
    assert (TEMPLATES[0] / KINDS[kind].template).is_file()


def test_a_draft_may_be_empty(filled):
    """Nothing is asked of a draft."""
    assert filled().validate()


def test_sending_asks_for_what_is_required(filled, hearing):
    """Who answers, who stands behind it, and the required question are asked for, nothing else."""
    expected = {forms.NAME, forms.ROLE, forms.EMAIL, forms.LEVEL, "text_viktigst"}
    assert set(errors(filled(), hearing)) == expected


def test_a_remark_is_asked_of_those_who_have_one(filled, hearing):
    """Support with remarks needs the remark; plain support does not."""
    assert "text_formal" in errors(filled(stance_formal="supports_with_remarks"), hearing)
    assert "text_formal" not in errors(filled(stance_formal="supports"), hearing)


@pytest.mark.parametrize(("level", "asked"), [("administrative", False), ("council", True), ("preliminary", True)])
def test_a_political_answer_names_body_and_day(filled, hearing, level, asked):
    """Which body and when is asked of everybody but the administration."""
    found = errors(filled(standing_level=level), hearing)
    assert (forms.ORGAN in found, forms.DAY in found) == (asked, asked)


@pytest.mark.parametrize(
    "address",
    ["kari", "kari@", "kari@bergvik", "kå re@bergvik.no", 'a"b@bergvik.no', "a@b.no\nBcc: x@y.no"]
    + [f"{encoded}@bergvik.no" for encoded in ("=??q??=", "=?utf-8?q?a?=")],
)
def test_a_receipt_needs_an_address_that_mail_servers_take(filled, hearing, address):
    """What cannot be mailed to is refused before the answer is sent."""
    assert forms.EMAIL in errors(filled(respondent_email=address), hearing)


def test_a_text_that_is_too_long_says_so_even_in_a_draft(filled):
    """The limit is told with both numbers, and the text is kept in the field."""
    form = filled(text_viktigst="x" * (LONGEST_TEXT + 1))
    assert not form.validate()
    assert f"{LONGEST_TEXT + 1:,}" in form.errors["text_viktigst"][0]
    assert f"{LONGEST_TEXT:,}" in form.errors["text_viktigst"][0]
    assert len(form["text_viktigst"].data) == LONGEST_TEXT + 1


def test_choices_outside_the_form_count_as_none(filled):
    """A stance that the form does not offer was not chosen by a person."""
    assert forms.typed(filled(stance_formal="<script>", standing_level="king"))["stance_formal"] == ""


def test_there_and_back_again(hearing):
    """An answer that becomes a draft and then an answer is the same answer."""
    said = Content(
        Respondent("Kari", "Rådgiver", "kari@bergvik.example"),
        PoliticalStanding(Standing.PRELIMINARY, "Kommunestyret", date(2026, 6, 1), "1/26"),
        tuple(
            Answer(item.id, Stance.SUPPORTS if item.kind is ItemKind.STANCE else None, f"Om {item.id}\n\nto")
            for item in hearing.items
        ),
    )
    assert forms.content(hearing, forms.fields_of(hearing, said)) == said


def test_an_administrative_answer_names_no_body(hearing):
    """What was typed before the choice was changed is not sent."""
    fields = {forms.LEVEL: "administrative", forms.ORGAN: "Kommunestyret", forms.DAY: "1.1.2026"}
    names = (forms.NAME, forms.ROLE, forms.EMAIL, forms.CASE)
    assert forms.content(hearing, dict.fromkeys(names, "") | fields).standing == PoliticalStanding(
        Standing.ADMINISTRATIVE
    )


@pytest.mark.parametrize(
    ("typed", "day"),
    [("31.5.2026", date(2026, 5, 31)), ("2026-05-31", date(2026, 5, 31)), ("31. 05. 2026", date(2026, 5, 31))]
    + [(bad, None) for bad in ("31.2.2026", "mai", "", "99999999999.1.2026", "2026-13-01")],
)
def test_days_are_read_as_people_and_browsers_write_them(typed, day):
    """A day that does not exist is no day."""
    assert parse_day(typed) == day


def test_texts_are_cleaned_of_what_nobody_types():
    """Line endings become one, tabs stay, and control characters go."""
    assert clean_text("a\r\nb\rc\td\x00\x0b\x1b") == "a\nb\nc\td"


def test_texts_on_removed_items_are_kept(filled):
    """What was written on a section that is gone is carried along; the machine's own fields are not."""
    posted = MultiDict({"text_borte": "Mitt innspill", "csrf_token": "x", "text_formal": "i skjemaet"})
    assert forms.outside(filled(), posted, {"text_eldre": "Et eldre"}) == {
        "text_eldre": "Et eldre",
        "text_borte": "Mitt innspill",
    }


@pytest.mark.parametrize("language", [Language.NB, Language.NN])
def test_no_english_slips_through(hearing, language):
    """Every refusal is in the reader's language: none of WTForms' own sentences and none left untranslated."""
    words = words_for(language)
    fields = {"standing_level": "council", "standing_day": "x", "respondent_email": "x", "text_viktigst": "x" * 60_000}
    form = forms.build_form(hearing, words)(MultiDict(fields))
    form.validate(forms.sending_checks(hearing, words))
    english = forms.build_form(hearing, WORDS)(MultiDict(fields))
    english.validate(forms.sending_checks(hearing, WORDS))
    assert form.errors.keys() == english.errors.keys()
    told, same = ({e for list_ in f.errors.values() for e in list_} for f in (form, english))
    assert told
    assert not told & same


def test_numbers_have_their_thousands_apart():
    """As the language writes them, so that 50 000 is not taken for 5 000."""
    assert [counted(50_001, words_for(lang)) for lang in Language] == ["50\xa0001", "50\xa0001", "50,001"]


def test_fields_stand_in_the_order_of_the_page(filled):
    """The parts of the hearing first, who answers last: errors are told in this order."""
    names = [field.name for field in filled()]
    assert names[:2] == ["stance_formal", "text_formal"]
    assert names.index("text_general") < names.index(forms.NAME) < names.index(forms.LEVEL)


def test_a_day_that_does_not_exist_is_told_apart(filled, hearing):
    """31 February is written right and is no day; a word is not a date at all."""
    told = [
        errors(filled(standing_level="council", standing_day=day), hearing)[forms.DAY] for day in ("31.02.2026", "mai")
    ]
    assert told == [
        ["The day 31.02.2026 does not exist. Write a date like 31.5.2026."],
        ["Write a date like 31.5.2026."],
    ]


def test_nothing_is_asked_of_a_field_that_is_hidden(filled, hearing):
    """The date is not shown for an administrative answer, so a mistake in it stops nobody."""
    assert forms.DAY not in errors(filled(standing_level="administrative", standing_day="x"), hearing)
