"""The page of a response: making points of it, saying that a part needs none, themes, colleagues, and joining."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from hearing_app.answering.attachments import keep
from hearing_app.answering.receive import receive_submission
from hearing_app.domain.attachment import Attachment
from hearing_app.domain.vocabulary import Conclusion, Language, Role
from hearing_app.storage import points, set_aside, themes
from hearing_app.text import words_for
from hearing_app.treating.assess import assess_point
from hearing_app.treating.assigning import assign
from hearing_app.treating.splitting import add_point
from hearing_app.users.accounts import set_user

CLOSED = "/sekretariat/lukket-strategi/"
TWICE = "Merk stiene bedre. Bygg to broer.\n\nMerk stiene bedre.\n\nTakk for oss."
DATA = b"%PDF-1.4 not one that can be read"
FILE = Attachment("kart.pdf", "application/pdf", len(DATA), sha256(DATA).hexdigest())
AT = datetime(2026, 4, 20, 8, 0, tzinfo=UTC)
PASSWORD = "en lang og god setning"


@pytest.fixture
def sent(db, settings, sender, closed, answered):
    """Bergvik's, which says the same twice and has a file with it."""
    keep(settings.attachments, FILE, DATA)
    content = replace(answered({"viktigst": "", "tiltak": TWICE}), attachments=(FILE,))
    said = {"words": words_for(Language.NB), "sender": sender, "now": AT, "files": settings.attachments}
    return receive_submission(db, closed, closed.invited_body("bergvik"), content, **said)


@pytest.fixture
def others(closed, receive, answered):
    """Fossheim and Indre say the same as each other."""
    text = {"viktigst": "", "general": "Vi saknar ein frist."}
    return {body: receive(closed, body, answered(text)) for body in ("fossheim", "indre")}


@pytest.fixture
def page(secretary, sent):
    """A function that posts to Bergvik's submission and follows to the page it leads to."""
    address = f"{CLOSED}svar/{sent.reference}/"
    secretary.get(address)
    return lambda path, fields, **kwargs: secretary.post(f"{address}{path}", fields, **{"follow": True, **kwargs})


def own(db, sent):
    return points.of_submission(db, sent.reference)


def test_ticked_paragraphs_become_points(page, db, sent):
    """One each, or together where they follow each other; what was ticked is given back otherwise."""
    page("punkter/", {"item": "tiltak", "action": "each", "paragraph": ["0", "1"]})
    assert [point.quote for point in own(db, sent)] == ["Merk stiene bedre. Bygg to broer.", "Merk stiene bedre."]
    assert [point.occurrence for point in own(db, sent)] == [1, 2]
    refused = page("punkter/", {"item": "tiltak", "action": "together", "paragraph": ["0", "2"]})
    assert refused.status_code == 422
    assert "must follow each other" in refused.text
    assert len(re.findall(r'name="paragraph"[^>]* checked', refused.text)) == 2
    assert "1 new point." in page("punkter/", {"item": "tiltak", "action": "together", "paragraph": ["1", "2"]}).text
    assert "Tick the paragraphs first." in page("punkter/", {"item": "tiltak", "action": "each"}).text


def test_what_is_a_point_is_marked_with_a_way_to_it(page, db, sent):
    """Where the words stand twice, at the place that was marked."""
    shown = page("punkter/", {"item": "tiltak", "action": "excerpt", "quote": "Merk stiene bedre.", "before": "27"})
    (point,) = own(db, sent)
    assert point.occurrence == 2
    assert f'href="#_point_{point.id}"' in shown.text
    assert re.search(r"<mark class=\"mark\">Merk stiene bedre\.</mark>", shown.text)
    assert '<span class="mark-left">Merk stiene bedre. Bygg to broer.</span>' in shown.text


def test_the_page_says_what_remains(page, secretary, db, sent):
    """In all and by part, until everything has a point or a word."""
    assert "4 parts remain without a point or a word" in secretary.page.text
    assert "3 paragraphs" in secretary.page.text
    page("uten-punkt/", {"item": "tiltak", "aside": "paragraphs", "paragraph": ["2"], "reason": "Bare høflighet."})
    shown = page("uten-punkt/", {"aside": f"file-{FILE.sha256}"})
    assert "2 parts remain without a point or a word" in shown.text
    assert "No point here: Siri Sekretær" in shown.text
    assert "Bare høflighet." in shown.text
    assert "Read, no point: Siri Sekretær" in shown.text
    shown = page("uten-punkt/", {"aside": "response"})
    assert "Everything has a point or a word" in shown.text


