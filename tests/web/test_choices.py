"""Alternatives in the form: choosing, sending, and an alternative that goes while somebody answers."""

import json
import re
from email import message_from_bytes, policy

import pytest

from hearing_app.domain.submission import Answer
from hearing_app.storage import drafts, outbox, submissions
from hearing_app.treating.assess import preview

FORM = "/svar/apen-plan/"
RECEIPT = f"{FORM}kvittering/"
BUILD_ON = (
    '{id: bygge-videre, name: {nb: Bygge videre, en: Build on}, text: {nb: "Som **før**.", en: "As **before**."}}'
)
ALTERNATIVES = f"""alternatives:
  - id: modell
    text: {{nb: Hvilken modell?, nn: Kva modell?, en: Which model?}}
    help: {{nb: Velg én., nn: Vel éin., en: Choose one.}}
    required: true
    options:
      - {BUILD_ON}
      - {{id: avvikle, name: {{nb: Avvikle, en: Dissolve}}}}
      - {{id: utvide, name: {{nb: Utvide, en: Widen}}}}
"""


@pytest.fixture(autouse=True)
def definition(content):
    """The open hearing with alternatives; a function that changes its definition while it is open."""
    path = content / "hearings" / "apen-plan" / "hearing.yml"
    path.write_text(path.read_text(encoding="utf-8") + ALTERNATIVES, encoding="utf-8")

    def change(old, new):
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


@pytest.fixture
def no_longer(definition):
    """A function that takes the alternative «avvikle» out of the hearing."""
    return lambda: definition("      - {id: avvikle, name: {nb: Avvikle, en: Dissolve}}\n", "")


@pytest.fixture
def received(db):
    return lambda: submissions.of_hearing(db, "apen-plan")


def saved(db):
    return drafts.get(db, "apen-plan", "bergvik").fields


def radio(page, name):
    """Return the values of the buttons, and the one that is chosen."""
    buttons = re.findall(rf'<input[^>]*type="radio"[^>]*name="{name}"[^>]*>', page.text)
    values = [re.search(r'value="([^"]*)"', button)[1] for button in buttons]
    return values, [value for value, button in zip(values, buttons, strict=True) if " checked" in button]


def send(visitor, fields):
    visitor.save(fields, action="review", follow=True)
    return visitor.post(f"{FORM}send/", follow=True)


def test_the_form_presents_the_alternatives_with_their_texts(answering):
    """Each button has its text beside it, none is chosen for anybody, and none is the last."""
    page = answering.get(FORM)
    assert radio(page, "choice_modell") == (["bygge-videre", "avvikle", "utvide", ""], [""])
    for text in (
        "Alternatives to choose between",
        "Which model?",
        "Choose one.",
        "As <strong>before</strong>.",
        "None chosen",
    ):
        assert text in page.text
    assert 'aria-describedby="choice_modell-0-text"' in page.text
    assert page.text.index('id="formal"') < page.text.index('id="modell"') < page.text.index('id="viktigst"')


def test_a_choice_is_saved_with_its_remark(answering, db):
    """And stands there when the form is opened again."""
    answering.save({"choice_modell": "avvikle", "text_modell": "Helst i år."})
    assert saved(db)["choice_modell"] == "avvikle"
    page = answering.get(FORM)
    assert radio(page, "choice_modell")[1] == ["avvikle"]
    assert "Helst i år." in page.text


def test_a_required_choice_is_asked_for_only_on_sending(answering, complete, db, received):
    """A draft is saved without it; the review leads to it, and nothing is sent."""
    answering.save(complete)
    assert saved(db)["choice_modell"] == ""
    page = send(answering, complete)
    assert "Which model?: choose one of the alternatives before you send." in page.text
    assert f'href="{FORM}?kontroll=1#choice_modell-0"' in page.text
    assert received() == ()


def test_a_choice_is_not_asked_for_where_it_is_free(answering, complete, definition, received):
    """Whoever chooses none has answered all the same."""
    definition("    required: true\n    options:", "    options:")
    send(answering, complete)
    (submission,) = received()
    assert "choice" not in submission.payload.decode()
    assert "None chosen" in answering.get(RECEIPT).text


def test_a_choice_goes_all_the_way(answering, complete, db, received, library):
    """It stands on the review, in the payload, on the receipt and in its mail, and is counted."""
    page = answering.save(
        {**complete, "choice_modell": "avvikle", "text_modell": "Helst i år."}, action="review", follow=True
    )
    assert "<strong>Dissolve</strong>" in page.text
    answering.post(f"{FORM}send/", follow=True)
    (submission,) = received()
    assert submission.content.answer("modell") == Answer("modell", None, "Helst i år.", "avvikle")
    stored = {a["item"]: a for a in json.loads(submission.payload)["answers"]}
    assert stored["modell"]["choice"] == "avvikle"
    assert "choice" not in stored["formal"]
    assert "<strong>Dissolve</strong>" in answering.get(RECEIPT).text
    mail = message_from_bytes(outbox.waiting(db)[0].message, policy=policy.SMTP)
    assert "WHICH MODEL?\nDissolve\nHelst i år." in mail.get_body().get_content().replace("\r\n", "\n")
    (count,) = preview(db, library.matter("apen-plan").hearing, frozenset({submission.reference})).choices
    assert {o.option: o.number for o in count.options} == {"bygge-videre": 0, "avvikle": 1, "utvide": 0}


