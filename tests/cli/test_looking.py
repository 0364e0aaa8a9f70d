"""Looking from a terminal: the bodies of a hearing, its points, and searching; none of it changes anything."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from hearing_app.cli import commands as cli
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.inviting.invite import new_link
from hearing_app.storage import points
from hearing_app.treating.assess import assess_point
from hearing_app.treating.splitting import add_point
from hearing_app.treating.theming import give_theme

CLOSED, OPEN = "lukket-strategi", "apen-plan"


@pytest.fixture
def samrad(workspace, monkeypatch):
    """A function that runs a command in the workspace, expecting an exit code."""
    monkeypatch.delenv("SAMRAD_LANG", raising=False)

    def run(*arguments, expect=0):
        result = CliRunner().invoke(cli.main, ["--workspace", str(workspace), *map(str, arguments)])
        assert result.exit_code == expect, (result.output, result.exception)
        return result

    return run


@pytest.fixture
def pointed(db, three_answers, now):
    """Two points of Bergvik, one of them done, and one of Fossheim that is joined to it."""
    bergvik, fossheim = three_answers["bergvik"], three_answers["fossheim"]
    add_point(db, bergvik, "tiltak", "Merk stiene bedre.", actor="siri", now=now)
    add_point(db, bergvik, "tiltak", "Bygg to broer.", actor="siri", now=now)
    add_point(db, fossheim, "general", "Vi saknar ein frist.", actor="siri", now=now)
    found = {point.quote: point.id for point in points.of_hearing(db, CLOSED)}
    first = found["Merk stiene bedre."]
    assess_point(
        db, bergvik, first, assessment="=Riktig.", conclusion=Conclusion.ACCEPTED, revision=0, actor="siri", now=now
    )
    points.set_joined(db, [found["Vi saknar ein frist."]], first)
    return found


def listed(samrad, *arguments):
    return json.loads(samrad("points", CLOSED, "--json", *arguments).stdout)["points"]


def quotes(rows):
    return [row["input"] for row in rows]


def test_the_bodies_of_a_hearing_with_how_far_they_have_come(samrad, db, hearing, now, three_answers):
    """Who was not invited, who has a link, and who has answered with what."""
    new_link(db, hearing, hearing.invited_body("bergvik"), base_url="http://x", actor="test", now=now)
    found = {row["body"]: row for row in json.loads(samrad("status", OPEN, "--json").stdout)["bodies"]}
    assert (found["bergvik"]["progress"], found["bergvik"]["links"]) == ("invited", 1)
    assert (found["fossheim"]["progress"], found["fossheim"]["answer"]) == ("not_invited", None)
    told = json.loads(samrad("status", CLOSED, "--json").stdout)
    assert (told["status"], told["answered"], told["progress"]["answered"]) == ("closed", 3, 3)
    (answer,) = [row["answer"] for row in told["bodies"] if row["body"] == "indre"]
    assert answer["reference"] == three_answers["indre"].reference
    assert "3 av 4 har svart." in samrad("status", CLOSED).stdout
    assert "apen-plan" in samrad("status", "finnes-ikke", expect=1).stderr


def test_points_are_listed_with_what_is_written_on_them(samrad, pointed):
    """In the order of the parts; those that share an assessment have the same number."""
    rows = listed(samrad)
    assert quotes(rows) == ["Merk stiene bedre.", "Bygg to broer.", "Vi saknar ein frist."]
    shared = [row for row in rows if row["assessment_of"] == pointed["Merk stiene bedre."]]
    assert {row["body"] for row in shared} == {"bergvik", "fossheim"}
    assert {(row["conclusion"], row["done"], row["assessed_by"]) for row in shared} == {("accepted", True, "siri")}
    assert "3 innspill." in samrad("points", CLOSED).stdout


def test_points_are_looked_for(samrad, db, pointed, now):
    """By body, part, state, conclusion, words and theme; one that only shares an assessment is not among them."""
    assert quotes(listed(samrad, "--body", "fossheim")) == ["Vi saknar ein frist."]
    assert quotes(listed(samrad, "--item", "general")) == ["Vi saknar ein frist."]
    assert quotes(listed(samrad, "--state", "open")) == ["Bygg to broer."]
    assert quotes(listed(samrad, "--conclusion", "none")) == ["Bygg to broer."]
    assert quotes(listed(samrad, "--text", "BROER")) == ["Bygg to broer."]
    assert quotes(listed(samrad, "--assignee", "-", "--body", "fossheim")) == ["Vi saknar ein frist."]
    assert listed(samrad, "--theme", "Skilt") == []
    give_theme(db, CLOSED, [pointed["Bygg to broer."]], "Skilt", actor="siri", now=now)
    assert quotes(listed(samrad, "--theme", "Skilt")) == ["Bygg to broer."]
    assert "general" in samrad("points", CLOSED, "--item", "borte", expect=1).stderr


def test_points_as_csv_hold_no_formula(samrad, pointed, tmp_path):
    """In the reader's language, as Norwegian spreadsheets read it."""
    file = tmp_path / "punkter.csv"
    assert samrad("points", CLOSED, "--csv", file).stdout == ""
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig")), delimiter=";"))
    assert rows[0][4:7] == ["Innspill", "Vurdering", "Konklusjon"]
    assert len(rows) == 4
    assert {row[5] for row in rows[1:]} == {"'=Riktig.", ""}


def test_words_are_searched_for_in_one_hearing_or_in_all(samrad, three_answers):
    """Inside words too, with the piece around; what is found nowhere is found in none."""
    found = json.loads(samrad("search", "merk", "stien", "--json").stdout)
    assert (found["responses"], found["not_indexed"], found["query"]) == (1, 0, "merk stien")
    (result,) = found["results"]
    assert (result["hearing"], result["body"]) == (CLOSED, "bergvik")
    assert result["texts"][0]["item"] == "tiltak"
    assert "Merk stiene bedre." in result["texts"][0]["excerpts"][0]
    assert json.loads(samrad("search", "stien", "--hearing", OPEN, "--json").stdout)["results"] == []
    assert "Bergvik kommune" in samrad("search", "stien", "--hearing", CLOSED, "--item", "tiltak").stdout
    assert "Merk stiene" in samrad("search", "stien", "--body", "Bergvik").stdout


def test_a_word_that_must_not_be_there_is_no_option(samrad, three_answers):
    """It is written as it is searched for, wherever it stands."""
    assert json.loads(samrad("search", "merk", "-finnesikke", "--json").stdout)["responses"] == 1
    for arguments in (("merk", "-stien"), ("-stien", "merk")):
        assert json.loads(samrad("search", *arguments, "--json").stdout)["responses"] == 0


@pytest.mark.parametrize(
    "arguments", [("search", "--", "-stien"), ("search", "x", "--item", "tiltak"), ("search", "x", "--hering", OPEN)]
)
def test_a_search_for_nothing_is_misuse(samrad, three_answers, arguments):
    """A word that must not be there is no word to look for; a part is of one hearing."""
    samrad(*arguments, expect=2)


def test_looking_changes_nothing(samrad, db, pointed):
    """Neither the points nor the log."""
    before = "\n".join(db.conn.iterdump())
    for arguments in (("points", CLOSED), ("status", CLOSED), ("search", "stien")):
        samrad(*arguments)
    assert "\n".join(db.conn.iterdump()) == before
