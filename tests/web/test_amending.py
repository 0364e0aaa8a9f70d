"""Proposing another wording of a section: the form, the draft, the receipt, the desk and what readers see."""

import html
import json
import re
from email import message_from_bytes
from email.policy import default

import pytest

from hearing_app.domain.amendment import Amendment, written_amendment
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.publishing.publish import publish
from hearing_app.storage import drafts, outbox, points, submissions

FORM = "/svar/apen-plan/"
OWN = "Kommunene deler kostnadene likt.\n\n### Unntak\n\nSmå kommuner kan søke om fritak."
PROPOSED = OWN.replace("likt.", "etter folketall.")
CHANGE = Amendment("okonomi.1", "Kommunene deler kostnadene likt.", "Kommunene deler kostnadene etter folketall.")


def as_sent(text):
    """Return a text as a browser sends it."""
    return text.replace("\n", "\r\n")


def field_of(page, name):
    """Return what stands in a field of the page."""
    return html.unescape(re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL)[1])


def fold_of(page, item):
    """Return the opening tag of the fold in which another wording of a section is proposed, and what it holds."""
    part = page.text.split(f'id="{item}"')[1].split("</section>")[0]
    return re.search(r'<details class="fold wording"[^>]*>', part)[0], part


@pytest.fixture
def stored(db):
    """A function that tells what Bergvik's draft holds of another wording."""

    def kept():
        draft = drafts.get(db, "apen-plan", "bergvik")
        return {name: text for name, text in draft.fields.items() if text and "_" in name} if draft else {}

    return kept


@pytest.fixture
def edit_section(content):
    """A function by which the secretariat edits the draft while somebody answers."""

    def edited(old, new):
        path = content / "hearings/apen-plan/draft.md"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return edited


@pytest.fixture
def amended(answering, complete):
    """Bergvik's browser after an answer with an amendment and no remark has been received."""
    fields = {**complete, "text_okonomi": "", "wording_okonomi": as_sent(PROPOSED)}
    answering.save(fields, action="review", follow=True)
    answering.post(f"{FORM}send/", follow=True)
    return answering


def test_the_field_begins_with_the_drafts_own_text(answering):
    """In a fold that stands closed, as it is in the file."""
    assert field_of(answering.page, "wording_okonomi") == OWN
    fold, part = fold_of(answering.page, "okonomi")
    assert "open" not in fold
    assert "Back to the draft" not in part


def test_an_untouched_text_is_no_proposal(answering, complete, stored):
    """Whatever line breaks the browser sends; nothing is kept, and «uten merknad» is still a way."""
    answering.save({"wording_okonomi": as_sent(OWN), "wording_formal": "Elva skal være til glede for alle.\r\n"})
    assert stored() == {}
    answering.save({**complete, "wording_okonomi": as_sent(OWN)})
    assert "wording_okonomi" not in stored()


def test_a_changed_text_is_kept_as_what_was_changed(answering, stored):
    """The form shows it as it will be read, above the whole text, with a way back."""
    answering.save({"wording_okonomi": as_sent(PROPOSED)}, follow=True)
    assert json.loads(stored()["wording_okonomi"]) == [written_amendment(CHANGE)]
    page = answering.get(FORM)
    fold, part = fold_of(page, "okonomi")
    assert "open" in fold
    assert field_of(page, "wording_okonomi") == PROPOSED
    assert re.search(r"<del>.*removed:.*likt\.</del>", part)
    assert re.search(r"<ins>.*added:.*etter folketall\.</ins>", part)
    mark = page.text.split('href="#okonomi"')[1].split("</li>")[0].split("form-contents__done")[1]
    assert "hidden" not in mark.split(">")[0]


def test_a_button_brings_the_drafts_own_wording_back(answering, stored):
    """It saves the rest, takes the proposal away, and comes back to the section."""
    answering.save({"wording_okonomi": PROPOSED})
    answering.get(FORM)
    fields = {"text_formal": "Bra.", "wording_okonomi": as_sent(PROPOSED)}
    answer = answering.save(fields, action="own-wording-okonomi")
    assert answer.headers["Location"].endswith("/svar/apen-plan/#okonomi")
    assert stored() == {"text_formal": "Bra."}
    assert field_of(answering.get(FORM), "wording_okonomi") == OWN


