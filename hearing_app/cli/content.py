"""`samrad build` and `samrad check`: a content folder as a site, and what is wrong in it."""

import json
from dataclasses import replace
from pathlib import Path

import click

from hearing_app.building.build import build_folder
from hearing_app.cli.terminal import WORDS, ExistingPath, Stopped, Workspace, _, now, pass_workspace
from hearing_app.publishing.gate_report import problems_at_gate
from hearing_app.publishing.publish import PATIENCE_SECONDS, refresh_site
from hearing_app.publishing.report import check_content, problem_line, problem_row

Content = ExistingPath(folder=True)


@click.command("build", help=_("Build the site: the live one of the workspace, or --content into --output."))
@click.option("--content", type=Content, help=_("A content folder to build from."))
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), help=_("The folder to build into."))
@click.option("--base-url", default="", help=_("The public address, for links that must be whole."))
@pass_workspace
def build_command(workspace: Workspace, content: Path | None, output: Path | None, base_url: str) -> None:
    """Build the site."""
    if (content is None) != (output is None):
        raise Stopped(_("--content and --output go together."))
    if content is not None and output is not None:
        loaded = build_folder(content, output, base_url=base_url, now=now())
        for problem in loaded.problems:
            click.echo(problem_line(problem, WORDS))
        click.echo(_("The site is in {folder}.", folder=output))
    else:
        with workspace.database() as db:
            refresh_site(db, workspace.settings, now=now(), wait_seconds=PATIENCE_SECONDS)
        click.echo(_("The site was built anew."))


@click.command("check", help=_("Check the content: every mistake with file, line, column and what to do."))
@click.option("--content", type=Content, help=_("A content folder, or a folder of such; otherwise the workspace's."))
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON list."))
@pass_workspace
def check_command(workspace: Workspace, content: Path | None, *, as_json: bool) -> None:
    """Check the content; exit code 1 where there are errors."""
    checked = check_content(content or workspace.settings.content)
    if content is None and workspace.settings.database.exists():
        with workspace.database() as db:
            at_gate = problems_at_gate(db, workspace.settings)
            checked = replace(checked, problems=(*checked.problems, *at_gate))
    if as_json:
        click.echo(json.dumps([problem_row(p, WORDS) for p in checked.problems], ensure_ascii=False, indent=1))
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
        if not as_json:
            click.echo(_("Documents with errors are not counted."))
        raise SystemExit(1)
