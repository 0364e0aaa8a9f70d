"""The project's own `.venv`, installed from a lock whose every file is checked against its hash."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from pathlib import Path

from setup import apt
from setup.steps import ROOT, fingerprint, is_stamped, python_version, run_logged, say, write_stamp

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUNTIME_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
NODE_LOCK = ROOT / "requirements-node.lock"
PYPROJECT = ROOT / "pyproject.toml"
PIP_INSTALL = (str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-deps")

LOCK_ADVICE = """See that this machine reaches its Python package index (`pip config list`), and try again.
Where it names hashes, the index offers another file than the lock was made from: do not install it."""


def prepare_environment(*, dev: bool) -> None:
    """Make `.venv` hold what the lock says: the product alone, or the developers' tools too.

    Args:
        dev: install requirements-dev.lock (a superset) instead of requirements.lock.

    Raises:
        SetupError: a step failed; the message says what to do.
    """
    if not _is_usable():
        _create()
    if not is_stamped(_stamp(RUNTIME_LOCK), _lock_value(RUNTIME_LOCK)) or (
        dev and not is_stamped(_stamp(DEV_LOCK), _lock_value(DEV_LOCK))
    ):
        _install_locks(dev=dev)
    _install_project()


def install_lock(lock: Path) -> None:
    """Install exactly what one lock names, refusing any file with another hash."""
    count = len(re.findall(r"^[A-Za-z0-9].*==", lock.read_text(), flags=re.MULTILINE))
    say(f"Installing {count} Python packages from {lock.name} into .venv.")
    run_logged(lock.stem, [*PIP_INSTALL, "--require-hashes", "-r", lock], advice=LOCK_ADVICE)
    write_stamp(_stamp(lock), _lock_value(lock))


def has_lock(lock: Path) -> bool:
    """Whether `.venv` holds what the lock says now."""
    return is_stamped(_stamp(lock), _lock_value(lock))


def _install_locks(*, dev: bool) -> None:
    install_lock(DEV_LOCK if dev else RUNTIME_LOCK)
    if dev:
        # The developers' set contains the product's set in the same versions.
        write_stamp(_stamp(RUNTIME_LOCK), _lock_value(RUNTIME_LOCK))


def _install_project() -> None:
    stamp, value = VENV / ".stamp-project", fingerprint([PYPROJECT])
    if is_stamped(stamp, value):
        return
    say("Installing the project itself, so that .venv/bin/samrad runs this folder's code.")
    run_logged("project", [*PIP_INSTALL, "--no-build-isolation", "-e", ROOT], advice="See pyproject.toml.")
    write_stamp(stamp, value)


def _is_usable() -> bool:
    """A `.venv` made to the end, at this place, by this Python (its programs carry absolute paths)."""
    return PYTHON.exists() and is_stamped(VENV / ".stamp-made", _place())


def _create() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        say(f"This Python cannot make virtual environments; installing Debian's {package}.")
        apt.install(package)
    say(f"Making the virtual environment .venv with Python {python_version()}.")
    shutil.rmtree(VENV, ignore_errors=True)
    advice = "Remove .venv, see that the disk has room, and try again."
    run_logged("venv", [sys.executable, "-m", "venv", VENV], advice=advice)
    write_stamp(VENV / ".stamp-made", _place())


def _place() -> str:
    return fingerprint([], str(ROOT), python_version(), sys.base_prefix)


def _stamp(lock: Path) -> Path:
    return VENV / f".stamp-{lock.stem}"


def _lock_value(lock: Path) -> str:
    return fingerprint([lock])