def test_a_word_can_be_taken_back(page, db, sent):
    """A second time it is told that a colleague has done so."""
    page("uten-punkt/", {"item": "tiltak", "aside": "answer"})
    (word,) = set_aside.of_submission(db, sent.reference)
    undo = f"uten-punkt/{word.id}/angre/"
    assert "it needs a point or a word again" in page(undo, {"item": "tiltak"}).text
    assert "has taken it back already" in page(undo, {"item": "tiltak"}).text
    assert set_aside.of_submission(db, sent.reference) == ()


def test_what_no_button_says_is_refused(page):
    """Nor is a file set aside that did not come with the answer."""
    assert page("uten-punkt/", {"aside": "alt"}).status_code == 400
    assert page("uten-punkt/", {"aside": f"file-{'b' * 64}"}).status_code == 404
    assert page(f"vedlegg/{'b' * 64}/punkt/", {"item": "tiltak", "quote": "Ord."}).status_code == 404
    assert page(f"vedlegg/{FILE.sha256}/punkt/", {"item": "ukjent", "quote": "Ord."}).status_code == 404


def test_a_point_is_made_of_a_file(page, db, sent):
    """Where its text cannot be read the secretary is asked to compare; nothing at all is no point."""
    shown = page(f"vedlegg/{FILE.sha256}/punkt/", {"item": "tiltak", "quote": "Bygg tre broer."})
    assert "compare the words with the file" in shown.text
    assert "From the file kart.pdf" in shown.text
    (point,) = own(db, sent)
    assert (point.item, point.attachment) == ("tiltak", FILE.sha256)
    refused = page(f"vedlegg/{FILE.sha256}/punkt/", {"item": "tiltak", "quote": " "})
    assert refused.status_code == 422
    assert "do not stand in the file" in refused.text


@pytest.fixture
def point(db, sent, now):
    add_point(db, sent, "tiltak", "Bygg to broer.", actor="test", now=now)
    return own(db, sent)[0]


def test_themes_are_given_on_the_card_and_kept_on_a_page(page, secretary, db, closed, point):
    """With how many have each; a name that is taken is refused and given back, and removing asks first."""
    page_of = f"{CLOSED}punkter/{point.id}/tema/"
    secretary.post(page_of, {"new": "Broer", "back": f"{CLOSED}tema/"})
    (theme,) = themes.of_hearing(db, closed.id)
    assert "1 point, 1 body" in secretary.get(f"{CLOSED}tema/").text
    secretary.post(f"{CLOSED}tema/", {"name": "Økonomi"})
    taken = secretary.post(f"{CLOSED}tema/{theme.id}/", {"name": "økonomi", "action": "rename"})
    assert taken.status_code == 409
    assert 'value="økonomi"' in taken.text
    assert secretary.post(f"{CLOSED}tema/", {"name": " "}).status_code == 422
    asked = secretary.post(f"{CLOSED}tema/{theme.id}/slett/", follow=True)
    assert "Remove the theme «Broer»?" in asked.text
    assert points.get(db, point.id).themes == ("Broer",)
    secretary.post(f"{CLOSED}tema/{theme.id}/slett/", {"sure": "yes"})
    assert points.get(db, point.id).themes == ()
    assert "not there any more" in secretary.post(f"{CLOSED}tema/{theme.id}/slett/", follow=True).text


def test_one_comes_back_to_where_the_card_stood(page, secretary, point):
    """On a page of the desk, and nowhere else."""
    for back, lands in (
        (f"{CLOSED}punkter/?del=tiltak", f"{CLOSED}punkter/?del=tiltak#_point_{point.id}"),
        ("//ondt.example/", None),
    ):
        answer = secretary.post(f"{CLOSED}punkter/{point.id}/tema/", {"new": "Broer", "back": back})
        assert answer.location == (lands or f"{CLOSED}svar/{point.submission}/#_point_{point.id}")


