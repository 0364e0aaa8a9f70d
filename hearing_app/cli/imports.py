"""`samrad import`: a Word document or plain text as the beginning of a draft or a case paper."""

from pathlib import Path

import click

from hearing_app.cli.progress import progress
from hearing_app.cli.terminal import WORDS, ExistingPath, Stopped, _, tell_json
from hearing_app.importing import Form, Imported, Remark, import_file


@click.command(
    "import",
    help=_("Turn a DOCX or a plain text into a draft or a case paper that you then edit; what has no place is told."),
)
@click.argument("file", type=ExistingPath(folder=False))
@click.option(
    "--as",
    "form",
    type=click.Choice([form.value for form in Form]),
    required=True,
    help=_("What it becomes: draft (draft.md of a hearing) or case (case.md)."),
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help=_("The file to write; one that is there already is left alone. Otherwise it is printed."),
)
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object with what had no place."))
def import_command(file: Path, form: str, output: Path | None, *, as_json: bool) -> None:
    """Import; remarks go to standard error, and leave the exit code 0."""
    if output is not None and (output.exists() or output.is_symlink()):
        raise _taken(output)
    with progress(_("The file is read …"), as_json=as_json):
        imported = import_file(file, Form(form))
    if output is not None:
        _write(output, imported.text)
    if as_json:
        tell_json(_row(imported, output))
        return
    for remark in imported.remarks:
        click.echo(_line(file, imported, remark), err=True)
    if output is None:
        click.echo(imported.text, nl=False)
    else:
        click.echo(_("Wrote {file}. Read it through, and correct what the remarks say.", file=output))


def _taken(output: Path) -> Stopped:
    return Stopped(_("{file} is there already. Nothing was changed. Choose another name.", file=output))


def _write(output: Path, text: str) -> None:
    """Write a new file whole, or none; one that came in between is left alone too."""
    output.parent.mkdir(parents=True, exist_ok=True)
    try:
        opened = output.open("x", encoding="utf-8", newline="\n")
    except FileExistsError as error:
        raise _taken(output) from error
    try:
        with opened:
            opened.write(text)
    except OSError:
        output.unlink(missing_ok=True)
        raise


def _line(file: Path, imported: Imported, remark: Remark) -> str:
    """Return `file:line: sentence «text»`, the form that editors understand; Word has paragraphs instead of lines."""
    sentence = WORDS.say(remark.message)
    if not remark.place:
        place = f"{file}: "
    elif imported.in_lines:
        place = f"{file}:{remark.place}: "
    else:
        paragraph = _("paragraph {number}", number=remark.place)
        place = f"{file}: {paragraph}: "
    return f"{place}{sentence}" + (f" «{remark.text}»" if remark.text else "")


def _row(imported: Imported, output: Path | None) -> dict[str, object]:
    """Return the import for a script; `text` is there where no file was written."""
    unit = "line" if imported.in_lines else "paragraph"
    row: dict[str, object] = {
        "file": str(output) if output else None,
        "language": imported.language.value,
        "placed": imported.placed,
        "unplaced": [
            {"text": remark.text, "why": WORDS.say(remark.message), unit: remark.place or None}
            for remark in imported.unplaced
        ],
        "remarks": [
            {"text": WORDS.say(remark.message), unit: remark.place or None}
            for remark in imported.remarks
            if not remark.text
        ],
    }
    return row if output else {**row, "text": imported.text}
