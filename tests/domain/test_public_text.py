"""What readers see of a text: marks where something is withheld, and everything else as it was written."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearing_app.domain.amendment import Amendment
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.confirmation import Treatment
from hearing_app.domain.public_copy import public_copy, public_summary
from hearing_app.domain.public_text import (
    Redactions,
    amendment_field,
    attachment_field,
    fields_of,
    in_force,
    repeats,
)
from hearing_app.domain.redaction import Likeness, Redaction, matches, redacted
from hearing_app.domain.submission import Answer, Content, PoliticalStanding, Respondent, Submission
from hearing_app.domain.summary import SaidToo, Summary, SummaryPoint
from hearing_app.domain.vocabulary import Conclusion, Outcome, Standing

NOW = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)
TEXT = "Kari ringte. Så ringte Kari\nEksempel igjen, og kari gikk."
FILE = Attachment("Brev fra Kari.pdf", "application/pdf", 3, "f" * 64)


def layer(words, *, field="answers/mal/text", nth=None, mark="offl. § 13", **more):
    """A layer on the answer 2026-0001."""
    return Redaction(1, "2026-0001", field, words, nth, "offl-13", mark, "", "siri", NOW, **more)


def answered(*answers, role="", attachments=()):
    """An answer of Bergvik."""
    standing = PoliticalStanding(Standing.COUNCIL, "Kommunestyret", date(2026, 5, 13), "12/26")
    content = Content(Respondent("Kari", role, "k@bergvik.example"), standing, answers, attachments=attachments)
    return Submission("2026-0001", "h", "bergvik", 1, NOW, "", b"", "a" * 64, content)


def found(*layers):
    """The layers, ready for use."""
    return in_force(layers)


@pytest.mark.parametrize(
    ("words", "nth", "public"),
    [
        (
            "Kari",
            None,
            "▇▇▇ [offl. § 13] ringte. Så ringte ▇▇▇ [offl. § 13]\nEksempel igjen, og ▇▇▇ [offl. § 13] gikk.",
        ),
        ("Kari Eksempel", None, "Kari ringte. Så ringte ▇▇▇ [offl. § 13] igjen, og kari gikk."),
        ("kari", 2, "Kari ringte. Så ringte ▇▇▇ [offl. § 13]\nEksempel igjen, og kari gikk."),
        ("Ola", None, TEXT),
        ("Kari", 9, TEXT),
    ],
)
def test_words_are_withheld_everywhere_or_once(words, nth, public):
    """Whatever their case and however they are spaced; a mark says why."""
    assert redacted(TEXT, [layer(words, nth=nth)]) == public


def test_layers_that_meet_become_one_mark_with_both_grounds():
    """Nobody can tell from two marks where one withheld thing ends and the next begins."""
    layers = [layer("ringte. Så"), layer("Så ringte", mark="offl. § 26"), layer("Så")]
    assert redacted("Kari ringte. Så ringte Kari.", layers) == "Kari ▇▇▇ [offl. § 13; offl. § 26] Kari."


@given(st.text(alphabet="ab \n", max_size=40), st.text(alphabet="ab ", min_size=1, max_size=4).filter(str.strip))
def test_a_redacted_text_is_always_told_as_redacted_and_never_as_changed(text, words):
    """What verifies a receipt knows every mark that is made here."""
    public = redacted(text, [layer(words)])
    assert matches(text, public) is (Likeness.SAME if public == text else Likeness.REDACTED)
    assert not any(
        word.strip() in public.replace("offl.", "") for word in [words] if public != text and " " not in words
    )


def test_every_field_has_a_name_by_which_it_is_withheld():
    """A public copy is what was received but for what the layers name, and the file's extension stays."""
    change = Amendment("", "Kari A.", "Kari B.")
    sent = answered(Answer("mal", text="Kari", amendments=(change,)), role="Kari", attachments=(FILE,))
    told = Treatment(Outcome.CONFIRMED, "Kari", date(2026, 5, 14), "Kari")
    names = fields_of(sent, told)
    assert {name for name, text in names.items() if "Kari" in text} == {
        *("answers/mal/text", "answers/mal/amendments/1/removed", "answers/mal/amendments/1/added"),
        *("role", attachment_field("f" * 64), "confirmation/organ", "confirmation/case_number"),
    }
    copy = public_copy(sent, confirmation=told, redactions=found(*(layer("Kari", field=name) for name in names)))
    assert "Kari" not in repr(copy)
    assert copy.attachments[0].name == "Brev fra ▇▇▇ [offl. § 13].pdf"
    assert "Kari" in repr(public_copy(sent, confirmation=told))