def test_a_point_is_given_to_a_colleague_who_finds_it(page, secretary, db, point, now):
    """With a day that is told when it is over; what is no day changes nothing."""
    address = f"{CLOSED}punkter/{point.id}/tildel/"
    assert "Write a date like" in secretary.post(address, {"assignee": "siri", "due": "i morgen"}, follow=True).text
    assert points.get(db, point.id).assignee == ""
    secretary.post(address, {"assignee": "siri", "due": "16.5.2026"})
    assert points.get(db, point.id).due == date(2026, 5, 16)
    assign(db, "lukket-strategi", [point.id], username="siri", due=date(2026, 5, 1), actor="siri", now=now)
    mine = secretary.get("/sekretariat/mine/").text
    assert "Bygg to broer." in mine
    assert "Overdue" in mine
    assert "cannot assess points any more" in secretary.post(address, {"assignee": "ukjent"}, follow=True).text


def test_what_was_typed_for_a_colleague_is_given_back(page, secretary, db, point):
    """With why, in the open box, in both places; and a day that has passed can stand, but is not chosen."""
    address = f"{CLOSED}punkter/{point.id}/tildel/"
    shown = secretary.post(address, {"assignee": "siri", "due": "1.5.2026"}, follow=True).text
    assert "2026 has passed. Choose today or a later day." in shown
    assert re.search(r'<option value="siri" selected>', shown)
    assert 'type="date" name="due" autocomplete="off" value="2026-05-01" aria-invalid="true"' in shown
    assert '<details class="fold" open><summary>Theme, colleague' in shown
    assert points.get(db, point.id).assignee == ""
    bulk = {"point": point.id, "assignee": "siri", "due": "2026-05-01"}
    refused = secretary.post(f"{CLOSED}punkter/sammen/", bulk)
    assert refused.status_code == 422
    assert "2026 has passed. Choose today or a later day." in refused.text


def test_a_day_that_has_passed_may_stay_when_the_colleague_changes(page, secretary, db, point, now):
    """It was right when it was given."""
    assign(db, "lukket-strategi", [point.id], username="siri", due=date(2026, 5, 1), actor="siri", now=now)
    address = f"{CLOSED}punkter/{point.id}/tildel/"
    secretary.post(address, {"assignee": "", "due": "2026-05-01"})
    assert points.get(db, point.id).assignee == ""


@pytest.fixture
def alike(db, others, now):
    """A point of Fossheim's and one of Indre's in the same words."""
    for submission in others.values():
        add_point(db, submission, "general", "Vi saknar ein frist.", actor="test", now=now)
    return tuple(points.of_submission(db, submission.reference)[0] for submission in others.values())


def test_points_in_the_same_words_are_joined_and_parted(secretary, db, alike):
    """They are ticked already; both can be taken back at once."""
    first, second = alike
    shown = secretary.get(f"{CLOSED}punkter/{first.id}/sammen/")
    assert re.search(rf'name="other" value="{second.id}" checked', shown.text)
    joined = secretary.post(f"{CLOSED}punkter/{first.id}/sammen/", {"other": second.id}, follow=True)
    assert "2 points share this assessment now." in joined.text
    assert re.search(r"Said by [^<]+ and [^<]+<", joined.text)
    before = re.search(r'name="before" value="([^"]+)"', joined.text)[1]
    undone = secretary.post(f"{CLOSED}punkter/{first.id}/angre/", {"before": before}, follow=True)
    assert "Undone." in undone.text
    assert points.get(db, second.id).joined is None
    secretary.post(f"{CLOSED}punkter/{first.id}/sammen/", {"other": second.id})
    parted = secretary.post(f"{CLOSED}punkter/{second.id}/del/", {"action": "one", "shown": first.id}, follow=True)
    assert "Parted." in parted.text
    assert points.get(db, second.id).joined is None
    assert (
        "cannot be undone any more"
        in secretary.post(f"{CLOSED}punkter/{first.id}/angre/", {"before": "1:x"}, follow=True).text
    )


