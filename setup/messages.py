"""Collect, check and compile the translations; run inside `.venv`, since Babel does the work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from setup.environment import VENV
from setup.steps import LOGS, ROOT, SetupError
from setup.translations import CATALOGUES

ROOMS = ("hearing_app", "plugins", "theme/templates")
TEMPLATE = LOGS / "samrad.pot"
LANGUAGES = ("nb", "nn")
"""English is what the code says, so it needs no catalogue."""

EXTRACT = ("extract", "-F", "pyproject.toml", "-k", "_", "-k", "N_", "-k", "ngettext:1,2")
EXTRACT_STYLE = (
    "--no-location",
    "--sort-output",
    "--project=samrad",
    "--copyright-holder=The Samråd authors",
)
UPDATE_STYLE = ("--init-missing", "--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date")


def catalogues() -> list[Path]:
    """Every catalogue of the project, sorted."""
    return sorted(CATALOGUES.glob("**/LC_MESSAGES/*.po"))


def collect() -> None:
    """Gather the sentences people read, from code and templates, into a template file under var/."""
    LOGS.mkdir(parents=True, exist_ok=True)
    rooms = [room for room in ROOMS if (ROOT / room).is_dir()]
    _pybabel(*EXTRACT, *EXTRACT_STYLE, "-o", TEMPLATE, *rooms)


def update() -> None:
    """Bring the catalogues up to the code: new sentences come in empty, those no longer used go."""
    collect()
    for language in LANGUAGES:
        _pybabel("update", "-D", "samrad", "-i", TEMPLATE, "-d", CATALOGUES, "-l", language, *UPDATE_STYLE)


def check() -> None:
    """See that every sentence of the code stands translated in every catalogue.

    Raises:
        SetupError: names each sentence that is missing, empty, fuzzy or no longer used.
    """
    collect()
    wanted = {_key(message) for message in _entries(_read(TEMPLATE))}
    mistakes = [mistake for source in catalogues() for mistake in _mistakes(source, wanted)]
    if mistakes:
        raise SetupError("\n".join([*mistakes, "Run `make messages-update`, translate, and try again."]))


def compile_all() -> None:
    """Write the `.mo` file beside every `.po` file.

    Raises:
        SetupError: an entry is marked fuzzy. Gettext leaves those out without a word, and a reader would
            meet another language in the middle of a page.
    """
    for source in catalogues():
        catalogue = _read(source)
        fuzzy = [message for message in _entries(catalogue) if message.fuzzy]
        if fuzzy:
            lines = [_told(source, message, "is marked fuzzy") for message in fuzzy]
            raise SetupError("\n".join([*lines, "Check these translations and remove the mark."]))
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


def _mistakes(source: Path, wanted: set[str]) -> list[str]:
    entries = _entries(_read(source))
    known = {_key(message) for message in entries}
    absent = [f"{source.relative_to(ROOT)}: {sentence!r} is not there" for sentence in wanted - known]
    unused = [_told(source, entry, "is no longer used") for entry in entries if _key(entry) not in wanted]
    fuzzy = [_told(source, entry, "is marked fuzzy") for entry in entries if entry.fuzzy]
    empty = [_told(source, entry, "is not translated") for entry in entries if not _is_translated(entry)]
    return [*sorted(absent), *unused, *fuzzy, *empty]


def _is_translated(message: Message) -> bool:
    forms = (message.string,) if isinstance(message.string, str) else message.string or ("",)
    return all(forms)


def _key(message: Message) -> str:
    """The sentence itself; of a plural pair, the singular."""
    return message.id if isinstance(message.id, str) else message.id[0]


def _told(source: Path, message: Message, trouble: str) -> str:
    return f"{source.relative_to(ROOT)}:{message.lineno}: {_key(message)!r} {trouble}"


def _entries(catalogue: Catalog) -> list[Message]:
    """The catalogue without its header, which is the entry with an empty id."""
    return [message for message in catalogue if message.id]


def _read(source: Path) -> Catalog:
    with source.open("rb") as file:
        return read_po(file, abort_invalid=True)


def _pybabel(*arguments: str | Path) -> None:
    done = subprocess.run(
        [VENV / "bin" / "pybabel", "-q", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise SetupError(f"pybabel {arguments[0]} failed.\n{done.stderr}")


VERBS = {"update": update, "check": check, "compile": compile_all}


def main(arguments: list[str]) -> int:
    """Do one verb; 1 when a catalogue cannot be trusted, 2 for an unknown verb."""
    if len(arguments) != 1 or arguments[0] not in VERBS:
        print(f"Usage: python -m setup.messages {'|'.join(VERBS)}", file=sys.stderr)
        return 2
    try:
        VERBS[arguments[0]]()
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
