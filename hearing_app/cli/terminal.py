"""What every command of the terminal shares: its language, its workspace, and errors told in sentences."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from hearing_app.building.build import BuildFailed, ContentBroken, OutputTaken
from hearing_app.building.deploy import BuildBusy
from hearing_app.building.git_program import CommitRefused
from hearing_app.domain.matter import Matter
from hearing_app.domain.vocabulary import Language
from hearing_app.importing import ImportRefused
from hearing_app.inviting.invite import HearingClosed
from hearing_app.library import DefinitionBroken, Library
from hearing_app.mailing.mail import Sender
from hearing_app.operating.serve import AlreadyRunning
from hearing_app.publishing.publish import PublishingStopped
from hearing_app.publishing.report import problem_line, problem_row
from hearing_app.settings import Settings, SettingsError, load_settings
from hearing_app.storage import Database, DatabaseError
from hearing_app.storage.database import DatabaseTooNew, open_database
from hearing_app.text import words_for

WORDS = words_for(
    Language(os.environ["SAMRAD_LANG"]) if os.environ.get("SAMRAD_LANG") in set(Language) else Language.NB
)
_ = WORDS.gettext
ngettext = WORDS.ngettext


class Stopped(click.ClickException):
    """Tells what went wrong and what to do, and ends with exit code 1.

    `kind` is what a script knows it by, `problems` what is wrong one by one, where it is in a file.
    """

    kind = "stopped"

    def __init__(self, message: str, *, kind: str = "", problems: Iterable[Mapping[str, object]] = ()) -> None:
        """Take the text, and what a script is told besides."""
        super().__init__(message)
        self.kind = kind or self.kind
        self.problems = tuple(problems)

    def format_message(self) -> str:
        """Return the text as it is."""
        return self.message

    def show(self, file: Any = None) -> None:
        """Write it to standard error, without click's English «Error:»."""
        click.echo(self.format_message(), err=True, file=file)


class Misused(Stopped):
    """Tells what was wrong with the way a command was called, and ends with the exit code for that."""

    kind = "usage"
    exit_code = click.UsageError.exit_code


class Found(Stopped):
    """Tells that a check was done and has found something wrong, and ends with exit code 1."""

    kind = "found"


class ToldToScripts(click.ClickException):
    """What ended a command that was asked for JSON: one line of JSON on standard error, with the same exit code."""

    def __init__(self, kind: str, message: str, problems: Sequence[Mapping[str, object]] = ()) -> None:
        """Take what is told."""
        super().__init__(message)
        told = {"kind": kind, "message": message, "exit_code": self.exit_code, "problems": list(problems)}
        self.line = json.dumps({"error": told}, ensure_ascii=False, default=_plain)

    def show(self, file: Any = None) -> None:
        """Write the line."""
        click.echo(self.line, err=True, file=file)


class MisuseToldToScripts(ToldToScripts):
    """The same, of a command that was called wrongly."""

    exit_code = click.UsageError.exit_code


