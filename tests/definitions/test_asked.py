"""Alternatives, surveys, threads and partial decisions as files hold them, with every mistake and its place."""

import re

import pytest

from hearing_app.definitions import load_content
from hearing_app.domain.draft import NO_DRAFT
from hearing_app.domain.vocabulary import DecisionStage, HearingKind, Succession

FILE = "hearings/apen-plan/hearing.yml"
ALTERNATIVES = """alternatives:
  - id: modell
    text: {nb: Hvilken modell?, en: Which model?}
    help: Velg én.
    required: true
    options:
      - {id: bygge-videre, name: {nb: Bygge videre, nn: Byggje vidare}, text: "Som **før**."}
      - {id: avvikle, name: Avvikle}
"""


def places(problems):
    return [(place, text) for place, level, text in problems if level == "error"]


@pytest.fixture
def written(content, told):
    """A function that adds lines to the open hearing and tells the errors as (line:column from there, text)."""

    def add(lines, name=FILE):
        before = (content / name).read_text(encoding="utf-8")
        found = places(told(name, before, f"{before}{lines}"))
        first = before.count("\n")
        return [
            (f"{int(place.split(':')[1]) - first}:{place.split(':')[2]}", text)
            for place, text in found
            if place.startswith(name)
        ]

    return add


def matter(content, hearing_id="apen-plan"):
    return load_content(content).matter(hearing_id)


def test_alternatives_are_read_with_their_texts(written, content):
    """Each with its name in the forms that were written, and its text as Markdown."""
    assert written(ALTERNATIVES) == []
    (asked,) = matter(content).hearing.alternatives
    assert (asked.id, asked.text.text("en"), asked.required, asked.help.plain) == (
        "modell", "Which model?", True, "Velg én.",
    )  # fmt: skip
    assert [(o.id, o.name.text("nn"), o.text.plain) for o in asked.options] == [
        ("bygge-videre", "Byggje vidare", "Som **før**."),
        ("avvikle", "Avvikle", ""),
    ]


def test_alternatives_are_part_of_the_wording_that_is_answered(written, content):
    """A submission can say which alternatives there were."""
    before = matter(content).hearing.fingerprint
    written(ALTERNATIVES)
    assert matter(content).hearing.fingerprint != before


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("id: avvikle", "id: bygge-videre", ("8:14", "The id «bygge-videre» stands twice.")),
        ("      - {id: avvikle, name: Avvikle}\n", "", ("7:7", "Write at least two alternatives.")),
        ("id: modell", "id: formal", ("2:9", "The id «formal» is taken by a section")),
        ("id: modell", "id: general", ("2:9", "The id «general» is taken")),
        ("id: avvikle", "id: Avvikle!", ("8:14", "«Avvikle!» cannot be an id.")),
        ("name: Avvikle", "nam: Avvikle", ("8:23", "The key nam is not known here.")),
        (", name: Avvikle", "", ("8:9", "The key name is missing.")),
        ("required: true", "required: kanskje", ("5:15", "neither true nor false")),
        ("    options:\n", "    options: ingen\n    annet:\n", ("6:14", "options must be a list")),
    ],
)
def test_a_mistake_in_alternatives_is_told_with_its_place(written, old, new, mistake):
    """Ids that stand twice, too few alternatives, unknown keys."""
    assert old in ALTERNATIVES
    place, text = mistake
    found = written(ALTERNATIVES.replace(old, new))
    assert any(at == place and text in said for at, said in found), found


def test_alternatives_and_questions_share_no_id(told, content):
    """The question is told, for in the form it comes after the alternatives."""
    before = (content / FILE).read_text(encoding="utf-8")
    ((place, text),) = places(told(FILE, before, before + ALTERNATIVES.replace("id: modell", "id: viktigst")))
    assert place == f"{FILE}:{before.splitlines().index('  - id: viktigst') + 1}:9"
    assert "The id «viktigst» is taken" in text


