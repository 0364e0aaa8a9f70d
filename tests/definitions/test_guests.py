"""`open_answers:` in hearing.yml, ids that guests have, and what machine-written files say of guests."""

from datetime import UTC, datetime

import pytest

from hearing_app.definitions import load_content, load_council
from hearing_app.definitions.models import parse
from hearing_app.definitions.positions import Source, read_yaml
from hearing_app.definitions.released import (
    read_received,
    read_released,
    read_summary,
    write_received,
    write_released,
    write_summary,
)
from hearing_app.definitions.written_models import ReceivedFile, ReleasedFile, SummaryFile
from hearing_app.domain.guest import NamesShown, OpenAnswers, Sender
from hearing_app.domain.submission import PoliticalStanding
from hearing_app.domain.summary import Received, ReleasedSubmission, Summary
from hearing_app.domain.vocabulary import SenderKind, Standing

AT = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)
SENDERS = [None, Sender(SenderKind.PRIVATE), Sender(SenderKind.ORGANISATION, "Elvas «venner»: lag")]


@pytest.fixture
def written(content):
    """A function that adds lines to the open hearing's file, and returns the hearing and the problems there."""

    def loaded(lines):
        path = content / "hearings/apen-plan/hearing.yml"
        path.write_text(path.read_text(encoding="utf-8") + lines, encoding="utf-8")
        found = load_content(content)
        hearing = next((m.hearing for m in found.matters if m.hearing.id == "apen-plan"), None)
        return hearing, [p for p in found.problems if p.place.file.endswith("apen-plan/hearing.yml")]

    return loaded


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", OpenAnswers(allowed=True, names=NamesShown.ORGANISATIONS)),
        ("kind: survey\n", OpenAnswers(allowed=False, names=NamesShown.ORGANISATIONS)),
        ("kind: survey\nopen_answers: {allowed: yes}\n", OpenAnswers(allowed=True)),
        ("open_answers: {allowed: no}\n", OpenAnswers(allowed=False)),
        ("open_answers: {allowed: nei, names: none}\n", OpenAnswers(allowed=False, names=NamesShown.NONE)),
        ("open_answers: {names: all}\n", OpenAnswers(allowed=True, names=NamesShown.ALL)),
    ],
)
def test_a_hearing_is_open_to_all_unless_it_says_otherwise(written, lines, expected):
    """A survey is for those who are asked unless it says otherwise; names hold also where nobody more can answer."""
    hearing, _problems = written(lines)
    assert hearing.open_answers == expected


@pytest.mark.parametrize(
    ("lines", "column"),
    [
        ("open_answers: {names: some}\n", 23),
        ("open_answers: {allowed: maybe}\n", 25),
        ("open_answers: {who: all}\n", 16),
    ],
)
def test_a_mistake_is_told_where_it_stands(written, lines, column):
    """With line and column, as every other."""
    _hearing, problems = written(lines)
    (problem,) = problems
    assert (problem.place.column, problem.place.line) == (column, problem.place.line)
    assert problem.place.line > 20


@pytest.mark.parametrize("what", ["bodies", "organs", "networks"])
def test_no_id_in_council_begins_as_guests_do(content, what):
    """A body's, an organ's or a network's: it could be taken for a guest."""
    entries = {
        "bodies": ("- {id: gjest-0001, name: Gjestebu, kind: municipality}", "bodies:\n"),
        "organs": ("organs:\n  - {id: gjest-hus, name: Hus, kind: board}", None),
        "networks": ("networks:\n  - {id: gjest-nett, name: Nett}", None),
    }
    line, after = entries[what]
    path = content / "council.yml"
    text = path.read_text(encoding="utf-8")
    changed = text.replace(after, f"{after}  {line}\n", 1) if after else f"{text}{line}\n"
    path.write_text(changed, encoding="utf-8")
    _council, problems = load_council(content)
    assert any("can begin with" in problem.message.sentence and problem.place.line > 1 for problem in problems)


@pytest.mark.parametrize("sender", SENDERS)
def test_the_register_and_the_copy_are_read_back_as_they_were_written(sender):
    """With the name only where there is one, and nothing of a sender where there is none."""
    entry = Received("gjest-0001", "2026-0001", AT, 1, "0" * 64, sender)
    text = write_received([entry])
    assert read_received(_parsed(ReceivedFile, text)) == (entry,)
    assert ("sender:" in text) is (sender is not None)
    copy = ReleasedSubmission(
        "gjest-0001", "2026-0001", AT, 1, "0" * 64, "", PoliticalStanding(Standing.OWN), (), sender=sender
    )
    assert read_released(_parsed(ReleasedFile, write_released(copy))) == copy


@pytest.mark.parametrize("others", [0, 3])
def test_the_summary_tells_how_many_others_there_are(others):
    """The key is there only where there are any."""
    text = write_summary(Summary(6, 2, 2, (), (), others=others))
    assert read_summary(_parsed(SummaryFile, text)).others == others
    assert ("others:" in text) is bool(others)


def test_the_fixtures_still_load_without_errors(content):
    """Nothing that stands in a folder today has to be changed."""
    assert load_content(content).errors == ()


def _parsed(model, text):
    source = Source("file.yml")
    found = parse(model, read_yaml(text, source), source)
    assert source.problems == []
    return found
