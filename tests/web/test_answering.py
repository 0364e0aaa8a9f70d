"""From the personal link to a saved draft, where nothing that was typed is ever lost."""

import re

import pytest
from markupsafe import escape

from hearing_app.domain.vocabulary import Language
from hearing_app.inviting.invite import revoke_link
from hearing_app.storage import drafts, invitations
from hearing_app.web.checks import LONGEST_TEXT
from hearing_app.web.security import LONGEST_REQUEST

FORM = "/svar/apen-plan/"

TEXT = 'Vi mener at <b>elva</b> & «fossen» må vernes.\n\nSå sa Ola: "nei".'


def textarea(page, name):
    """What stands in a field, as a browser would post it."""
    found = re.search(rf'<textarea[^>]* name="{name}"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL)
    return found[1]


def ticked(page):
    """The items that the list of contents shows as answered; the mark stands hidden at all others."""
    marks = re.findall(r'<span class="form-contents__done" data-item="([^"]*)"([^>]*)>', page.text)
    return [item for item, hidden in marks if "hidden" not in hidden]


def test_the_token_leaves_the_address(visit, link):
    """The button moves the token into the session and sends the browser to an address without it."""
    visitor, path = visit(), link()
    answer = visitor.open(path, follow=False)
    assert (answer.status_code, answer.location) == (303, FORM)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert path.rpartition("/")[2] not in visitor.get(FORM).text


def test_the_session_cookie_does_not_hold_the_token(visit, link):
    """Whoever reads the cookie cannot open the link in another browser."""
    visitor, path = visit(), link()
    visitor.open(path)
    assert path.rpartition("/")[2] not in visitor.client.get_cookie("samrad").value


def test_an_unknown_link_tells_what_to_do_and_nothing_else(visit):
    """A wrong link gives the contact, and no hearing's name."""
    page = visit().get("/svar/i/feil?lang=en")
    assert page.status_code == 404
    assert "sekretariatet@elvedalen.example" in page.text
    assert "elva" not in page.text


def test_a_revoked_link_stops_in_the_middle(answering, db, now):
    """Revoking works on the next request, and what is posted then comes back to be copied."""
    for invitation in invitations.of_hearing(db, "apen-plan"):
        revoke_link(db, invitation, actor="test", now=now)
    answer = answering.save({"text_general": TEXT})
    assert answer.status_code == 403
    assert escape(TEXT) in answer.text
    assert drafts.get(db, "apen-plan", "bergvik") is None


def test_without_a_link_the_page_says_where_it_is(visit):
    """The public «Answer» button leads to an explanation and the contact, not to an error."""
    page = visit().get(f"{FORM}?lang=en")
    assert page.status_code == 200
    assert "personal link" in page.text
    assert "sekretariatet@elvedalen.example" in page.text
    assert "<textarea" not in page.text


def test_a_hearing_that_is_not_public_is_not_told_of(visit, content):
    """Without a link, a draft hearing and none at all look the same."""
    definition = content / "hearings" / "apen-plan" / "hearing.yml"
    text = definition.read_text(encoding="utf-8").replace("published: 2026-03-02", "published: 2026-05-20")
    text = text.replace("dispatched: 2026-03-03", "short_period_reason: Det haster.")
    definition.write_text(text, encoding="utf-8")
    pages = [visit().get(address) for address in (FORM, "/svar/finnes-ikke/")]
    assert [page.status_code for page in pages] == [404, 404]
    assert "Felles plan" not in pages[0].text


def test_the_link_of_one_hearing_opens_no_other(visit, link):
    """An invitation is to one hearing."""
    visitor = visit()
    visitor.open(link("bergvik", "lukket-strategi"))
    assert '<form class="answer-form"' not in visitor.get(FORM).text


@pytest.mark.parametrize(("body", "lang"), [("bergvik", "nb"), ("fossheim", "nn"), ("granneset", "nb")])
def test_the_form_is_in_the_body_s_own_language(visit, link, body, lang):
    """Bokmål, nynorsk, and for a neutral body the language of the hearing."""
    page = visit().open(link(body))
    assert f'<html lang="{lang}">' in page.text


def test_changing_language_saves_first(answering, db):
    """The button for nynorsk keeps what was typed and gives the form back in nynorsk."""
    page = answering.save({"text_general": TEXT}, action="language-nn", follow=True)
    assert '<html lang="nn">' in page.text
    assert textarea(page, "text_general") == escape(TEXT)
    assert drafts.get(db, "apen-plan", "bergvik").fields["text_general"] == TEXT


def test_changing_language_on_an_empty_form_begins_nothing(answering, db):
    """A body that has only looked has not begun."""
    answering.save({}, action="language-nn")
    assert drafts.bodies_with_draft(db, "apen-plan") == frozenset()


def test_a_new_link_begins_in_the_body_s_own_language_again(answering, link):
    """A choice made for one body does not stick to the next one in the same browser."""
    assert '<html lang="nn">' in answering.open(link("fossheim")).text


def test_every_section_stands_beside_its_fields(answering, hearing):
    """The section's own text, marked with its language, its stance and its remark are together on the page."""
    page = answering.get(FORM)
    for section in hearing.draft.sections:
        part = page.text.split(f'<section class="ask section-beside" id="{section.id}"')[1].split("</section>")[0]
        assert 'lang="nb"' in part
        assert f'name="stance_{section.id}"' in part
        assert f'name="text_{section.id}"' in part
    assert "Små kommuner kan søke om fritak." in page.text


def test_saved_text_is_there_again(answering, visit, link, complete):
    """What one browser saves stands in the form when the link is opened anywhere else."""
    answering.save({**complete, "text_general": TEXT})
    page = visit().open(link())
    assert textarea(page, "text_general") == escape(TEXT)
    assert re.search(r'value="supports_with_remarks" checked', page.text)
    assert 'value="13.5.2026"' in page.text


def test_a_text_that_begins_with_a_newline_keeps_it(answering, db):
    """HTML swallows one newline after <textarea>; the form puts one there for it to swallow."""
    answering.save({"text_general": "\nNederst"})
    assert textarea(answering.get(FORM), "text_general") == "\nNederst"


def test_hostile_text_is_only_text(answering):
    """Markup that somebody types is shown as typed on every page, and never becomes markup."""
    hostile = '</textarea><script>alert(1)</script><img src=x onerror=1> {{ 7*7 }} " onfocus="x'
    answering.save({"text_general": hostile, "respondent_name": hostile})
    for address in (FORM, f"{FORM}gjennomga/"):
        page = answering.get(address)
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert 'onfocus="x' not in page.text


def test_a_too_long_text_comes_back_with_the_error(answering, db):
    """The field keeps every character, and summary, title and field say what is wrong."""
    text = "å" * (LONGEST_TEXT + 1)
    page = answering.save({"text_general": text, "text_formal": TEXT})
    assert page.status_code == 422
    assert textarea(page, "text_general") == text
    assert textarea(page, "text_formal") == escape(TEXT)
    assert "<title>Error:" in page.text
    assert 'href="#text_general"' in page.text
    assert 'aria-describedby="text_general-error"' in page.text.replace("text_general-help ", "")
    assert drafts.get(db, "apen-plan", "bergvik") is None


def test_the_longest_texts_in_every_field_fit(answering, hearing):
    """All fields at their limit at once are within what a request may hold."""
    fields = {f"text_{item.id}": "x" * LONGEST_TEXT for item in hearing.items}
    assert answering.save(fields).status_code == 303


def test_too_large_a_request_is_told_in_the_theme(answering):
    """More than 5 MB cannot be read; the page says that the text is still in the form."""
    page = answering.save({"text_general": "x" * (LONGEST_REQUEST + 1)})
    assert page.status_code == 413
    assert "back button" in page.text


def test_a_colleague_s_text_is_shown_beside_mine(answering, colleague, db):
    """After a conflict both texts are on the page, and the next saving goes through."""
    answering.get(FORM)
    colleague.save({"text_general": "Kollegaens tekst", "stance_formal": "does_not_support", "text_formal": "lik"})
    page = answering.save({"text_general": TEXT, "stance_formal": "supports", "text_formal": "lik"})
    assert page.status_code == 409
    assert textarea(page, "text_general") == escape(TEXT)
    box = page.text.split('id="text_general-theirs"')[1].split("</div>")[0]
    assert "Kollegaens tekst" in box
    assert "Does not support" in page.text.split('id="stance_formal-theirs"')[1].split("</div>")[0]
    assert 'id="text_formal-theirs"' not in page.text
    assert drafts.get(db, "apen-plan", "bergvik").fields["text_general"] == "Kollegaens tekst"
    assert answering.save({"text_general": TEXT}).status_code == 303
    assert drafts.get(db, "apen-plan", "bergvik").fields["text_general"] == TEXT


def test_one_body_s_form_never_overwrites_another_s_text(answering, link, db):
    """With two bodies' links opened in one browser, the first one's form is refused, and its text is given back."""
    form = answering.hidden()
    answering.open(link("fossheim"))
    answering.save({"text_general": "Fossheim sin tekst"})
    answering.get(f"{FORM}?lang=en")
    page = answering.save({**form, "text_general": TEXT})
    assert page.status_code == 409
    assert escape(TEXT) in page.text
    assert "This browser answers for Fossheim kommune now" in page.text
    assert "Open the personal link of Bergvik kommune again." in page.text
    assert drafts.get(db, "apen-plan", "fossheim").fields["text_general"] == "Fossheim sin tekst"
    assert drafts.get(db, "apen-plan", "bergvik") is None


@pytest.mark.parametrize("mark", ["", "0.1", "finnes-ikke.0.0", "fossheim.0.0", "bergvikk.0.0"])
def test_a_form_that_is_not_this_body_s_is_refused(answering, db, mark):
    """Whatever the mark says, only one that names the body of this browser saves."""
    page = answering.save({"text_general": TEXT, "base_revision": mark})
    assert page.status_code == 409
    assert escape(TEXT) in page.text
    assert drafts.bodies_with_draft(db, "apen-plan") == frozenset()


def test_a_restored_database_does_not_mix_bodies_up(answering, link, db):
    """A row that gets the number of one that is gone is another invitation, and the old session does not open it."""
    (number,) = (invitation.id for invitation in invitations.of_hearing(db, "apen-plan"))
    db.execute("DELETE FROM invitations")
    link("fossheim")
    assert [(i.id, i.body) for i in invitations.of_hearing(db, "apen-plan")] == [(number, "fossheim")]
    page = answering.get(FORM)
    assert "<textarea" not in page.text
    assert "Fossheim" not in page.text


def test_saving_an_empty_form_does_not_say_that_it_was_saved(answering):
    """Nothing was stored, so nothing is announced."""
    assert "come back by the same link.</p></div>" not in answering.save({}, follow=True).text
    assert "come back by the same link.</p></div>" in answering.save({"text_general": "x"}, follow=True).text


def test_a_lost_session_gives_the_text_back(visit):
    """A post without a session saves nothing, and every text stands on the page to be copied."""
    page = visit().post(FORM, {"text_general": TEXT, "respondent_name": "Kari", "csrf_token": "gammel"})
    assert page.status_code == 400
    assert escape(TEXT) in page.text
    assert "Kari" in page.text
    assert "gammel" not in page.text


def test_a_failure_gives_the_text_back(app, answering, db):
    """When something fails here, the page says so and holds what was posted."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    db.execute("CREATE TRIGGER full BEFORE INSERT ON drafts BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    page = answering.save({"text_general": TEXT})
    assert page.status_code == 500
    assert escape(TEXT) in page.text


def test_text_on_a_section_that_was_removed_is_kept(answering, content, db):
    """Somebody changes the draft while a body writes on it: the text is still there, and is saved on."""
    answering.save({"text_tilsyn": TEXT})
    draft = content / "hearings" / "apen-plan" / "draft.md"
    draft.write_text(draft.read_text(encoding="utf-8").partition("## 3 Tilsyn")[0], encoding="utf-8")
    page = answering.get(FORM)
    assert 'name="text_tilsyn"' not in page.text
    assert escape(TEXT) in page.text
    answering.save({"text_general": "mer"})
    assert drafts.get(db, "apen-plan", "bergvik").fields["text_tilsyn"] == TEXT


def test_a_mistake_in_the_files_does_not_stop_who_is_answering(answering, content):
    """While the definition is broken, the form is as it was before."""
    (content / "hearings" / "apen-plan" / "hearing.yml").write_text("id: [", encoding="utf-8")
    assert answering.get(FORM).status_code == 200
    assert answering.save({"text_general": TEXT}).status_code == 303


def test_a_hearing_that_was_never_readable_says_who_must_act(visit, content, link, in_english):
    """Where the files have had mistakes since the start, the page says who acts and that nothing is lost."""
    visitor, path = visit(), link()
    (content / "hearings" / "apen-plan" / "hearing.yml").write_text("id: [", encoding="utf-8")
    page = in_english(visitor, path).page
    assert page.status_code == 503
    assert "Nothing is lost" in page.text
    assert "sekretariatet@elvedalen.example" in page.text


def test_of_an_unreadable_hearing_nothing_is_told_without_its_link(visit, content):
    """Nobody can read whether it has been published, so it looks like one that does not exist."""
    (content / "hearings" / "apen-plan" / "hearing.yml").write_text("id: [", encoding="utf-8")
    pages = [visit().get(address) for address in (FORM, "/svar/finnes-ikke/")]
    assert [page.status_code for page in pages] == [404, 404]
    assert pages[0].text.replace("apen-plan", "finnes-ikke") == pages[1].text


def test_before_the_opening_the_link_says_when(answering, clock):
    """A body that opens its link too early is told which day to come back."""
    clock.set(2026, 3, 1, 22, 59, 59)
    page = answering.get(FORM)
    assert "2 March 2026" in page.text
    assert "answer-form" not in page.text


@pytest.mark.parametrize("language", Language)
def test_what_is_answered_is_ticked_off_in_the_contents(answering, language):
    """The list of contents marks what something has been said to, in every language."""
    answering.save({"text_general": TEXT}, action=f"language-{language}", follow=True)
    page = answering.get(FORM)
    assert ticked(page) == ["general"]


def test_two_windows_that_changed_different_fields_are_put_together(answering, colleague, db, complete):
    """What only the other window changed is taken over and told of; nothing is asked, and nothing is lost."""
    answering.save(complete, follow=True)
    colleague.get(FORM)
    answering.save({**complete, "text_formal": "Fane 1"})
    page = colleague.save({**complete, "text_general": "Fane 2"}, follow=True)
    assert page.status_code == 200
    assert "in another window or by a colleague, and was kept: 1 Formål: remark" in page.text
    fields = drafts.get(db, "apen-plan", "bergvik").fields
    assert (fields["text_formal"], fields["text_general"]) == ("Fane 1", "Fane 2")


def test_a_conflict_shows_only_what_both_changed(answering, colleague, db, complete):
    """The other field stands in the form as the other window left it, and saving again keeps it."""
    answering.save(complete, follow=True)
    colleague.get(FORM)
    answering.save({**complete, "text_formal": "Fane 1", "text_general": "Fane 1"})
    page = colleague.save({**complete, "text_general": "Fane 2"})
    assert page.status_code == 409
    assert re.findall(r'id="([a-z_]+)-theirs"', page.text) == ["text_general"]
    assert textarea(page, "text_formal") == "Fane 1"
    colleague.save({**complete, "text_formal": "Fane 1", "text_general": "Fane 2"})
    fields = drafts.get(db, "apen-plan", "bergvik").fields
    assert (fields["text_formal"], fields["text_general"]) == ("Fane 1", "Fane 2")


def test_a_form_that_was_refused_still_knows_what_it_was_opened_with(answering, colleague, db, complete):
    """Correcting a mistake does not make an old form count as a new one."""
    answering.save(complete, follow=True)
    colleague.get(FORM)
    answering.save({**complete, "text_formal": "Fane 1"})
    long = {**complete, "text_general": "x" * (LONGEST_TEXT + 1)}
    assert colleague.save(long).status_code == 422
    colleague.save({**complete, "text_general": "Fane 2"})
    assert drafts.get(db, "apen-plan", "bergvik").fields["text_formal"] == "Fane 1"


def test_on_the_way_to_review_every_mistake_is_told_at_once(answering):
    """A text that is too long hides nothing else, and each mistake names the part."""
    page = answering.save({"text_general": "x" * (LONGEST_TEXT + 1)}, action="review")
    summary = page.text.split("ds-error-summary")[1].split("</section>")[0]
    assert "General remark: the text has 50,001 characters" in summary
    assert "Write the name of whoever answers." in summary


def test_a_part_that_lacks_its_remark_is_not_ticked_off(answering):
    """Support with remarks and no remark is half an answer."""
    answering.save({"stance_formal": "supports_with_remarks", "stance_okonomi": "supports"}, follow=True)
    assert ticked(answering.get(FORM)) == ["okonomi"]


@pytest.mark.parametrize(
    ("sent", "header", "lang"),
    [("nn", "nb", "nn"), ("", "nn-NO,nn;q=0.9", "nn"), ("", "no", "nb"), ("xx", "fr", "nb"), ("en", "", "en")],
)
def test_a_lost_session_keeps_the_language(visit, sent, header, lang):
    """The form's own language, else the browser's, else the hearing's; and where to turn stands there."""
    fields = {"text_general": "x", "form_language": sent}
    page = visit().post(FORM, fields, headers={"Accept-Language": header})
    assert f'<html lang="{lang}">' in page.text
    assert "sekretariatet@elvedalen.example" in page.text
    assert f">{sent}</textarea>" not in page.text


def test_a_lost_session_speaks_to_the_one_who_reads(visit):
    """Who answers is told of the personal link, who works at the desk of the login."""
    pages = [visit().post(path, {"form_language": "en"}).text for path in (FORM, "/sekretariat/apen-plan/inviter/")]
    assert ["personal link" in page for page in pages] == [True, False]
    assert ["Log in again" in page for page in pages] == [False, True]
    assert not any("Copy the text" in page for page in pages)
