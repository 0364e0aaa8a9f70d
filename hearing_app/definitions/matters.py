"""A hearing's folder: its definition, what people wrote of its decision, and what the machine has published."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path, PurePath

from hearing_app.definitions import released
from hearing_app.definitions.adoptions import REPORTED, asked_by_kind, load_adoptions
from hearing_app.definitions.asked import check_asked, check_survey
from hearing_app.definitions.corrections import CORRECTIONS, load_corrections
from hearing_app.definitions.defaults import legal_bases, thresholds
from hearing_app.definitions.documents import read_decision, read_draft
from hearing_app.definitions.folder import Folder
from hearing_app.definitions.models import HearingModel, InvitedModel
from hearing_app.definitions.parts import check_strays
from hearing_app.definitions.positions import Source
from hearing_app.definitions.prose import check_prose
from hearing_app.definitions.published import check_files
from hearing_app.definitions.versions import load_versions
from hearing_app.definitions.written_models import ReceivedFile, ReleasedFile, SummaryFile
from hearing_app.domain.council import Body, Council
from hearing_app.domain.decision import Decision, Proposal
from hearing_app.domain.draft import NO_DRAFT, Draft
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.message import N_, Message
from hearing_app.domain.problem import Finding, Problem, errors
from hearing_app.domain.rules import (
    decision_findings,
    hearing_findings,
    late_findings,
    member_findings,
    summary_findings,
)
from hearing_app.domain.summary import Received, ReleasedSubmission, Summary
from hearing_app.domain.versions import before_heard
from hearing_app.domain.vocabulary import BodyKind, HearingKind, Level

FILES = (
    *("hearing.yml", "index.md", "memo.md", "draft.md", "versions", "summary.md", "decision.md", "adoptions.yml"),
    *(released.SUMMARY, CORRECTIONS, "submissions", REPORTED),
)
"""Everything that is read in a hearing's folder."""
TAKEN = frozenset(
    (
        "brukere",
        "fraser",
        "i",
        "kontakter",
        "kvittering",
        "logg",
        "mal",
        "logg-inn",
        "logg-ut",
        "meg",
        "mine",
        "nettstedet",
        "passord",
        "post",
        "sok",
        "til-godkjenning",
    )
)
"""Words that stand where a hearing's id does in the application's own addresses."""


def load_matter(content: Path, name: str, council: Council | None) -> tuple[Matter | None, tuple[Problem, ...]]:
    """Return the matter in `hearings/<name>/` (None where it has errors) and its problems."""
    folder = Folder(content, f"hearings/{name}", council)
    check_strays(folder, FILES, level=Level.WARNING)
    hearing, draft = _load_hearing(folder, name, council)
    written, decision_source = folder.document(read_decision, "decision.md", required=False)
    decision = written if isinstance(written, Decision) else None
    if decision is not None:
        _tell(decision_findings(decision), decision_source)
    sections = None if draft is None else {section.id for section in draft.sections}
    decided = decision.day if decision else None
    register = load_adoptions(folder, council, sections, asked_by_kind(hearing), decided=decided)
    versions = load_versions(folder, draft, hearing.deadline if hearing else None)
    words, _ = folder.document(_read_prose, "summary.md", required=False)
    received, copies, summary, source = _load_released(folder, hearing)
    corrections = load_corrections(folder)
    if hearing is None or errors(folder.problems):
        return None, folder.problems
    # What is missing in a published summary stops a build, but must not close the form or the desk where it is mended.
    _tell(summary_findings(hearing, summary) if summary else (), source)
    hearing = replace(hearing, earlier=before_heard(versions))
    proposal = written if isinstance(written, Proposal) else None
    return (
        Matter(hearing, received, copies, summary, words or "", decision, register, versions, proposal, corrections),
        folder.problems,
    )


def _load_hearing(folder: Folder, name: str, council: Council | None) -> tuple[Hearing | None, Draft | None]:
    model, source = folder.model(HearingModel, "hearing.yml", context=legal_bases(council))
    letter, _ = folder.document(_read_prose, "index.md")
    memo, _ = folder.document(_read_prose, "memo.md", required=False)
    survey = model is not None and model.kind is HearingKind.SURVEY
    draft, _ = folder.document(read_draft, "draft.md", required=not survey)
    if model is None:
        return None, draft
    if model.id != name:
        source.report_at(
            ("id",),
            N_(
                "The id is «{id}», but the folder is called «{folder}». Make them the same.",
                id=model.id,
                folder=name,
            ),
        )
    if model.id in TAKEN:
        source.report_at(("id",), N_("The id «{id}» is taken by the program itself. Choose another.", id=model.id))
    check_asked(model.questions, model.alternatives, draft, source)
    if survey:
        draft = draft or NO_DRAFT
        asks = bool(model.questions or model.alternatives or draft.sections)
        check_survey(model.legal_basis, asks=asks, source=source)
    invited = _invited(model, council, source)
    if letter is None or draft is None:
        return None, draft
    hearing = _to_hearing(model, invited, letter, draft)
    if invited:
        found = member_findings(hearing, council) if council else ()
        _tell(chain(hearing_findings(hearing, thresholds(council)), found), source)
    return replace(hearing, memo=memo or "", fingerprint=_fingerprint(folder)), draft


