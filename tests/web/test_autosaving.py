"""What the form's script is told when it saves, and that no other page may run a script."""

import re

import pytest

from hearing_app.storage import drafts
from hearing_app.web.security import CONTENT_SECURITY_POLICY, FORM_SECURITY_POLICY, LONGEST_REQUEST

FORM = "/svar/apen-plan/"
AUTOSAVE = f"{FORM}autolagring/"


class Script:
    """The form's script in one window: it posts the fields, and keeps what the next saving builds on."""

    def __init__(self, visitor):
        """Start on the form that the visitor looks at."""
        self.client, self.hidden = visitor.client, visitor.hidden()

    def save(self, **fields):
        """Save, and return status and answer."""
        answer = self.client.post(AUTOSAVE, data={**self.hidden, **fields})
        if answer.status_code == 200:
            self.hidden |= {"base_revision": answer.json["mark"], "base_fields": answer.json["base"]}
        return answer.status_code, answer.json


def stored(db, name):
    return drafts.get(db, "apen-plan", "bergvik").fields[name]


def test_what_is_typed_is_saved_and_the_hour_is_told(answering, db, clock):
    """The next saving builds on this one, so that one who writes alone never meets a conflict."""
    script = Script(answering)
    code, answer = script.save(text_okonomi="Fordel")
    assert (code, answer["text"]) == (200, "Saved at 12:00")
    clock.set(2026, 5, 15, 10, 5)
    assert script.save(text_okonomi="Fordel etter folketall.")[1]["text"] == "Saved at 12:05"
    assert stored(db, "text_okonomi") == "Fordel etter folketall."


@pytest.mark.parametrize(("language", "said"), [("nb", "Lagret kl. 12.00"), ("nn", "Lagra kl. 12.00")])
def test_the_line_is_in_the_reader_s_language(answering, language, said):
    """The hour is written as it is in that language."""
    answering.get(f"{FORM}?lang={language}")
    assert Script(answering).save(text_okonomi="Ja")[1]["text"] == said


def test_a_lost_answer_makes_no_conflict(answering):
    """The script sends the same once more, and is told what to build on."""
    script = Script(answering)
    before = dict(script.hidden)
    first = script.save(text_okonomi="Ja")
    script.hidden = before
    assert script.save(text_okonomi="Ja") == first


def test_an_empty_form_begins_no_draft(answering, db):
    """Whoever types a letter and takes it away again has not begun."""
    assert Script(answering).save(text_okonomi="")[1]["text"] == "Not saved yet"
    assert drafts.get(db, "apen-plan", "bergvik") is None


def test_two_in_the_same_field_overwrite_nothing(answering, colleague, db):
    """The later one is told which field, and the button shows both texts."""
    mine, theirs = Script(answering), Script(colleague)
    theirs.save(text_okonomi="Kollegaens")
    code, answer = mine.save(text_okonomi="Min")
    assert code == 409
    assert "remark). Save to see both texts." in answer["text"]
    assert stored(db, "text_okonomi") == "Kollegaens"
    page = answering.save({"text_okonomi": "Min"})
    assert page.status_code == 409
    assert "Kollegaens" in page.text
    assert "Min</textarea>" in page.text
    assert "data-stopped" in page.text


def test_a_field_that_only_a_colleague_changed_stays_hers_however_often_one_saves(answering, colleague, db):
    """The page shows the old text still; sending it again and again must not put it back."""
    mine, theirs = Script(answering), Script(colleague)
    theirs.save(text_okonomi="Kollegaens")
    for text in ("V", "Va", "Vannet."):
        code, answer = mine.save(text_okonomi="", text_viktigst=text)
        assert code == 200
        assert "A colleague, or you in another window, has changed" in answer["text"]
        assert (stored(db, "text_okonomi"), stored(db, "text_viktigst")) == ("Kollegaens", text)
    assert mine.save(text_okonomi="Min", text_viktigst="Vannet.")[0] == 409
    assert theirs.save(text_okonomi="Kollegaens", text_viktigst="Skolen.")[0] == 409
    assert (stored(db, "text_okonomi"), stored(db, "text_viktigst")) == ("Kollegaens", "Vannet.")


def test_thousands_of_savings_do_not_wear_out_the_mark(answering, complete, db):
    """A form that has saved itself all day can still be looked through and sent."""
    script = Script(answering)
    script.save(**complete)
    db.execute("UPDATE drafts SET revision = 123456")
    answering.get(FORM)
    script = Script(answering)
    assert script.save(**complete | {"text_okonomi": "Til slutt."})[1]["mark"] == "bergvik.0.123457"
    answering.get(f"{FORM}gjennomga/")
    assert answering.post(f"{FORM}send/").location.endswith("/kvittering/")