def test_a_proposed_change_still_changes_something_when_all_that_differs_is_withheld():
    """It would otherwise be no change at all, and no file could hold it."""
    change = Amendment("", "Stien til Kari.", "Stien til Ola.")
    sent = answered(Answer("mal", amendments=(change,)))
    names = [amendment_field("mal", 1, part) for part in ("removed", "added")]
    (copied,) = (
        public_copy(sent, redactions=found(layer("Kari", field=names[0]), layer("Ola", field=names[1])))
        .answers[0]
        .amendments
    )
    assert copied.removed != copied.added
    assert matches(change.added, copied.added) is Likeness.REDACTED


def test_a_quote_is_withheld_as_where_it_stands():
    """Only the second «Kari» is withheld: words from elsewhere keep theirs, and a piece of it is withheld too."""
    sent = answered(Answer("mal", text=TEXT))
    layers = found(layer("Kari Eksempel", nth=1))
    assert layers.quote(sent, "mal", "Kari ringte.") == "Kari ringte."
    assert layers.quote(sent, "mal", "ringte Kari") == "ringte ▇▇▇ [offl. § 13]"
    assert layers.quote(sent, "mal", "Eksempel  igjen") == "▇▇▇ [offl. § 13] igjen"


def test_a_quote_of_a_file_or_of_words_that_are_gone_loses_what_a_layer_names():
    """Nothing tells which occurrence it would be, so none is shown."""
    sent = answered(Answer("mal", text=TEXT))
    assert found(layer("Kari", nth=1)).quote(sent, "mal", "I brevet: Kari") == "I brevet: ▇▇▇ [offl. § 13]"


def test_the_summary_is_withheld_for_every_body_of_a_row():
    """What is joined to a row is somebody's own words as well."""
    change = Amendment("", "A.", "Kari B.")
    sent = answered(Answer("mal", text="Kari sa det.", amendments=(change,)))
    too = (SaidToo("bergvik", "mal", "Kari sa det."), SaidToo("fossheim", "mal", "Kari"))
    rows = (
        SummaryPoint("bergvik", "mal", change.readable, "Enig.", Conclusion.NOTED, change),
        SummaryPoint("fossheim", "mal", "Kari", "", None, others=too),
    )
    layers = found(layer("Kari"), layer("Kari", field=amendment_field("mal", 1, "added")))
    first, second = public_summary(Summary(2, 2, 2, (), rows), [sent], layers).points
    assert (first.quote, first.amendment.added) == ("▇▇▇ [offl. § 13] B.", "▇▇▇ [offl. § 13] B.")
    assert [other.quote for other in second.others] == ["▇▇▇ [offl. § 13] sa det.", "Kari"]


def test_what_is_lifted_is_in_force_no_more():
    """The layer stays, and withholds nothing."""
    lifted = replace(layer("Kari"), lifted_at=NOW, lifted_by="siri")
    assert found(lifted) == Redactions({})
    assert found(layer("", field="")).withheld("2026-0001") == "offl. § 13"


@pytest.mark.parametrize(("text", "number"), [("Karis plan", 1), ("Okarina", 0), ("Hos KARI\n  EKSEMPEL", 1), ("", 0)])
def test_a_repeated_word_is_found_where_a_word_begins(text, number):
    """An ending does not hide it, and it is not looked for inside other words."""
    assert len(repeats("Kari" if "EKS" not in text else "Kari Eksempel", text)) == number
