"""The theme's design system and typeface: installed by npm from a lock, copied to `theme/static/vendor/`."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from setup.environment import NODE_LOCK, VENV, has_lock, install_lock
from setup.steps import ROOT, SetupError, fingerprint, is_stamped, run_logged, say, write_stamp

THEME = ROOT / "theme"
VENDOR = THEME / "static" / "vendor"
CSS_PACKAGE = THEME / "node_modules" / "@digdir" / "designsystemet-css"
FONT_PACKAGE = THEME / "node_modules" / "@fontsource-variable" / "inter"

STYLESHEETS = {
    "designsystemet.css": CSS_PACKAGE / "dist" / "src" / "index.css",
    "designsystemet-theme.css": CSS_PACKAGE / "dist" / "theme" / "designsystemet.css",
}
LICENCES = {"designsystemet": CSS_PACKAGE / "LICENSE", "inter": FONT_PACKAGE / "LICENSE"}
FONT_STYLES = ("wght.css", "wght-italic.css")
FONT_SUBSETS = ("inter-latin-ext-wght", "inter-latin-wght")

NPM_ADVICE = "Check that this machine reaches its npm registry (`npm config get registry`), then try again."


def prepare_assets() -> None:
    """Bring the theme's third-party files up to the lock, with npm or with a node brought by a package.

    Raises:
        SetupError: npm failed, or a package no longer holds what the theme needs.
    """
    value = fingerprint([THEME / "package.json", THEME / "package-lock.json", Path(__file__)])
    stamp = VENDOR / ".stamp"
    if is_stamped(stamp, value):
        return
    _install_packages()
    say("Copying the design system and the typeface to theme/static/vendor.")
    shutil.rmtree(VENDOR, ignore_errors=True)
    (VENDOR / "fonts").mkdir(parents=True)
    for name, source in STYLESHEETS.items():
        (VENDOR / name).write_text(self_contained(source.read_text()))
    for name, source in LICENCES.items():
        shutil.copyfile(source, VENDOR / f"LICENSE-{name}")
    (VENDOR / "fonts.css").write_text(_copy_fonts())
    write_stamp(stamp, value)


def self_contained(css: str) -> str:
    """Return the stylesheet unchanged, if it needs no other file.

    Raises:
        SetupError: it imports or links another file, which a copy of this one would lack.
    """
    if re.search(r"@import|url\(\s*(?![\"']?(?:data:|#))", css):
        message = "A stylesheet of the design system now needs other files: teach setup/theme_assets.py."
        raise SetupError(message)
    return css


def font_faces(css: str, subsets: tuple[str, ...] = FONT_SUBSETS) -> list[str]:
    """The @font-face rules of the wanted subsets, with addresses and family as the theme uses them.

    The design system asks for the family “Inter”; the package calls it “Inter Variable”.
    """
    faces = re.findall(r"@font-face\s*{[^}]*}", css)
    wanted = [face for face in faces if any(f"/{subset}-" in face for subset in subsets)]
    return [
        face.replace("'Inter Variable'", "'Inter'")
        .replace("url(./files/", "url(fonts/")
        .replace("format('woff2-variations')", "format('woff2')")
        for face in wanted
    ]


def _copy_fonts() -> str:
    faces = [face for name in FONT_STYLES for face in font_faces((FONT_PACKAGE / name).read_text())]
    files = re.findall(r"url\(fonts/([^)]+)\)", "\n".join(faces))
    if len(files) != len(FONT_STYLES) * len(FONT_SUBSETS):
        message = "The typeface package has changed its files: teach setup/theme_assets.py the new names."
        raise SetupError(message)
    for name in files:
        shutil.copyfile(FONT_PACKAGE / "files" / name, VENDOR / "fonts" / name)
    return "\n\n".join(faces) + "\n"


def _install_packages() -> None:
    npm, search_path = _npm()
    say("Installing the theme's design system with npm.")
    # The cache lives in the working copy: npm must not depend on a home folder it can write to.
    settings = {"npm_config_cache": str(ROOT / "var" / "cache" / "npm"), **search_path}
    run_logged("npm", [npm, "ci"], advice=NPM_ADVICE, cwd=THEME, env=settings)


def _npm() -> tuple[str, dict[str, str]]:
    """The npm to call, and the PATH it needs to find its node."""
    found = shutil.which("npm")
    if found is not None:
        return found, {}
    if not has_lock(NODE_LOCK):
        say("This machine has no npm; a Python package brings one.")
        install_lock(NODE_LOCK)
    return _brought_npm()


def _brought_npm() -> tuple[str, dict[str, str]]:
    search_path = f"{VENV / 'bin'}:{os.environ.get('PATH', os.defpath)}"
    return str(VENV / "bin" / "npm"), {"PATH": search_path}
