"""The Chromium that browser tests drive: found, or installed through apt where that is possible."""

from __future__ import annotations

import os
import shutil
import subprocess

from setup import apt
from setup.environment import VENV
from setup.steps import SetupError, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DRIVER_LIBRARY = "libatomic1"
"""What Playwright's own node links against and a minimal Debian lacks."""

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
"""For a machine without a graphics card, where a picture taken while it is busy fails now and then otherwise."""


def find_browser() -> str | None:
    """The browser's program: what CHROMIUM names, else the first known name on PATH, else None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next((path for path in map(shutil.which, NAMES) if path), None)


def reason_to_skip() -> str | None:
    """Why browser tests cannot run here, as a sentence that says what to do; None when they can."""
    if find_browser() is None:
        named = os.environ.get("CHROMIUM")
        if named:
            return f"CHROMIUM={named} is not a program that can be started."
        return "no Chromium on this machine: sudo apt-get install chromium, or name one with CHROMIUM=."
    if not _driver_starts():
        return f"Playwright's driver does not start: sudo apt-get install {DRIVER_LIBRARY}."
    return None


def prepare_browser() -> None:
    """See to a browser; without one, say why browser tests will be skipped. Never fails."""
    try:
        if find_browser() is None and not os.environ.get("CHROMIUM"):
            say("Installing Chromium through apt for the browser tests.")
            apt.install("chromium")
        if not _driver_starts():
            say(f"Installing {DRIVER_LIBRARY} through apt for the program that drives the browser.")
            apt.install(DRIVER_LIBRARY)
    except SetupError as error:
        say(str(error))
    reason = reason_to_skip()
    if reason:
        say(f"The browser tests will be skipped: {reason}")


def _driver_starts() -> bool:
    try:
        done = subprocess.run([VENV / "bin" / "playwright", "--version"], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0