def test_a_form_left_open_begins_no_new_version(sent, visit, link, db, in_english):
    """The answer that was sent stands; only a person begins a change."""
    sent.post(f"{FORM}endre/")
    late = in_english(visit(), link("bergvik"))
    script = Script(late)
    sent.get(FORM)
    sent.save({"text_okonomi": "Ny", **{k: v for k, v in complete_of(sent).items() if k != "text_okonomi"}})
    sent.get(f"{FORM}gjennomga/")
    sent.post(f"{FORM}send/")
    code, answer = script.save(text_okonomi="For sent")
    assert (code, answer["text"][:35]) == (409, "Not saved: the answer has been sent")
    assert drafts.get(db, "apen-plan", "bergvik") is None


def complete_of(visitor):
    """Return what stands in the text fields and buttons of a page."""
    text = visitor.get(FORM).text
    fields = dict(re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>\n(.*?)</textarea>', text, re.DOTALL))
    fields |= dict(re.findall(r'<input class="ds-input" type="\w+" id="\w+" name="(\w+)" value="([^"]*)"', text))
    return fields | dict(re.findall(r'name="(\w+)" value="([^"]*)" checked', text))


def test_a_text_that_is_too_long_is_told(answering, db):
    """In the words of the form's own error."""
    code, answer = Script(answering).save(text_okonomi="a" * 200_000)
    assert code == 422
    assert answer["text"].startswith("Not saved. ")
    assert drafts.get(db, "apen-plan", "bergvik") is None


def test_after_the_deadline_it_is_saved_and_told(answering, db, clock):
    """Nothing that was typed is lost, and nobody believes that it can be sent."""
    script = Script(answering)
    clock.set(2026, 9, 1, 10, 0)
    assert script.save(text_okonomi="Ja")[1]["text"].startswith("The deadline is over. Saved at 12:00")
    assert stored(db, "text_okonomi") == "Ja"


def test_a_lost_session_is_refused_until_the_link_is_opened_again(answering, link, db):
    """Then the form that stood open all the while gets the new token, and what it holds is saved."""
    script = Script(answering)
    script.client.delete_cookie("samrad")
    assert script.save(text_okonomi="Ja")[0] == 400
    assert script.client.get(AUTOSAVE).json is None
    answering.open(link("bergvik"))
    assert script.save(text_okonomi="Ja")[0] == 400
    script.hidden["csrf_token"] = script.client.get(AUTOSAVE).json["csrf_token"]
    assert script.save(text_okonomi="Ja")[0] == 200
    assert stored(db, "text_okonomi") == "Ja"


def test_another_body_s_form_is_not_saved(answering, link):
    """The browser has opened another link meanwhile; what it posts is no JSON success."""
    script = Script(answering)
    answering.open(link("fossheim"))
    code, answer = script.save(text_okonomi="Ja")
    assert (code, answer) == (409, None)


def test_too_much_at_once_is_refused(answering):
    """The script tells of it in words of its own."""
    assert Script(answering).save(text_okonomi="a" * (LONGEST_REQUEST + 1))[0] == 413


def test_the_form_alone_may_run_a_script(answering, colleague, complete):
    """One file of this site, and requests to this site; also where the form comes back with something to correct."""
    pages = [answering.get(FORM), answering.save({"text_okonomi": "a" * 200_000})]
    colleague.save({"text_okonomi": "Kollegaens"})
    pages.append(answering.save({"text_okonomi": "Min"}))
    assert [page.status_code for page in pages] == [200, 422, 409]
    for page in pages:
        assert page.headers["Content-Security-Policy"] == FORM_SECURITY_POLICY
        assert re.findall(r"<script[^>]*>", page.text) == [
            re.search(r'<script src="/theme/autosave.js\?v=\w+" defer>', page.text)[0]
        ]
    assert "unsafe" not in FORM_SECURITY_POLICY


def test_no_other_page_may_run_a_script(sent, secretary, answering):
    """Looking through, receipt, desk, login, errors and the answers to the script itself."""
    sent.post(f"{FORM}endre/")
    own = [FORM + path for path in ("gjennomga/", "kvittering/", "autolagring/")]
    pages = [sent.get(path) for path in own] + [secretary.get(f"/sekretariat/{path}") for path in ("", "apen-plan/")]
    pages += [sent.get(path) for path in ("/", "/finnes-ikke", "/svar/i/feil", "/sekretariat/logg-inn/")]
    for page in pages:
        assert page.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert "<script" not in page.text
    assert "script-src" not in CONTENT_SECURITY_POLICY
    assert "connect-src" not in CONTENT_SECURITY_POLICY
