"""The sixty generated answers: what they are made of, and that they are the same every time."""

import re
from collections import Counter
from datetime import date, datetime

import pytest
import yaml

from demo.many import SENTENCES, answer_on_paper, generated
from demo.stage import MANY, PEOPLE
from demo.workspace import make_folder
from hearing_app.definitions import load_content
from hearing_app.domain.vocabulary import Conclusion, Language

TODAY = date(2026, 11, 22)
ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")


@pytest.fixture(scope="module")
def hearing(tmp_path_factory):
    """The hearing that they answer."""
    folder = tmp_path_factory.mktemp("many") / "demo"
    make_folder(folder, TODAY)
    return load_content(folder / "content").matter(MANY).hearing


@pytest.fixture(scope="module")
def rows(hearing):
    """The answers."""
    return generated(hearing)


def remarks(row):
    return [said["remark"] for said in row.get("sections", {}).values() if said.get("remark")]


def test_they_are_sixty_and_the_same_every_time(hearing, rows):
    """Each body answers once, in the order they came in."""
    assert len(rows) == 60
    assert generated(hearing) == rows
    who = Counter(row.get("body") or row["guest"]["email"] for row in rows)
    assert set(who.values()) == {1}
    assert [str(row["at"]) for row in rows] == sorted(str(row["at"]) for row in rows)


def test_nobody_in_them_is_real(rows):
    """Everybody is called an example, and no address can exist."""
    text = (SENTENCES / f"{MANY}.yml").read_text(encoding="utf-8") + str(rows)
    addresses = ADDRESS.findall(text)
    assert addresses
    assert [address for address in addresses if not address.rstrip(".").endswith(".example")] == []
    names = [row["respondent"]["name"] for row in rows if "body" in row]
    names += [row["guest"]["name"] for row in rows if row.get("guest", {}).get("kind") == "private_person"]
    names += [name for _, name, _ in PEOPLE]
    assert [name for name in names if not re.search("Eksempel|demoen", name)] == []


def test_some_came_late_on_paper_and_by_e_mail(hearing, rows):
    """In time and too late, each registered after it had come."""
    registered = [row for row in rows if "registered" in row]
    assert {row["registered"]["channel"] for row in registered} == {"paper", "email"}
    days = [datetime.fromisoformat(row["registered"]["arrived"]).date() for row in registered]
    assert sum(day > hearing.deadline for day in days) == 4
    assert sum(day <= hearing.deadline for day in days) == 2
    assert all(row["registered"]["arrived"] < row["at"] for row in registered)


def test_several_say_the_very_same(rows):
    """In bokmål and in nynorsk."""
    said = Counter(remark for row in rows for remark in remarks(row))
    together = [text for text, times in said.items() if times >= 3 and "drøft" in text]
    assert {"ikkje" in text for text in together} == {True, False}


def test_who_writes_nynorsk_writes_nothing_else(hearing, rows):
    """What is put together for them is of nynorsk sentences alone."""
    nynorsk = {body.id for body in hearing.invited if body.language is Language.NN}
    own = [row for row in rows if row.get("body") in nynorsk and not row.get("no_remark")]
    assert len(own) > 5
    text = " ".join(text for row in own for text in (*remarks(row), row["general"]))
    assert not re.search(r"\b(ikke|jeg|hvor|noen|fra|kommunene)\b", text)


def test_the_amendments_are_changes_of_the_draft(hearing, rows):
    """What is to be replaced stands in the section, and something else is put there."""
    proposed = [
        (hearing.item(section).original.markdown, said)
        for row in rows
        for section, said in row.get("sections", {}).items()
        if "replace" in said
    ]
    assert len(proposed) > 10
    assert [said for text, said in proposed if text.count(said["replace"]) != 1 or said["replace"] == said["by"]] == []


def test_some_have_no_remark_some_are_guests_and_some_wait_for_their_council(rows):
    """A preliminary answer tells the organ and the day; some have been confirmed, and some not."""
    assert sum(row.get("no_remark", False) for row in rows) == 3
    assert {row["guest"]["kind"] for row in rows if "guest" in row} == {"organisation", "business", "private_person"}
    preliminary = [row for row in rows if row.get("standing") == "preliminary"]
    assert all(row["standing_body"] and row["standing_date"] for row in preliminary)
    assert {"confirmation" in row for row in preliminary} == {True, False}
    assert all(row["confirmation"]["at"][:10] <= TODAY.isoformat() for row in preliminary if "confirmation" in row)


def test_every_assessment_has_a_conclusion_that_exists(hearing):
    """And its section does, too."""
    told = yaml.safe_load((SENTENCES / f"{MANY}.yml").read_text(encoding="utf-8"))
    assert [section for section in told["assessments"] if hearing.item(section) is None] == []
    assert all(Conclusion(row["conclusion"]) for rows in told["assessments"].values() for row in rows)


def test_a_letter_can_be_asked_for_of_who_has_not_answered(hearing, rows):
    """It is what lies on the desk, and none of the sixty."""
    assert "jevnaker" not in {row.get("body") for row in rows}
    document = answer_on_paper(hearing, "jevnaker")
    assert document["name"] == "horingssvar-jevnaker.pdf"
    assert len(document["paragraphs"]) > 3
    with pytest.raises(LookupError):
        answer_on_paper(hearing, "oslo")