@pytest.fixture
def survey(content):
    """The open hearing made a survey without a draft; a function that replaces a line of its definition."""
    folder = content / "hearings" / "apen-plan"
    (folder / "draft.md").unlink()

    def write(old="", new=""):
        text = (folder / "hearing.yml").read_text(encoding="utf-8")
        text = text if "kind: survey" in text else f"kind: survey\n{text}"
        assert old in text
        (folder / "hearing.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
        problems = load_content(content).problems
        return [(str(p.place.line), str(p.message)) for p in problems if p.level == "error" and "apen" in p.place.file]

    return write


def test_a_survey_needs_no_draft(survey, content):
    """What is asked is its questions."""
    assert survey() == []
    hearing = matter(content).hearing
    assert hearing.kind is HearingKind.SURVEY
    assert hearing.draft == NO_DRAFT
    assert [item.id for item in hearing.items] == ["forventning", "viktigst", "general"]
    assert len(hearing.fingerprint) == 64


def test_a_hearing_needs_its_draft(content, told):
    """Only a survey may be without."""
    (content / "hearings" / "apen-plan" / "draft.md").unlink()
    assert "hearings/apen-plan/draft.md:1:1" in [
        place for place, _ in places(told(FILE, "language: nb", "language: nb"))
    ]


def test_a_survey_may_have_a_draft(content, told):
    """Where there is something to read, its sections can be answered too."""
    told(FILE, "language: nb", "language: nb\nkind: survey")
    assert matter(content).hearing.items[0].id == "formal"


def test_a_survey_is_held_under_no_act(survey):
    """Its period is nobody's but the council's."""
    ((_, text),) = survey("legal_basis: none", "legal_basis: pbl-11-14")
    assert "A survey is not held under an act." in text


def test_a_survey_asks_something(survey, content):
    """Nobody is invited to answer nothing."""
    text = (content / FILE).read_text(encoding="utf-8")
    (problem,) = survey(text[text.index("questions:") :], "")
    assert problem == ("1", "The survey asks nothing. Add questions: or alternatives:.")


def test_a_surveys_period_is_the_councils_own(content, told):
    """The rules on how long a hearing lasts (1–4) are about what is put on hearing."""
    short = {"old": "- {date: 2026-05-29, set: 2026-03-02}", "new": "- {date: 2026-03-20, set: 2026-03-02}"}
    (content / FILE).write_text(
        re.sub(r"  - date: 2026-06-15\n.*\n.*\n", "", (content / FILE).read_text(encoding="utf-8")), encoding="utf-8"
    )
    assert any("Shorter than" in text for _, _, text in told(FILE, **short))
    assert not any("Shorter than" in text for _, _, text in told(FILE, "language: nb", "language: nb\nkind: survey"))


def test_an_unknown_kind_is_told(told):
    """The words are those of the vocabulary."""
    ((place, text),) = places(told(FILE, "language: nb", "language: nb\nkind: enquete"))
    assert place.startswith(f"{FILE}:")
    assert "Use one of: hearing, survey." in text


def test_a_hearing_follows_another(told, content):
    """By its id, and how."""
    assert places(told(FILE, "language: nb", "language: nb\nfollows: {hearing: vedtatt-avtale, as: evaluation}")) == []
    follows = matter(content).hearing.follows
    assert (follows.hearing, follows.how) == ("vedtatt-avtale", Succession.EVALUATION)


@pytest.mark.parametrize(
    ("follows", "column", "text"),
    [
        ("{hearing: finnes-ikke, as: next}", 20, "There is no hearing «finnes-ikke»."),
        ("{hearing: apen-plan, as: next}", 20, "The hearing cannot follow itself."),
        ("{hearing: vedtatt-avtale, as: omkamp}", 40, "Use one of: rehearing, evaluation, next."),
        ("{hearing: vedtatt-avtale}", 10, "The key as is missing."),
        ("{hearing: vedtatt-avtale, as: next, why: x}", 46, "The key why is not known here."),
    ],
)
def test_a_mistake_in_a_thread_is_told_with_its_place(told, content, follows, column, text):
    """An unknown hearing, the hearing itself, an unknown way to follow."""
    line = (content / FILE).read_text(encoding="utf-8").split("language: nb")[0].count("\n") + 2
    ((place, said),) = places(told(FILE, "language: nb", f"language: nb\nfollows: {follows}"))
    assert place == f"{FILE}:{line}:{column}"
    assert text in said


def test_a_circle_is_told_in_each_of_its_hearings(told):
    """With the way round, so that somebody can see where it is wrong; what leads into it is not blamed."""
    told(FILE, "language: nb", "language: nb\nfollows: {hearing: lukket-strategi, as: rehearing}")
    other = "hearings/lukket-strategi/hearing.yml"
    found = places(told(other, "language:", "follows: {hearing: apen-plan, as: next}\nlanguage:"))
    assert {place.split(":")[0] for place, _ in found} == {FILE, other}
    assert any("apen-plan → lukket-strategi → apen-plan" in text for _, text in found)
    third = "hearings/vedtatt-avtale/hearing.yml"
    found = places(told(third, "language:", "follows: {hearing: apen-plan, as: next}\nlanguage:"))
    assert {place.split(":")[0] for place, _ in found} == {FILE, other}


def test_a_hearing_with_other_mistakes_is_not_unknown(told):
    """One mistake is told once, and where it is."""
    told(FILE, "language: nb", "language: nb\nfollows: {hearing: lukket-strategi, as: next}")
    found = places(told("hearings/lukket-strategi/hearing.yml", "language:", "tulletast: 1\nlanguage:"))
    assert [place.split(":")[0] for place, _ in found] == ["hearings/lukket-strategi/hearing.yml"]


def test_a_decision_may_be_partial(told, content):
    """It is final unless it says otherwise."""
    name = "hearings/vedtatt-avtale/decision.md"
    assert matter(content, "vedtatt-avtale").decision.stage is DecisionStage.FINAL
    assert places(told(name, "organ:", "stage: partial\norgan:")) == []
    assert matter(content, "vedtatt-avtale").decision.stage is DecisionStage.PARTIAL
    ((place, text),) = places(told(name, "stage: partial", "stage: halv"))
    assert place == f"{name}:2:8"
    assert "Use one of: partial, final." in text