def test_joining_asks_where_they_are_assessed_differently(secretary, db, alike, others, now):
    """Both assessments are shown; nothing is ticked away meanwhile."""
    first, second = alike
    for point, text in ((first, "Enig."), (second, "Uenig.")):
        given = {"assessment": text, "conclusion": Conclusion.NOTED, "revision": 0}
        assess_point(db, others[point.body], point.id, actor="test", now=now, **given)
    address = f"{CLOSED}punkter/{first.id}/sammen/"
    secretary.get(address)
    asked = secretary.post(address, {"other": second.id})
    assert asked.status_code == 409
    assert "assessed differently" in asked.text
    assert re.search(rf'name="other" value="{second.id}" checked', asked.text)
    secretary.post(address, {"other": second.id, "sure": "yes"})
    assert points.get(db, second.id).assessment == "Enig."
    assert secretary.post(address, {}).status_code == 422
    assert secretary.post(address, {"other": 404}).status_code == 409


def test_a_reader_sees_it_all_and_changes_nothing(visit, db, now, sent, point):
    """Neither boxes to tick nor a script."""
    set_user(db, username="lise", name="Lise", password=PASSWORD, now=now, role=Role.READER)
    visitor = visit()
    visitor.get("/sekretariat/logg-inn/?lang=en")
    visitor.post("/sekretariat/logg-inn/", {"username": "lise", "password": PASSWORD})
    shown = visitor.get(f"{CLOSED}svar/{sent.reference}/")
    assert "parts remain without a point or a word" in shown.text
    assert 'name="paragraph"' not in shown.text
    assert "mark.js" not in shown.text
    assert visitor.post(f"{CLOSED}svar/{sent.reference}/uten-punkt/", {"aside": "response"}).status_code == 403


@pytest.mark.parametrize("list_", [False, True])
def test_joining_ends_where_it_began(secretary, db, alike, others, now, list_):
    """At the point one came from, though another body's assessment counts; on the list at the row that it is in now."""
    blank, assessed = alike
    given = {"assessment": "Enig.", "conclusion": Conclusion.NOTED, "revision": 0}
    assess_point(db, others[assessed.body], assessed.id, actor="test", now=now, **given)
    own = f"{CLOSED}punkter/?del=general" if list_ else f"{CLOSED}svar/{blank.submission}/"
    page = secretary.get(own).text
    address = re.search(rf'href="([^"]*punkter/{blank.id}/sammen/[^"]*)"', page)[1].replace("&amp;", "&")
    asked = secretary.get(address)
    assert f'href="{own}#_point_{blank.id}"' in asked.text.replace("&amp;", "&")
    back = re.search(r'name="back" value="([^"]*)"', asked.text)[1]
    answer = secretary.post(address, {"other": assessed.id, "back": back})
    assert points.get(db, blank.id).joined == assessed.id
    assert answer.status_code == 303
    landed, _hash, anchor = answer.location.partition("#")
    assert landed == own
    shown = secretary.get(landed).text
    assert f'id="{anchor}"' in shown
    assert "2 points share this assessment now." in shown
    assert "Undo the joining" in shown


def test_a_joined_point_that_the_list_has_no_more_is_told_on_it(secretary, db, alike, others, now):
    """What is open was looked for, and it is concluded now."""
    blank, assessed = alike
    given = {"assessment": "Enig.", "conclusion": Conclusion.NOTED, "revision": 0}
    assess_point(db, others[assessed.body], assessed.id, actor="test", now=now, **given)
    back = f"{CLOSED}punkter/?vis=mangler-konklusjon&konklusjon=none"
    secretary.get(f"{CLOSED}punkter/{blank.id}/sammen/")
    answer = secretary.post(f"{CLOSED}punkter/{blank.id}/sammen/", {"other": assessed.id, "back": back})
    assert answer.location == back
    assert "2 points share this assessment now." in secretary.get(back).text


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/sekretariat/", "/andre/", ""])
def test_joining_leads_nowhere_else(secretary, alike, back):
    """What the form says of the page before is believed only of the desk's own."""
    first, second = alike
    secretary.get(f"{CLOSED}punkter/{first.id}/sammen/")
    answer = secretary.post(f"{CLOSED}punkter/{first.id}/sammen/", {"other": second.id, "back": back})
    assert answer.location == f"{CLOSED}svar/{first.submission}/#_point_{first.id}"


def test_how_words_are_marked_is_said_once(secretary, others):
    """However many parts are answered."""
    reference = next(iter(others.values())).reference
    page = secretary.get(f"{CLOSED}svar/{reference}/").text
    assert page.count("mark them with the mouse") == 1
