"""The decision at the desk: a form without a script, the file as Markdown, and two people at once."""

import html
import re

import pytest

from hearing_app.domain.vocabulary import HearingStatus, Role
from hearing_app.publishing.publish import refresh_site
from hearing_app.storage import audit, rebuilds
from hearing_app.users.accounts import set_user

DECIDED = "/sekretariat/vedtatt-avtale/vedtak/"
OPEN = "/sekretariat/lukket-strategi/vedtak/"
PROPOSED = {"proposal-1": "Strategien vedtas.", "proposal-2": "Den evalueres.", "organ": "", "day": ""}
DECISION = {
    **PROPOSED,
    "organ": "Regionrådet",
    "day": "12.5.2026",
    "case_number": "9/26",
    "vote": "Enstemmig",
    "deliberation": "Flere ville ha en evaluering.",
    "decision-1": "Strategien vedtas.",
    "decision-2": "Den evalueres etter to år.",
}


@pytest.fixture
def save(secretary):
    """A function that fills in the form and presses a button."""

    def pressed(address, fields, action="save"):
        secretary.get(address)
        return secretary.post(address, {**fields, "action": action})

    return pressed


@pytest.fixture
def file(content):
    return content / "hearings" / "lukket-strategi" / "decision.md"


def fields_of(page):
    """Return the texts of the form's fields by name."""
    found = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL)
    lines = re.findall(r'<input class="ds-input" type="text" id="[^"]+" name="([^"]+)" value="([^"]*)"', page.text)
    return {name: html.unescape(text) for name, text in (*found, *lines)}


def test_a_proposal_is_saved_before_the_meeting(save, library, file, now, db):
    """The hearing is not decided by it, the site is asked for, and the log says who did it."""
    assert save(OPEN, PROPOSED).status_code == 303
    matter = library.matter("lukket-strategi")
    assert matter.proposal.points == ("Strategien vedtas.", "Den evalueres.")
    assert matter.decision is None
    assert matter.status(now) is not HearingStatus.DECIDED
    assert "## Framlegg til vedtak {#proposal}" in file.read_text(encoding="utf-8")
    assert rebuilds.newest(db)
    assert any(e.action == "decision edited" and e.actor == "siri" for e in audit.entries(db, "lukket-strategi"))


def test_the_decision_follows_and_the_difference_is_shown(save, library, secretary, now):
    """From the same form; what changed stands below it."""
    save(OPEN, PROPOSED)
    assert save(OPEN, DECISION).status_code == 303
    matter = library.matter("lukket-strategi")
    assert matter.decision.points == ("Strategien vedtas.", "Den evalueres etter to år.")
    assert matter.decision.vote == "Enstemmig"
    assert matter.status(now) is HearingStatus.DECIDED
    page = secretary.get(OPEN)
    assert "From proposal to decision" in page.text
    assert "<ins>" in page.text


def test_buttons_change_the_form_and_save_nothing(save, file):
    """One more point, another order, one less, and the proposal copied: everything else stays as typed."""
    more = fields_of(save(OPEN, DECISION, "add-proposal"))
    assert more["proposal-3"] == ""
    assert more["deliberation"] == DECISION["deliberation"]
    moved = fields_of(save(OPEN, DECISION, "down-proposal-1"))
    assert (moved["proposal-1"], moved["proposal-2"]) == ("Den evalueres.", "Strategien vedtas.")
    moved = fields_of(save(OPEN, DECISION, "up-decision-2"))
    assert moved["decision-1"] == "Den evalueres etter to år."
    less = fields_of(save(OPEN, DECISION, "remove-decision-1"))
    assert less["decision-1"] == "Den evalueres etter to år."
    assert "decision-2" not in less
    copied = fields_of(save(OPEN, PROPOSED, "copy"))
    assert (copied["decision-1"], copied["decision-2"]) == ("Strategien vedtas.", "Den evalueres.")
    shown = save(OPEN, DECISION, "preview")
    assert "As readers will see it" in shown.text
    assert fields_of(shown)["vote"] == "Enstemmig"
    for odd in ("up-proposal-1", "down-proposal-2", "up-proposal-999", "remove-noe-1", "tull"):
        assert fields_of(save(OPEN, DECISION, odd))["proposal-1"] == "Strategien vedtas."
    assert not file.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"organ": ""}, "Write which organ"),
        ({"day": ""}, "Write the day of the meeting"),
        ({"day": "31.2.2026"}, "Write a date like"),
        ({"decision-1": "", "decision-2": ""}, "A vote belongs to a decision"),
        ({"decision-1": "", "decision-2": "", "proposal-1": "", "proposal-2": ""}, "at least one point"),
        ({"deliberation": "## Votering {#votering}"}, "read in another way"),
        ({"deliberation": "# Overskrift"}, "Start headings at"),
    ],
)
def test_what_cannot_be_saved_is_told_and_kept(save, file, fields, said):
    """With 422, everything in its field, and no file."""
    answer = save(OPEN, {**DECISION, **fields})
    assert answer.status_code == 422
    assert said in html.unescape(answer.text)
    assert fields_of(answer)["case_number"] == "9/26"
    assert not file.exists()


