"""Markdown files with structure: a draft in sections, a decision in its three parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from hearing_app.definitions.fields import SLUG, Model
from hearing_app.definitions.models import DecisionModel, DraftModel, parse
from hearing_app.definitions.positions import Source, read_yaml
from hearing_app.domain.decision import Decision
from hearing_app.domain.draft import Draft, Section
from hearing_app.domain.hearing import GENERAL
from hearing_app.domain.message import N_
from hearing_app.domain.problem import Place

M = TypeVar("M", bound=Model)

# Markdown takes a line for a heading also without a space after the marks.
_HEADING = re.compile(r"(#{1,6})[ \t]*([^#\s].*?)[ \t]*$")
_ID = re.compile(r"^(.*?)[ \t]*\{#([^}]*)\}$")
_FENCE = re.compile(r" {0,3}(```|~~~)")
PART_LEVEL = 2
_POINT = re.compile(r"(\d+)[.)][ \t]+(.*)$")
DECISION_PARTS = ("proposal", "deliberation", "decision")


@dataclass(frozen=True)
class Part:
    """A `##` heading with what stands under it."""

    id: str
    heading: str
    markdown: str
    place: Place


def split_front_matter(text: str, source: Source) -> tuple[str, str, int]:
    """Return front matter, body, and the body's first line number; no front matter gives an empty one."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---":
        return "", text, 1
    for index, line in enumerate(lines[1:], start=1):
        if line.strip() == "---":
            return "\n".join(lines[1:index]), "\n".join(lines[index + 1 :]), index + 2
    source.report(Place(source.file), N_("The file's head is not closed. Put a line with only --- after the keys."))
    return "", "", 1


def headings(body: str) -> Iterator[tuple[int, int, str]]:
    """Yield (0-based line, level, text) of each heading outside code blocks."""
    fence = ""
    for index, line in enumerate(body.splitlines()):
        mark = _FENCE.match(line)
        if mark and fence in ("", mark[1]):
            fence = "" if fence else mark[1]
        elif not fence and (match := _HEADING.match(line)):
            yield index, len(match[1]), match[2]


def check_headings(body: str, first_line: int, source: Source) -> None:
    """Report every first-level heading: the page has its own, and two confuse a screen reader."""
    for index, level, _ in headings(body):
        if level == 1:
            source.report(
                Place(source.file, first_line + index),
                N_("Start headings at ##: the page's own title is the first level."),
            )


def split_parts(body: str, first_line: int, source: Source) -> tuple[str, tuple[Part, ...]]:
    """Return the text before the first `##` heading, and the parts; a part without a good id is reported."""
    lines = body.splitlines()
    starts = [(index, text) for index, level, text in headings(body) if level == PART_LEVEL]
    ends = [*(index for index, _ in starts), len(lines)][1:]
    parts: list[Part] = []
    for (index, text), end in zip(starts, ends, strict=True):
        place = Place(source.file, first_line + index)
        heading, part_id = _heading_and_id(text, place, source)
        if part_id in {part.id for part in parts}:
            source.report(place, N_("The id «{id}» stands twice. Give this section another one.", id=part_id))
        parts.append(Part(part_id, heading, "\n".join(lines[index + 1 : end]).strip(), place))
    preamble = "\n".join(lines[: starts[0][0]] if starts else lines).strip()
    return preamble, tuple(parts)


def _heading_and_id(text: str, place: Place, source: Source) -> tuple[str, str]:
    match = _ID.match(text)
    if match is None:
        source.report(
            place,
            N_(
                "The heading has no lasting id. Write it at the end, like {example}.",
                example="## 1 Formål {#formal}",
            ),
        )
        return text, ""
    if not SLUG.fullmatch(match[2]):
        source.report(
            place,
            N_(
                "«{value}» cannot be an id. Use a–z, 0–9 and single hyphens, like «nord-fron».",
                value=match[2],
            ),
        )
    return match[1], match[2]


def read_head(model: type[M], head: str, source: Source) -> M | None:
    """Read front matter as `model`; it starts on the file's second line."""
    source.first_line = 2
    return parse(model, read_yaml(head, source), source)


def read_draft(text: str, source: Source) -> Draft | None:
    """Return the draft in `text`, or None with the mistakes in `source`."""
    head, body, first_line = split_front_matter(text, source)
    model = read_head(DraftModel, head, source)
    check_headings(body, first_line, source)
    preamble, parts = split_parts(body, first_line, source)
    if not parts:
        source.report(
            Place(source.file, first_line),
            N_(
                "The draft has no sections. Begin each with a line like {example}.",
                example="## 1 Formål {#formal}",
            ),
        )
    for part in parts:
        if part.id == GENERAL:
            source.report(
                part.place,
                N_("The id «{id}» is taken: it means the general remark. Choose another.", id=GENERAL),
            )
    if model is None:
        return None
    sections = tuple(Section(part.id, part.heading, part.markdown) for part in parts)
    return Draft(model.title, preamble, sections, model.version, model.date)


def read_decision(text: str, source: Source) -> Decision | None:
    """Return the decision in `text`, or None with the mistakes in `source`."""
    head, body, first_line = split_front_matter(text, source)
    model = read_head(DecisionModel, head, source)
    check_headings(body, first_line, source)
    note, parts = split_parts(body, first_line, source)
    for part in parts:
        source.values[(part.id,)] = (part.place.line, part.place.column)
        if part.id and part.id not in DECISION_PARTS:
            source.report(
                part.place,
                N_(
                    "«{id}» is not a part of a decision. Use {words}.",
                    id=part.id,
                    words=", ".join(DECISION_PARTS),
                ),
            )
    by_id = {part.id: part.markdown for part in parts}
    if "decision" not in by_id:
        source.report(
            Place(source.file, first_line),
            N_(
                "The decision itself is missing. Add {example} with numbered points.",
                example="## Vedtak {#decision}",
            ),
        )
    if model is None:
        return None
    return Decision(
        organ=model.organ,
        day=model.date,
        place=model.place,
        case_number=model.case_number,
        vote=model.vote,
        proposal=numbered_points(by_id.get("proposal", "")),
        deliberation=by_id.get("deliberation", ""),
        points=numbered_points(by_id.get("decision", "")),
        note=note,
    )


def numbered_points(markdown: str) -> tuple[str, ...]:
    """Return the numbered points of `markdown`, each with its continuation lines; text without numbers is one point."""
    points: list[list[str]] = []
    for line in markdown.splitlines():
        if match := _POINT.match(line):
            points.append([match[2]])
        elif points:
            points[-1].append(line.strip())
        elif line.strip():
            points.append([line.strip()])
    return tuple("\n".join(point).strip() for point in points)
