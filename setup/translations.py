"""The step that compiles translations when a catalogue has changed."""

from __future__ import annotations

from setup.environment import PYTHON
from setup.steps import LOGS, ROOT, fingerprint, is_stamped, run_logged, say, write_stamp

CATALOGUES = ROOT / "hearing_app" / "text" / "locale"
ADVICE = "Correct the catalogue and try again."
STAMP = LOGS / "messages.stamp"


def prepare_translations() -> None:
    """Compile the gettext catalogues unless every `.mo` is there and belongs to today's `.po`.

    Raises:
        SetupError: an entry is fuzzy, or a catalogue is broken.
    """
    sources = sorted(CATALOGUES.glob("**/LC_MESSAGES/*.po"))
    value = fingerprint(sources, *(str(path.relative_to(ROOT)) for path in sources))
    if is_stamped(STAMP, value) and all(path.with_suffix(".mo").is_file() for path in sources):
        return
    say(f"Compiling {len(sources)} translation catalogues.")
    run_logged("messages", [PYTHON, "-m", "setup.messages", "compile"], advice=ADVICE)
    write_stamp(STAMP, value)
