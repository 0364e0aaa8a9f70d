"""A decision as the text of `decision.md`: written so that reading it again gives the same decision."""

import re
from collections.abc import Iterable, Mapping

from hearing_app.definitions.documents import DECISION_PARTS, read_decision, split_front_matter, split_parts
from hearing_app.definitions.points import numbered_points
from hearing_app.definitions.positions import Source, dump_yaml
from hearing_app.domain.decision import Decision, Proposal
from hearing_app.domain.vocabulary import DecisionStage, Language

NAME = "decision.md"
HEADINGS: Mapping[Language, Mapping[str, str]] = {
    Language.NB: {"proposal": "Forslag til vedtak", "deliberation": "Behandling", "decision": "Vedtak"},
    Language.NN: {"proposal": "Framlegg til vedtak", "deliberation": "Handsaming", "decision": "Vedtak"},
    Language.EN: {"proposal": "Proposed decision", "deliberation": "Deliberation", "decision": "Decision"},
}
INDENT = "    "
"""What stands under a point: four spaces, which Markdown takes for the point's own whatever its number is."""
_COMMENT = re.compile(r"(?:^|\s)#", re.MULTILINE)

Written = Decision | Proposal


def write_decision(written: Written, headings: Mapping[str, str]) -> str:
    """Return the text of `decision.md`; what is empty is left out.

    Args:
        written: the decision, or the proposal before it.
        headings: the words over each part, by the part's id.
    """
    proposal, points = _both(written)
    parts = {
        "proposal": write_points(proposal),
        "deliberation": settled_prose(written.deliberation),
        # A decision without points is still a decision: it is the heading that says so.
        "decision": write_points(points),
    }
    shown = [name for name in DECISION_PARTS if parts[name] or (name == "decision" and isinstance(written, Decision))]
    body = [f"## {headings[name]} {{#{name}}}\n\n{parts[name]}".rstrip() for name in shown]
    blocks = [f"---\n{_head(written)}---", *([written.note.strip()] if written.note.strip() else []), *body]
    return "\n\n".join(blocks) + "\n"


def _both(written: Written) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (written.points, ()) if isinstance(written, Proposal) else (written.proposal, written.points)


def write_points(points: Iterable[str]) -> str:
    """Return points as a numbered list in Markdown."""
    return "\n".join(_point(number, text) for number, text in enumerate(points, start=1))


def _point(number: int, text: str) -> str:
    first, *rest = text.strip().splitlines() or [""]
    return "\n".join([f"{number}. {first}".rstrip(), *(f"{INDENT}{line}".rstrip() for line in rest)])


def settled_prose(text: str) -> str:
    """Return prose as it will be read again: without empty lines before and after it."""
    lines = text.splitlines()
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    return "\n".join(lines[first:]).rstrip()


def settled_point(text: str) -> str:
    """Return a point's text as it will be read again: with its lists parted from the text above them."""
    return next(iter(numbered_points(_point(1, text))), "")


def _head(written: Written) -> str:
    said = {
        "organ": written.organ,
        "place": written.place,
        "date": written.day.isoformat() if written.day else "",
        "case_number": written.case_number,
        "vote": written.vote if isinstance(written, Decision) else "",
        "stage": written.stage.value if written.stage is not DecisionStage.FINAL else "",
    }
    return "".join(dump_yaml({key: value}) for key, value in said.items() if value)


def headings_of(text: str, language: Language) -> dict[str, str]:
    """Return the words over each part of a file as they stand there; of a part that it has not, the usual ones."""
    source = Source(NAME)
    split = split_front_matter(text, source)
    _, parts = split_parts(split[1], split[2], source) if split else ("", ())
    return {**HEADINGS[language], **{part.id: part.heading for part in parts if part.id in DECISION_PARTS}}


def read_whole(text: str, language: Language) -> Written | None:
    """Return what a file says where a form can hold all of it, else None.

    A comment in the head, or anything that would be read in another way once it is written anew, has no place in a
    form; such a file is edited as the text it is.
    """
    source = Source(NAME)
    split = split_front_matter(text, source)
    if split is None or _COMMENT.search(split[0]):
        return None
    written = read_decision(text, source)
    if written is None or any(problem.level.value == "error" for problem in source.problems):
        return None
    return written if reads_again(written, headings_of(text, language)) else None


def reads_again(written: Written, headings: Mapping[str, str]) -> bool:
    """Tell whether a decision that is written can be read again as it is."""
    return read_decision(write_decision(written, headings), Source(NAME)) == written
