"""Where Markdown is too tangled to convert, and where it is not."""

import pytest

from hearing_app.domain.tangle import DEEPEST, tangled_line


@pytest.mark.parametrize(
    ("markdown", "line"),
    [
        ("Greit.\n\n" + "[" * 10_000, 2),
        ("Greit.\n\nGreit.\n" + "1. " * 50, 3),
        ("> " * (DEEPEST + 1) + "x", 0),
        ("    " * DEEPEST + "- x", 0),
        ("Greit.\n" + "\n<a" * 10_000, 0),
    ],
)
def test_a_tangle_is_found_with_its_line(markdown, line):
    """The line of the nesting, or the one that the paragraph begins on."""
    assert tangled_line(markdown) == line


@pytest.mark.parametrize(
    "markdown",
    [
        "",
        "\n" * 50_000,
        " " * 50_000,
        "> " * DEEPEST + "x",
        "- - -\n\n-----------------------------\n\n* * * * * * *",
        "En setning med [lenke](https://x.example/a_(b)) og [ett] til. " * 400,
        "\n".join(f"- [Sak {n}](https://x.example/{n})" for n in range(500)),
        "| a | b |\n|---|---|\n" + "| [x](y) | tekst i en rute |\n" * 1000,
        "\n\n".join(f"## {n} Formål\n\n{'ord ' * 200}" for n in range(500)),
        "```\n" + "x[0] = a[i] < b\n" * 300 + "```\n",
    ],
)
def test_what_people_write_is_no_tangle(markdown):
    """Long letters, lists of links and wide tables."""
    assert tangled_line(markdown) is None
