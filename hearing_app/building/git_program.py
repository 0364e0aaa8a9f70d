"""Git as a program: the only module that starts it, always with arguments and never through a shell.

Hooks of the repository run, as they do for a person. Of the environment git gets nothing that would lead it elsewhere,
and nothing that is secret.
"""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from hearing_app.domain.message import N_, Message

LONGEST_SECONDS = 300
"""A hook may run tests; after this it is ended."""


class CommitRefused(Exception):
    """Nothing was committed; `message` says why and what to do, `said` is what git or a hook said."""

    def __init__(self, message: Message, said: str = "") -> None:
        """Take the message."""
        super().__init__(f"{message} {said}".strip())
        self.message = message
        self.said = said


def must(content: Path, *arguments: str) -> str:
    """Run git in the content folder and return what it answers.

    Raises:
        CommitRefused: git refuses, or is missing.
    """
    result = run(content, *arguments)
    if result.returncode:
        raise CommitRefused(N_("git refused. See what it said, and publish again."), result.stderr.strip())
    return result.stdout


def run(
    content: Path,
    *arguments: str,
    said: str = "",
    env: Mapping[str, str] | None = None,
    held: IO[bytes] | None = None,
    literal: bool = True,
) -> "subprocess.CompletedProcess[str]":
    """Run git in the content folder, without a terminal to ask at.

    Args:
        said: what it reads.
        env: what stands in its environment besides.
        held: a locked file that git holds as well: where we are killed it is locked until git is done.
        literal: whether paths are taken as they are; some commands of git refuse to be told so.

    Raises:
        CommitRefused: there is no git, or it was not finished in time.
    """
    try:
        return subprocess.run(  # noqa: S603 - our own arguments; paths are literal
            ["git", *(("--literal-pathspecs",) if literal else ()), "-C", str(content), *arguments],  # noqa: S607 - found on PATH as for a person
            env=_environment() | dict(env or {}),
            input=said,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=LONGEST_SECONDS,
            start_new_session=True,
            pass_fds=(held.fileno(),) if held else (),
        )
    except FileNotFoundError as error:
        raise CommitRefused(
            N_("The content folder is kept in git, and git is not installed here. Install it, and publish again.")
        ) from error
    except subprocess.TimeoutExpired as error:
        raise CommitRefused(
            N_("git, or a hook of the repository, was not finished in time. See what holds it, and publish again.")
        ) from error


def _environment() -> dict[str, str]:
    """Return the environment of git: ours without what would lead it elsewhere, ask somebody, or tell secrets."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "SAMRAD_", "SSH_ASKPASS"))}
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "SSH_ASKPASS_REQUIRE": "never"}
    return {**ours, **quiet, "LC_ALL": "C"}
