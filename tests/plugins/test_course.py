"""The course of a case, what is asked, and partial decisions, as a reader meets them on the site."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hearing_app.definitions import load_content
from hearing_app.domain.draft import Draft
from hearing_app.domain.hearing import Follows, Withdrawal
from hearing_app.domain.localised import Localised
from hearing_app.domain.summary import Received
from hearing_app.domain.versions import Version
from hearing_app.domain.vocabulary import DecisionStage, Succession
from plugins.course import asked, course
from tests.plugins.conftest import read_site

COUNCIL = Path(__file__).parents[1] / "fixtures" / "council"
ANSWER = Received("bergvik", "A-1", datetime(2026, 4, 1, 8, 0, tzinfo=UTC), 1, "0" * 64)
NOW = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)
EARLIER = """id: forste-sporsmal
kind: survey
title: {nb: Hva forventes?, nn: Kva er venta?, en: What is expected?}
abstract: {nb: Kort., nn: Kort., en: Briefly.}
language: nb
case_number: "2025/1"
published: 2025-01-10
deadlines: [{date: 2025-03-14, set: 2025-01-10}]
contact: {name: Sekretariatet, email: sekretariatet@elvedalen.example}
invited: [bergvik]
questions:
  - {id: viktigst, text: {nb: Hva er viktigst?, nn: Kva er viktigast?, en: What matters most?}}
"""
SUMMARY = """invited: 1
answered: 1
released: 1
points:
  - {body: bergvik, item: viktigst, quote: Elva., assessment: Enig., conclusion: noted}
"""
ALTERNATIVES = """alternatives:
  - id: modell
    text: {nb: Hvilken modell?, nn: Kva modell?, en: Which model?}
    options:
      - id: bygge-videre
        name: {nb: Bygge videre, nn: Byggje vidare, en: Build on}
        text: {nb: Som **før**., en: As **before**.}
      - {id: avvikle, name: {nb: Avvikle, nn: Avvikle, en: Dissolve}}
follows: {hearing: forste-sporsmal, as: next}
"""
EVALUATION = """follows: {hearing: vedtatt-avtale, as: evaluation}
"""
COUNTED = """invited: 4
answered: 3
released: 3
choices:
  - item: modell
    silent: 1
    options: [{option: bygge-videre, number: 2}, {option: avvikle, number: 0}]
