"""Debian's package tool, where this account may use it."""

from __future__ import annotations

import os
import shutil
import subprocess

from setup.steps import SetupError, run_logged

QUIET = {"DEBIAN_FRONTEND": "noninteractive"}


def apt_command() -> list[str] | None:
    """How to call apt-get here: as root, through sudo without a password, or not at all (None)."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    allowed = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False)
    return [sudo, "-n", "apt-get"] if allowed.returncode == 0 else None


def install(package: str) -> None:
    """Install one Debian package.

    Raises:
        SetupError: apt is not here, may not be used, or failed; the message says what to type.
    """
    advice = f"Install it yourself and try again:\n\n    sudo apt-get install {package}\n"
    apt = apt_command()
    if apt is None:
        message = f"The Debian package {package} is missing and cannot be installed from here. {advice}"
        raise SetupError(message)
    run_logged(f"apt-update-{package}", [*apt, "update", "-q"], advice=advice, env=QUIET)
    command = [*apt, "install", "-y", "-q", "--no-install-recommends", package]
    run_logged(f"apt-install-{package}", command, advice=advice, env=QUIET)
