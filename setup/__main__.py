"""Set up this working copy: `python3 -m setup run` for the product, `test` for all a developer needs."""

from __future__ import annotations

import fcntl
import sys
from collections.abc import Callable

from setup.browser import prepare_browser
from setup.environment import prepare_environment
from setup.steps import LOGS, SetupError
from setup.theme_assets import prepare_assets
from setup.translations import prepare_translations

OLDEST_PYTHON = (3, 11)


def prepare_for_run() -> None:
    """What `make run` needs."""
    prepare_environment(dev=False)
    prepare_assets()
    prepare_translations()


def prepare_for_tools() -> None:
    """What `make check` needs: the same, and the developers' tools."""
    prepare_environment(dev=True)
    prepare_assets()
    prepare_translations()


def prepare_for_test() -> None:
    """What `make test` needs: the same, and a browser."""
    prepare_for_tools()
    prepare_browser()


AIMS: dict[str, Callable[[], None]] = {
    "run": prepare_for_run,
    "tools": prepare_for_tools,
    "test": prepare_for_test,
}


def main(arguments: list[str]) -> int:
    """Do one aim's steps, alone in this working copy; 1 when a step fails, 2 for an unknown aim."""
    if len(arguments) != 1 or arguments[0] not in AIMS:
        print(f"Usage: python3 -m setup {'|'.join(AIMS)}", file=sys.stderr)
        return 2
    LOGS.mkdir(parents=True, exist_ok=True)
    with (LOGS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two makes at once would install over each other
        try:
            AIMS[arguments[0]]()
        except SetupError as error:
            print(f"\n{error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("\nStopped. The next run goes on from here.", file=sys.stderr)
            return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
