"""The log at the desk: in words, filtered, in pages, and as files."""

import csv
import io
import json
from datetime import timedelta

import pytest

from hearing_app.domain.vocabulary import Role
from hearing_app.storage import audit
from hearing_app.users.accounts import set_user
from tests.web.conftest import PASSWORD

LOG = "/sekretariat/logg/"


@pytest.fixture
def done(db, now):
    """A function that logs something."""

    def log(action="published", *, actor="siri", hearing="", subject="", at=now):
        audit.log(db, now=at, actor=actor, action=action, hearing=hearing, subject=subject)

    return log


@pytest.fixture
def reader(visit, db, now):
    """A browser of somebody who may read."""
    set_user(db, username="lise", name="Lise Leser", password=PASSWORD, now=now, role=Role.READER)
    visitor = visit()
    visitor.get("/sekretariat/logg-inn/?lang=en")
    visitor.post("/sekretariat/logg-inn/", {"username": "lise", "password": PASSWORD})
    return visitor


def rows(page):
    return page.text.count('<tr role="row">') - 1


def test_everything_is_told_in_words(secretary, done):
    """With names of people, bodies and hearings, and the head of the chain."""
    done("reminded", hearing="apen-plan", subject="bergvik")
    page = secretary.get(LOG).text
    assert "Siri Sekretær" in page
    assert "Reminded" in page
    assert "Bergvik" in page
    assert "2:" in page


def test_the_log_is_filtered(secretary, done, now):
    """By hearing, person, action and days, alone and together."""
    done(hearing="apen-plan", at=now - timedelta(days=2))
    done(hearing="lukket-strategi", actor="ola")
    done("reminded", hearing="apen-plan", subject="bergvik")
    assert rows(secretary.get(f"{LOG}?horing=apen-plan")) == 2
    assert rows(secretary.get(f"{LOG}?hvem=ola")) == 1
    assert rows(secretary.get(f"{LOG}?horing=apen-plan&hva=reminded")) == 1
    assert rows(secretary.get(f"{LOG}?til=14.5.2026")) == 1
    assert rows(secretary.get(f"{LOG}?fra=2026-05-13&til=13.5.2026&hva=published")) == 1
    assert "Nothing like that" in secretary.get(f"{LOG}?hvem=ingen").text


def test_a_day_that_is_none_is_told(secretary):
    """And what was typed stays."""
    page = secretary.get(f"{LOG}?fra=i+morgen")
    assert page.status_code == 422
    assert "i morgen" in page.text


def test_a_hearing_has_its_own_log(secretary, done):
    """Reached from its page's address; a hearing that is none has none."""
    done(hearing="apen-plan")
    done(hearing="lukket-strategi")
    assert rows(secretary.get("/sekretariat/apen-plan/logg/")) == 1
    assert secretary.get("/sekretariat/finnes-ikke/logg/").status_code == 404


@pytest.mark.parametrize(
    ("page", "number"), [("1", 100), ("2", 22), ("3", -1), ("0", 100), ("-1", 100), ("x", 100), ("9" * 30, 100)]
)
def test_a_long_log_is_told_in_pages(secretary, done, page, number):
    """A hundred entries each, newest first; an address that is nonsense is the first page."""
    for entry in range(120):
        done(subject=f"nr-{entry}-", hearing="apen-plan")
    shown = secretary.get(f"{LOG}?side={page}")
    assert rows(shown) == number
    assert ("nr-119-" in shown.text) == (number == 100)


def test_a_spreadsheet_works_nothing_out(secretary, done):
    """What begins like a formula is text; numbers keep their zeros, and the digests stand beside."""
    done(actor="=cmd|' /C calc'!A0", subject="+4700000000", hearing="apen-plan")
    done(subject="0301", hearing="apen-plan")
    answer = secretary.client.get(f"{LOG}logg.csv?horing=apen-plan")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="logg.csv"'
    head, first, second = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert first[2] == "'=cmd|' /C calc'!A0"
    assert first[6] == "'+4700000000"
    assert second[6] == "0301"
    assert len(second[7]) == 64
    assert "Time" in head


def test_json_lines_are_what_is_chained(secretary, done, db):
    """One object on each line, oldest first, with the digest of each."""
    done(subject="linje\nskift")
    lines = secretary.client.get(f"{LOG}logg.jsonl").text.splitlines()
    told = [json.loads(line) for line in lines]
    assert [entry["number"] for entry in told] == list(range(1, len(told) + 1))
    assert told[-1]["subject"] == "linje\nskift"
    assert told[-1]["digest"] == audit.head(db).digest


def test_others_logins_are_for_administrators(secretary, reader, done):
    """On the page, in its filters and in the files; what one did oneself is there."""
    done(hearing="apen-plan")
    page = reader.get(LOG).text
    assert "Published" in page
    assert "User or password set" not in page
    assert "Lise Leser" in page
    listed = [json.loads(line) for line in reader.client.get(f"{LOG}logg.jsonl").text.splitlines()]
    assert {(entry["actor"], entry["action"]) for entry in listed} == {("lise", "logged in"), ("siri", "published")}
    assert rows(reader.get(f"{LOG}?hvem=terminal&hva=user+set")) == -1
    assert rows(secretary.get(f"{LOG}?hvem=terminal&hva=user+set")) == 2
