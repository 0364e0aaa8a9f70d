"""`make bench`: prints one table; every ratio compares two things measured in this run."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from bench import desk, rush, site, submissions

T = TypeVar("T")
# On the project's own disk: /tmp may be memory, and memory has no durable commits.
SCRATCH = Path(__file__).parent.parent / "var" / "bench"


def main() -> None:
    """Run everything and print the table."""
    rows = [("what", "ours", "bare", "ours / bare")]
    for hearings, cases in ((100, 0), (1000, 0), (100, 1000)):
        told(f"building {hearings} hearings and {cases} cases, then the same pages through bare Pelican …")
        built = in_scratch(partial(site.measure, hearings, cases))
        label = f"site build, {built.hearings} hearings and {built.cases} cases = {built.pages} pages (seconds)"
        rows.append((label, f"{built.ours:.1f}", f"{built.bare:.1f}", f"{built.ours / built.bare:.2f}"))
    told("200 municipalities sending at once through the server, then bare SQLite commits …")
    sent = in_scratch(partial(submissions.measure, 200))
    label = f"durable submissions of {sent.payload_bytes / 1000:.1f} kB (per second)"
    rows.append((label, f"{sent.ours:.0f}", f"{sent.bare:.0f}", f"{sent.ours / sent.bare:.2f}"))
    told("200 municipalities that all attach a file, look through and send in the same moment …")
    hurried = in_scratch(partial(rush.measure, 200))
    label = f"200 at once with {hurried.attachment_bytes / 1000:.0f} kB of PDF, all received (seconds)"
    rows.append((label, f"{hurried.seconds:.1f}", "–", "–"))
    rows.append(("  the slowest of them to attach, look through, send", _three(hurried), "–", "–"))
    told("every page of the desk with 357 bodies, 30 parts and 5,000 points …")
    looked = in_scratch(desk.measure)
    print_table(rows)
    print()
    print_table(_desk_rows(looked))


def _desk_rows(looked: desk.DeskTimes) -> list[tuple[str, ...]]:
    """Return the table of the desk's pages: milliseconds, and how often one could have counted to two millions."""
    head = ("the desk's page", "processor", "clock", "first look", "/ counting", "kB", f"> {desk.LIMIT_MILLISECONDS}")
    rows: list[tuple[str, ...]] = [head]
    for page in looked.pages:
        figures = (f"{n:.0f}" for n in (page.cpu, page.wall, page.first))
        ratio, size = f"{page.cpu / looked.yardstick:.1f}", f"{page.kilobytes:.0f}"
        rows.append((page.name, *figures, ratio, size, "slow" if page.too_slow else ""))
    return [*rows, ("counting to two millions", f"{looked.yardstick:.0f}", "–", "–", "1.0", "–", "")]


def _three(hurried: rush.Rush) -> str:
    return f"{hurried.attaching:.1f}, {hurried.looking:.1f}, {hurried.sending:.1f}"


def in_scratch(measure: Callable[[Path], T]) -> T:
    """Run a measurement in a folder of its own and remove it afterwards."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=SCRATCH))
    try:
        return measure(folder)
    finally:
        shutil.rmtree(folder)


def told(text: str) -> None:
    """Say what is under way, apart from the table."""
    print(text, file=sys.stderr, flush=True)


def print_table(rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows as a Markdown table."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for index, row in enumerate(rows):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")
        if index == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")


if __name__ == "__main__":
    main()
