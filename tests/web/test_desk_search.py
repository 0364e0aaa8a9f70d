"""Reading and searching at the desk: what is found, what is told, and what nobody gets to see."""

import re

import pytest

from hearing_app.domain.vocabulary import Stance
from hearing_app.storage import points
from hearing_app.storage import search as index
from hearing_app.treating.splitting import add_point

CLOSED, ALL = "/sekretariat/lukket-strategi/", "/sekretariat/sok/"


@pytest.fixture
def answers(closed, receive, answered):
    """What four bodies say to the closed hearing."""
    texts = {
        "bergvik": {"tiltak": "Vern jordbruksarealene langs Ålåa.\n\nEU-midler bør søkes om."},
        "fossheim": {"tiltak": "Vern jordbruksarealene langs Ålåa!", "general": "Vegen må bli breiare."},
        "granneset": {"general": "Veien må ikke bli bredere enn den er, og museumstomta skal stå urørt."},
        "indre": {"mal": "Vi er enige i målet."},
    }
    stances = {"bergvik": {"tiltak": Stance.SUPPORTS_WITH_REMARKS}, "fossheim": {"tiltak": Stance.DOES_NOT_SUPPORT}}
    return {
        body: receive(closed, body, answered({"viktigst": "", **said}, stances=stances.get(body)))
        for body, said in texts.items()
    }


@pytest.fixture
def found(secretary, answers):
    """A function that searches the closed hearing and returns the bodies that were found, and the page."""

    def searched(**asked):
        page = secretary.get(f"{CLOSED}sok/", query_string=asked)
        assert page.status_code == 200
        return bodies_on(page), page

    return searched


def bodies_on(page):
    heads = re.findall(r'<h3 class="ds-heading" data-size="xs"><a [^>]*>(.*?)</a>', page.text)
    return [re.sub(r"<[^>]+>", "", head).partition(" ")[0] for head in heads]


def marked(page):
    return re.findall(r"<mark>(.*?)</mark>", page.text)


def test_words_are_found_as_a_norwegian_reader_means_them(found):
    """Inside compounds, with every letter its own; short words alone; quotes together; a minus leaves out."""
    expected = {
        "areal": ["Bergvik", "Fossheim"],
        "JORDBRUKSAREALENE": ["Bergvik", "Fossheim"],
        "ålåa": ["Bergvik", "Fossheim"],
        "A\N{COMBINING RING ABOVE}låa": ["Bergvik", "Fossheim"],
        "alaa": [],
        "EU": ["Bergvik"],
        "veg": ["Fossheim"],
        "vei": ["Granneset"],
        "areal langs": ["Bergvik", "Fossheim"],
        "areal vegen": [],
        '"langs Ålåa"': ["Bergvik", "Fossheim"],
        '"Ålåa langs"': [],
        '"areal"': [],
        "bli -museum": ["Fossheim"],
        "-areal -må -målet": [],
    }
    assert {text: found(q=text, rekkefolge="instans")[0] for text in expected} == expected


def test_what_was_found_is_marked_and_leads_to_its_place(found, answers):
    """The page of the submission opens at the item."""
    _, page = found(q="areal")
    assert set(marked(page)) == {"areal"}
    assert f'href="{CLOSED}svar/{answers["bergvik"].reference}/#_item_tiltak"' in page.text


def test_whatever_is_typed_is_only_text(found):
    """No language of the index reaches it, and nothing comes back unescaped."""
    hostile = [
        '"',
        "''",
        "AND",
        "a NOT",
        "NEAR(areal, 3)",
        "areal*",
        "words : areal",
        "^areal",
        '"areal" OR',
        "(",
        "%",
        "-",
    ]
    hostile += ["\x00", "'; DROP TABLE submissions; --", "<script>alert(1)</script>", "æøå" * 500, "\u202eareal"]
    for text in hostile:
        _, page = found(q=text)
        assert "<script" not in page.text, text
    assert found(q="areal")[0] != []


