"""`samrad adoptions`: where each body stands with adopting a hearing's decision, and reminders of the reports."""

import json

import click

from hearing_app.adopting.adoption_reports import latest
from hearing_app.adopting.asking import round_of
from hearing_app.adopting.remind_adoption import Owed, ask_for_reports, due_reports, marks_of
from hearing_app.cli.terminal import WORDS, Stopped, Workspace, _, ngettext, now, pass_workspace
from hearing_app.definitions.adoptions import merged
from hearing_app.domain.adoption_report import Received, Verdict
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.decision import Adoption, adoption_register
from hearing_app.domain.matter import Matter
from hearing_app.library import DefinitionBroken, Library
from hearing_app.publishing.report import problem_line
from hearing_app.storage import Database, adoption_reports
from hearing_app.storage.adoption_reports import Link

ACTOR = "terminal"


@click.command("adoptions", help=_("Show who has adopted a hearing's decision, or remind those who have not reported."))
@click.argument("hearing")
@click.option("--remind", is_flag=True, help=_("Remind those who are due a reminder, by mail; safe to run often."))
@click.option("--dry-run", is_flag=True, help=_("With --remind: only show who would be reminded."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON list."))
@pass_workspace
def adoptions_command(workspace: Workspace, hearing: str, *, remind: bool, dry_run: bool, as_json: bool) -> None:
    """Show the register, or remind."""
    matter = _matter(workspace, hearing)
    with workspace.database() as db:
        if remind:
            _remind(workspace, db, matter, dry_run=dry_run, as_json=as_json)
        else:
            _show(db, matter, as_json=as_json)


def _matter(workspace: Workspace, hearing: str) -> Matter:
    try:
        matter = Library(workspace.settings.content).matter(hearing)
    except DefinitionBroken as broken:
        raise Stopped("\n".join(problem_line(problem, WORDS) for problem in broken.problems)) from broken
    if matter is None:
        raise Stopped(_("There is no hearing «{id}».", id=hearing))
    if matter.decision is None:
        raise Stopped(_("«{id}» is not decided, so there is nothing to adopt.", id=hearing))
    return matter


def _show(db: Database, matter: Matter, *, as_json: bool) -> None:
    reports = adoption_reports.of_hearing(db, matter.hearing.id)
    accepted = {one.body: one.adoption for one in reports if one.verdict is Verdict.ACCEPTED}
    by_hand = matter.adoptions.by_hand if matter.adoptions else ()
    asked = (matter.adoptions.named if matter.adoptions else ()) or round_of(db, matter.hearing).asked
    register = adoption_register(asked, merged(by_hand, accepted.values())).on(oslo_day(now()))
    last = latest(reports)
    if as_json:
        links: dict[str, list[Link]] = {}
        for link in adoption_reports.links_of_hearing(db, matter.hearing.id):
            links.setdefault(link.body, []).append(link)
        rows = [_row(row, last.get(row.body), links.get(row.body, [])) for row in register.rows]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in register.rows:
        click.echo(_line(matter, row, last.get(row.body)))
    click.echo(_("{adopted} of {total} have adopted.", adopted=register.adopted, total=len(register.rows)))


def _line(matter: Matter, row: Adoption, report: Received | None) -> str:
    body = matter.hearing.invited_body(row.body)
    name = WORDS.local(body.name) if body else row.body
    said = [f"{name}: {WORDS.term(row.effective_state)}", *([WORDS.date(row.day)] if row.day else [])]
    if report is not None and report.verdict is None:
        said.append(_("a report waits to be looked at"))
    return ", ".join(said)


def _row(row: Adoption, report: Received | None, links: list[Link]) -> dict[str, object]:
    """Return one body for a script."""
    return {
        "body": row.body,
        "state": row.effective_state.value,
        "date": row.day.isoformat() if row.day else None,
        "organ": row.organ,
        "case_number": row.case_number,
        "reservations": [{"text": r.text, "section": r.section} for r in row.reservations],
        "reported_at": report.given_at.isoformat() if report else None,
        "version": report.version if report else None,
        "verdict": report.verdict.value if report and report.verdict else None,
        "working_links": sum(link.stopped_at is None for link in links),
        "stopped_links": sum(link.stopped_at is not None for link in links),
    }


def _remind(workspace: Workspace, db: Database, matter: Matter, *, dry_run: bool, as_json: bool) -> None:
    marks = marks_of(workspace.settings)
    if dry_run:
        owed = due_reports(db, (matter,), marks, now=now())
    else:
        owed = ask_for_reports(db, (matter,), marks=marks, sender=workspace.sender, actor=ACTOR, now=now())
    if as_json:
        click.echo(json.dumps(list(map(_owed_row, owed)), ensure_ascii=False, indent=1))
        return
    for one in owed:
        click.echo(f"{WORDS.local(one.body.name)}: {one.recipient}")
    if dry_run:
        click.echo(ngettext("{number} reminder would be sent.", "{number} reminders would be sent.", len(owed)))
    else:
        click.echo(ngettext("{number} reminder queued.", "{number} reminders queued.", len(owed)))


def _owed_row(owed: Owed) -> dict[str, object]:
    day = owed.wait.day.isoformat() if owed.wait else None
    return {"body": owed.body.id, "to": owed.recipient, "counted_from": day, "days_after": owed.mark}
