"""The machine-owned files of a hearing: written by publish, read by the site, sorted so that they compare well."""

from collections.abc import Iterable
from functools import lru_cache

from hearing_app.definitions.positions import dump_yaml
from hearing_app.definitions.treatment import written_treatment
from hearing_app.definitions.written_models import ReceivedFile, ReleasedFile, SummaryFile
from hearing_app.domain.amendment import written_amendment
from hearing_app.domain.attachment import written_attachment
from hearing_app.domain.guest import Sender
from hearing_app.domain.published_file import PublishedFile
from hearing_app.domain.registered import written_registered
from hearing_app.domain.submission import Answer, PoliticalStanding
from hearing_app.domain.summary import (
    ChoiceCount,
    OptionCount,
    Received,
    ReleasedSubmission,
    SaidToo,
    StanceCount,
    Summary,
    SummaryPoint,
)

SUMMARY = "summary.yml"
RECEIVED = "submissions/received.yml"
NO_POINTS = "points: []\n"
KEPT, KEPT_POINTS, KEPT_REGISTERS = 1024, 8192, 16
"""How many copies, points and registers are kept as they were written, in each process: the same make the same text."""
HEAD = "# Written by Samråd when the secretariat publishes. Do not edit: the next publishing replaces it.\n"


def submission_file(body: str) -> str:
    """Return the path, inside a hearing's folder, of the public copy of a body's submission."""
    return f"submissions/{body}.yml"


def write_received(entries: Iterable[Received]) -> str:
    """Return the text of `received.yml`."""
    return _received(tuple(sorted(entries, key=lambda entry: entry.body)))


@lru_cache(maxsize=KEPT_REGISTERS)
def _received(entries: tuple[Received, ...]) -> str:
    rows = [
        {
            "body": entry.body,
            "reference": entry.reference,
            "received_at": entry.received_at.isoformat(timespec="seconds"),
            "version": entry.version,
            "sha256": entry.sha256,
            **_sender(entry.sender),
            **({"extended_to": entry.extended_to.isoformat()} if entry.extended_to else {}),
            **written_registered(entry.registered),
            **({"withheld": entry.withheld} if entry.withheld else {}),
        }
        for entry in entries
    ]
    return HEAD + dump_yaml({"received": rows})


def read_received(model: ReceivedFile) -> tuple[Received, ...]:
    """Return the entries of a `received.yml`."""
    return tuple(
        Received(
            e.body,
            e.reference,
            e.received_at,
            e.version,
            e.sha256,
            e.sender.to_domain() if e.sender else None,
            e.extended_to,
            e.withheld,
            e.registered.to_domain() if e.registered else None,
        )
        for e in model.received
    )


def _sender(sender: Sender | None) -> dict[str, dict[str, str]]:
    """Return who answered without being invited, under its key; nothing where an invited body did."""
    if sender is None:
        return {}
    return {"sender": {"kind": sender.kind.value, **({"name": sender.name} if sender.name else {})}}


@lru_cache(maxsize=KEPT)
def write_released(copy: ReleasedSubmission) -> str:
    """Return the text of one public copy."""
    standing = copy.standing
    return HEAD + dump_yaml(
        {
            "body": copy.body,
            "reference": copy.reference,
            "received_at": copy.received_at.isoformat(timespec="seconds"),
            "version": copy.version,
            "sha256": copy.sha256,
            "role": copy.role,
            "standing": {
                "level": standing.level.value,
                "organ": standing.organ,
                "date": standing.day.isoformat() if standing.day else None,
                "case_number": standing.case_number,
            },
            "answers": [_answer(answer) for answer in copy.answers],
            **({"no_remark": True} if copy.no_remark else {}),
            **({"attachments": list(map(written_attachment, copy.attachments))} if copy.attachments else {}),
            **_sender(copy.sender),
            **written_treatment(copy.confirmation),
            **written_registered(copy.registered),
            **({"files": list(map(_file, copy.files))} if copy.files else {}),
        }
    )


def _file(file: PublishedFile) -> dict[str, object]:
    row: dict[str, object] = {"original": file.original, "release": file.release.value}
    row |= {"withheld": file.withheld} if file.withheld else {}
    return row | (written_attachment(file.copy) if file.copy else {})


