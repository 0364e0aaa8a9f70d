"""The machine's files: what is written is what is read, and they compare well."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearing_app.definitions import load_content
from hearing_app.definitions import released as files
from hearing_app.definitions.models import parse
from hearing_app.definitions.positions import Source, read_yaml
from hearing_app.definitions.written_models import ReceivedFile, ReleasedFile, SummaryFile
from hearing_app.domain.amendment import Amendment
from hearing_app.domain.submission import Answer, PoliticalStanding
from hearing_app.domain.summary import Received, ReleasedSubmission, StanceCount, Summary, SummaryPoint
from hearing_app.domain.vocabulary import Conclusion, Stance, Standing

ODD = st.sampled_from(
    [
        "null",
        "~",
        "no",
        "0301",
        "# ikke en kommentar",
        "a # b",
        "---",
        "...",
        "---\nid: x",
        "- liste",
        "a: b",
        "'",
        '"',
        "\\n",
        "%YAML",
        "&a",
        "*a",
        "!x",
        "{{today}}",
        "  innrykk\nuten",
        "slutt  ",
        "linje  \nneste",
        "\n\nto tomme",
        "etter\n\n",
        "\ttab\tinni",
        "a\r\nb",
        "a\rb",
        "a\x85b\nc",
        "a\u2028b\nc",
        "\x00\x07\x1b[31m",
        "\ufeffbom",
        "\ufffe\uffff",
        "\u202eomvendt",
        "e\u0301",
        "🏔️👩‍🚒",
        "ord " * 60,
        "ord " * 60 + "\n" + "ord " * 60,
        "x" * 300,
    ]
)
CHARACTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
LINES = st.lists(CHARACTERS, max_size=4).map("\n".join)
TEXT = ODD | CHARACTERS | LINES
SAID = TEXT.filter(str.strip)
SLUG = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
COUNT = st.integers(0, 400)
INSTANT = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 - the strategy adds the zone
    lambda instant: instant.replace(microsecond=0)
)
IDENTITY = (SLUG, st.from_regex(r"20\d\d-\d{4}", fullmatch=True), INSTANT, st.integers(1, 9), st.just("0e" * 32))
AMENDMENTS = (
    st.tuples(st.from_regex(r"([a-z0-9]{1,8}\.[0-9]{1,2})?", fullmatch=True), TEXT, TEXT)
    .filter(lambda parts: parts[1] != parts[2])
    .map(lambda parts: Amendment(*parts))
)
COPIES = st.builds(
    ReleasedSubmission,
    *IDENTITY,
    TEXT,
    st.builds(PoliticalStanding, st.sampled_from(Standing), TEXT, st.none() | st.dates(), TEXT),
    st.lists(
        st.builds(
            Answer,
            SLUG,
            st.sampled_from([None, *Stance]),
            TEXT,
            amendments=st.lists(AMENDMENTS, max_size=2).map(tuple),
        ),
        max_size=4,
    ).map(tuple),
)
POINTS = st.builds(SummaryPoint, SLUG, SLUG, SAID, TEXT, st.sampled_from([None, *Conclusion]), st.none() | AMENDMENTS)
SUMMARIES = st.builds(
    Summary,
    COUNT,
    COUNT,
    COUNT,
    st.lists(st.builds(StanceCount, SLUG, COUNT, COUNT, COUNT, COUNT), max_size=3).map(tuple),
    st.lists(POINTS, max_size=3).map(tuple),
)


def through_the_file(model, text):
    """Write and read the text as publishing and the site do, bytes and all."""
    source = Source("x.yml")
    decoded = text.encode("utf-8").decode("utf-8-sig").replace("\r\n", "\n")
    read = parse(model, read_yaml(decoded, source), source)
    assert source.problems == [], [str(p.message) for p in source.problems]
    return read


@given(COPIES)
def test_a_released_submission_is_read_as_it_was_written(copy):
    """Whatever characters a body typed, at whatever place in the line."""
    assert files.read_released(through_the_file(ReleasedFile, files.write_released(copy))) == copy


@given(SUMMARIES)
def test_a_summary_is_read_as_it_was_written(summary):
    """Quotes and assessments keep every character."""
    assert files.read_summary(through_the_file(SummaryFile, files.write_summary(summary))) == summary


@given(st.lists(st.builds(Received, *IDENTITY), max_size=5, unique_by=lambda entry: entry.body))
def test_the_register_is_sorted_by_body(entries):
    """However it is given, the file is the same."""
    text = files.write_received(entries)
    assert text == files.write_received(reversed(entries))
    read = files.read_received(through_the_file(ReceivedFile, text))
    assert read == tuple(sorted(entries, key=lambda entry: entry.body))


@given(COPIES)
def test_files_tell_that_a_machine_wrote_them(copy):
    """And that the next publishing replaces what a person writes there."""
    text = files.write_released(copy)
    assert text.startswith("# Written by Samråd")
    assert "Do not edit" in text.splitlines()[0]


COPY = ReleasedSubmission(
    "bergvik",
    "2026-0001",
    datetime(2026, 4, 20, 8, 30, tzinfo=UTC),
    1,
    "0e" * 32,
    "Rådgiver",
    PoliticalStanding(Standing.COUNCIL),
    (Answer("tiltak", Stance.SUPPORTS, "Første linje.\nAndre linje.\n\nNytt avsnitt."),),
)


def test_texts_stand_as_blocks_that_compare_line_by_line():
    """A change of one word changes one line of the file."""
    before = files.write_released(COPY).splitlines()
    answer = Answer("tiltak", Stance.SUPPORTS, "Første linje.\nAndre linja.\n\nNytt avsnitt.")
    after = files.write_released(ReleasedSubmission(**{**vars(COPY), "answers": (answer,)})).splitlines()
    assert len(before) == len(after)
    assert [(a.strip(), b.strip()) for a, b in zip(before, after, strict=True) if a != b] == [
        ("Andre linje.", "Andre linja.")
    ]


def test_times_are_written_with_their_offset():
    """So that a reader of the file needs no other knowledge."""
    assert "received_at: '2026-04-20T08:30:00+00:00'" in files.write_released(COPY)


@pytest.mark.parametrize("instant", ["2026-04-20T08:30:00", "2026-04-20", "i går", ""])
def test_a_time_without_an_offset_is_a_mistake(instant):
    """Nobody has to guess which hour is meant."""
    source = Source("x.yml")
    text = files.write_released(COPY).replace("2026-04-20T08:30:00+00:00", instant)
    assert parse(ReleasedFile, read_yaml(text, source), source) is None
    assert [p.place.line for p in source.problems] == [11]


def test_released_files_are_read_with_their_hearing(content):
    """The register, the public copies and the summary of a folder belong to its matter."""
    folder = content / "hearings/lukket-strategi"
    (folder / "submissions").mkdir()
    entry = Received(COPY.body, COPY.reference, COPY.received_at, COPY.version, COPY.sha256)
    (folder / files.RECEIVED).write_text(files.write_received([entry]), encoding="utf-8")
    (folder / files.submission_file("bergvik")).write_text(files.write_released(COPY), encoding="utf-8")
    (folder / files.SUMMARY).write_text(files.write_summary(Summary(4, 1, 1, (), ())), encoding="utf-8")
    matter = load_content(content).matter("lukket-strategi")
    assert matter.has_answered("bergvik") == entry
    assert matter.has_answered("indre") is None
    assert matter.released == (COPY,)
    assert matter.summary == Summary(4, 1, 1, (), ())


@pytest.mark.timeout(30)
def test_what_has_been_received_and_released_is_read_however_much_it_is(content):
    """The limit of two megabytes is for people's files: an accepted answer can always be published."""
    folder = content / "hearings/lukket-strategi"
    (folder / "submissions").mkdir()
    answer = Answer("tiltak", Stance.SUPPORTS, "Et ord til.\n" * 200_000)
    far = PoliticalStanding(Standing.COUNCIL, "Kommunestyret", date(26, 5, 31))
    copy = ReleasedSubmission(**{**vars(COPY), "answers": (answer,), "standing": far})
    entry = Received(COPY.body, COPY.reference, COPY.received_at, COPY.version, COPY.sha256)
    point = SummaryPoint("bergvik", "tiltak", answer.text, "Merket.", Conclusion.NOTED)
    (folder / files.RECEIVED).write_text(files.write_received([entry]), encoding="utf-8")
    (folder / files.submission_file("bergvik")).write_text(files.write_released(copy), encoding="utf-8")
    (folder / files.SUMMARY).write_text(files.write_summary(Summary(4, 1, 1, (), (point,))), encoding="utf-8")
    loaded = load_content(content)
    assert loaded.errors == ()
    assert loaded.matter("lukket-strategi").released == (copy,)


def test_a_mistake_in_a_machines_file_is_told_like_any_other(content):
    """Somebody has edited what is not theirs."""
    folder = content / "hearings/lukket-strategi"
    (folder / files.SUMMARY).write_text("invited: mange\nanswered: 0\nreleased: 0\n", encoding="utf-8")
    (problem,) = load_content(content).errors
    assert (problem.place.file, problem.place.line, problem.place.column) == (
        "hearings/lukket-strategi/summary.yml",
        1,
        10,
    )
    assert "invited must be a whole number" in str(problem.message)


def test_a_change_that_changes_nothing_is_a_mistake_in_its_line(content):
    """Somebody has edited the machine's file."""
    text = (
        "invited: 1\nanswered: 1\nreleased: 1\npoints:\n"
        "- {body: a, item: b, quote: c, amendment: {paragraph: b.1, removed: d, added: d}}\n"
    )
    (content / "hearings/lukket-strategi" / files.SUMMARY).write_text(text, encoding="utf-8")
    (problem,) = load_content(content).errors
    assert problem.place.line == 5
    assert "are the same" in str(problem.message)
