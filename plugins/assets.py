"""Addresses of the theme's files."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path


def asset_addresses(static: Path) -> Callable[[str], str]:
    """Return the function that gives the address of a file in `static`.

    The address ends in a fingerprint of the content, so that a browser may keep the file until it changes.
    The function raises FileNotFoundError for a name that is not there.
    """

    @cache
    def asset(name: str) -> str:
        digest = hashlib.sha256((static / name).read_bytes()).hexdigest()
        return f"/theme/{name}?v={digest[:12]}"

    return asset