"""


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    """A survey, the open hearing with alternatives that asks its question again, and an agreement decided in part."""
    folder = tmp_path_factory.mktemp("course") / "content"
    shutil.copytree(COUNCIL, folder)
    hearings = folder / "hearings"
    (hearings / "forste-sporsmal").mkdir()
    (hearings / "forste-sporsmal" / "hearing.yml").write_text(EARLIER, encoding="utf-8")
    (hearings / "forste-sporsmal" / "index.md").write_text("Vi spør.\n", encoding="utf-8")
    (hearings / "forste-sporsmal" / "summary.yml").write_text(SUMMARY, encoding="utf-8")
    _add(hearings / "apen-plan" / "hearing.yml", ALTERNATIVES)
    _add(hearings / "lukket-strategi" / "hearing.yml", EVALUATION)
    heard = hearings / "vedtatt-avtale" / "draft.md"
    text = heard.read_text(encoding="utf-8")
    heard.write_text(text.replace("---\n", "---\ndate: 2025-08-04\n", 1), encoding="utf-8")
    (hearings / "vedtatt-avtale" / "versions").mkdir()
    (hearings / "vedtatt-avtale" / "versions" / "skisse.md").write_text(
        text.replace("---\n", "---\ndate: 2025-06-01\nversion: Skisse\n", 1), encoding="utf-8"
    )
    decision = hearings / "vedtatt-avtale" / "decision.md"
    decision.write_text(
        decision.read_text(encoding="utf-8").replace("---\n", "---\nstage: partial\n", 1), encoding="utf-8"
    )
    return folder


def _add(path, lines):
    path.write_text(path.read_text(encoding="utf-8") + lines, encoding="utf-8")


@pytest.fixture(scope="module")
def matters(content):
    loaded = load_content(content)
    assert loaded.errors == ()
    return loaded.matters


@pytest.fixture(scope="module")
def built(content, tmp_path_factory):
    """The site of that council."""
    return read_site(content, tmp_path_factory.mktemp("built") / "output")


def of(matters, hearing_id):
    return next(m for m in matters if m.hearing.id == hearing_id)


def alone(matters, hearing_id, **changed):
    """A matter that follows no other."""
    matter = of(matters, hearing_id)
    return replace(matter, hearing=replace(matter.hearing, follows=None), **changed)


def told(stage):
    """The steps of a stage as (heading, progress)."""
    return [(str(step.heading), step.progress.value) for step in stage.steps]


def test_an_open_hearing_has_most_of_its_course_before_it(matters):
    """It has opened; deadline, summary and decision are to come, the decision without a day."""
    (stage,) = course(of(matters, "apen-plan"), (), NOW)
    assert told(stage) == [
        ("Hearing opened", "done"),
        ("Deadline", "coming"),
        ("Summary", "coming"),
        ("Decision", "coming"),
    ]
    assert [step.day for step in stage.steps] == [date(2026, 3, 2), date(2026, 6, 15), None, None]


def test_a_closed_hearing_is_being_summarised(matters):
    """From the second after the deadline, where somebody has answered."""
    matter = alone(matters, "lukket-strategi", received=(ANSWER,))
    before, after = datetime(2026, 4, 30, 21, 59, 59, tzinfo=UTC), datetime(2026, 4, 30, 22, 0, 0, tzinfo=UTC)
    assert [told(course(matter, (), now)[0])[1:3] for now in (before, after)] == [
        [("Deadline", "coming"), ("Summary", "coming")],
        [("Deadline", "done"), ("Summary", "now")],
    ]


def test_nothing_is_being_summarised_where_no_answer_is_registered(matters):
    """An old hearing may have been answered on paper; the decision is still to come."""
    (stage,) = course(alone(matters, "lukket-strategi"), (), NOW)
    assert told(stage)[1:] == [("Deadline", "done"), ("Decision", "coming")]


def test_an_answer_told_in_words_alone_is_summarised(matters):
    """The step leads to the secretariat's words."""
    (stage,) = course(alone(matters, "lukket-strategi", summary_words="Slik gikk det."), (), NOW)
    assert [(str(s.heading), s.progress, s.part) for s in stage.steps][2] == ("Summary", "done", "_sekretariatet")


def test_of_a_dissolved_council_nothing_is_to_come(matters):
    """What was under way has ended, and what was to come is left out."""
    (stage,) = course(of(matters, "vedtatt-avtale"), (), NOW, ended=True)
    assert told(stage)[4:] == [("Partial decision", "done"), ("Adoptions", "ended")]
    (stage,) = course(alone(matters, "lukket-strategi", received=(ANSWER,)), (), NOW, ended=True)
    assert told(stage)[1:] == [("Deadline", "done")]


def test_a_decision_made_before_the_deadline_stands_before_it(matters):
    """What is left to do stands last, whatever it follows from."""
    matter = of(matters, "vedtatt-avtale")
    early = replace(matter, decision=replace(matter.decision, day=date(2025, 10, 1)))
    (stage,) = course(early, (), NOW)
    assert [heading for heading, _ in told(stage)[1:]] == [
        "Hearing opened",
        "Partial decision",
        "Deadline",
        "Summary",
        "Adoptions",
        "Final decision",
    ]


def test_a_partial_decision_is_followed_by_the_final_one(matters):
    """And the adoptions, as far as they have come."""
    (stage,) = course(of(matters, "vedtatt-avtale"), (), NOW)
    assert told(stage)[4:] == [("Partial decision", "done"), ("Adoptions", "now"), ("Final decision", "coming")]
    assert str(stage.steps[-2].detail) == "2 of 4 have adopted."