def test_an_empty_field_proposes_to_take_the_section_out(answering, complete, db):
    """And nothing else does: a form that lacks the field proposes nothing."""
    answering.save({**complete, "wording_okonomi": "", "text_okonomi": ""})
    page = answering.get(f"{FORM}gjennomga/")
    assert re.search(r"<del>.*Små kommuner kan søke om fritak\.</del>", page.text)
    answering.post(f"{FORM}send/", follow=True)
    (change,) = submissions.latest_of_body(db, "apen-plan", "bergvik").content.answer("okonomi").amendments
    assert (change.removed, change.added) == (OWN, "")


def test_a_proposal_is_a_remark_to_support(answering, complete):
    """«Supports with remarks» asks for a remark or another wording; one of them is enough."""
    fields = {**complete, "text_okonomi": ""}
    assert "propose another wording, or choose" in answering.save(fields, action="review", follow=True).text
    answering.get(FORM)
    page = answering.save({**fields, "wording_okonomi": as_sent(PROPOSED)}, action="review", follow=True)
    assert "Send the answer" in page.text
    assert "<del>" in page.text


def test_with_a_proposal_there_is_something_to_say(answering, stored):
    """The short way without remarks is closed by it, as by any other answer."""
    answering.save({"wording_okonomi": PROPOSED})
    assert 'value="no_remark"' not in answering.get(FORM).text


def test_the_change_stands_on_receipt_and_in_the_mail(amended, db):
    """To be read as it was sent; and the payload holds it."""
    sent = submissions.latest_of_body(db, "apen-plan", "bergvik")
    assert sent.content.answer("okonomi").amendments == (CHANGE,)
    page = amended.get(f"{FORM}kvittering/")
    assert re.search(r"<del>.*likt\.</del>", page.text)
    (mail,) = outbox.waiting(db)
    text = message_from_bytes(mail.message, policy=default).get_body(("plain",)).get_content()
    told = f"The draft's wording:\n{CHANGE.removed}\nProposed wording:\n{CHANGE.added}"
    assert told in text.replace("\r\n", "\n")


def test_a_change_begins_with_what_was_proposed(amended):
    """The whole text stands in the field, as it was sent."""
    amended.post(f"{FORM}endre/", follow=True)
    assert field_of(amended.get(FORM), "wording_okonomi") == PROPOSED


def test_two_who_propose_of_one_section_get_both_wordings(answering, colleague):
    """The other one's stands in full beside, to be copied from."""
    colleague.save({"wording_okonomi": OWN.replace("likt", "rettferdig")})
    page = answering.save({"wording_okonomi": as_sent(PROPOSED)})
    assert page.status_code == 409
    assert field_of(page, "wording_okonomi") == PROPOSED
    theirs = page.text.split('id="wording_okonomi-theirs"')[1].split("</div>")[0]
    assert "Kommunene deler kostnadene rettferdig." in theirs
    assert "Økonomi" in page.text.split('id="_conflict"')[1].split("</div>")[0]


def test_a_colleagues_proposal_is_kept_where_only_it_was_made(answering, colleague, stored):
    """The untouched text in the other form does not take it away."""
    colleague.save({"wording_okonomi": PROPOSED})
    answering.save({"text_formal": "Bra.", "wording_okonomi": as_sent(OWN)})
    assert {"text_formal", "wording_okonomi"} <= stored().keys()


def test_a_section_that_is_edited_while_the_form_is_open_becomes_nobodys_proposal(answering, edit_section, stored):
    """The form says what its texts began with, so the old one that comes back is known to be untouched."""
    edit_section("Kommunene deler kostnadene likt.", "Kommunene deler alle kostnadene likt.")
    answering.save({"text_formal": "Bra.", "wording_okonomi": as_sent(OWN)})
    assert stored() == {"text_formal": "Bra."}


def test_who_writes_while_the_section_is_edited_is_told_before_it_counts(answering, edit_section, stored):
    """Otherwise the secretariat's change would be taken back in the body's name. What was typed stays."""
    edit_section("Kommunene deler kostnadene likt.", "Kommunene deler alle kostnadene likt.")
    page = answering.save({"text_formal": "Bra.", "wording_okonomi": as_sent(PROPOSED)})
    assert page.status_code == 422
    assert "has changed this section since you opened the form" in page.text
    assert field_of(page, "wording_okonomi") == PROPOSED
    assert "open" in fold_of(page, "okonomi")[0]
    assert stored() == {}
    answering.save({"wording_okonomi": as_sent(PROPOSED)})
    (change,) = json.loads(stored()["wording_okonomi"])
    assert change["removed"] == "Kommunene deler alle kostnadene likt."


