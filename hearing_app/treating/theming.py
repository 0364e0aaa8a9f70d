"""Themes: giving points themes of their hearing, and keeping the list of them."""

from collections.abc import Iterable
from datetime import datetime

from hearing_app.domain.assessment import Point, squeeze
from hearing_app.storage import Database, audit, points, themes
from hearing_app.storage.database import writing
from hearing_app.storage.themes import Theme

LONGEST_NAME = 80


class NoThemeName(ValueError):
    """A theme has a name, and one that is not too long."""


class ThemeTaken(ValueError):
    """The hearing has a theme of this name already; the two can be merged."""


class ThemeUnknown(LookupError):
    """There is no such theme; a colleague may have removed it."""


def _name(name: str) -> str:
    found = squeeze(name)
    if not 0 < len(found) <= LONGEST_NAME:
        raise NoThemeName(name)
    return found


def add_theme(db: Database, hearing_id: str, name: str, *, actor: str, now: datetime) -> int:
    """Return the id of the hearing's theme with this name, made where there is none.

    Raises:
        NoThemeName: the name is empty or too long.
    """
    wanted = _name(name)
    with writing(db):
        found = themes.named(db, hearing_id, wanted)
        if found is not None:
            return found
        _log(db, now, actor, "theme added", hearing_id, wanted)
        return themes.add(db, hearing_id, wanted)


def set_themes(
    db: Database, hearing_id: str, point: Point, ids: Iterable[int], *, new: str = "", actor: str, now: datetime
) -> None:
    """Give a point exactly these themes of its hearing, and a new one where its name is given.

    Raises:
        NoThemeName: the new name is too long.
    """
    with writing(db):
        wanted = set(ids) & {theme.id for theme in themes.of_hearing(db, hearing_id)}
        if new.strip():
            wanted.add(add_theme(db, hearing_id, new, actor=actor, now=now))
        has = themes.of_points(db, [point.id]).get(point.id, frozenset())
        for theme in wanted - has:
            themes.give(db, point.id, theme)
        for theme in has - wanted:
            themes.take(db, point.id, theme)
        if wanted != has:
            _log(db, now, actor, "themes changed", hearing_id, f"{point.submission} {point.id}")


def give_theme(db: Database, hearing_id: str, ids: Iterable[int], name: str, *, actor: str, now: datetime) -> int:
    """Give many points of a hearing one theme more, made where there is none; return how many points they are.

    Raises:
        NoThemeName: the name is empty or too long.
    """
    with writing(db):
        theme = add_theme(db, hearing_id, name, actor=actor, now=now)
        found = points.in_hearing(db, hearing_id, ids)
        for point in found:
            themes.give(db, point.id, theme)
        _log(db, now, actor, "themes changed", hearing_id, f"{', '.join(str(p.id) for p in found)}: {_name(name)}")
    return len(found)


def rename_theme(db: Database, hearing_id: str, theme_id: int, name: str, *, actor: str, now: datetime) -> None:
    """Give a theme another name.

    Raises:
        ThemeUnknown: there is no such theme.
        NoThemeName: the name is empty or too long.
        ThemeTaken: another theme of the hearing has it.
    """
    wanted = _name(name)
    with writing(db):
        theme = theme_of(db, hearing_id, theme_id)
        if themes.named(db, hearing_id, wanted) not in (None, theme_id):
            raise ThemeTaken(wanted)
        if theme.name != wanted:
            themes.rename(db, theme_id, wanted)
            _log(db, now, actor, "theme renamed", hearing_id, f"{theme.name} → {wanted}")


def merge_themes(db: Database, hearing_id: str, theme_id: int, into: int, *, actor: str, now: datetime) -> None:
    """Make two themes one: the points of the first get the second.

    Raises:
        ThemeUnknown: one of them is not there.
    """
    with writing(db):
        theme, target = theme_of(db, hearing_id, theme_id), theme_of(db, hearing_id, into)
        if theme.id != target.id:
            themes.merge(db, theme.id, target.id)
            _log(db, now, actor, "themes merged", hearing_id, f"{theme.name} → {target.name}")


def remove_theme(db: Database, hearing_id: str, theme_id: int, *, actor: str, now: datetime) -> None:
    """Remove a theme; its points stay, without it.

    Raises:
        ThemeUnknown: it is gone already.
    """
    with writing(db):
        theme = theme_of(db, hearing_id, theme_id)
        themes.remove(db, theme_id)
        _log(db, now, actor, "theme removed", hearing_id, theme.name)


def theme_of(db: Database, hearing_id: str, theme_id: int) -> Theme:
    """Return a theme of a hearing; raise ThemeUnknown where it has none such."""
    theme = themes.by_id(db, hearing_id, theme_id)
    if theme is None:
        raise ThemeUnknown(theme_id)
    return theme


def _log(db: Database, now: datetime, actor: str, action: str, hearing: str, subject: str) -> None:
    audit.log(db, now=now, actor=actor, action=action, hearing=hearing, subject=subject)