FILTERS = (
    ({"instans": "foss"}, ["Fossheim"]),
    ({"instans": "fossheim"}, ["Fossheim"]),
    ({"slag": "county"}, ["Indre"]),
    ({"malform": "nn"}, ["Fossheim"]),
    ({"standpunkt": "does_not_support"}, ["Fossheim"]),
    ({"del": "general"}, ["Fossheim", "Granneset"]),
    ({"del": "tiltak", "q": "areal", "standpunkt": "supports_with_remarks"}, ["Bergvik"]),
    ({"tilstand": "unread", "q": "areal"}, ["Fossheim"]),
    ({"tilstand": "open"}, ["Bergvik"]),
    ({"tilstand": "concluded"}, []),
    ({"tilstand": "approved"}, []),
    ({"sent": "ja"}, ["Indre"]),
    ({"tema": "vern"}, ["Bergvik"]),
    ({"slag": "nonsense", "q": "areal"}, ["Bergvik", "Fossheim"]),
)


def test_filters_narrow_what_is_searched(found, db, closed, answers, now):
    """Each alone and with words; one that is nonsense says nothing."""
    add_point(db, answers["bergvik"], "tiltak", "EU-midler bør søkes om.", actor="test", now=now)
    (point,) = points.of_submission(db, answers["bergvik"].reference)
    db.execute("INSERT INTO themes (id, hearing, name) VALUES (1, ?, 'Vern')", [closed.id])
    db.execute("INSERT INTO point_themes VALUES (?, 1)", [point.id])
    db.execute("UPDATE search_responses SET arrived_at = '2026-05-01T08:00:00+00:00' WHERE submission = 4")
    for asked, expected in FILTERS:
        assert found(**asked, rekkefolge="instans")[0] == expected, asked


def test_only_the_last_version_is_searched_unless_asked(found, closed, receive, answered, answers):
    """The one before is found as what it is."""
    receive(closed, "bergvik", answered({"viktigst": "", "tiltak": "Ingen merknad likevel."}))
    assert found(q="areal")[0] == ["Fossheim"]
    bodies, page = found(q="areal", alle="ja", rekkefolge="instans")
    assert bodies == ["Bergvik", "Fossheim"]
    assert "Replaced by a later version" in page.text


def test_nothing_found_says_what_can_be_done(found):
    """And leads out of the filters."""
    bodies, page = found(q="romskip", malform="nn")
    assert bodies == []
    assert "Nothing was found" in page.text
    assert f'href="{CLOSED}sok/?q=romskip"' in page.text


def test_many_results_come_in_pages(found, db, closed, receive, answered, answers, monkeypatch):
    """A page that is not there is the last one."""
    monkeypatch.setattr("hearing_app.treating.search.PER_PAGE", 1)
    bodies, page = found(q="areal", rekkefolge="instans", side="2")
    assert bodies == ["Fossheim"]
    assert "Page 2 of 2" in page.text
    assert "side=1" in page.text
    assert found(q="areal", rekkefolge="instans", side="99")[0] == ["Fossheim"]
    assert found(q="areal", rekkefolge="instans", side="-1")[0] == ["Bergvik"]
    assert found(q="areal", rekkefolge="instans", side="x")[0] == ["Bergvik"]


def test_every_hearing_is_searched_at_once(secretary, answers, hearing, receive, answered):
    """Each response with the hearing that it belongs to."""
    receive(hearing, "bergvik", answered({"viktigst": "Arealene."}))
    page = secretary.get(ALL, query_string={"q": "areal"})
    assert sorted(bodies_on(page)) == ["Bergvik", "Bergvik", "Fossheim"]
    assert "A joint plan for the river" in page.text
    assert "A strategy for paths" in page.text


def test_what_is_not_in_the_index_is_told(found, db):
    """So that nobody takes silence for an answer."""
    db.execute("UPDATE search_responses SET made_by = 99 WHERE submission = 1")
    assert "1 response is not in the search yet" in found(q="areal")[1].text
    index.put(db, index.missing(db)[0])
    assert "not in the search yet" not in found(q="areal")[1].text


