"""What every command of the terminal shares: its language, its workspace, and errors told in sentences."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
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
from hearing_app.publishing.report import problem_line
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
    """Tells what went wrong and what to do, and ends with exit code 1."""

    def format_message(self) -> str:
        """Return the text as it is."""
        return self.message

    def show(self, file: Any = None) -> None:
        """Write it to standard error, without click's English «Error:»."""
        click.echo(self.format_message(), err=True, file=file)


class Misused(Stopped):
    """Tells what was wrong with the way a command was called, and ends with the exit code for that."""

    exit_code = click.UsageError.exit_code


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
        kind = next(kind for kind in _SENTENCES if isinstance(error, kind))
        raise Stopped(_SENTENCES[kind](error)) from error


def _mistakes(error: Any) -> str:
    lines = [problem_line(problem, WORDS) for problem in error.problems]
    return "\n".join([*lines, _("Nothing was changed. Correct the lines above and try again.")])


# What each named error is told as; the first kind that fits counts.
_SENTENCES: dict[type[Exception], Callable[[Any], str]] = {
    ContentBroken: _mistakes,
    DefinitionBroken: _mistakes,
    PublishingStopped: lambda e: "\n".join([*map(WORDS.say, e.reasons), _("Nothing was published.")]),
    BuildFailed: lambda e: (
        f"{e}\n" + _("The site could not be built. The old site stands. Correct the cause and try again.")
    ),
    BuildBusy: lambda _error: _("The site is being built right now. Try again in a moment."),
    CommitRefused: lambda e: "\n".join(filter(None, (WORDS.say(e.message), e.said))),
    OutputTaken: lambda e: _(
        "{folder} was not made by a build, or overlaps the content. Choose an empty or new folder.", folder=e
    ),
    HearingClosed: lambda e: _("The hearing {id} is not planned or open, so nobody is invited.", id=e),
    AlreadyRunning: lambda e: _("Samråd runs in {folder} already.", folder=e),
    ImportRefused: lambda e: WORDS.say(e.message),
    SettingsError: lambda e: WORDS.say(e.message),
    DatabaseTooNew: str,
    OSError: lambda e: _("The system refused: {reason}. Free space or correct the rights, and try again.", reason=e),
    DatabaseError: lambda e: _("The database refused: {reason}. Try again.", reason=e),
}


class Commands(click.Group):
    """The commands; whatever named error leaves one of them is told in a sentence."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command."""
        with told():
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
