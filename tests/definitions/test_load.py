"""From a whole folder to domain objects."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from hearing_app.definitions import content_folders, load_content
from hearing_app.domain.vocabulary import AdoptionState, HearingStatus, Language

ROOT = Path(__file__).parents[2]


@pytest.fixture
def loaded(content):
    return load_content(content)


@pytest.mark.parametrize("council", ["innlandet", "ks-nettverk", "vaernesregionen", "valdres", "vestregionen"])
def test_the_example_councils_have_no_mistakes(council):
    """What this repository publishes can always be built."""
    loaded = load_content(ROOT / "content" / council)
    assert loaded.errors == ()
    assert [*loaded.matters, *loaded.archive.records()]


def test_a_folder_of_councils_is_checked_council_by_council(content, tmp_path):
    """A folder with a council.yml is one itself, otherwise those in it are; a folder with none is told about."""
    assert content_folders(content) == (content,)
    for name in ("b", "a"):
        shutil.copytree(content, tmp_path / "councils" / name)
    (tmp_path / "councils" / "c").mkdir()
    assert content_folders(tmp_path / "councils") == (tmp_path / "councils" / "a", tmp_path / "councils" / "b")
    assert content_folders(tmp_path / "councils" / "c") == (tmp_path / "councils" / "c",)
    assert content_folders(tmp_path / "none") == (tmp_path / "none",)


def test_a_hearing_knows_everything_its_folder_says(loaded):
    """Letter, draft, deadlines with reasons, questions and bodies."""
    hearing = loaded.matter("apen-plan").hearing
    assert hearing.title.text(Language.EN) == "A joint plan for the river"
    assert [d.day for d in hearing.deadlines] == [date(2026, 5, 29), date(2026, 6, 15)]
    assert hearing.deadlines[1].reason.text(Language.NN) == "Fleire kommunestyre møtest i juni."
    assert hearing.letter.startswith("## Bakgrunn")
    assert [q.required for q in hearing.questions] == [False, True]
    assert [(s.id, s.heading) for s in hearing.draft.sections] == [
        ("formal", "1 Formål"),
        ("okonomi", "2 Økonomi"),
        ("tilsyn", "3 Tilsyn"),
    ]
    assert hearing.draft.preamble == "Planen gjelder hele vassdraget."
    assert "### Unntak" in hearing.draft.section("okonomi").markdown
    assert hearing.draft.dated == date(2026, 2, 20)


def test_members_are_those_of_the_day_of_publication(loaded):
    """Holmby left in 2019; a member that leaves after the start is still asked, and nobody is asked twice."""
    invited = [body.id for body in loaded.matter("apen-plan").hearing.invited]
    assert invited == ["bergvik", "fossheim", "granneset", "indre", "ungdomsradet"]


def test_statuses_at_the_tests_hour(loaded, now):
    """One hearing of each kind that the other tests need."""
    statuses = {m.hearing.id: m.status(now) for m in loaded.matters}
    assert statuses == {
        "apen-plan": HearingStatus.EXTENDED,
        "lukket-strategi": HearingStatus.CLOSED,
        "vedtatt-avtale": HearingStatus.DECIDED,
    }


def test_the_newest_hearing_comes_first_and_drafts_before_all(content):
    """Whoever lists them shows them in this order."""
    path = content / "hearings/vedtatt-avtale/hearing.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("published: 2025-08-04\n", ""), encoding="utf-8")
    ids = [matter.hearing.id for matter in load_content(content).matters]
    assert ids == ["vedtatt-avtale", "apen-plan", "lukket-strategi"]


def test_a_decision_keeps_its_three_parts_apart(loaded):
    """Proposal, deliberation and decision in numbered points."""
    decision = loaded.matter("vedtatt-avtale").decision
    assert len(decision.proposal) == 2
    assert decision.points[2] == "Ordningen evalueres etter to år."
    assert decision.deliberation.startswith("Lederen")
    assert (decision.organ, decision.day, decision.vote) == (
        "Regionrådet for Elvedalen",
        date(2026, 1, 20),
        "Enstemmig",
    )


def test_the_register_has_a_row_for_every_municipality_and_county(loaded):
    """Also for those that have reported nothing; a council that is itself a body of members adopts nothing."""
    rows = loaded.matter("vedtatt-avtale").adoptions.rows
    assert [(row.body, row.effective_state) for row in rows] == [
        ("bergvik", AdoptionState.ADOPTED),
        ("fossheim", AdoptionState.ADOPTED_WITH_RESERVATION),
        ("granneset", AdoptionState.DATE_MISSING),
        ("indre", AdoptionState.NOT_TREATED),
    ]


@pytest.mark.parametrize("name", ["hearing.yml", "index.md", "draft.md"])
def test_the_fingerprint_follows_every_file_that_a_responder_sees(content, loaded, name):
    """A submission says which wording it answers, to the letter."""
    before = loaded.matter("apen-plan").hearing.fingerprint
    path = content / "hearings/apen-plan" / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert load_content(content).matter("apen-plan").hearing.fingerprint != before


def test_a_memo_is_read_and_is_part_of_what_a_responder_sees(content, loaded):
    """It is optional; without one the fingerprint is what it was before there were memos."""
    before = loaded.matter("apen-plan").hearing
    assert before.memo == ""
    (content / "hearings/apen-plan/memo.md").write_text("## Grunnlag\n\nTall.\n", encoding="utf-8")
    after = load_content(content).matter("apen-plan").hearing
    assert after.memo == "## Grunnlag\n\nTall."
    assert after.fingerprint != before.fingerprint


def test_an_old_hearing_is_told_in_words_where_nobody_answered_here(content):
    """Its figures are not in this system; where somebody did answer, words alone wait for the figures."""
    folder = content / "hearings/lukket-strategi"
    (folder / "summary.md").write_text("Slik gikk det.\n", encoding="utf-8")
    assert load_content(content).matter("lukket-strategi").told
    (folder / "submissions").mkdir()
    (folder / "submissions/received.yml").write_text(
        "received:\n- {body: bergvik, reference: A, received_at: '2026-04-01T10:00:00+00:00', version: 1, sha256: x}\n",
        encoding="utf-8",
    )
    assert not load_content(content).matter("lukket-strategi").told


def test_the_fingerprint_does_not_follow_what_comes_later(content, loaded):
    """A summary or a decision does not change what was asked."""
    before = loaded.matter("apen-plan").hearing.fingerprint
    (content / "hearings/apen-plan/summary.md").write_text("Oppsummert.\n", encoding="utf-8")
    assert load_content(content).matter("apen-plan").hearing.fingerprint == before


def test_folders_that_are_no_hearings_are_left_alone(content):
    """A name that begins with a full stop or an underscore, and loose files."""
    for name in (".kladd", "_mal"):
        (content / "hearings" / name).mkdir()
    (content / "hearings" / "LESMEG.md").write_text("x")
    assert len(load_content(content).matters) == 3


def test_a_council_without_hearings_is_in_order(content):
    """The first day of a new workspace."""
    import shutil

    shutil.rmtree(content / "hearings")
    loaded = load_content(content)
    assert (loaded.matters, loaded.errors) == ((), ())


def test_an_empty_folder_is_told():
    """It lacks council.yml and the pages that every page links to, and nothing else is complained about."""
    loaded = load_content(ROOT / "tests" / "definitions")
    files = ["council.yml", "pages/om.md", "pages/personvern.md", "pages/tilgjengelighet.md"]
    assert [problem.place.file for problem in loaded.problems] == files


def test_the_accessibility_contact_is_the_office_where_no_other_is_named(content):
    """Somebody must always be reachable."""
    path = content / "council.yml"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "accessibility_contact" not in line]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert load_content(content).council.accessibility_contact == "sekretariatet@elvedalen.example"


def test_headings_inside_code_are_text(told):
    """What stands in a code block is shown, not obeyed."""
    fenced = "Elva skal\n\n```\n# ikke en tittel\n## ikke en paragraf\n```\n"
    assert told("hearings/apen-plan/draft.md", "Elva skal", fenced) == []
