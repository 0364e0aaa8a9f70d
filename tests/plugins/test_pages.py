"""What a reader sees of a hearing in each of its states. English pages: their sentences are the message ids."""

import re

import pytest


def parts(page):
    """Return the ids of a hearing page's parts, in order."""
    return [h["id"] for h in page.all("h2") if (h.get("id") or "").startswith("_") and h["id"] not in SKELETON]


SKELETON = {"_status_heading", "_contents", "_footer_contact", "_footer_site", "_footer_source"}


@pytest.mark.parametrize(
    ("hearing", "status"),
    [
        ("apen", "Open, extended deadline"),
        ("apen-siste-dag", "Open"),
        ("lukket", "Closed"),
        ("oppsummert", "Summarised"),
        ("vedtatt", "Decided"),
        ("trukket", "Withdrawn"),
    ],
)
def test_status_follows_from_the_dates(page, hearing, status):
    """The box beside a hearing shows the status that its dates and files give."""
    box = page(f"/en/horinger/{hearing}/").html.split('class="status-box"')[1]
    assert re.search(r'class="ds-tag"[^>]*>([^<]+)<', box)[1] == status


def test_open_hearing_leads_to_an_answer(page):
    """While it is open: days left, deadline with weekday, the earlier one with the reason, and three ways in."""
    shown = page("/en/horinger/apen/")
    assert "41 days left" in shown.text
    assert "Monday 20 April 2026" in shown.text
    assert "7 April 2026" in [s["text"] for s in shown.all("s")]
    assert "moved 10 February 2026: Several asked for more time." in shown.text
    ways = {"/svar/apen/", "/svar/apen/apen/", "/svar/apen/skjema.docx?lang=en"}
    assert {a["href"] for a in shown.with_class("ds-button")} == ways
    assert parts(shown) == ["_brev", "_slik-svarer-du", "_utkast", "_sporsmal", "_saksgang", "_instanser"]


def test_last_day_is_said_in_words(page):
    """On the day of the deadline nobody has to work out what zero days left means."""
    assert "Last day today" in page("/en/horinger/apen-siste-dag/").text


def test_nobody_is_sent_to_answer_what_is_over(page):
    """A closed, decided or withdrawn hearing has no button."""
    for hearing in ("lukket", "vedtatt", "trukket"):
        assert not page(f"/en/horinger/{hearing}/").all("a", href=f"/svar/{hearing}/")


def test_closed_hearing_begins_with_what_came_of_it(page):
    """Once closed, the page begins in brief, and the letter and the draft come after the results."""
    assert parts(page("/en/horinger/lukket/")) == ["_kort", "_saksgang", "_brev", "_utkast", "_sporsmal", "_instanser"]
    assert parts(page("/en/horinger/vedtatt/")) == [
        "_kort", "_saksgang", "_vedtak", "_tilslutning", "_sekretariatet", "_oppsummering", "_svar",
        "_brev", "_notat", "_utkast", "_sporsmal", "_instanser",
    ]  # fmt: skip


def test_contents_list_names_every_part(page):
    """The list of contents leads to each part of the page, in order."""
    shown = page("/en/horinger/vedtatt/")
    contents = shown.html.split('class="contents"')[1].split("</nav>")[0]
    assert re.findall(r'href="#([^"]+)"', contents) == parts(shown)


def test_difference_between_proposal_and_decision(page):
    """Removed and added words are marked up as such and said to those who see neither colour nor line."""
    shown = page("/en/horinger/vedtatt/")
    removed = [e["text"] for e in shown.all("del")]
    added = [e["text"] for e in shown.all("ins")]
    assert "removed: fire" in removed
    assert "removed: Sekretariatet avslutter arbeidet." in removed
    assert "added: to" in added
    assert "added: Avtalen evalueres sammen med kommunene." in added
    kinds = sorted(e["data-kind"] for e in shown.with_class("difference__point"))
    assert kinds == ["added", "changed", "removed", "same"]


def test_adoption_is_never_inferred(page):
    """«Adopted» without a date shows as date missing and is not counted; every other state has its row."""
    shown = page("/en/horinger/vedtatt/")
    assert "3 of 13 have adopted." in shown.text
    rows = [" ".join(row["text"].split()) for row in shown.all("tr")]
    (granli,) = (row for row in rows if row.startswith("Granli kommune"))
    assert "Date missing" in granli
    assert "Adopted" not in granli
    for body, state in (
        ("Elvby", "Adopted"),
        ("Fjellvik", "Adopted with reservation"),
        ("Haugen", "Scheduled"),
        ("Iselv", "Postponed"),
        ("Kvernmo", "Rejected"),
        ("Lauvlia", "Date missing"),
        ("Nesvoll", "Not treated"),
    ):
        assert any(row.startswith(f"{body} kommune {state}") for row in rows), body