def _answer(answer: Answer) -> dict[str, object]:
    """Return an answer as a file holds it; only one with a choice, or with amendments, has the key for it."""
    return {
        "item": answer.item,
        "stance": answer.stance.value if answer.stance else None,
        "text": answer.text,
        **({"choice": answer.choice} if answer.choice else {}),
        **({"amendments": list(map(written_amendment, answer.amendments))} if answer.amendments else {}),
    }


def read_released(model: ReleasedFile) -> ReleasedSubmission:
    """Return the public copy that a file holds."""
    standing = model.standing
    return ReleasedSubmission(
        model.body,
        model.reference,
        model.received_at,
        model.version,
        model.sha256,
        model.role,
        PoliticalStanding(standing.level, standing.organ, standing.date, standing.case_number),
        tuple(
            Answer(a.item, a.stance, a.text, a.choice or "", tuple(one.to_domain() for one in a.amendments))
            for a in model.answers
        ),
        model.no_remark,
        tuple(file.to_domain() for file in model.attachments),
        sender=model.sender.to_domain() if model.sender else None,
        confirmation=model.confirmation.to_domain() if model.confirmation else None,
        registered=model.registered.to_domain() if model.registered else None,
        files=tuple(file.to_domain() for file in model.files),
    )


def write_summary(summary: Summary) -> str:
    """Return the text of `summary.yml`.

    Its points are most of it, and are put in one by one as each was written before.
    """
    points = "points:\n" + "".join(map(_written_point, summary.points)) if summary.points else NO_POINTS
    rest = dump_yaml(
        {
            "invited": summary.invited,
            "answered": summary.answered,
            "released": summary.released,
            "stances": [
                {
                    "section": count.section,
                    "supports": count.supports,
                    "supports_with_remarks": count.supports_with_remarks,
                    "does_not_support": count.does_not_support,
                    "silent": count.silent,
                }
                for count in summary.stances
            ],
            "points": [],
            # Only where something can be chosen, so that the files of other hearings stay as they are.
            **({"choices": [_choice(count) for count in summary.choices]} if summary.choices else {}),
            **({"no_remark": summary.no_remark} if summary.no_remark else {}),
            **({"others": summary.others} if summary.others else {}),
            **({"to_come": list(summary.to_come)} if summary.to_come else {}),
        }
    )
    before, _, after = rest.partition(f"\n{NO_POINTS}")
    return f"{HEAD}{before}\n{points}{after}"


@lru_cache(maxsize=KEPT_POINTS)
def _written_point(point: SummaryPoint) -> str:
    """Return a point as an entry of the list `points:`."""
    row = {
        "body": point.body,
        "item": point.item,
        "quote": point.quote,
        "assessment": point.assessment,
        "conclusion": point.conclusion.value if point.conclusion else None,
        **({"amendment": written_amendment(point.amendment)} if point.amendment else {}),
        **({"others": [_said_too(other) for other in point.others]} if point.others else {}),
        **({"themes": list(point.themes)} if point.themes else {}),
        **({"followed": list(point.followed)} if point.followed else {}),
        **({"attached": True} if point.attached else {}),
    }
    return dump_yaml({"points": [row]}).partition("\n")[2]


def _said_too(other: SaidToo) -> dict[str, object]:
    row: dict[str, object] = {"body": other.body, "item": other.item, "quote": other.quote}
    row |= {"amendment": written_amendment(other.amendment)} if other.amendment else {}
    return row | ({"attached": True} if other.attached else {})


def _choice(count: ChoiceCount) -> dict[str, object]:
    options = [{"option": option.option, "number": option.number} for option in count.options]
    return {"item": count.item, "options": options, "silent": count.silent}


def read_summary(model: SummaryFile) -> Summary:
    """Return the summary that a file holds."""
    return Summary(
        model.invited,
        model.answered,
        model.released,
        tuple(
            StanceCount(c.section, c.supports, c.supports_with_remarks, c.does_not_support, c.silent)
            for c in model.stances
        ),
        tuple(
            SummaryPoint(
                *(p.body, p.item, p.quote, p.assessment, p.conclusion),
                p.amendment.to_domain() if p.amendment else None,
                tuple(other.to_domain() for other in p.others),
                p.themes,
                p.attached,
                p.followed,
            )
            for p in model.points
        ),
        tuple(
            ChoiceCount(c.item, tuple(OptionCount(o.option, o.number) for o in c.options), c.silent)
            for c in model.choices
        ),
        model.no_remark,
        others=model.others,
        to_come=model.to_come,
    )
