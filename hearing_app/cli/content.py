"""`samrad build` and `samrad check`: a content folder as a site, and what is wrong in it."""

from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import click

from hearing_app.building.build import build_folder
from hearing_app.cli.progress import Progress, progress
from hearing_app.cli.terminal import (
    WORDS,
    ExistingPath,
    Found,
    Stopped,
    Workspace,
    _,
    ngettext,
    now,
    pass_workspace,
    tell_json,
)
from hearing_app.publishing.gate_report import problems_at_gate
from hearing_app.publishing.publish import PATIENCE_SECONDS, refresh_site
from hearing_app.publishing.report import check_content, problem_line, problem_row

Content = ExistingPath(folder=True)


@click.command("build", help=_("Build the site: the live one of the workspace, or --content into --output."))
@click.option("--content", type=Content, help=_("A content folder to build from."))
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), help=_("The folder to build into."))
@click.option("--base-url", default="", help=_("The public address, for links that must be whole."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def build_command(
    workspace: Workspace, content: Path | None, output: Path | None, base_url: str, *, as_json: bool
) -> None:
    """Build the site."""
    marked: tuple[str, ...] = ()
    if (content is None) != (output is None):
        raise Stopped(_("--content and --output go together."))
    if content is not None and output is not None:
        with _building(as_json=as_json):
            problems = build_folder(content, output, base_url=base_url, now=now()).problems
        said = _("The site is in {folder}.", folder=output)
    else:
        with workspace.database() as db, _building(as_json=as_json):
            marked = refresh_site(db, workspace.settings, now=now(), wait_seconds=PATIENCE_SECONDS)
        output, problems, said = workspace.settings.site / "current", (), _("The site was built anew.")
    tell_marked(marked)
    if as_json:
        tell_json({"site": str(output), "problems": [problem_row(problem, WORDS) for problem in problems]})
        return
    for problem in problems:
        click.echo(problem_line(problem, WORDS))
    click.echo(said)


def _building(*, as_json: bool) -> AbstractContextManager[Progress]:
    return progress(_("The site is being built …"), as_json=as_json)


def tell_marked(paths: tuple[str, ...]) -> None:
    """Tell of the files in which withheld words stand, on the error stream."""
    for path in paths:
        click.echo(
            _(
                "{file}: words that are withheld of an answer stand here. The site has marks in their place. Write it "
                "without them, or decide on them at the hearing's gate; `samrad check` tells the lines.",
                file=path,
            ),
            err=True,
        )


@click.command("check", help=_("Check the content: every mistake with file, line, column and what to do."))
@click.option("--content", type=Content, help=_("A content folder, or a folder of such; otherwise the workspace's."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON list."))
@pass_workspace
def check_command(workspace: Workspace, content: Path | None, *, as_json: bool) -> None:
    """Check the content; exit code 1 where there are errors."""
    with progress(_("The content is checked …"), as_json=as_json):
        checked = check_content(content or workspace.settings.content)
        if content is None and workspace.settings.database.exists():
            with workspace.database() as db:
                at_gate = problems_at_gate(db, workspace.settings)
                checked = replace(checked, problems=(*checked.problems, *at_gate))
    if as_json:
        tell_json([problem_row(p, WORDS) for p in checked.problems])
    else:
        for problem in checked.problems:
            click.echo(problem_line(problem, WORDS))
        click.echo(
            _(
                "Hearings: {hearings}. Other documents: {records}. Errors: {errors}. Warnings: {warnings}.",
                hearings=checked.hearings,
                records=checked.records,
                errors=checked.errors,
                warnings=checked.warnings,
            )
        )
    if checked.errors:
        if as_json:
            raise Found(ngettext("{number} thing is wrong.", "{number} things are wrong.", checked.errors))
        click.echo(_("Documents with errors are not counted."))
        raise SystemExit(1)
