"""Markdown files with structure: a draft in sections, a decision in its three parts."""

from dataclasses import dataclass
from typing import TypeVar

from hearing_app.definitions.fields import SLUG, Model
from hearing_app.definitions.models import DecisionModel, DraftModel, ProposalModel, parse
from hearing_app.definitions.paragraph_ids import take_ids
from hearing_app.definitions.points import check_points, numbered_points
from hearing_app.definitions.positions import Source, read_yaml
from hearing_app.definitions.prose import check_prose, headings
from hearing_app.domain.decision import Decision, Proposal
from hearing_app.domain.draft import Draft, Section
from hearing_app.domain.hearing import GENERAL
from hearing_app.domain.message import N_
from hearing_app.domain.problem import Place

M = TypeVar("M", bound=Model)
D = TypeVar("D", bound=DraftModel)

PART_LEVEL = 2
DECISION_PARTS = ("proposal", "deliberation", "decision")
NUMBERED = ("proposal", "decision")


@dataclass(frozen=True)
class Part:
    """A `##` heading with what stands under it, which begins on `first_line`."""

    id: str
    heading: str
    markdown: str
    place: Place
    first_line: int


def split_front_matter(text: str, source: Source) -> tuple[str, str, int] | None:
    """Return front matter, body, and the body's first line number; no front matter gives an empty one.

    Where it is not closed nobody can tell what is body: that is told, and there is nothing to return.
    """
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---":
        return "", text, 1
    for index, line in enumerate(lines[1:], start=1):
        if line.strip() == "---":
            return "\n".join(lines[1:index]), "\n".join(lines[index + 1 :]), index + 2
    source.report(Place(source.file), N_("The file's head is not closed. Put a line with only --- after the keys."))
    return None


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
        first = next((at for at in range(index + 1, end) if lines[at].strip()), end)
        parts.append(Part(part_id, heading, "\n".join(lines[first:end]).rstrip(), place, first_line + first))
    preamble = "\n".join(lines[: starts[0][0]] if starts else lines).strip()
    return preamble, tuple(parts)


def _heading_and_id(text: str, place: Place, source: Source) -> tuple[str, str]:
    heading, mark, part_id = text.removesuffix("}").rpartition("{#")
    if not mark or not text.endswith("}"):
        source.report(
            place,
            N_(
                "The heading has no lasting id. Write it at the end, like {example}.",
                example="## 1 Formål {#formal}",
            ),
        )
        return text, ""
    if not SLUG.fullmatch(part_id):
        source.report(
            place,
            N_(
                "«{value}» cannot be an id. Use a–z, 0–9 and single hyphens, like «nord-fron».",
                value=part_id,
            ),
        )
    return heading.rstrip(" \t"), part_id


def read_head(model: type[M], head: str, source: Source) -> M | None:
    """Read front matter as `model`; it starts on the file's second line."""
    source.first_line = 2
    told = len(source.problems)
    plain = read_yaml(head, source)
    # What cannot be read has no keys; that each of them is missing would only hide the mistake.
    return parse(model, plain, source) if len(source.problems) == told else None


def read_with_sections(model: type[M], text: str, source: Source) -> tuple[M, str, tuple[Part, ...]] | None:
    """Return a document's head as `model`, what stands before its first section, and its sections.

    None where it has no head that can be read; the mistakes are in `source`.
    """
    split = split_front_matter(text, source)
    if split is None:
        return None
    head, body, first_line = split
    read = read_head(model, head, source)
    check_prose(body, first_line, source)
    preamble, parts = split_parts(body, first_line, source)
    return (read, preamble, parts) if read is not None else None


def read_draft(text: str, source: Source) -> Draft | None:
    """Return the draft in `text`, or None with the mistakes in `source`."""
    read = read_document(DraftModel, text, source)
    return read[1] if read else None


def read_document(head_model: type[D], text: str, source: Source) -> tuple[D, Draft] | None:
    """Return the head of a text in sections, and the text itself; None with the mistakes in `source`."""
    split = split_front_matter(text, source)
    if split is None:
        return None
    head, body, first_line = split
    model = read_head(head_model, head, source)
    check_prose(body, first_line, source)
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
    preamble_line = first_line + next((at for at, line in enumerate(body.splitlines()) if line.strip()), 0)
    taken = {GENERAL, *(part.id for part in parts)}
    preamble, names = take_ids(preamble, preamble_line, taken, source)
    sections = tuple(_section(part, taken, source) for part in parts)
    if model is None:
        return None
    return model, Draft(model.title, preamble, sections, model.version, model.date, names)


def _section(part: Part, taken: set[str], source: Source) -> Section:
    markdown, names = take_ids(part.markdown, part.first_line, taken, source)
    return Section(part.id, part.heading, markdown, names)


def read_decision(text: str, source: Source) -> Decision | Proposal | None:
    """Return the decision in `text`, or the proposal where none is made yet; None with the mistakes in `source`.

    Whether there is a decision is read off its heading; the head of a proposal need not say when the meeting is.
    """
    split = split_front_matter(text, source)
    if split is None:
        return None
    head, body, first_line = split
    check_prose(body, first_line, source)
    note, parts = split_parts(body, first_line, source)
    _check_decision_parts(parts, source)
    by_id = {part.id: part.markdown for part in parts}
    if "decision" not in by_id and numbered_points(by_id.get("proposal", "")) and _known(parts):
        return _proposal(read_head(ProposalModel, head, source), by_id, note)
    model = read_head(DecisionModel, head, source)
    if "decision" not in by_id:
        source.report(
            Place(source.file, first_line),
            N_(
                "The decision itself is missing. Add {example} with numbered points.",
                example="## Vedtak {#decision}",
            ),
        )
    return _decision(model, by_id, note)


def _known(parts: tuple[Part, ...]) -> bool:
    """Tell whether every part is one of a decision's: a misspelt id must not make a proposal of what was decided."""
    return all(part.id in DECISION_PARTS for part in parts)


def _check_decision_parts(parts: tuple[Part, ...], source: Source) -> None:
    for part in parts:
        source.values[(part.id,)] = (part.place.line, part.place.column)
        if part.id in NUMBERED:
            check_points(part.id, part.markdown, part.first_line, source)
        if part.id and part.id not in DECISION_PARTS:
            source.report(
                part.place,
                N_(
                    "«{id}» is not a part of a decision. Use {words}.",
                    id=part.id,
                    words=", ".join(DECISION_PARTS),
                ),
            )


def _proposal(model: ProposalModel | None, by_id: dict[str, str], note: str) -> Proposal | None:
    if model is None:
        return None
    return Proposal(
        numbered_points(by_id["proposal"]),
        model.organ,
        model.date,
        model.place,
        model.case_number,
        note,
        by_id.get("deliberation", ""),
        model.stage,
    )


def _decision(model: DecisionModel | None, by_id: dict[str, str], note: str) -> Decision | None:
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
        stage=model.stage,
    )