def test_what_a_later_hearing_decides_is_not_to_come_twice(matters):
    """A renewed hearing stands for the decision that its first one lacks; an evaluation does not."""
    matter, later = of(matters, "vedtatt-avtale"), of(matters, "lukket-strategi")
    for how, waits in ((Succession.EVALUATION, True), (Succession.REHEARING, False)):
        renewed = replace(later, hearing=replace(later.hearing, follows=Follows("vedtatt-avtale", how)))
        first, second = course(matter, (matter, renewed), NOW)
        assert (("Final decision", "coming") in told(first)) == waits
        assert ("Decision", "coming") in told(second)


def test_a_final_decision_has_none_after_it(matters):
    """Nothing is to come that nobody has promised."""
    matter = of(matters, "vedtatt-avtale")
    final = replace(matter, decision=replace(matter.decision, stage=DecisionStage.FINAL))
    assert "Final decision" not in [heading for heading, _ in told(course(final, (), NOW)[0])]


def test_a_decision_is_told_from_its_day_on(matters):
    """Before, it is to come, and its text is nobody's yet."""
    steps = course(of(matters, "vedtatt-avtale"), (), datetime(2026, 1, 19, 12, 0, tzinfo=UTC))[0].steps
    assert [(str(s.heading), s.day, s.part) for s in steps[3:]] == [
        ("Summary", None, "_sekretariatet"),
        ("Decision", None, ""),
    ]


def test_a_withdrawn_hearing_ends_there(matters):
    """Nothing of it is to come."""
    matter = of(matters, "apen-plan")
    gone = replace(matter.hearing, withdrawn=Withdrawal(date(2026, 4, 1), Localised("Bortfalt.")))
    assert told(course(replace(matter, hearing=gone), (), NOW)[0]) == [
        ("Hearing opened", "done"),
        ("Withdrawn", "done"),
    ]


def test_versions_of_the_draft_stand_at_their_days(matters):
    """One made before the hearing, one after the deadline; what is dated later than today is not told."""
    matter = of(matters, "vedtatt-avtale")

    def version(slug, day):
        return Version(slug, Draft("Avtale", "", matter.hearing.draft.sections, slug, day))

    drafts = (version("en", date(2025, 6, 1)), version("to", date(2025, 12, 1)), version("tre", date(2027, 1, 1)))
    headings = [str(step.heading) for step in course(replace(matter, versions=drafts), (), NOW)[0].steps]
    assert headings[:6] == [
        "Version of the draft: en",
        "Hearing opened",
        "Deadline",
        "Summary",
        "Version of the draft: to",
        "Partial decision",
    ]


def test_a_thread_stands_in_the_order_of_time(matters):
    """Each hearing with its own steps, and the one whose page is read is marked; a survey decides nothing."""
    stages = course(of(matters, "apen-plan"), matters, NOW)
    assert [(stage.hearing.id, stage.here) for stage in stages] == [("forste-sporsmal", False), ("apen-plan", True)]
    assert told(stages[0]) == [("Survey opened", "done"), ("Deadline", "done"), ("Summary", "done")]


def test_what_is_asked_again_leads_to_what_was_answered(matters):
    """To the points where there are some; what is new leads nowhere."""
    rows = {row.entry.id: row for row in asked(of(matters, "apen-plan"), matters)}
    (before,) = rows["viktigst"].before
    assert (before.hearing.id, before.part, before.answered) == ("forste-sporsmal", "_points_viktigst", True)
    assert rows["modell"].before == rows["forventning"].before == ()
    assert asked(of(matters, "forste-sporsmal"), matters)[0].before == ()


def test_it_is_known_when_nobody_answered_what_is_asked_again(matters):
    """The way leads to the question, and the page says so."""
    silent = tuple(replace(m, summary=None) if m.hearing.id == "forste-sporsmal" else m for m in matters)
    (before,) = next(row.before for row in asked(of(silent, "apen-plan"), silent) if row.entry.id == "viktigst")
    assert (before.part, before.answered) == ("_sporsmal", False)


