"""The pages of gatherings. English pages: their sentences are the message ids."""

import shutil

import pytest

EXPIRED = ("nedlagt@fjordradet.example", "99 00 00 01", "Kontoret som er nedlagt", "pamelding@fjordradet.example")


def section(page, heading):
    """Return the text of the part of the page that `heading` heads."""
    found = next(h for h in page.all("h2") if h["text"].strip() == heading)
    return " ".join(next(s for s in page.all("section", aria_labelledby=found["id"]))["text"].split())


def test_the_list_has_coming_gatherings_first(archive_page):
    """The nearest first; those that are over stand below."""
    page = archive_page("/en/samlinger/")
    headings = [h["text"].strip() for h in page.all("h2") if not h["id"].startswith("_footer")]
    assert headings == ["Coming gatherings", "Earlier gatherings"]
    assert [h["text"].strip() for h in page.all("h3")] == ["Forventningssamling", "Climate gathering"]


def test_a_gathering_of_several_days_tells_when_it_begins_and_ends(archive_page):
    """With weekday and clock on both sides, in the reader's way of writing them."""
    page = archive_page("/en/samlinger/forventningssamling/")
    assert "Wednesday 15 April 2026 at 09:00 to Thursday 16 April 2026 at 12:30" in page.text
    assert "onsdag 15. april 2026" in archive_page("/nn/samlinger/forventningssamling/").text
    assert "Tuesday 14 October 2025 10:00–15:00" in archive_page("/en/samlinger/klimasamling-2025/").text


def test_the_programme_has_its_times_and_sub_items(archive_page):
    """An item without a time has none; sub-items stand under theirs."""
    page = archive_page("/en/samlinger/forventningssamling/")
    assert [t["text"] for t in page.all("time") if ":" in t["datetime"]] == ["09:00", "09:15"]
    assert section(page, "Programme") == (
        "Programme 09:00 Velkommen 09:15 Fem minutt frå kvar kommune Eigne erfaringar Eigne forventningar Oppsummering"
    )


def test_questions_homework_and_whom_it_is_for(archive_page):
    """Questions can be pointed at; a deadline is a day or the organiser's own words."""
    page = archive_page("/en/samlinger/forventningssamling/")
    assert page.one("li", id="_question_nytte")["text"].strip() == "Kva har de hatt nytte av til no?"
    assert "Administrativ leiing" in section(page, "Whom the invitation is for")
    homework = section(page, "Homework")
    assert "Drøft spørsmåla i formannskapet. Deadline: Friday 10 April 2026" in homework
    assert "Send inn svara samla. Deadline: i løpet av våren" in homework
    assert homework.endswith("Les forslaget til program.")


def test_documents_keep_their_language(archive_page):
    """What is written in nynorsk says so on an English page."""
    page = archive_page("/en/samlinger/forventningssamling/")
    (welcome,) = [p for p in page.with_class("programme__title") if p["text"].strip() == "Velkommen"]
    assert welcome["lang"] == "nn"
    assert page.one("li", id="_question_nytte")["lang"] == "nn"


def test_minutes_stand_first_once_there_are_some(archive_page):
    """A reader of a gathering that is over wants to know what came of it."""
    page = archive_page("/en/samlinger/klimasamling-2025/")
    headings = [h["text"].strip() for h in page.all("h2")]
    assert headings.index("Notes from the gathering") < headings.index("Purpose")


def test_a_network_and_its_gatherings_know_each_other(archive_page):
    """Links both ways."""
    page = archive_page("/samlinger/klimasamling-2025/")
    assert page.all("a", href="/regionradet/#_network_klimanettverket")
    assert archive_page("/regionradet/").all("a", href="/samlinger/klimasamling-2025/")


def test_contacts_are_shown_until_they_expire(archive_page):
    """With the day on which they will be taken down."""
    page = archive_page("/en/samlinger/forventningssamling/")
    assert "Sekretariatet post@fjordradet.example 99 00 00 02 shown here until 31 May 2026" in section(
        page, "Whom to ask"
    )
    assert "Whom to ask" not in archive_page("/en/samlinger/klimasamling-2025/").text


def test_expired_contacts_are_nowhere_in_what_is_written(archive):
    """Not in a page, a list, a calendar or any other file."""
    files = [path for path in archive.output.rglob("*") if path.is_file() and "theme" not in path.parts]
    assert len(files) > 20
    for path in files:
        written = path.read_bytes()
        for secret in EXPIRED:
            assert secret.encode() not in written, (path, secret)


@pytest.fixture(scope="module")
def survey(prove, tmp_path_factory, pelican):
    """The site of the fixture hearings with one gathering more, whose questions feed one of them."""
    folder = tmp_path_factory.mktemp("survey")
    shutil.copytree(prove, folder / "content")
    (folder / "content/events").mkdir()
    for name, hearing in (("samling", "apen"), ("hemmelig", "hemmelig-planlagt")):
        text = f"---\ntitle: Samling {name[0]}\ndate: 2026-03-20\nhearing: {hearing}\n"
        text += "questions: [{id: nytte, text: Hva var nyttig?}]\n---\nKom!\n"
        (folder / f"content/events/{name}.md").write_text(text, encoding="utf-8")
    exit_code, said = pelican(folder / "content", folder / "output")
    assert exit_code == 0, said
    return folder / "output"


def test_questions_lead_to_the_survey_that_they_feed(survey):
    """And to one that is not public nothing leads."""
    page = (survey / "samlinger/samling/index.html").read_text(encoding="utf-8")
    assert page.count('href="/horinger/apen/"') == 2  # below the questions, and among what belongs together
    page = (survey / "samlinger/hemmelig/index.html").read_text(encoding="utf-8")
    assert "hemmelig-planlagt" not in page


def test_every_gathering_has_its_page_in_every_language(archive):
    """Under an address that follows from its file's name."""
    for tree in ("/", "/nn/", "/en/"):
        for event in ("klimasamling-2025", "forventningssamling"):
            assert f"{tree}samlinger/{event}/" in archive.pages
