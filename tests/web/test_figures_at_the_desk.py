"""The figures of the front page and of a hearing's page: the same everywhere, and each leads to what it counts."""

import re

import pytest

from hearing_app.domain.adoption_report import Verdict
from hearing_app.domain.release import Concluded
from hearing_app.domain.review import PointState
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.storage import adoption_reports, assessments, points, publications, submissions
from hearing_app.treating.assess import assess_point
from hearing_app.treating.joining import join
from hearing_app.treating.review import send_back, send_to_review
from hearing_app.treating.splitting import split_by_paragraph
from tests.web.test_adopting import hearing, latest, report, report_link, reporting  # noqa: F401 - fixtures

DESK, CLOSED = "/sekretariat/", "/sekretariat/lukket-strategi/"


@pytest.fixture
def split(db, three_answers, now):
    """Two points of Bergvik's and one of Fossheim's."""
    split_by_paragraph(db, three_answers["bergvik"], "tiltak", actor="siri", now=now)
    split_by_paragraph(db, three_answers["fossheim"], "general", actor="siri", now=now)
    return points.of_hearing(db, "lukket-strategi")


@pytest.fixture
def conclude(db, now):
    """A function that assesses and concludes a point."""

    def concluded(point):
        sent = submissions.by_reference(db, point.submission)
        told = {"assessment": "Ja.", "conclusion": Conclusion.NOTED, "revision": point.revision}
        assess_point(db, sent, point.id, **told, actor="siri", now=now)
        return sent

    return concluded


@pytest.fixture
def row(secretary):
    """A function that returns the row of a hearing on the front page."""

    def of(hearing_id):
        rows = re.findall(r'<tr role="row">.*?</tr>', secretary.get(DESK).text, re.DOTALL)
        return next(one for one in rows if f"{DESK}{hearing_id}/" in one)

    return of


def steps_of(page):
    return page.text.partition('class="left-list"')[2].partition("</ol>")[0]


def test_points_that_share_an_assessment_are_one_on_every_page(secretary, db, split, row, now):
    """The front page counts as the hearing's own page does."""
    assert "3 of 3" in row("lukket-strategi")
    join(db, "lukket-strategi", split[0].id, [split[2].id], actor="siri", now=now)
    assert "2 of 2" in row("lukket-strategi")
    assert "2 of 2" in secretary.get(CLOSED).text


def test_a_report_that_waits_is_seen_from_the_front_page(report, secretary, db, row, now):  # noqa: F811 - a fixture
    """And from the hearing's own, until somebody has looked at it."""
    told = "1 report of an adoption waits to be looked at"
    assert told not in row("vedtatt-avtale")
    report()
    assert told in row("vedtatt-avtale")
    page = secretary.get("/sekretariat/vedtatt-avtale/")
    assert told in page.text
    assert 'href="/sekretariat/vedtatt-avtale/tilslutning/"' in page.text
    adoption_reports.judge(db, latest(db).id, Verdict.ACCEPTED, note="", by="siri", now=now)
    assert told not in row("vedtatt-avtale")


def test_what_is_left_stays_on_the_front_page_after_the_decision(row, db, content, three_answers, now):
    """As long as an answer is not published."""
    assert "What is left" in row("lukket-strategi")
    example = content / "hearings" / "vedtatt-avtale" / "decision.md"
    (content / "hearings" / "lukket-strategi" / "decision.md").write_bytes(example.read_bytes())
    assert "Decided" in row("lukket-strategi")
    assert "What is left" in row("lukket-strategi")
    for submission in three_answers.values():
        submissions.release(db, submission.reference, actor="siri", now=now)
    assert "What is left" not in row("lukket-strategi")


def test_without_the_council_no_figures_are_told(secretary, content, three_answers):
    """Who is invited is not known then, so every figure would be wrong."""
    council = content / "council.yml"
    text = council.read_text(encoding="utf-8")
    council.write_text(text.replace("language: nb", "language: xx"), encoding="utf-8")
    page = secretary.get(DESK)
    assert page.status_code == 200
    assert "no longer invited" not in page.text
    assert "0 of 0" not in page.text
    assert page.text.count("There are mistakes in the files.") == 3
    assert "council.yml:" in page.text


def test_each_step_leads_to_the_points_that_it_counts(secretary, db, split, conclude, now):
    """Those sent to review, and those sent back, each in a list of their own."""
    first, second, _third = split
    for point in (first, second):
        sent = conclude(point)
        send_to_review(db, sent, point.id, revision=1, steps=0, actor="siri", now=now)
    send_back(db, sent, second.id, note="Hvorfor?", revision=1, steps=1, actor="rita", now=now)
    steps = steps_of(secretary.get(CLOSED))
    assert f'href="{CLOSED}punkter/?vis=til-godkjenning">Points that wait for a reviewer: 1.' in steps
    assert f'href="{CLOSED}punkter/?vis=sendt-tilbake">Points that were sent back: 1.' in steps
    assert f'href="{CLOSED}punkter/?vis=uten-konklusjon">' in steps


def test_what_must_be_approved_is_a_list_too(secretary, db, content, split, conclude):
    """Where the hearing asks for approval, the step counts what the list shows."""
    definition = content / "hearings" / "lukket-strategi" / "hearing.yml"
    definition.write_text(definition.read_text(encoding="utf-8") + "approval: required\n", encoding="utf-8")
    conclude(split[0])
    assert assessments.count_states(db, "lukket-strategi")[PointState.UNAPPROVED] == 3
    assert f'href="{CLOSED}punkter/?vis=ikke-godkjent">Points that must be approved: 3.' in steps_of(
        secretary.get(CLOSED)
    )
    assert "3 of 3 points" in secretary.get(f"{CLOSED}punkter/?vis=ikke-godkjent").text


def test_parts_that_are_kept_back_are_left_to_publish(secretary, db, split, now):
    """With how many, until the conclusions on all parts are released."""
    assert "Parts whose conclusions" not in steps_of(secretary.get(CLOSED))
    only = Concluded(everything=False, items=frozenset({"tiltak"}))
    publications.conclude(db, "lukket-strategi", only, actor="siri", now=now)
    assert "Parts whose conclusions are not published: 1 of 2." in steps_of(secretary.get(CLOSED))
