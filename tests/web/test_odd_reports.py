"""Reports of adoptions that nobody expects: days far away, files that are gone, the same told twice at the desk."""

import io
from datetime import date

import pytest

from hearing_app.adopting.adoption_reports import receive_report
from hearing_app.definitions import load_content
from hearing_app.domain.adoption_report import Report, Reporter
from hearing_app.domain.vocabulary import AdoptionState, Language
from hearing_app.publishing.publish import refresh_site
from hearing_app.storage import adoption_reports
from hearing_app.text import words_for
from tests.web.test_adopting import DESK, PAGE, PDF, TOLD, hearing, hidden, post, report_link, reporting  # noqa: F401 - fixtures


@pytest.mark.parametrize(
    "fields",
    [
        {"day": "1.1.0001"},
        {"state": "scheduled", "day": "31.12.9999"},
        {"state": "postponed", "next_day": "31.12.9999"},
    ],
)
def test_a_day_that_is_a_typing_error_is_told(reporting, db, fields):  # noqa: F811 - a fixture
    """Nothing is received, and the page says how a date is written."""
    answer = post(reporting, reporting.get(PAGE), {**TOLD, **fields})
    assert answer.status_code == 422
    assert "Write a date like" in answer.text
    assert adoption_reports.of_hearing(db, "vedtatt-avtale") == ()


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_a_day_far_away_stops_no_site(db, settings, library, sender, now, day):
    """What was accepted before the form refused it is published, and the site is built."""
    matter = library.matter("vedtatt-avtale")
    report = Report(AdoptionState.ADOPTED, day, organ="Kommunestyret")
    words, body = words_for(Language.NB), matter.hearing.invited_body("indre")
    receive_report(db, matter, body, report, Reporter(), words=words, sender=sender, now=now, by="siri")
    refresh_site(db, settings, now=now)
    assert not load_content(settings.content).errors
    assert f"{day:%d}" in (settings.content / "hearings/vedtatt-avtale/adoptions-reported.yml").read_text("utf-8")


@pytest.fixture
def enter(secretary):
    """A function that enters a report at the desk with these fields."""

    def entered(**fields):
        address = f"{DESK}indre/registrer/"
        data = {**hidden(secretary.get(address)), **TOLD, **fields, "action": "save"}
        return secretary.client.post(address, data=data, content_type="multipart/form-data")

    return entered


def test_the_desk_enters_no_file_that_is_gone(secretary, settings, db):
    """A page that has stood for days carries a file that was swept away meanwhile: it is asked for once more."""
    address = f"{DESK}indre/registrer/"
    fields = {
        **hidden(secretary.get(address)),
        **TOLD,
        "action": "add-reservation",
        "extract": (io.BytesIO(PDF), "vedtak.pdf"),
    }
    page = secretary.client.post(address, data=fields, content_type="multipart/form-data")
    for file in settings.attachments.glob("??/*"):
        file.unlink()
    answer = secretary.client.post(address, data={**hidden(page), **TOLD, "action": "save"})
    assert answer.status_code == 422
    assert "The file was not kept that long" in answer.text
    assert adoption_reports.of_hearing(db, "vedtatt-avtale") == ()


def test_the_same_entered_twice_is_one_report(enter, db):
    """Two clicks on the button leave one version; a correction is another."""
    enter()
    enter()
    assert len(adoption_reports.of_hearing(db, "vedtatt-avtale")) == 1
    enter(case_number="8/26")
    assert len(adoption_reports.of_hearing(db, "vedtatt-avtale")) == 2