def test_the_page_tells_the_course_in_words(built):
    """Done, under way and to come are said, each dated, with links to the other hearing's page."""
    assert built.exit_code == 0, built.said
    page = built.pages["/en/horinger/apen-plan/"]
    steps = [" ".join(step["text"].split()) for step in page.with_class("course__step")]
    assert "Survey opened 10 January 2025 Done" in steps
    assert "Deadline 15 June 2026 To come" in steps
    assert page.all("a", href="/en/horinger/forste-sporsmal/#_brev")
    assert page.all("a", href="#_brev")
    nynorsk = built.pages["/nn/horinger/apen-plan/"].text
    assert "Saksgang" in nynorsk


def test_the_page_presents_the_alternatives_and_what_was_asked_before(built):
    """With their texts, in the reader's language where there is one, and the way to the earlier answers."""
    page = built.pages["/en/horinger/apen-plan/"]
    part = page.html.split('id="_sporsmal"')[1].split("</section>")[0]
    for text in ("Which model?", "Build on", "As <strong>before</strong>.", "Dissolve", "The same was asked in:"):
        assert text in part
    assert page.all("a", href="/en/horinger/forste-sporsmal/#_points_viktigst")
    assert "A choice of one alternative, with a remark" in page.text


def test_a_version_of_the_draft_leads_to_its_page(built):
    """It stands before the hearing that it came before."""
    page = built.pages["/horinger/vedtatt-avtale/"]
    first = page.with_class("course__step")[0]
    assert " ".join(first["text"].split()) == "Versjon av utkastet: Skisse 1. juni 2025 Gjennomført"
    (link,) = [a for a in page.all("a") if a["text"] == "Versjon av utkastet: Skisse"]
    assert "Skisse" in built.pages[link["href"]].text


def test_a_survey_is_called_so(built):
    """In the list and over its own heading; what it asks stands where others have their draft."""
    page = built.pages["/en/horinger/forste-sporsmal/"]
    assert page.one("p", class_="eyebrow")["text"].strip() == "Expectations survey"
    ids = [heading["id"] for heading in page.all("h2") if "id" in heading]
    assert "_utkast" not in ids
    assert "_sporsmal" in ids
    listed = built.pages["/en/horinger/"]
    assert "Expectations survey" in listed.text
    assert listed.all("h2", id="_surveys")
    assert "What is expected?" not in built.pages["/en/"].text  # nothing of it is left to assess
    assert "Forventningsundersøkelse" in built.pages["/horinger/"].text
    assert "Forventningsundersøking" in built.pages["/nn/horinger/forste-sporsmal/"].text


def test_a_partial_decision_is_called_so(built):
    """In the heading, the status and the list."""
    page = built.pages["/horinger/vedtatt-avtale/"]
    assert page.one("h2", id="_vedtak")["text"].strip() == "Delvedtak"
    assert "Delvedtak" in [tag["text"] for tag in page.with_class("ds-tag")]
    assert page.with_class("status-box")[0]["text"].split()[:4] == ["Status", "og", "frist", "Delvedtak"]
    (card,) = [e for e in built.pages["/horinger/"].with_class("hearing-card") if "Delvedtak" in e["text"]]
    assert "Vedtatt" not in card["text"]
    assert "Delvedtak" in built.pages["/horinger/"].text
    assert "Delvedtak" not in built.pages["/horinger/apen-plan/"].text


def test_what_was_chosen_is_shown_as_numbers(content, tmp_path):
    """A row for each alternative with its number, and one for who chose none; the bar is decoration."""
    folder = tmp_path / "content"
    shutil.copytree(content, folder)
    (folder / "hearings" / "apen-plan" / "summary.yml").write_text(COUNTED, encoding="utf-8")
    page = read_site(folder, tmp_path / "output").pages["/en/horinger/apen-plan/"]
    part = page.html.split('class="ds-table choices"')[1].split("</table>")[0]
    assert part.count('aria-hidden="true"') == 3
    table = page.with_class("choices")[0]["text"]
    assert " ".join(table.split()) == "Alternative Chosen by Build on 2 Dissolve 0 None chosen 1"