def test_a_saved_proposal_stands_while_the_rest_of_the_section_is_edited(answering, edit_section, db, complete):
    """It is put into the section as it is now, and is sent as what it was."""
    answering.save({**complete, "wording_okonomi": PROPOSED})
    edit_section("Små kommuner", "De små kommunene")
    page = answering.get(FORM)
    assert field_of(page, "wording_okonomi") == PROPOSED.replace("Små kommuner", "De små kommunene")
    answering.get(f"{FORM}gjennomga/")
    answering.post(f"{FORM}send/", follow=True)
    assert submissions.latest_of_body(db, "apen-plan", "bergvik").content.answer("okonomi").amendments == (CHANGE,)


def test_a_proposal_whose_text_has_gone_is_kept_and_not_sent(answering, edit_section, db, complete, stored):
    """It stands among the texts to copy, on the form and after the next saving as well."""
    answering.save({**complete, "wording_okonomi": PROPOSED})
    edit_section("Kommunene deler kostnadene likt.", "Staten betaler.")
    for _ in range(2):
        page = answering.get(FORM)
        assert "not asked" in page.text or "no longer asked about" in page.text
        assert "Kommunene deler kostnadene etter folketall." in page.text
        assert field_of(page, "wording_okonomi").startswith("Staten betaler.")
        answering.save({**complete, "wording_okonomi": as_sent(field_of(page, "wording_okonomi"))})
    assert "wording_okonomi" not in stored()
    answering.get(f"{FORM}gjennomga/")
    answering.post(f"{FORM}send/", follow=True)
    assert submissions.latest_of_body(db, "apen-plan", "bergvik").content.answer("okonomi").amendments == ()


def test_a_proposal_on_a_section_that_is_gone_is_kept(answering, rename_section, stored):
    """As a remark on it is; an untouched text of it is not."""
    answering.save({"wording_okonomi": PROPOSED, "wording_formal": "Elva er for alle."})
    rename_section("okonomi", "penger")
    rename_section("formal", "hensikt")
    page = answering.get(FORM)
    assert "Kommunene deler kostnadene etter folketall." in page.text
    answering.save({"text_general": "Fint.", "wording_tilsyn": "1. Ett felles tilsyn.\r\n2. En rapport i året."})
    assert stored().keys() == {"text_general", "wording_okonomi", "wording_formal"}


def test_a_text_that_is_too_long_is_told_and_kept(answering, stored):
    """There is room for the section and as much again as in any other field."""
    page = answering.save({"wording_okonomi": "x" * 50_200, "text_formal": "Bra."})
    assert page.status_code == 422
    assert "there is room for 50,0" in page.text
    assert "x" * 50_200 in page.text
    assert stored() == {}


@pytest.mark.parametrize(
    "hostile", ["</textarea><script>alert(1)</script>", '[{"paragraph": 1}]', "[[[", "\u202eomvendt \u0000\x07 tekst"]
)
def test_any_text_is_a_wording(answering, hostile):
    """It is shown as text, and comes back as it was typed."""
    answering.save({"wording_formal": hostile})
    page = answering.get(FORM)
    shown = hostile.replace("\u0000", "").replace("\x07", "")
    assert field_of(page, "wording_formal") == shown
    assert "<script>alert" not in page.text


def test_another_bodys_form_tells_nothing_of_it(amended, visit, link, in_english):
    """What one body proposes stands on no other body's pages."""
    other = in_english(visit(), link("fossheim"))
    assert "folketall" not in other.page.text
    assert field_of(other.page, "wording_okonomi") == OWN


