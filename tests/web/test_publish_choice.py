"""What is ticked on the page for publishing: kept through every look, and found again after what went wrong."""

import re

import pytest

from hearing_app.domain.release import EVERYTHING, Concluded
from hearing_app.domain.vocabulary import Role
from hearing_app.publishing.publish import publish
from hearing_app.storage import outbox, publications, publish_jobs
from hearing_app.storage.publications import Releases, Step
from hearing_app.storage.publish_jobs import JobKind, JobState, JobStep, Request
from hearing_app.users.accounts import set_user

DESK = "/sekretariat/lukket-strategi/"
PAGE = f"{DESK}publiser/"
PASSWORD = "en lang og god setning"


@pytest.fixture
def chosen(three_answers):
    """The references of the three answers, in the order of the bodies' ids."""
    return [three_answers[body].reference for body in ("bergvik", "fossheim", "indre")]


@pytest.fixture
def look(secretary):
    """A function that ticks something, looks at what it does, and returns that page."""

    def looked(fields):
        secretary.get(PAGE)
        return secretary.post(f"{PAGE}valg/", fields, follow=True)

    return looked


@pytest.fixture
def job(db, now, chosen):
    """A function that leaves a publishing behind that ended as asked for."""

    def ended(state, reason="", *, mails=False, step=JobStep.NONE):
        wanted = Request(
            frozenset(chosen[:1]), Concluded(everything=False, items=frozenset({"tiltak"})), "", "Grunnen.", mails
        )
        number = publish_jobs.ask(db, JobKind.PUBLISH, "lukket-strategi", wanted, by="siri", now=now)
        publish_jobs.take(db, number)
        publish_jobs.reach(db, number, step)
        publish_jobs.end(db, number, state, now, reason)
        return number

    return ended


def ticked(page):
    return re.findall(r'name="svar" value="([\d-]+)" checked', page.text)


def button(page):
    found = re.search(r'<button[^>]*name="action" value="publish"[^>]*>([^<]+)</button>', page.text)
    return found[1] if found else None


def test_the_tick_for_mail_and_the_reason_survive_the_look(look, chosen):
    """What is published is what was ticked, not a part of it."""
    page = look({"svar": chosen, "mails": "1", "note": "Sendt ved en feil."})
    assert re.search(r'name="mails" value="1" checked', page.text)
    assert re.search(r'<textarea[^>]*name="note"[^>]*>Sendt ved en feil.</textarea>', page.text)
    assert re.search(r"\?valg=\d+$", page.request.full_path)


def test_a_choice_that_is_looked_at_has_an_address(look, secretary, chosen):
    """It can be opened again, and in another language; files are asked for by it."""
    page = look({"svar": chosen[:2], "konklusjoner": "deler", "del": ["tiltak"]})
    address = page.request.full_path
    again = secretary.get(address)
    assert ticked(again) == ticked(page) == chosen[:2]
    assert re.search(r'value="deler" checked', again.text)
    norwegian = secretary.get(f"{address}&lang=nn")
    assert ticked(norwegian) == chosen[:2]
    assert "Svar som skal publiserast" in norwegian.text


def test_an_address_from_before_still_shows_its_choice(secretary, chosen):
    """Bookmarks that name the answers themselves work."""
    page = secretary.get(f"{PAGE}?valgt=1&svar={chosen[1]}")
    assert ticked(page) == [chosen[1]]


@pytest.mark.parametrize("address", [f"{PAGE}?valg=99", f"{PAGE}?valg=ni", f"{PAGE}?valg={'9' * 40}", f"{PAGE}?jobb=7"])
def test_a_choice_that_is_not_kept_any_more_is_told(secretary, chosen, address):
    """With what a choice begins with."""
    page = secretary.get(address)
    assert page.status_code == 200
    assert "is not kept any more" in page.text
    assert ticked(page) == chosen


def test_a_reader_may_look_at_a_choice(visit, db, now, chosen):
    """By the same button; nothing but the look is possible."""
    set_user(db, username="lise", name="Lise Leser", password=PASSWORD, role=Role.READER, now=now)
    reader = visit()
    reader.get("/sekretariat/logg-inn/?lang=en")
    reader.post("/sekretariat/logg-inn/", {"username": "lise", "password": PASSWORD})
    reader.get(PAGE)
    page = reader.post(f"{PAGE}valg/", {"svar": chosen[:1]}, follow=True)
    assert ticked(page) == chosen[:1]
    assert button(page) is None