def test_two_at_once_get_both_texts(save, secretary, file):
    """Nothing is written over; who saves once more has seen what the other wrote."""
    secretary.get(OPEN)
    file.write_text("---\norgan: Rådet\n---\n\n## Forslag {#proposal}\n\n1. Deres punkt.\n", encoding="utf-8")
    answer = secretary.post(OPEN, {**DECISION, "action": "save"})
    assert answer.status_code == 409
    assert "Deres punkt." in answer.text
    assert fields_of(answer)["decision-2"] == "Den evalueres etter to år."
    assert "Deres punkt." in file.read_text(encoding="utf-8")
    assert secretary.post(OPEN, {**DECISION, "action": "save"}).status_code == 303
    assert "## Forslag {#proposal}" in file.read_text(encoding="utf-8")


def test_a_decision_is_not_taken_back_by_an_empty_field(save, library):
    """The hearing would no longer be decided; that takes the Markdown."""
    answer = save(DECIDED, {"proposal-1": "Noe."})
    assert answer.status_code == 422
    assert "The decision would be gone" in answer.text
    assert library.matter("vedtatt-avtale").decision is not None


def test_a_file_with_a_comment_is_edited_as_markdown(save, secretary, content):
    """The form has no room for it, so it is neither shown in one nor written from one."""
    path = content / "hearings" / "vedtatt-avtale" / "decision.md"
    path.write_text(path.read_text(encoding="utf-8").replace("vote:", "# spør\nvote:"), encoding="utf-8")
    page = secretary.get(DECIDED)
    assert "This file is edited as Markdown" in page.text
    assert 'name="proposal-1"' not in page.text
    answer = secretary.post(DECIDED, {**DECISION, "action": "save", "seen": ""})
    assert answer.status_code in (409, 422)
    assert "# spør" in path.read_text(encoding="utf-8")


def test_the_markdown_is_saved_or_told_what_is_wrong(secretary, content):
    """With the line; nothing of the text is lost."""
    address, path = f"{DECIDED}markdown/", content / "hearings" / "vedtatt-avtale" / "decision.md"
    text = path.read_text(encoding="utf-8")
    secretary.get(address)
    wrong = secretary.post(address, {"text": text.replace("organ:", "organer:")})
    assert wrong.status_code == 422
    assert "organer" in wrong.text
    assert path.read_text(encoding="utf-8") == text
    secretary.get(address)
    assert secretary.post(address, {"text": text.replace("Enstemmig", "Mot to")}).status_code == 303
    assert "Mot to" in path.read_text(encoding="utf-8")
    stale = secretary.post(address, {"text": text})
    assert stale.status_code == 409
    assert "Mot to" in stale.text


def test_a_hearing_that_is_decided_in_a_case_gets_no_second_decision(save, secretary, content, file):
    """The page says where it stands, and a form that was open writes nothing."""
    secretary.get(OPEN)
    folder = content / "cases" / "strategi"
    folder.mkdir(parents=True)
    (folder / "case.md").write_text(
        "---\ntitle: Strategien\nlanguage: nb\norgan: radet\ndate: 2026-05-12\ncase_number: U-9/26\n"
        "hearing: lukket-strategi\n---\n\n## Vedtak {#decision}\n\n1. Vedtas.\n",
        encoding="utf-8",
    )
    council = content / "council.yml"
    council.write_text(
        council.read_text(encoding="utf-8")
        + "\nbody: elvedalen\norgans:\n  - {id: radet, name: Rådet, kind: regional_council}\n",
        encoding="utf-8",
    )
    page = secretary.get(OPEN)
    assert "decided in a case" in page.text
    assert "U-9/26" in page.text
    assert save(OPEN, DECISION).status_code == 409
    assert not file.exists()


def test_a_case_officer_proposes_and_a_reviewer_decides(save, secretary, db, now, file):
    """What was typed stands on the page that says so."""
    set_user(db, username="ole", name="Ole", password="en lang og god setning", now=now, role=Role.CASE_OFFICER)
    secretary.post("/sekretariat/logg-ut/", {})
    secretary.get("/sekretariat/logg-inn/")
    secretary.post("/sekretariat/logg-inn/", {"username": "ole", "password": "en lang og god setning"})
    assert save(OPEN, PROPOSED).status_code == 303
    refused = save(OPEN, DECISION)
    assert refused.status_code == 403
    assert fields_of(refused)["decision-2"] == "Den evalueres etter to år."
    assert "{#decision}" not in file.read_text(encoding="utf-8")


def test_readers_see_the_proposal_until_there_is_a_decision(save, settings, db, clock, file):
    """As a proposal, without the deliberation that is being written; then the decision stands there instead."""
    save(OPEN, {**PROPOSED, "deliberation": "HEMMELIG inntil møtet."})
    refresh_site(db, settings, now=clock.now)
    page = settings.site / "current/en/horinger/lukket-strategi/index.html"
    text = page.read_text(encoding="utf-8")
    assert 'id="_forslag"' in text
    assert "Den evalueres." in text
    assert "HEMMELIG" not in text
    save(OPEN, DECISION)
    refresh_site(db, settings, now=clock.now)
    text = page.read_text(encoding="utf-8")
    assert 'id="_forslag"' not in text
    assert 'id="_vedtak"' in text
