"""The examples under `content/`: each a complete folder, without mistakes, and without anybody's own data."""

import re
from pathlib import Path

import pytest

from hearing_app.definitions.load import load_content
from hearing_app.domain.vocabulary import AdoptionState, Language, Level

CONTENT = Path(__file__).parents[2] / "content"
EXAMPLES = sorted(path.parent.name for path in CONTENT.glob("*/council.yml"))
PLANNED_WARNINGS = {"valdres": ["cases/u-47-09/case.md"]}
"""The files that an example has a warning in on purpose."""

each_example = pytest.mark.parametrize("example", EXAMPLES)


def test_every_source_has_its_example():
    """Five sources, five councils."""
    assert EXAMPLES == ["innlandet", "ks-nettverk", "vaernesregionen", "valdres", "vestregionen"]


@each_example
def test_an_example_has_no_mistakes(example):
    """No errors, and no warnings but those that the source itself calls for."""
    problems = load_content(CONTENT / example).problems
    assert [problem for problem in problems if problem.level is Level.ERROR] == []
    warnings = [problem.place.file for problem in problems if problem.level is Level.WARNING]
    assert [Path(file).as_posix() for file in warnings] == PLANNED_WARNINGS.get(example, [])


@each_example
@pytest.mark.parametrize("slug", ["om", "personvern", "tilgjengelighet"])
def test_an_example_tells_what_it_is_in_every_language(example, slug, example_pages):
    """The pages that every site has are written in all three languages."""
    main = load_content(CONTENT / example).council.language
    wanted = {f"/{slug}/" if language is main else f"/{language}/{slug}/" for language in Language}
    assert wanted <= set(example_pages(example))


@each_example
def test_no_address_reaches_a_real_inbox(example):
    """Every e-mail address ends in .example."""
    texts = [path.read_text(encoding="utf-8") for path in (CONTENT / example).rglob("*.*")]
    addresses = {address for text in texts for address in re.findall(r"[\w.+-]+@[\w.-]+\w", text)}
    assert addresses
    assert {address for address in addresses if not address.endswith(".example")} == set()


def test_malvik_is_not_counted():
    """Malvik stands in the source without a date: it is not adopted, and Frosta has a reservation on health."""
    plan = load_content(CONTENT / "vaernesregionen").archive.plan("strategi-2009")
    rows = {row.body: row for row in plan.adoptions.rows}
    assert plan.adoptions.adopted == len(rows) - 1 == 5
    assert rows["malvik"].effective_state is AdoptionState.DATE_MISSING
    assert [reservation.section for reservation in rows["malvik"].reservations] == ["", "helse"]
    assert [reservation.section for reservation in rows["frosta"].reservations] == ["helse"]


def test_an_expired_contact_is_on_no_page(example_pages):
    """The contact for the network's gathering expired in 2019."""
    address = "samling@ks-nettverk.example"
    assert address in (CONTENT / "ks-nettverk/events/forste-samling-2019-05-10.md").read_text(encoding="utf-8")
    assert [page for page, text in example_pages("ks-nettverk").items() if address in text] == []


def test_the_questions_of_a_gathering_are_those_of_its_survey():
    """What is to be prepared feeds the survey by id, word for word in the gathering's language."""
    for example in ("ks-nettverk", "innlandet"):
        loaded = load_content(CONTENT / example)
        event = next(event for event in loaded.archive.events if event.hearing)
        survey = loaded.matter(event.hearing).hearing
        asked = {question.id: question.text.text(event.language) for question in survey.questions}
        assert {question.id: question.text for question in event.questions} == asked


def test_the_evaluation_asks_what_the_hearing_asked():
    """The same questions, by id and word for word, so that the answers can be compared years later."""
    loaded = load_content(CONTENT / "innlandet")
    first, later = (loaded.matter(name).hearing for name in ("ny-samarbeidsmodell", "evaluering-2022"))
    assert later.follows.hearing == first.id
    assert later.questions == first.questions
    assert later.invited == first.invited


def test_the_example_of_a_dissolved_council_has_seventeen_members():
    """Fifteen municipalities and two counties in 2017, none after the council's last day."""
    council = load_content(CONTENT / "vestregionen").council
    last = council.period.end
    kinds = [body.kind.value for body in council.members_of(council.body_id, last)]
    assert (kinds.count("municipality"), kinds.count("county")) == (15, 2)
    assert council.members_of(council.body_id, last.replace(year=last.year + 1)) == ()
