"""The sites of the examples under `content/`, each built once by the real Pelican."""

import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOW = "2026-11-22T08:00:00+00:00"


def reading_text(html):
    """Return what a reader sees of a page, white space squeezed."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html.partition("<body")[2], flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body.partition(">")[2])).split())


@pytest.fixture(scope="session")
def example_pages(tmp_path_factory):
    """A function that returns the pages of an example, its text by its address."""
    built = {}

    def pages(example):
        if example not in built:
            built[example] = _build(ROOT / "content" / example, tmp_path_factory.mktemp(example) / "output")
        return built[example]

    return pages


def _build(content, output):
    command = [sys.executable, "-m", "pelican", str(content), "-o", str(output), "-s", "pelicanconf.py"]
    environment = {**os.environ, "SAMRAD_NOW": NOW, "SAMRAD_BASE_URL": "https://samrad.test"}
    result = subprocess.run(
        [*command, "--fatal", "errors"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return {
        f"/{path.relative_to(output).as_posix().removesuffix('index.html')}": reading_text(
            path.read_text(encoding="utf-8")
        )
        for path in output.rglob("*.html")
    }
