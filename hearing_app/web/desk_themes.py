"""Themes at the desk: those of a point, and the list of a hearing's."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.domain.assessment import Point
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import Role
from hearing_app.storage import points, themes
from hearing_app.treating.theming import (
    LONGEST_NAME,
    NoThemeName,
    ThemeTaken,
    ThemeUnknown,
    add_theme,
    merge_themes,
    remove_theme,
    rename_theme,
    set_themes,
    theme_of,
)
from hearing_app.web.access import needs
from hearing_app.web.checks import clean_line
from hearing_app.web.current import db, now
from hearing_app.web.desk import desk, matter_or_404, user
from hearing_app.web.desk_more import back_to
from hearing_app.web.frame import reader

_NO_NAME = N_("Write a name of at most {limit} characters.", limit=LONGEST_NAME)
_TAKEN = N_("There is a theme of this name. Merge the two instead.")


def point_or_404(hearing_id: str, point_id: int) -> Point:
    """Return a point of a hearing, or answer that there is none."""
    found = next(iter(points.in_hearing(db(), hearing_id, [point_id])), None)
    if found is None:
        abort(404)
    return found


@desk.post("/<hearing_id>/punkter/<int(max=9223372036854775807):point_id>/tema/")
@needs(Role.CASE_OFFICER)
def point_themes(hearing_id: str, point_id: int) -> ResponseReturnValue:
    """Give a point the themes that are ticked, and a new one where it is named."""
    point, _ = point_or_404(hearing_id, point_id), reader().gettext
    ids = request.form.getlist("theme", type=int)
    new = clean_line(request.form.get("new"))
    try:
        set_themes(db(), hearing_id, point, ids, new=new[:LONGEST_NAME], actor=user().username, now=now())
    except NoThemeName:
        abort(422)
    if len(new) > LONGEST_NAME:
        flash(_("The theme's name was too long and has been shortened: rename it if need be."), f"point-{point_id}")
    else:
        flash(_("Saved."), f"point-{point_id}")
    return back_to(hearing_id, point)


@desk.get("/<hearing_id>/tema/")
@needs(Role.READER)
def theme_list(hearing_id: str) -> ResponseReturnValue:
    """Show the themes of a hearing with how many points and bodies each has."""
    return _page(hearing_id)


@desk.post("/<hearing_id>/tema/")
@needs(Role.CASE_OFFICER)
def new_theme(hearing_id: str) -> ResponseReturnValue:
    """Add a theme."""
    matter_or_404(hearing_id)
    name = clean_line(request.form.get("name"))
    try:
        theme = add_theme(db(), hearing_id, name, actor=user().username, now=now())
    except NoThemeName:
        return _page(hearing_id, new=name, mistake=_NO_NAME, code=422)
    return _back(hearing_id, theme)


@desk.post("/<hearing_id>/tema/<int(max=9223372036854775807):theme_id>/")
@needs(Role.CASE_OFFICER)
def change_theme(hearing_id: str, theme_id: int) -> ResponseReturnValue:
    """Rename a theme, or merge it into another."""
    matter_or_404(hearing_id)
    name, into = clean_line(request.form.get("name")), request.form.get("into", 0, type=int)
    try:
        if request.form.get("action") == "merge":
            merge_themes(db(), hearing_id, theme_id, into, actor=user().username, now=now())
            return _back(hearing_id, into)
        rename_theme(db(), hearing_id, theme_id, name, actor=user().username, now=now())
    except ThemeUnknown:
        flash(reader().gettext("The theme is not there any more."), "refused")
        return redirect(url_for("desk.theme_list", hearing_id=hearing_id), 303)
    except NoThemeName:
        return _page(hearing_id, typed={theme_id: name}, mistake=_NO_NAME, code=422)
    except ThemeTaken:
        return _page(hearing_id, typed={theme_id: name}, mistake=_TAKEN, code=409)
    return _back(hearing_id, theme_id)


@desk.get("/<hearing_id>/tema/<int(max=9223372036854775807):theme_id>/slett/")
@needs(Role.CASE_OFFICER)
def ask_remove_theme(hearing_id: str, theme_id: int) -> ResponseReturnValue:
    """Ask before a theme is removed, and say how many points have it."""
    return _page(hearing_id, asked=theme_id)


@desk.post("/<hearing_id>/tema/<int(max=9223372036854775807):theme_id>/slett/")
@needs(Role.CASE_OFFICER)
def delete_theme(hearing_id: str, theme_id: int) -> ResponseReturnValue:
    """Remove a theme; where points have it only after the page has asked."""
    matter_or_404(hearing_id)
    try:
        theme = theme_of(db(), hearing_id, theme_id)
        if theme.points and request.form.get("sure") != "yes":
            return redirect(url_for("desk.ask_remove_theme", hearing_id=hearing_id, theme_id=theme_id), 303)
        remove_theme(db(), hearing_id, theme_id, actor=user().username, now=now())
    except ThemeUnknown:
        flash(reader().gettext("The theme is not there any more."), "refused")
    else:
        flash(reader().gettext("The theme «{name}» is removed.", name=theme.name), "done")
    return redirect(url_for("desk.theme_list", hearing_id=hearing_id), 303)


def _page(
    hearing_id: str,
    *,
    new: str = "",
    typed: dict[int, str] | None = None,
    mistake: Message | None = None,
    asked: int | None = None,
    code: int = 200,
) -> ResponseReturnValue:
    matter = matter_or_404(hearing_id)
    listed = themes.of_hearing(db(), hearing_id)
    if asked is not None and asked not in {theme.id for theme in listed}:
        abort(404)
    page = render_template(
        "desk/themes.html",
        matter=matter,
        hearing=matter.hearing,
        themes=listed,
        asked=next((theme for theme in listed if theme.id == asked), None),
        new=new,
        typed=typed or {},
        mistake=mistake,
        longest=LONGEST_NAME,
        may_change=user().role.may(Role.CASE_OFFICER),
    )
    return page, code


def _back(hearing_id: str, theme_id: int) -> ResponseReturnValue:
    flash(reader().gettext("Saved."), f"theme-{theme_id}")
    return redirect(url_for("desk.theme_list", hearing_id=hearing_id, _anchor=f"_theme_{theme_id}"), 303)