def test_a_point_shows_what_others_have_written_alike(secretary, db, answers, now):
    """Without the body's own, and told in words how like it is."""
    add_point(db, answers["bergvik"], "tiltak", "Vern jordbruksarealene langs Ålåa.", actor="test", now=now)
    (point,) = points.of_submission(db, answers["bergvik"].reference)
    page = secretary.get(f"{CLOSED}ligner/?punkt={point.id}")
    assert bodies_on(page) == ["Fossheim"]
    assert "The same words" in page.text
    for number in ("999", "x", "-1", str(10**30)):
        assert secretary.get(f"{CLOSED}ligner/?punkt={number}").status_code == 404
    assert secretary.get(f"/sekretariat/apen-plan/ligner/?punkt={point.id}").status_code == 404


def test_a_pasted_text_is_compared_with_everybodys(secretary, answers):
    """It is posted, for it may be long, and nothing is stored; an answer can be asked for by its place."""
    secretary.get(f"{CLOSED}ligner/")
    page = secretary.post(f"{CLOSED}ligner/", {"tekst": "Vegen må bli mye breiare."})
    assert bodies_on(page) == ["Fossheim"]
    assert "Nearly the same" in page.text
    page = secretary.post(f"{CLOSED}ligner/", {"tekst": "<b>Romskip</b>"})
    assert "Nobody has written anything like it" in page.text
    assert "&lt;b&gt;Romskip&lt;/b&gt;" in page.text
    page = secretary.get(f"{CLOSED}ligner/?svar={answers['fossheim'].reference}&del=tiltak")
    assert bodies_on(page) == ["Bergvik"]


def test_a_section_stands_beside_what_everybody_says_to_it(secretary, db, answers, now):
    """Stances counted, each answer with its points, and the ways to the parts around it."""
    add_point(db, answers["bergvik"], "tiltak", "EU-midler bør søkes om.", actor="test", now=now)
    page = secretary.get(f"{CLOSED}del/tiltak/")
    assert bodies_on_section(page) == ["Bergvik", "Fossheim", "Granneset", "Indre"]
    assert page.text.count("Kvar kommune merkjer sine stiar.") == 2
    assert re.findall(r"<strong>(\d)</strong>", page.text) == ["0", "1", "1", "2"]
    assert "1 point" in page.text
    assert f'rel="prev" href="{CLOSED}del/mal/"' in page.text
    assert f'rel="next" href="{CLOSED}del/general/"' in page.text


def test_a_section_is_read_by_stance_and_remark(secretary, answers):
    """The figures stay those of everybody."""
    for asked, expected in {
        "standpunkt=does_not_support": ["Fossheim"],
        "standpunkt=ingen": ["Granneset", "Indre"],
        "merknad=ja": ["Bergvik", "Fossheim"],
        "merknad=ja&standpunkt=ingen": [],
    }.items():
        page = secretary.get(f"{CLOSED}del/tiltak/?{asked}")
        assert bodies_on_section(page) == expected
        assert re.findall(r"<strong>(\d)</strong>", page.text) == ["0", "1", "1", "2"]


def test_a_section_of_a_large_hearing_comes_in_pages(secretary, answers, monkeypatch):
    """The filter goes along from page to page."""
    monkeypatch.setattr("hearing_app.web.desk_section.PER_PAGE", 1)
    page = secretary.get(f"{CLOSED}del/tiltak/?merknad=ja&side=2")
    assert bodies_on_section(page) == ["Fossheim"]
    assert "side=1&amp;merknad=ja" in page.text or "merknad=ja&amp;side=1" in page.text


def test_every_part_of_a_hearing_has_its_page(secretary, answers, library, receive, hearing, answered):
    """Questions and alternatives too, and an id that is none has none."""
    receive(hearing, "bergvik", answered())
    for item in hearing.items:
        assert secretary.get(f"/sekretariat/apen-plan/del/{item.id}/").status_code == 200
    assert secretary.get(f"{CLOSED}del/finnes-ikke/").status_code == 404


def bodies_on_section(page):
    heads = re.findall(r'<h3 class="ds-heading" data-size="xs" id="_said_[^>]*><a [^>]*>(.*?)</a>', page.text)
    return [re.sub(r"<[^>]+>", "", head).partition(" ")[0] for head in heads]