def _to_hearing(model: HearingModel, invited: tuple[Body, ...], letter: str, draft: Draft) -> Hearing:
    return Hearing(
        id=model.id,
        title=model.title,
        abstract=model.abstract,
        language=model.language,
        case_number=model.case_number,
        legal_basis=model.legal_basis,
        published=model.published,
        dispatched=model.dispatched,
        deadlines=tuple(d.to_domain() for d in model.deadlines),
        contact=model.contact.to_domain(),
        invited=invited,
        letter=letter,
        draft=draft,
        section_stance=model.section_stance,
        questions=tuple(q.to_domain() for q in model.questions),
        alternatives=tuple(a.to_domain() for a in model.alternatives),
        kind=model.kind,
        follows=model.follows.to_domain() if model.follows else None,
        short_period_reason=model.short_period_reason,
        withdrawn=model.withdrawn.to_domain() if model.withdrawn else None,
        open_answers=model.open_answers.to_domain(model.kind),
        approval=model.approval,
    )


def _fingerprint(folder: Folder) -> str:
    """Return the SHA-256 over the files that a responder sees, in a fixed order."""
    digest = hashlib.sha256()
    for name in ("hearing.yml", "index.md", "draft.md"):
        path = folder.content / folder.relative / name
        if path.exists():  # a survey may have no draft
            digest.update(path.read_bytes() + b"\0")
    memo = folder.content / folder.relative / "memo.md"
    if memo.exists():  # named, so that it cannot be taken for a draft
        digest.update(b"memo.md\0" + memo.read_bytes() + b"\0")
    return digest.hexdigest()


def _read_prose(text: str, source: Source) -> str:
    check_prose(text, 1, source)
    return text.strip()


def _invited(model: HearingModel, council: Council | None, source: Source) -> tuple[Body, ...]:
    """Return the invited bodies, each once, in the order of the file; memberships count on the start day."""
    if council is None:
        return ()
    day = model.published or model.deadlines[0].day
    invited: dict[str, Body] = {}
    for index, entry in enumerate(model.invited):
        bodies, mistake = _meant(entry, council, day)
        if mistake is not None:
            source.report_at(("invited", index), mistake)
        invited |= {body.id: body for body in bodies}
    return tuple(invited.values())


def _meant(entry: InvitedModel, council: Council, day: date) -> tuple[tuple[Body, ...], Message | None]:
    """Return the bodies that an entry of `invited:` means, or what is wrong with it."""
    wanted = entry.body or entry.members_of
    body = council.body(wanted) if wanted else None
    if entry.body and entry.members_of:
        return (), N_("{key} cannot be read. Compare it with the documentation.", key="invited")
    if body is None:
        return (), N_("«{id}» is not in council.yml. Add it there, or correct the id.", id=wanted or "?")
    if entry.body:
        return (body,), None
    if body.kind is not BodyKind.REGIONAL_COUNCIL:
        return (), N_("«{id}» is not a regional council in council.yml. Add it there, or correct the id.", id=body.id)
    return council.members_of(body.id, day), None


def _load_released(
    folder: Folder, hearing: Hearing | None
) -> tuple[tuple[Received, ...], tuple[ReleasedSubmission, ...], Summary | None, Source]:
    """Return what the machine has published, and the file of the summary."""
    received, source = folder.released(ReceivedFile, released.RECEIVED)
    entries = released.read_received(received) if received else ()
    _tell(late_findings(hearing, entries) if hearing else (), source)
    names = {entry.body: released.submission_file(entry.body) for entry in entries}
    read = (folder.released(ReleasedFile, name)[0] for name in names.values())
    copies = tuple(released.read_released(copy) for copy in read if copy is not None)
    known = {PurePath(name).name for name in (released.RECEIVED, *names.values())}
    check_strays(folder, {*known, "files"}, inside="submissions", level=Level.WARNING)
    check_files(folder, copies)
    model, source = folder.released(SummaryFile, released.SUMMARY)
    return entries, copies, released.read_summary(model) if model else None, source


def _tell(findings: Iterable[Finding], source: Source) -> None:
    for finding in findings:
        source.report_at(finding.key, finding.message, finding.level)
