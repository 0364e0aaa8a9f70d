"""YAML's traps, and YAML written to do harm."""

import pytest

from hearing_app.definitions import load_content
from hearing_app.definitions.positions import Source, read_yaml

HEARING = "hearings/apen-plan/hearing.yml"


def read(text):
    source = Source("x.yml")
    return read_yaml(text, source), [(p.place.line, p.place.column, str(p.message)) for p in source.problems]


@pytest.mark.parametrize(
    "typed",
    [
        "no",
        "NO",
        "yes",
        "on",
        "0301",
        "0o17",
        "12:30",
        "1_000",
        "1e3",
        ".inf",
        "2026-05-31",
        "0x1F",
        "=",
        "3434",
        "1.10",
    ],
)
def test_what_yaml_would_turn_into_something_else_stays_as_typed(typed):
    """Norway is not false, a municipality number is not octal, and a clock is not a number of minutes."""
    assert read(f"key: {typed}\n") == ({"key": typed}, [])


@pytest.mark.parametrize("typed", ["", "~", "null", "NULL", "# bare en kommentar"])
def test_nothing_is_nothing(typed):
    """An empty value is None, so that the models can say that something is missing."""
    assert read(f"key: {typed}\n") == ({"key": None}, [])


def test_quoted_nothing_is_a_text():
    """Who writes quotation marks means the word."""
    assert read('a: "null"\nb: ""\n') == ({"a": "null", "b": ""}, [])


def test_traps_in_a_definition_reach_the_domain_as_typed(told, content):
    """A municipality number with a nought in front, a case number that looks like a time, and `no`."""
    found = told(HEARING, 'case_number: "2026/7"', "case_number: 12:30")
    assert found == []
    loaded = load_content(content)
    assert loaded.matter("apen-plan").hearing.case_number == "12:30"
    assert loaded.council.body("bergvik").number == "0301"
    assert told(HEARING, "section_stance: true", "section_stance: no") == []
    assert load_content(content).matter("apen-plan").hearing.section_stance is False


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("a: b: c\n", 1, 5, "A colon stands where none can be."),
        ("a:\n\tb: c\n", 2, 1, "A tab stands where spaces are needed."),
        ('a: 1\nb: "ikke lukket\nc: 2\n', 2, 4, "quotation marks"),
        ("a: [1, 2\nb: 3\n", 2, 2, "brackets"),
        ("a: 1\n---\nb: 2\n", 2, 1, "not valid YAML"),
        ("a: *ukjent\n", 1, 4, "References (& and *) are not used here."),
        ("a: 1\na: 2\n", 2, 1, "The key a stands twice. Keep one of them."),
        ("a: &x [1]\nb: *x\n", 1, 4, "References (& and *) are not used here."),
        ("a: &x tekst\nb: *x\n", 1, 4, "References (& and *) are not used here."),
        ("a: 1\n&x b: 2\n", 2, 1, "References (& and *) are not used here."),
        ('a: "\x00"\n', 1, 1, "characters that cannot be read"),
    ],
)
def test_broken_yaml_is_told_where_a_person_should_look(text, line, column, said):
    """An unclosed quotation mark is shown where it opens, not at the end of the file."""
    _, problems = read(text)
    assert [(at, col) for at, col, message in problems if said in message] == [(line, column)], problems


def bomb():
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    return "\n".join(levels)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    [
        bomb(),
        "a: &a [*a]\n",
        "[" * 100_000,
        "{a: " * 100_000,
        "- " * 100_000,
        "? " * 5_000,
        "[" * 400 + "]" * 400,
        "\n".join(" " * n + "a:" for n in range(400)),
        "? [a, b]\n: c\n",
        "{[a]: b}\n",
        "&a " * 1000,
        "!!python/object/apply:os.system ['false']\n",
        "a: !!python/name:os.system\n",
        "%TAG ! tag:evil,2000:\n---\n!x a\n",
        "a: !<tag:yaml.org,2002:binary> AAAA\n",
        "\x1b[31m: \x07\n",
        "\ufeff\ufeffa: 1\n",
        "a: 'x" + "y" * 100_000,
        "a" * 100_000 + ": 1",
        "a: |" + "9" * 500,
    ],
)
def test_hostile_yaml_is_refused_and_does_nothing(told, text):
    """No code runs, no memory is filled, no stack overflows: the file is told as broken, and that is all."""
    found = told(HEARING, None, text)
    assert {(place.split(":")[0], level) for place, level, _ in found} == {(HEARING, "error")}


def test_the_nesting_that_definitions_use_is_read():
    """The guard against deep nesting leaves room."""
    deep = "[" * 20 + "]" * 20
    assert read(deep)[1] == []
    assert read(f"[{deep}]")[1] != []


def test_a_file_with_a_byte_order_mark_and_windows_line_ends_is_read(content):
    """As some editors save it; lines are counted as the editor counts them."""
    path = content / HEARING
    text = path.read_text(encoding="utf-8").replace("legal_basis: none", "legal_basis: x")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert [(p.place.line, p.place.column) for p in load_content(content).errors] == [(7, 14)]


def test_a_file_in_another_encoding_is_told_with_its_line(content):
    """The line of the first character that is not UTF-8."""
    (content / HEARING).write_bytes("id: apen-plan\ntitle: Høring\n".encode("latin-1"))
    (problem,) = [p for p in load_content(content).errors if p.place.file == HEARING]
    assert problem.place.line == 2
    assert "Save it as UTF-8" in str(problem.message)


def test_a_file_of_more_than_two_megabytes_is_a_mistake(told):
    """It is not even looked into."""
    found = told(HEARING, None, "a: " + "x" * 2_000_000)
    assert [said for place, _, said in found if place.startswith(HEARING)] == [
        "The file is larger than 2 MB. Put attachments somewhere else."
    ]
