"""The page of a municipality. English pages: their sentences are the message ids."""

import re

import pytest


def section(page, heading_id):
    return " ".join(page.one("section", aria_labelledby=heading_id)["text"].split())


def rows(page, heading_id):
    """Return the text of the rows of the table that a heading names, without the head."""
    inside = (
        re.split(f'<table[^>]*aria-labelledby="{heading_id}">', page.html)[1].split("</table>")[0].split("<tbody")[1]
    )
    found = re.findall(r"<tr\b.*?</tr>", inside, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def test_every_body_has_its_page_in_every_language(archive, site):
    """Former municipalities, counties and regional councils too."""
    for tree in ("/", "/nn/", "/en/"):
        for body in ("fjordradet", "nes", "vik", "sund", "fylket"):
            assert f"{tree}kommuner/{body}/" in archive.pages
        for body in ("nordbygda", "elvby", "utkanten", "laget"):
            assert f"{tree}kommuner/{body}/" in site.pages


def test_bodies_are_listed_by_kind_and_the_former_apart(archive_page):
    """Where there is one council."""
    page = archive_page("/en/kommuner/")
    headings = [h["text"].strip() for h in page.all("h2") if not h["id"].startswith("_footer")]
    assert headings == ["Municipalities", "Counties", "Regional councils", "Former municipalities"]
    assert "Sund kommune became a part of Nes kommune 1 January 2020" in page.text


def test_bodies_are_listed_by_regional_council_where_there_are_several(page):
    """Those who sit in none stand by kind."""
    shown = page("/en/kommuner/")
    headings = [h["text"].strip() for h in shown.all("h2") if not h["id"].startswith("_footer")]
    assert headings == ["Nordbygda regionråd", "Sørbygda regionråd", "Municipalities", "Counties", "Organisations"]


def test_the_lasting_address_is_whole(archive_page):
    """So that it can be copied into a case file; there is one, in the site's first language, whatever is being read."""
    for tree in ("/", "/nn/", "/en/"):
        page = archive_page(f"{tree}kommuner/nes/")
        assert page.one("a", text="https://samrad.test/kommuner/nes/")["href"] == "/kommuner/nes/"
    assert "Lasting address:" in page.text


def test_memberships_mergers_offices_and_networks(archive_page):
    """With days, and ways in both directions."""
    page = archive_page("/en/kommuner/nes/")
    facts = section(page, "_facts")
    assert "Sits in Fjordrådet Former municipalities in it Sund kommune from 1 January 2020" in facts
    assert "Municipality number 9901" in facts
    assert "Chair, Rådet Earlier 1 January 2024 – 31 December 2025" in section(page, "_networks")
    assert "Klimanettverket Takes part" in section(page, "_networks")
    former = archive_page("/en/kommuner/sund/")
    assert "Became a part of Nes kommune 1 January 2020" in former.text
    assert "Former municipality Has sat in Fjordrådet until 31 December 2019" in section(former, "_facts")


def test_a_regional_councils_page_has_its_members(page):
    """Each with a way to its own page."""
    shown = page("/en/kommuner/nordbygda/")
    assert section(shown, "_members").startswith("Members Elvby kommune Fjellvik kommune")


def test_what_it_has_been_asked(page):
    """Status, deadline, whether and when it answered, and a way to the answer that is released."""
    shown = page("/en/kommuner/elvby/")
    asked = rows(shown, "_asked")
    assert len(asked) == 7
    answered = next(row for row in asked if row.startswith("Decided hearing"))
    assert answered.startswith("Decided hearing Decided 1 December 2025 Answered 2 February 2026")
    assert shown.all("a", href="/en/horinger/vedtatt/svar/elvby/")
    assert next(row for row in asked if row.startswith("Last day")).endswith("Open 10 March 2026 Not answered yet")
    assert next(row for row in asked if row.startswith("Withdrawn")).endswith("No answers are registered here.")
    others = rows(page("/en/kommuner/fjellvik/"), "_asked")
    assert next(row for row in others if row.startswith("Closed hearing")).endswith("Did not answer")


def test_an_answer_that_is_not_released_is_told_of_and_not_shown(page):
    """That it came is public at once; the rest is the secretariat's to release."""
    shown = page("/en/kommuner/elvby/")
    closed = next(row for row in rows(shown, "_asked") if row.startswith("Closed hearing"))
    assert "Answered 2 February 2026" in closed
    assert "Read the answer" not in closed
    assert not shown.all("a", href="/en/horinger/lukket/svar/elvby/")


def test_what_is_not_public_is_nowhere(site):
    """Drafts and planned hearings are asked of nobody yet."""
    for address, page in site.pages.items():
        if "/kommuner/" in address:
            assert "hemmelig" not in page.html.casefold(), address


def test_what_happened_to_its_input(page):
    """Each of its points: the quote in its own language, the assessment, the conclusion, and the section."""
    shown = page("/en/kommuner/fjellvik/")
    (row,) = rows(shown, "_input_vedtatt")
    assert "1 Formål Vi &lt;script&gt;alert(2)&lt;/script&gt; vil ikkje." in row
    assert row.endswith("Uten grunngivelse. Tas ikke videre. Not accepted")
    assert shown.one("blockquote")["lang"] == "nn"
    assert shown.all("a", href="/en/horinger/vedtatt/#formal")


@pytest.mark.parametrize(
    ("body", "section_id", "text"),
    [
        ("fjellvik", "formal", "This section is changed in the newest version for other reasons"),
        ("elvby", "okonomi", "This section is taken out of the newest version"),
    ],
)
def test_whether_the_section_was_changed(page, body, section_id, text):
    """In the newest version that is public, with a way to the difference.

    Fjellvik's point was not accepted, so the section was changed for other reasons; Elvby's was accepted.
    """
    link = page(f"/en/kommuner/{body}/").one("a", href=f"/en/horinger/vedtatt/versjoner/#{section_id}")
    assert link["text"].strip() == text


def test_a_point_that_is_not_concluded_says_so(page):
    """And one that is no section's has none to lead to."""
    told = rows(page("/en/kommuner/elvby/"), "_input_vedtatt")
    assert told[1] == "What do you expect? At råda snakkar saman. Not assessed yet Not concluded yet"


def test_what_it_has_adopted_and_with_which_reservations(page):
    """A reservation to a section stands under the section's name."""
    (hearing, _) = rows(page("/en/kommuner/fjellvik/"), "_adopted")
    assert hearing.startswith("Decided hearing Hearing Adopted with reservation 3 February 2026 Kommunestyret")
    assert "2 Økonomi : Kommunen tek atterhald om andelen." in hearing
    (link,) = page("/en/kommuner/fjellvik/").all("a", text="2 Økonomi")
    assert link["href"] == "/en/horinger/vedtatt/#okonomi"


def test_registers_of_plans_and_cases_count_too(archive_page):
    """A reservation to a strategy area stands under the area's title; what is replaced says so."""
    told = rows(archive_page("/en/kommuner/vik/"), "_adopted")
    assert any(row.startswith("Strategy 2025–2030 Plan Adopted with reservation") for row in told), told
    assert any("Helse og omsorg : Vik vil ha eiga legevakt." in row for row in told)
    assert any(row.startswith("Modell for samarbeidet Case") for row in told)
    former = rows(archive_page("/en/kommuner/nes/"), "_adopted")
    assert any(row.startswith("Strategy 2010–2014 Plan, no longer in force") for row in former)


def test_what_is_outstanding(page, archive_page):
    """Open hearings with days left, adoptions that are not settled, open tasks, and measures that are not ended."""
    told = section(page("/en/kommuner/fjellvik/"), "_outstanding")
    assert "Answer the hearing: Last day Last day today deadline Tuesday 10 March 2026" in told
    assert "41 days left deadline Monday 20 April 2026" in told
    told = section(archive_page("/en/kommuner/vik/"), "_outstanding")
    assert "Follow up the decision: Legge frem en samlet oversikt over klimaplanene. Felles arbeid med klima" in told
    assert "Overdue deadline 1 March 2026" in told
    assert "Adopt, or report the adoption: Avtale om felles legevakt Not treated" in told
    assert "Carry out the measure: Felles lager" in told
    assert "Coordinate the measure: Kart over stikkrenner" in told


def test_a_date_that_is_missing_is_outstanding(page):
    """Granli has adopted as far as anybody has heard, and nobody knows when."""
    told = section(page("/en/kommuner/granli/"), "_outstanding")
    assert "Report the date of the adoption: Decided hearing Date missing" in told


def test_nothing_outstanding_is_said_in_words(archive_page):
    """An empty list could be a mistake."""
    told = section(archive_page("/en/kommuner/fjordradet/"), "_outstanding")
    assert told == "Outstanding Nothing waits for this body on 10 March 2026."