def test_reservation_points_at_its_section(page):
    """A reservation against one section links to that section of the draft."""
    (reservation, _) = page("/en/horinger/vedtatt/").with_class("reservation")
    assert reservation["text"].strip() == "2 Økonomi: Kommunen tek atterhald om andelen."


def test_adopted_by_all_with_reservations(page):
    """Rule 15: when all have adopted and one has a reservation, the sentence says so and names it."""
    assert "Adopted by all, with reservations from Fjellvik kommune." in page("/en/horinger/alle-med/").text


def test_summary_tells_figures_points_and_conclusions(page):
    """Stances are counted per section; each point stands with its assessment and conclusion."""
    shown = page("/en/horinger/vedtatt/")
    rows = [" ".join(row["text"].split()) for row in shown.all("tr")]
    assert "1 Formål 1 0 1 1" in rows
    assert "Elvby kommune likere fordeling Fordelingen endres. Accepted" in rows
    assert "Elvby kommune At råda snakkar saman. Not assessed yet Not concluded yet" in rows
    assert len(shown.with_class("stance-bar")) == 3


def test_answered_and_released_are_two_things(page):
    """A body that has answered is marked so; only a released answer has a link."""
    shown = page("/en/horinger/vedtatt/")
    answered = [e["text"] for e in shown.all("li", data_answered="yes") if "Answered" in e["text"]]
    late = "Received after the deadline"
    club = "Laget <b>for</b> prøver & sånt"
    assert [" ".join(text.split()) for text in answered] == [
        f"Elvby kommune Answered 2 February 2026, at 10:05. Read the answer: Elvby kommune {late}",
        f"Fjellvik kommune Answered 3 February 2026, at 10:05. Read the answer: Fjellvik kommune {late}",
        f"Granli kommune Answered 5 February 2026, at 10:05. The answer is not published. {late}",
        f"{club} Answered 4 February 2026, at 10:05. Read the answer: {club} {late}",
    ]
    assert shown.all("a", href="/en/horinger/vedtatt/svar/elvby/")
    assert not shown.all("a", href="/en/horinger/vedtatt/svar/granli/")


def test_what_is_held_back_is_told(page):
    """In brief, in the summary and over the list: how many answers can be read, and why the others cannot."""
    told = [" ".join(p["text"].split()) for p in page("/en/horinger/vedtatt/").with_class("held-back")]
    published = "3 of 4 answers are published."
    withheld = "1 answer is withheld, or the secretariat is still considering it."
    with_figures = f"{published} The figures build on those. {withheld}"
    assert told == [with_figures, with_figures, f"{published} {withheld}"]
    assert "Tallene bygger på dem." in page("/horinger/vedtatt/").text
    assert "Tala byggjer på dei." in page("/nn/horinger/vedtatt/").text
    assert not page("/en/horinger/oppsummert/").with_class("held-back")


def test_brief_does_not_say_the_heading_again(page):
    """The title stands at the top of the page; the brief begins with what became of it."""
    brief = page("/en/horinger/vedtatt/").html.split('id="_kort"')[1].split("</section>")[0]
    assert "Proposed" not in brief
    assert "brief__lead" not in brief
    assert "The deadline is over" in page("/en/horinger/lukket/").with_class("brief__lead")[0]["text"]


def test_nothing_registered_is_not_nobody_answered(page):
    """A hearing that is over, with no answer registered, does not claim that zero bodies answered."""
    text = page("/en/horinger/alle-med/").text
    assert "3 bodies were invited. No answers are registered here." in text
    assert "0 of 3" not in text
    assert "0 of 7 invited" in page("/en/horinger/apen-siste-dag/").text


def test_withdrawn_hearing_says_why(page):
    """A withdrawn hearing shows the day and the reason, and no results."""
    shown = page("/en/horinger/trukket/")
    assert "Withdrawn 1 February 2026. The legal basis is gone." in shown.text
    assert parts(shown) == ["_brev", "_utkast", "_sporsmal", "_saksgang", "_instanser"]


def test_every_section_of_the_draft_can_be_pointed_at(page):
    """Each section carries its lasting id and a link to itself."""
    shown = page("/horinger/apen/")
    for section in ("formal", "okonomi", "varighet"):
        assert shown.one("section", id=section)
        assert shown.one("a", href=f"#{section}")["class"] == "anchor"