def tell_json(value: object) -> None:
    """Print the result of a command for a script: one JSON value, with days and instants as ISO 8601 has them."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=_plain))


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


class ExistingPath(click.Path):
    """A file or a folder that must be there; where it is not, that is told in the reader's language."""

    def __init__(self, *, folder: bool) -> None:
        """Take whether it is a folder."""
        super().__init__(exists=True, file_okay=not folder, dir_okay=folder, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path.

        Raises:
            Misused: nothing of the kind is there, or it cannot be read.
        """
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            if self.dir_okay:
                raise Misused(_("There is no folder {path} that can be read. Correct the path.", path=value)) from error
            raise Misused(_("There is no file {path} that can be read. Correct the path.", path=value)) from error


@contextmanager
def told() -> Iterator[None]:
    """Turn the use cases' named errors into sentences."""
    try:
        yield
    except BrokenPipeError:
        raise  # whoever reads the output, such as `head`, has enough; click ends the program without a word
    except tuple(_SENTENCES) as error:
        known = next(kind for kind in _SENTENCES if isinstance(error, kind))
        kind, sentence = _SENTENCES[known]
        problems = [problem_row(problem, WORDS) for problem in getattr(error, "problems", ())]
        raise Stopped(sentence(error), kind=kind, problems=problems) from error


@contextmanager
def told_to_scripts(*, as_json: bool) -> Iterator[None]:
    """Turn what ends a command into JSON, where JSON was asked for."""
    try:
        yield
    except ToldToScripts:
        raise
    except click.Abort as error:
        if not as_json:
            raise
        raise ToldToScripts("aborted", _("Broken off.")) from error
    except click.ClickException as error:
        if not as_json:
            raise
        kind = error.kind if isinstance(error, Stopped) else "usage"
        problems = error.problems if isinstance(error, Stopped) else ()
        teller = MisuseToldToScripts if error.exit_code == MisuseToldToScripts.exit_code else ToldToScripts
        raise teller(kind, error.format_message(), problems) from error


def _mistakes(error: Any) -> str:
    lines = [problem_line(problem, WORDS) for problem in error.problems]
    return "\n".join([*lines, _("Nothing was changed. Correct the lines above and try again.")])


# What each named error is known by in JSON and told as; the first kind that fits counts.
_SENTENCES: dict[type[Exception], tuple[str, Callable[[Any], str]]] = {
    ContentBroken: ("content_broken", _mistakes),
    DefinitionBroken: ("content_broken", _mistakes),
    PublishingStopped: (
        "publishing_stopped",
        lambda e: "\n".join([*map(WORDS.say, e.reasons), _("Nothing was published.")]),
    ),
    BuildFailed: (
        "build_failed",
        lambda e: f"{e}\n" + _("The site could not be built. The old site stands. Correct the cause and try again."),
    ),
    BuildBusy: ("build_busy", lambda _error: _("The site is being built right now. Try again in a moment.")),
    CommitRefused: ("commit_refused", lambda e: "\n".join(filter(None, (WORDS.say(e.message), e.said)))),
    OutputTaken: (
        "output_taken",
        lambda e: _(
            "{folder} was not made by a build, or overlaps the content. Choose an empty or new folder.", folder=e
        ),
    ),
    HearingClosed: (
        "hearing_closed",
        lambda e: _("The hearing {id} is not planned or open, so nobody is invited.", id=e),
    ),
    AlreadyRunning: ("already_running", lambda e: _("Samråd runs in {folder} already.", folder=e)),
    ImportRefused: ("import_refused", lambda e: WORDS.say(e.message)),
    SettingsError: ("settings", lambda e: WORDS.say(e.message)),
    DatabaseTooNew: ("database_too_new", str),
    OSError: (
        "system",
        lambda e: _("The system refused: {reason}. Free space or correct the rights, and try again.", reason=e),
    ),
    DatabaseError: ("database", lambda e: _("The database refused: {reason}. Try again.", reason=e)),
}
JSON = "samrad.json"
"""Where the context of a command says whether JSON was asked for."""


class Commands(click.Group):
    """The commands; whatever named error leaves one of them is told in a sentence, or as JSON where that was asked."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Begin; mistakes in the way of asking are told as JSON too."""
        as_json = "--json" in args[: args.index("--") if "--" in args else None]
        with told_to_scripts(as_json=as_json):
            context = super().make_context(info_name, args, parent, **extra)
        context.meta[JSON] = as_json
        return context

    def invoke(self, context: click.Context) -> Any:
        """Run the command."""
        with told_to_scripts(as_json=context.meta[JSON]), told():
            return super().invoke(context)


class Workspace:
    """What most commands need: settings, definitions and the database, each opened when first asked for."""

    def __init__(self, folder: Path) -> None:
        """Take the workspace folder."""
        self.folder = folder

    @property
    def settings(self) -> Settings:
        """The settings of the workspace."""
        return load_settings(self.folder, os.environ)

    @property
    def sender(self) -> Sender:
        """Who mail comes from."""
        return Sender(self.settings.mail_from, self.settings.base_url)

    @contextmanager
    def database(self) -> Iterator[Database]:
        """Open the database for one command."""
        with told():
            db = open_database(self.settings.database)
        try:
            yield db
        finally:
            db.close()

    def matter(self, hearing_id: str) -> Matter:
        """Return a hearing's matter, or stop with the ids that there are."""
        library = Library(self.settings.content)
        matter = library.matter(hearing_id)
        if matter is None:
            known = ", ".join(library.hearing_ids())
            raise Stopped(_("There is no hearing «{id}». There are: {known}.", id=hearing_id, known=known))
        return matter


pass_workspace = click.make_pass_decorator(Workspace)


def now() -> datetime:
    """Return the instant a command begins; the core never asks the clock itself."""
    return datetime.now(UTC)