def test_what_could_not_be_published_is_still_chosen(secretary, job, chosen):
    """From the page that says why, and from the page for publishing; a file that can be edited here is led to."""
    number = job(JobState.FAILED, "hearings/lukket-strategi/summary.md has changed. Also pages/om.md.")
    page = secretary.get(f"{PAGE}{number}/")
    assert f'href="{DESK}oppsummering/ord/"' in page.text
    back = re.search(rf'href="({PAGE}\?jobb={number})">Back to what was chosen', page.text)[1]
    page = secretary.get(back)
    assert ticked(page) == chosen[:1]
    assert re.search(r'value="deler" checked', page.text)
    assert "Grunnen." in page.text
    begun = secretary.get(PAGE)
    assert "The last publishing failed" in begun.text
    assert f'href="{PAGE}?jobb={number}"' in begun.text


def test_the_page_of_a_job_tells_that_no_mail_went(secretary, job):
    """Whether it was not asked for, or nobody had anything new to be told of."""
    page = secretary.get(f"{PAGE}{job(JobState.DONE)}/")
    assert "No mail is queued: it was not asked for." in page.text
    assert "mail is queued –" not in re.sub(r"<[^>]+>", "", page.text)
    page = secretary.get(f"{PAGE}{job(JobState.DONE, mails=True)}/")
    assert "No mail is queued: nobody whose address is known" in page.text


def test_the_page_of_a_job_tells_that_mail_waits(secretary, db, job, now):
    """Where what was published stands, and the mail could not be written yet."""
    number, nothing = job(JobState.DONE, mails=True), Releases(frozenset(), EVERYTHING)
    done = publications.begin(
        db, "lukket-strategi", by="siri", now=now, job=number, wanted=nothing, before=nothing, mails=True
    )
    publications.end(db, done, Step.DONE, now)
    assert "The mail is not queued yet." in secretary.get(f"{PAGE}{number}/").text


@pytest.mark.slow
def test_the_page_of_a_job_tells_how_many_mails_went(secretary, db, settings, chosen, job, now):
    """Counted, with a way to them."""
    number = job(JobState.DONE, mails=True)
    publish(db, settings, "lukket-strategi", released=frozenset(chosen), actor="siri", now=now, mails=True, job=number)
    assert len([mail for mail in outbox.waiting(db) if mail.kind == "published"]) == 3
    page = secretary.get(f"{PAGE}{number}/")
    assert "3 mails are queued." in page.text
    assert 'href="/sekretariat/post/"' in page.text


@pytest.mark.slow
def test_the_button_says_what_it_does(look, secretary, db, settings, chosen, now):
    """Publishing some, withdrawing some, or both; and of the new ones only."""
    assert button(look({"svar": chosen})) == "Publish 3 answers"
    publish(db, settings, "lukket-strategi", released=frozenset(chosen[:2]), actor="siri", now=now)
    assert button(look({"svar": chosen})) == "Publish 1 answer"
    assert button(look({"svar": chosen[:1]})) == "Withdraw 1 answer"
    assert button(look({"svar": []})) == "Withdraw 2 answers"
    assert button(look({"svar": chosen[1:]})) == "Publish the changes"


def test_what_stops_it_can_be_read_in_another_language(secretary, chosen):
    """The answer to the POST has an address where the choice stands; a page without one says why it has none."""
    secretary.get(PAGE)
    page = secretary.post(PAGE, {"svar": chosen[:1], "mails": "1", "action": "publish"})
    assert page.status_code == 409
    norwegian = secretary.get(re.search(r'href="([^"]+lang=nn)"', page.text)[1].replace("&amp;", "&"))
    assert ticked(norwegian) == chosen[:1]
    refused = secretary.post(f"{DESK}oppsummering/ord/", {"text": "Nytt.", "seen": "noe annet"})
    assert refused.status_code == 409
    assert "lang=nn" not in refused.text
    assert "Språket kan byttast når du er ferdig med denne sida" in refused.text


def test_names_stand_in_the_order_of_the_alphabet(secretary, content, three_answers):
    """Whose answers are not read through: by the name, not by the id."""
    council = content / "council.yml"
    text = council.read_text(encoding="utf-8")
    council.write_text(text.replace("name: Bergvik kommune", "name: Åbergvik kommune"), encoding="utf-8")
    page = secretary.get(PAGE)
    told = re.search(r"without a point or a word that they need none \(\d+ in all\): ([^<]+?)\.", page.text)[1]
    assert re.findall(r"Fossheim|Indre|Åbergvik", told) == ["Fossheim", "Indre", "Åbergvik"]