def test_submission_page_shows_the_released_answers(page):
    """The page of a submission holds stance, text, standing and fingerprint, section by section."""
    text = page("/en/horinger/vedtatt/svar/elvby/").text
    assert "2 Økonomi Supports with remarks Vi ber om likere fordeling." in text
    assert "3 Varighet No stance" in text
    assert "What do you expect? At råda snakkar saman." in text
    assert "Municipal council, Kommunestyret, 30 January 2026, case 1/26" in text
    assert "ab" * 32 in text


def test_an_answer_to_a_part_that_is_gone_stays_readable(page):
    """What was said about a section that the draft no longer has stands below the rest, in every language."""
    text = page("/en/horinger/vedtatt/svar/elvby/").text
    assert "About a part that is no longer in the hearing: gammel-del Supports Om ein del som er borte." in text


def test_who_is_no_longer_invited_is_counted_apart(page):
    """A body that answered and was taken off the invitation is named, and not counted among the invited."""
    text = page("/en/horinger/lukket/").text
    assert "1 of 7 have answered." in text
    assert "Has also answered, but is no longer invited: Utkanten kommune" in text


def test_lost_readers_are_met_in_their_language(page):
    """Each language's tree has a page for what is not there, and it leads on in that language."""
    for tree, said in (("/", "Se alle høringer"), ("/nn/", "Sjå alle høyringar"), ("/en/", "See all hearings")):
        assert said in page(f"{tree}404.html").text
        assert page(f"{tree}404.html").all("a", href=f"{tree}horinger/")


def test_start_page_puts_what_is_open_first(page):
    """Open hearings by deadline, then those being assessed, then those decided."""
    links = [a["href"] for a in page("/en/").all("a") if (a.get("href") or "").startswith("/en/horinger/")]
    hearings = list(dict.fromkeys(link.split("/")[3] for link in links if link.count("/") == 4))
    assert hearings == ["apen-siste-dag", "apen", "lukket", "oppsummert", "vedtatt", "alle-med"]


def test_list_holds_every_hearing_by_status(page):
    """The list of hearings has a heading for each status there is, withdrawn last."""
    shown = page("/en/horinger/")
    headings = [h["text"].strip() for h in shown.all("h2") if h["id"] not in SKELETON]
    done = ["Decided hearings", "Withdrawn hearings"]
    assert headings == ["Open hearings", "Being assessed", "Summarised, decision to come", *done]
    assert len(shown.with_class("hearing-card")) == 7


def test_hostile_text_stays_text(site):
    """Whatever a title, a body's name, a remark, a reservation or a document holds, no page gets an element of it."""
    for address, page in site.pages.items():
        assert not page.all("script"), address
        assert not page.all("b"), address
        assert not [e for e in page.reader.elements if any(k.startswith("on") for k, _ in e["attributes"])], address
    assert "<script>alert(1)</script>" in site.pages["/horinger/apen/"].one("h1")["text"]
    assert "Vi <script>alert(2)</script> vil ikkje." in site.pages["/horinger/vedtatt/svar/fjellvik/"].text
    assert "<img src=x onerror=alert(3)>" in site.pages["/horinger/vedtatt/svar/laget/"].text


def test_documents_and_answers_carry_their_own_language(page):
    """On a page in another language, letter, draft and answers say which language they are in."""
    shown = page("/en/horinger/vedtatt/")
    (letter,) = (e for e in shown.with_class("prose") if "Vi ber om svar" in e["text"])
    assert letter["lang"] == "nb"
    (quote,) = (e for e in shown.all("blockquote") if "vil ikkje" in e["text"])
    assert quote["lang"] == "nn"
    said = [e for e in page("/horinger/vedtatt/svar/fjellvik/").with_class("as-typed") if "ikkje" in e["text"]]
    assert {e["lang"] for e in said} == {"nn"}


def test_missing_translation_of_a_plain_page_is_no_dead_end(page):
    """A plain page without a translation stands there in the council's language and says so."""
    shown = page("/en/personvern/")
    assert shown.one("html")["lang"] == "en"
    assert shown.one("h1")["lang"] == "nb"
    assert "Tekst på nb." in shown.text
    assert "Tekst på nn." in page("/nn/personvern/").text


def test_language_switch_leads_to_the_same_page(page):
    """Every language is offered on every page, at the same hearing, with its own name."""
    shown = page("/nn/horinger/vedtatt/svar/elvby/")
    offered = {a["hreflang"]: (a["href"], a["text"]) for a in shown.all("a") if "hreflang" in a}
    assert offered == {
        "nb": ("/horinger/vedtatt/svar/elvby/", "Bokmål"),
        "nn": ("/nn/horinger/vedtatt/svar/elvby/", "Nynorsk"),
        "en": ("/en/horinger/vedtatt/svar/elvby/", "English"),
    }
