import os
import re
import subprocess

import pytest

from setup.steps import ROOT

INNER = {"setup-run", "setup-tools", "setup-test"}


def make(*arguments):
    return subprocess.run(["make", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def declared_verbs():
    declaration = re.search(r"^\.PHONY: ((?:.*\\\n)*.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    return set(declaration[1].replace("\\\n", " ").split()) - INNER


def test_make_alone_lists_every_verb_with_a_sentence():
    """A newcomer who types `make` sees all there is to type."""
    listed = dict(re.findall(r"^  make ([a-z-]+) +(.+)$", make().stdout, re.MULTILINE))
    assert set(listed) == declared_verbs()
    for verb, sentence in listed.items():
        assert re.fullmatch(r"[A-Z].{20,}\.", sentence), verb


@pytest.mark.parametrize("verb", sorted(declared_verbs() - {"clean"}))
def test_every_verb_can_be_planned(verb):
    """`make -n` finds each verb's prerequisites and commands."""
    planned = make("-n", verb)
    assert planned.returncode == 0, planned.stderr
    assert planned.stdout.strip()


def test_a_python_that_is_too_old_or_missing_is_explained():
    """The message names the version needed and what to type."""
    done = subprocess.run(
        ["sh", "setup/find-python.sh"],
        cwd=ROOT,
        env={**os.environ, "PYTHON": "no-such-python"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr
    assert "apt-get install python3" in done.stderr
