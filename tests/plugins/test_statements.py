"""The pages of the council's own statements. English pages: their sentences are the message ids."""


def box(page, heading_id):
    return " ".join(page.one("section", aria_labelledby=heading_id)["text"].split())


def test_the_hearing_that_is_answered_is_told(archive_page):
    """Title with a way to it, whose it is, their reference and their deadline."""
    page = archive_page("/en/uttalelser/vannforvaltning/")
    told = box(page, "_theirs")
    assert "Hearing Regional plan for vannforvaltning" in told
    assert "Held by Fjord fylkeskommune" in told
    assert "Their reference 2025/118 Their deadline 30 November 2025" in told
    (link,) = page.all("a", href="https://www.fylket.example/vannplan")
    assert (link["rel"], link["lang"]) == ("noopener", "nb")


def test_a_body_that_holds_the_hearing_can_be_followed(archive_page):
    """Where the name that stands there is that of a body in council.yml; the list leads to the organ."""
    page = archive_page("/en/uttalelser/vannforvaltning/")
    assert "/en/kommuner/fylket/" in [a["href"] for a in page.all("a") if a["text"].strip() == "Fjord fylkeskommune"]
    assert archive_page("/en/uttalelser/").all("a", href="/en/regionradet/#_organ_au")


def test_who_approved_it_and_when_it_was_sent(archive_page):
    """With a way to the organ; what was sent after their deadline is said in words."""
    page = archive_page("/en/uttalelser/vannforvaltning/")
    assert box(page, "_approval") == (
        "About the statement Approved by Arbeidsutvalget Approved 2 December 2025 "
        "Sent 3 December 2025 3 days after their deadline"
    )
    assert page.all("a", href="/en/regionradet/#_organ_au")


def test_one_that_is_not_approved_says_so(archive_page):
    """Nobody takes a proposal for what the council has said."""
    told = box(archive_page("/en/uttalelser/buss/"), "_approval")
    assert told == "About the statement To be approved by Rådet Sent Not yet"


def test_the_text_stands_in_sections_that_can_be_pointed_at(archive_page):
    """Each with its lasting id and a link to itself, in the statement's own language."""
    page = archive_page("/en/uttalelser/vannforvaltning/")
    assert [s["id"] for s in page.with_class("text-section")] == ["mal", "penger"]
    assert len(page.all("a", href="#penger")) == 2
    (paragraph,) = [p for p in page.all("p") if p["text"].strip() == "Rådet støtter målene."]
    assert paragraph["lang"] == "nb"


def test_the_list_has_every_statement(archive_page):
    """Those that nobody has approved yet first."""
    page = archive_page("/en/uttalelser/")
    assert [h["text"].strip() for h in page.all("h3")] == [
        "Uttalelse om buss over fjorden",
        "Statement on the water plan",
    ]
    assert "Approved Not yet" in page.text


def test_a_council_without_statements_says_so(page):
    """The list is there, and empty."""
    assert "The council has published no statements." in page("/en/uttalelser/").text