def test_an_unknown_alternative_is_not_sent(answering, complete, received):
    """What the form does not offer was not chosen from it."""
    page = send(answering, {**complete, "choice_modell": "fusjonere"})
    assert "choose one of the alternatives before you send" in page.text
    assert received() == ()


def test_a_choice_of_what_has_gone_is_kept_until_another_is_made(answering, complete, db, no_longer, received):
    """It stands among what is no longer asked about through every saving, and is not sent."""
    answering.save({**complete, "choice_modell": "avvikle"})
    no_longer()
    page = answering.get(FORM)
    assert radio(page, "choice_modell") == (["bygge-videre", "utvide", ""], [""])
    assert re.search(r"<textarea[^>]*readonly>\s*avvikle</textarea>", page.text)
    answering.save({**complete, "choice_modell": "", "text_modell": "Nytt."})
    assert saved(db)["choice_modell"] == "avvikle"
    page = send(answering, {**complete, "choice_modell": ""})
    assert received() == ()
    assert re.search(r"<textarea[^>]*readonly>\s*avvikle</textarea>", page.text)
    send(answering, {**complete, "choice_modell": "utvide"})
    (submission,) = received()
    assert submission.content.answer("modell").choice == "utvide"


def test_a_choice_from_a_page_that_is_older_than_the_hearing_is_kept(answering, complete, db, no_longer):
    """The page was opened before the alternative went."""
    no_longer()
    answering.save({**complete, "choice_modell": "avvikle"})
    assert saved(db)["choice_modell"] == "avvikle"


def test_a_sent_choice_of_what_has_gone_is_shown(answering, complete, no_longer, secretary, received):
    """On the receipt and at the desk, by its id, and a change begins with it kept."""
    send(answering, {**complete, "choice_modell": "avvikle"})
    no_longer()
    page = answering.get(RECEIPT)
    assert "Chosen, but no longer in the hearing:" in page.text
    assert "<strong>avvikle</strong>" in page.text
    (submission,) = received()
    desk = secretary.get(f"/sekretariat/apen-plan/svar/{submission.reference}/")
    assert "Chosen, but no longer in the hearing:" in desk.text
    assert (
        "chose an alternative that is no longer in the hearing"
        in secretary.get("/sekretariat/apen-plan/publiser/").text
    )
    answering.get(RECEIPT)
    page = answering.post(f"{FORM}endre/", follow=True)
    assert re.search(r"<textarea[^>]*readonly>\s*avvikle</textarea>", page.text)


def test_a_choice_among_alternatives_that_are_all_gone_is_shown(answering, complete, definition, secretary, received):
    """The whole question was taken away after somebody had answered it."""
    send(answering, {**complete, "choice_modell": "avvikle"})
    definition(ALTERNATIVES, "")
    (submission,) = received()
    for page in (answering.get(RECEIPT), secretary.get(f"/sekretariat/apen-plan/svar/{submission.reference}/")):
        assert "About a part that is no longer in the hearing: modell" in page.text
        assert "<strong>avvikle</strong>" in page.text


def test_two_who_choose_differently_are_asked(answering, colleague, db):
    """Neither choice is overwritten unseen, and the other one is shown by its name."""
    colleague.save({"choice_modell": "utvide"})
    page = answering.save({"choice_modell": "avvikle"}, follow=True)
    assert page.status_code == 409
    assert radio(page, "choice_modell")[1] == ["avvikle"]
    assert '<div class="as-typed">Widen</div>' in page.text
    assert '<a class="ds-link" href="#choice_modell-0">Which model?: Your choice</a>' in page.text


def test_the_desk_shows_figures_by_alternative(answering, complete, secretary):
    """The summary at the desk has the table that readers get."""
    send(answering, {**complete, "choice_modell": "avvikle"})
    page = secretary.get("/sekretariat/apen-plan/oppsummering/").text
    table = page.split('class="ds-table choices"')[1].split("</table>")[0]
    rows = re.findall(r'scope="row">(.*?)\s*<svg.*?<td[^>]*>(\d+)</td>', table, re.DOTALL)
    assert rows == [("Build on", "0"), ("Dissolve", "1"), ("Widen", "0"), ("None chosen", "0")]
