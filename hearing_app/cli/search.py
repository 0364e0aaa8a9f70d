"""`samrad search` and `samrad index`: search in what was received, and what it is searched in, made anew."""

from dataclasses import dataclass
from typing import Any

import click

from hearing_app.answering.attachments import limits_of
from hearing_app.cli.bodies import Named, name_of, named_bodies
from hearing_app.cli.progress import progress
from hearing_app.cli.terminal import Misused, Workspace, _, ngettext, now, pass_workspace, tell_json
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.searching import Excerpt, Reading, read_query
from hearing_app.domain.vocabulary import Stance
from hearing_app.library import Library
from hearing_app.storage import search as index
from hearing_app.treating.search import Found, Result, Shown, search
from hearing_app.treating.search_filter import Wanted, of_bodies
from hearing_app.treating.search_index import rebuild


@dataclass(frozen=True)
class Searched:
    """What was looked for and found; `unread` counts the answers that the index does not have yet."""

    text: str
    found: Found
    unread: int


@click.command(
    "search",
    help=_("Search in answers and attachments, in one hearing or in all; changes nothing."),
    context_settings={"ignore_unknown_options": True},
)
@click.argument("words", metavar="WORDS", nargs=-1, required=True)
@click.option("--hearing", "hearing_id", default="", help=_("Only in this hearing."))
@click.option("--body", default="", help=_("Only what this body says, by its id or a part of its name."))
@click.option("--item", default="", help=_("Only what is said to this part, by its id."))
@click.option(
    "--stance", type=click.Choice([stance.value for stance in Stance]), help=_("Only answers with this stance.")
)
@click.option("--theme", default="", help=_("Only answers with points of this theme."))
@click.option("--every-version", is_flag=True, help=_("Also in versions that have been replaced."))
@click.option(
    "--page",
    type=click.IntRange(1, 100_000),
    default=1,
    show_default=True,
    help=_("The page to show; there are twenty responses on each."),
)
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def search_command(
    workspace: Workspace,
    words: tuple[str, ...],
    hearing_id: str,
    body: str,
    item: str,
    stance: str | None,
    theme: str,
    *,
    every_version: bool,
    page: int,
    as_json: bool,
) -> None:
    """Search as the desk does: all the words, «-word» for what must not be there, quotes for what belongs together."""
    if mistyped := next((word for word in words if word.startswith("--")), ""):
        raise click.NoSuchOption(mistyped)
    text = " ".join(words)
    if (item or stance or theme) and not hearing_id:
        raise Misused(_("--item, --stance and --theme are of one hearing. Name it with --hearing."))
    query = read_query(text)
    if not query.wanted:
        raise Misused(_("Write at least one word to look for."))
    hearings = _hearings(workspace, hearing_id)
    with workspace.database() as db:
        bodies = named_bodies(db, workspace.settings.content, *hearings)
        among = of_bodies(index.responses(db, hearing_id), Wanted(body=body, every_version=every_version), bodies)
        found = search(db, query, among, item=item, stance=stance or "", theme=theme, page=page)
        searched = Searched(text, found, len(index.missing(db, hearing_id)))
    if as_json:
        tell_json(_as_json(searched))
    else:
        _tell(searched, bodies)


def _hearings(workspace: Workspace, hearing_id: str) -> tuple[Hearing, ...]:
    if hearing_id:
        return (workspace.matter(hearing_id).hearing,)
    library = Library(workspace.settings.content)
    matters = map(library.last_good, library.hearing_ids())
    return tuple(matter.hearing for matter in matters if matter)


def _as_json(searched: Searched) -> dict[str, Any]:
    found = searched.found
    return {
        "query": searched.text,
        "responses": found.responses,
        "texts": found.texts,
        "page": found.page,
        "pages": found.pages,
        "not_indexed": searched.unread,
        "results": [_result(result) for result in found.results],
    }


def _result(result: Result) -> dict[str, Any]:
    """Return a response in which something was found, for a script; `more` texts of it are not among `texts`."""
    response = result.response
    return {
        "hearing": response.hearing,
        "body": response.body,
        "reference": response.reference,
        "version": response.version,
        "latest": response.latest,
        "arrived_at": response.arrived_at,
        "texts": [_text(shown) for shown in result.shown],
        "more": result.more,
    }


def _text(shown: Shown) -> dict[str, Any]:
    text = shown.text
    return {
        "source": text.source,
        "item": text.item or None,
        "place": text.place,
        "name": text.name or None,
        "excerpts": [_plain(excerpt) for excerpt in shown.excerpts],
    }


def _plain(excerpt: Excerpt) -> str:
    middle = "".join(piece.text for piece in excerpt.pieces)
    return f"{'' if excerpt.begins else '… '}{middle}{'' if excerpt.ends else ' …'}"


def _tell(searched: Searched, bodies: Named) -> None:
    found = searched.found
    for result in found.results:
        response = result.response
        name = name_of(bodies, response.body)
        click.echo(click.style(f"{name}  {response.reference}", bold=True) + f"  ({response.hearing})")
        for shown in result.shown:
            for excerpt in shown.excerpts:
                click.echo(f"  {shown.text.item or shown.text.name}: {' '.join(_plain(excerpt).split())}")
        if result.more:
            click.echo("  " + ngettext("and {number} more text", "and {number} more texts", result.more))
    click.echo(ngettext("Found in {number} response.", "Found in {number} responses.", found.responses))
    if found.pages > 1:
        click.echo(_("Page {page} of {pages}; --page shows another.", page=found.page, pages=found.pages))
    if searched.unread:
        click.echo(
            ngettext(
                "{number} response is not in the index yet. `samrad index` puts it in.",
                "{number} responses are not in the index yet. `samrad index` puts them in.",
                searched.unread,
            ),
            err=True,
        )


@click.command(
    "index", help=_("Make anew what the desk searches in, and read the attachments that have not been read.")
)
@click.option("--json", "as_json", is_flag=True, help=_("For scripts: one JSON object."))
@pass_workspace
def index_command(workspace: Workspace, *, as_json: bool) -> None:
    """Rebuild; the desk can be used meanwhile."""
    settings = workspace.settings
    with workspace.database() as db, progress(_("The index is made …"), as_json=as_json) as told:
        made = rebuild(db, settings.attachments, limits_of(settings), now=now(), progress=told)
    if as_json:
        files = {reading.value: made.files[reading] for reading in Reading}
        tell_json({"responses": made.answers, "attachments": files})
        return
    click.echo(ngettext("{number} response can be searched.", "{number} responses can be searched.", made.answers))
    for reading, sentence in (
        (Reading.READ, _("Attachments that were read: {number}")),
        (Reading.PARTLY, _("Attachments of which only the beginning is searched: {number}")),
        (Reading.NO_TEXT, _("Attachments without text, such as scanned letters: {number}")),
        (Reading.FAILED, _("Attachments that could not be read: {number}")),
        (Reading.NOT_YET, _("Attachments that have not been read: {number}")),
    ):
        if made.files[reading]:
            click.echo(sentence.format(number=made.files[reading]))
