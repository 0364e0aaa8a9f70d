"""`samrad points`: the points of a hearing, all of them or what one looks for."""

from collections.abc import Sequence
from pathlib import Path
from textwrap import shorten
from typing import Any

import click

from hearing_app.cli.bodies import Named, name_of, named_bodies
from hearing_app.cli.terminal import WORDS, Stopped, Workspace, _, ngettext, pass_workspace, tell_json
from hearing_app.csv_file import write_csv
from hearing_app.domain.assessment import Point
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.review import PointState
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.storage import Database, assessments, points
from hearing_app.storage.assessments import NOBODY, NOT_CONCLUDED, Wanted
from hearing_app.text.order import alphabetical
from hearing_app.treating.review import Standing, standings

LONGEST_QUOTE = 70
"""Characters of a point that are enough to know it by."""
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("points", help=_("List the points of a hearing, all of them or what is looked for; changes nothing."))
@click.argument("hearing_id", metavar="HEARING")
@click.option("--item", default="", help=_("Only points on this part, by its id."))
@click.option("--body", default="", help=_("Only points of this body, by its id."))
@click.option("--theme", default="", help=_("Only points with this theme."))
@click.option(
    "--conclusion",
    type=click.Choice([*(conclusion.value for conclusion in Conclusion), NOT_CONCLUDED]),
    help=_("Only points with this conclusion; none is for those without one."),
)
@click.option(
    "--assignee", default="", help=_("Only points that this user is to assess; - is for those that nobody is.")
)
@click.option(
    "--state", type=click.Choice([state.value for state in PointState]), help=_("Only points that have come this far.")
)
@click.option("--text", default="", help=_("Only points with these words in them or in the assessment."))
@click.option("--csv", "csv_file", type=FILE, help=_("Write the points here, as CSV."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def points_command(
    workspace: Workspace,
    hearing_id: str,
    *,
    item: str,
    body: str,
    theme: str,
    conclusion: str | None,
    assignee: str,
    state: str | None,
    text: str,
    csv_file: Path | None,
    as_json: bool,
) -> None:
    """List points; those that share an assessment stand each by itself."""
    hearing = workspace.matter(hearing_id).hearing
    _check_item(hearing, item)
    wanted = Wanted(item, body, theme, conclusion or "", assignee, PointState(state) if state else None, text)
    with workspace.database() as db:
        bodies = named_bodies(db, workspace.settings.content, hearing)
        found = _found(db, hearing, wanted, bodies)
        reviewed = standings(db, found)
    if csv_file:
        csv_file.write_text(_as_csv(found, reviewed, bodies), encoding="utf-8", newline="")
    if as_json:
        rows = [_row(point, reviewed[point.root]) for point in found]
        tell_json({"hearing": hearing.id, "points": rows})
    elif csv_file is None:
        for point in found:
            click.echo(_line(point, bodies))
        click.echo(ngettext("{number} point.", "{number} points.", len(found)))
    if csv_file:
        click.echo(_("Written: {file}", file=csv_file), err=True)


def _check_item(hearing: Hearing, item: str) -> None:
    if item and hearing.item(item) is None:
        known = ", ".join(one.id for one in hearing.items)
        raise Stopped(_("There is no part «{id}» in this hearing. There are: {known}.", id=item, known=known))


def _found(db: Database, hearing: Hearing, wanted: Wanted, bodies: Named) -> tuple[Point, ...]:
    """Return what is wanted by part and body; of points that share an assessment, those that are wanted themselves."""
    roots = [one.root for one in assessments.look_for(db, hearing.id, wanted)]
    ids = {member for members in assessments.sharing_of(db, roots).values() for member in members}
    counting = points.in_hearing(db, hearing.id, points.counting(db, hearing.id, ids))
    parts = {one.id: place for place, one in enumerate(hearing.items)}

    def place(point: Point) -> tuple[Any, ...]:
        return parts.get(point.item, len(parts)), point.item, alphabetical(name_of(bodies, point.body)), point.id

    return tuple(sorted((point for point in counting if _is_wanted(point, wanted)), key=place))


def _is_wanted(point: Point, wanted: Wanted) -> bool:
    """Tell whether a point is itself what was looked for, and not only one that shares its assessment."""
    item = wanted.item in ("", point.item)
    body = wanted.body in ("", point.body)
    assignee = wanted.assignee in ("", point.assignee or NOBODY)
    return item and body and assignee and (not wanted.theme or wanted.theme in point.themes)


def _row(point: Point, reviewed: Standing) -> dict[str, Any]:
    """Return one point for a script; points with the same `assessment_of` share an assessment."""
    return {
        "id": point.id,
        "assessment_of": point.root,
        "submission": point.submission,
        "body": point.body,
        "item": point.item,
        "input": point.quote,
        "amendment": point.amendment is not None,
        "file": point.file or None,
        "assessment": point.assessment,
        "conclusion": point.conclusion,
        "done": point.done,
        "review": reviewed.state,
        "revision": point.revision,
        "assessed_by": point.assessed_by or None,
        "assessed_at": point.assessed_at,
        "assignee": point.assignee or None,
        "due": point.due,
        "themes": list(point.themes),
        "followed_in": list(point.followed),
    }


def _line(point: Point, bodies: Named) -> str:
    said = WORDS.term(point.conclusion) if point.conclusion else "–"
    quote = shorten(point.quote, LONGEST_QUOTE, placeholder=" …")
    return f"{point.id}  {point.item}  {name_of(bodies, point.body)}  [{said}]  {quote}"


def _as_csv(found: Sequence[Point], reviewed: dict[int, Standing], bodies: Named) -> str:
    head = (_("Number"), _("Part"), _("Body"), _("Reference"), _("Input"), _("Assessment"), _("Conclusion"))
    more = (_("Review"), _("Responsible"), _("Due"), _("Themes"))
    return write_csv([(*head, *more), *(_cells(point, reviewed[point.root], bodies) for point in found)])


def _cells(point: Point, reviewed: Standing, bodies: Named) -> tuple[str, ...]:
    return (
        *(str(point.id), point.item, name_of(bodies, point.body), point.submission, point.quote, point.assessment),
        WORDS.term(point.conclusion) if point.conclusion else "",
        WORDS.term(reviewed.state) if reviewed.state else "",
        point.assignee,
        point.due.isoformat() if point.due else "",
        ", ".join(point.themes),
    )