def test_autosave_keeps_what_was_changed_and_what_the_texts_began_with(answering, stored, edit_section):
    """The page that stays open builds on the text that it shows."""
    first = answering.post(f"{FORM}autolagring/", {"wording_okonomi": as_sent(PROPOSED)})
    assert first.status_code == 200
    assert "wording_okonomi" in stored()
    edit_section("Elva skal være til glede for alle.", "Elva er for alle.")
    fields = {"base_revision": first.json["mark"], "base_fields": first.json["base"]}
    texts = {"wording_okonomi": as_sent(PROPOSED), "wording_formal": "Elva skal være til glede for alle."}
    again = answering.post(f"{FORM}autolagring/", {**fields, **texts, "text_formal": "Bra."})
    assert again.status_code == 200
    assert stored().keys() == {"text_formal", "wording_okonomi"}
    third = {"base_revision": again.json["mark"], "base_fields": again.json["base"]}
    touched = answering.post(f"{FORM}autolagring/", {**third, **texts, "wording_formal": "Elva er vår."})
    assert touched.status_code == 422
    assert "has changed this section" in touched.json["text"]


def desk_page(secretary, db):
    sent = submissions.latest_of_body(db, "apen-plan", "bergvik")
    return sent, f"/sekretariat/apen-plan/svar/{sent.reference}/"


def test_the_desk_makes_a_proposed_change_one_point(amended, secretary, db):
    """It is shown as a change, assessed by itself, and not made twice."""
    sent, address = desk_page(secretary, db)
    page = secretary.get(address)
    assert re.search(r"<del>.*likt\.</del>", page.text)
    assert "One point per proposed change" in page.text
    for _ in range(2):
        secretary.post(f"{address}punkter/", {"item": "okonomi", "action": "paragraphs"})
    (point,) = points.of_submission(db, sent.reference)
    assert point.amendment == CHANGE
    assert point.quote == "Kommunene deler kostnadene etter folketall."
    card = secretary.get(address).text.split(f'id="_point_{point.id}"')[1].split("</article>")[0]
    assert "<del>" in card
    assert "<blockquote" not in card
    assert "<ins>" in secretary.get("/sekretariat/apen-plan/punkter/").text


def test_a_point_is_carried_over_to_a_version_that_still_proposes_it(amended, secretary, db, complete):
    """With assessment and conclusion; one that is proposed no more is left behind."""
    sent, address = desk_page(secretary, db)
    secretary.get(address)
    secretary.post(f"{address}punkter/", {"item": "okonomi", "action": "paragraphs"})
    (point,) = points.of_submission(db, sent.reference)
    secretary.get(address)
    given = {"revision": "0", "assessment": "Enig.", "conclusion": "accepted"}
    secretary.post(f"{address}punkter/{point.id}/", given)
    amended.get(f"{FORM}kvittering/")
    amended.post(f"{FORM}endre/", follow=True)
    amended.get(FORM)
    fields = {**complete, "wording_okonomi": PROPOSED, "wording_formal": "Elva er for alle."}
    amended.save(fields, action="review", follow=True)
    amended.post(f"{FORM}send/", follow=True)
    newer, address = desk_page(secretary, db)
    assert newer.version == 2
    assert "1 point made in an earlier version" in secretary.get(address).text
    secretary.post(f"{address}overfor/")
    (carried,) = points.of_submission(db, newer.reference)
    assert (carried.amendment, carried.conclusion) == (CHANGE, Conclusion.ACCEPTED)


def test_readers_see_the_change_in_the_answer_and_in_the_summary(amended, secretary, db, settings, clock, content):
    """The machine's files hold it, and are read as they were written."""
    sent, address = desk_page(secretary, db)
    secretary.get(address)
    secretary.post(f"{address}punkter/", {"item": "okonomi", "action": "paragraphs"})
    clock.set(2026, 7, 20, 10)
    chosen = frozenset({sent.reference})
    publish(db, settings, "apen-plan", released=chosen, actor="siri", now=clock.now)
    folder = content / "hearings/apen-plan"
    assert "removed: Kommunene deler kostnadene likt." in (folder / "submissions/bergvik.yml").read_text("utf-8")
    assert "amendment:" in (folder / "summary.yml").read_text("utf-8")
    answer = next(settings.site.glob("**/horinger/apen-plan/**/bergvik/index.html")).read_text("utf-8")
    assert re.search(r"<del>.*likt\.</del>", answer)
    assert "#okonomi" in answer
    hearing = next(settings.site.glob("**/horinger/apen-plan/index.html")).read_text("utf-8")
    assert re.search(r"<ins>.*etter folketall\.</ins>", hearing)
