"""A letter that has only its day, as the desk and readers see it; and the form begun from a body of the overview."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest

from hearing_app.domain.registered import Registered
from hearing_app.domain.summary import Received
from hearing_app.domain.vocabulary import Channel, Language
from hearing_app.storage import registrations
from hearing_app.text import words_for
from tests.web.test_desk_register import (  # noqa: F401 - fixtures
    FACTS,
    OPEN,
    begun,
    later,
    press,
    registered,
)

HOUR = re.compile(r"13 May 2026,? (?:at )?\d\d[.:]\d\d|at (?:00:00|23:59)|2026-05-13T")


def test_a_day_alone_is_shown_as_a_day_everywhere(registered, secretary):  # noqa: F811 - fixtures
    """On the page of the answer, on the overview and in the search; no hour is made up."""
    sent = registered(clock="")
    own = secretary.get(f"/sekretariat/apen-plan/svar/{sent.reference}/").text
    assert "Came on paper 13 May 2026, registered 15 May 2026" in own
    for address in ("", "?som=matrise", "sok/?q=kostnadene", "deler/okonomi/", "oppsummering/", "publiser/"):
        page = secretary.get(f"/sekretariat/apen-plan/{address}")
        if page.status_code == 200:
            assert not HOUR.search(page.text), address
    assert "13 May 2026" in secretary.get("/sekretariat/apen-plan/").text


def test_the_last_look_shows_the_day(press, begun, secretary):  # noqa: F811 - fixtures
    """Before anything is received."""
    checked = press(begun, {**FACTS, "clock": "", "action": "check"})
    assert checked.status_code == 303
    page = secretary.get(checked.location).text
    assert "On paper, 13 May 2026<" in page
    assert not HOUR.search(page)


def test_an_hour_that_cannot_be_read_is_told(press, begun):  # noqa: F811 - fixtures
    """It is not taken for none."""
    answer = press(begun, {**FACTS, "clock": "etter lunsj", "action": "check"})
    assert answer.status_code == 422
    assert "like 14:30, or none" in answer.text


@pytest.mark.parametrize(("day", "late"), [("15.6.2026", False), ("16.6.2026", True)])
def test_it_is_late_by_its_day(later, registered, secretary, day, late):  # noqa: F811 - fixtures
    """The deadline's own day is in time."""
    sent = registered(day=day, clock="")
    page = secretary.get(f"/sekretariat/apen-plan/svar/{sent.reference}/").text
    assert ("Received after the deadline" in page) is late


def test_a_file_takes_a_day_alone(secretary):
    """And its preview shows it as one."""
    text = (
        "instans;måte;kom inn;politisk forankring;Merknad: x [general]\nbergvik;på papir;13.5.2026;Kommunestyret;Bra.\n"
    )
    secretary.get(OPEN)
    fields = {**secretary.hidden(), "file": (io.BytesIO(text.encode()), "svar.csv")}
    page = secretary.client.post(f"{OPEN}fil/", data=fields, content_type="multipart/form-data")
    assert page.status_code == 200
    assert "On paper, 13 May 2026<" in page.text


def test_the_link_at_a_body_begins_with_that_body(secretary, db):
    """The overview's link leads to a form that knows whose answer it is."""
    link = re.search(r'href="([^"]*instans=bergvik[^"]*)"', secretary.get("/sekretariat/apen-plan/").text)[1]
    assert link.endswith("#_begin")
    page = secretary.get(link.partition("#")[0])
    assert "Register the answer of Bergvik" in page.text
    number = int(secretary.post(OPEN, {"who": "bergvik"}).location.rstrip("/").rpartition("/")[2])
    assert registrations.get(db, number).fields == {"who": "bergvik"}
    assert '<option value="bergvik" selected>' in secretary.get(f"{OPEN}{number}/").text


@pytest.mark.parametrize("who", ["ukjent", "", "_new"])
def test_a_body_that_is_not_invited_is_not_chosen(secretary, db, who):
    """Whatever is posted."""
    secretary.get(OPEN)
    number = int(secretary.post(OPEN, {"who": who}).location.rstrip("/").rpartition("/")[2])
    assert registrations.get(db, number).fields == {}


def test_the_columns_are_explained_beside_the_sample(secretary):
    """The one that tells two of the same name apart among them."""
    page = secretary.get(OPEN).text
    assert "What stands in the columns" in page
    assert "ny versjon" in page


@pytest.mark.parametrize("late", [False, True])
def test_readers_see_a_day(app, hearing, late):
    """On the public pages: how it came with its day, and the mark of what is late."""
    day = hearing.deadline + timedelta(days=1) if late else hearing.deadline
    told = Registered(Channel.PAPER, day)
    received = Received("bergvik", "2026-0001", datetime(2026, 6, 20, 8, tzinfo=UTC), 2, "0" * 64, registered=told)
    text = (
        '{% from "parts/submission.html" import answered_line, late_tag, received_line %}'
        "{{ received_line(one, words) }}"
        "|{{ answered_line(one, words) }}|{{ late_tag(hearing, one.arrived_at, words) }}"
    )
    with app.test_request_context():
        words = words_for(Language.NB)
        line, again, tag = app.jinja_env.from_string(text).render(one=received, hearing=hearing, words=words).split("|")
    said = f"Kom på papir {words.date(day)}, registrert 20. juni 2026 kl. 10.00"
    assert line.strip() == said
    assert again.strip() == f"{said}, versjon 2"
    assert bool(tag.strip()) is late
