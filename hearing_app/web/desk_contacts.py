"""Contacts at the desk: where each body is written to, one address at a time or many from a spreadsheet."""

import json
from collections.abc import Sequence

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hearing_app.domain.council import Body
from hearing_app.domain.message import N_, Message
from hearing_app.domain.vocabulary import Role
from hearing_app.inviting.contact_file import ContactFile, is_email, read_contacts
from hearing_app.inviting.contact_table import ContactFileRefused, sample, sample_sheet
from hearing_app.inviting.contacts import (
    Change,
    ContactsChanged,
    address_of,
    addresses_of,
    changes,
    forget_address,
    left_over,
    store_changes,
    where_from,
)
from hearing_app.inviting.new_bodies import as_yaml
from hearing_app.web.access import needs
from hearing_app.web.checks import clean_line
from hearing_app.web.current import db, now
from hearing_app.web.desk import desk, user
from hearing_app.web.frame import council, reader

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MARK = b"\xef\xbb\xbf"
"""Begins a CSV file that a spreadsheet is to read as UTF-8."""


@desk.get("/kontakter/")
@needs(Role.CASE_OFFICER)
def contact_list() -> ResponseReturnValue:
    """Show every body with its address and where that comes from."""
    return _list_page()


@desk.get("/kontakter/mal.csv")
@needs(Role.CASE_OFFICER)
def contact_sample() -> ResponseReturnValue:
    """Send a list to fill in, as CSV."""
    text = sample(_bodies(), addresses_of(db(), _bodies()))
    return _download(MARK + text.encode(), "text/csv; charset=utf-8", "kontakter.csv")


@desk.get("/kontakter/mal.xlsx")
@needs(Role.CASE_OFFICER)
def contact_sample_sheet() -> ResponseReturnValue:
    """Send a list to fill in, as a workbook."""
    return _download(sample_sheet(_bodies(), addresses_of(db(), _bodies())), XLSX, "kontakter.xlsx")


@desk.post("/kontakter/fil/")
@needs(Role.CASE_OFFICER)
def read_contact_file() -> ResponseReturnValue:
    """Show what a file would change; nothing is stored."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _list_page(N_("Choose a file first."))
    try:
        read = read_contacts(file.read(), _bodies())
    except ContactFileRefused as error:
        return _list_page(error.message, file.filename)
    changed = () if read.mistakes else changes(db(), read.rows)
    return _preview(changed, read, file.filename), 422 if read.mistakes else 200


@desk.post("/kontakter/lagre/")
@needs(Role.CASE_OFFICER)
def store_contact_file() -> ResponseReturnValue:
    """Store exactly the changes that were shown, or tell which addresses have been changed meanwhile."""
    shown = _shown_changes()
    try:
        store_changes(db(), shown, actor=user().username, now=now())
    except ContactsChanged as error:
        current = addresses_of(db(), [change.body for change in shown])
        anew = [Change(change.body, current[change.body.id], change.after) for change in shown]
        left = [change for change in anew if change.before != change.after]
        return _preview(left, None, request.form.get("name", ""), moved=error.bodies), 409
    ngettext = reader().ngettext
    flash(ngettext("{number} address was stored.", "{number} addresses were stored.", len(shown)))
    return redirect(url_for("desk.contact_list"), 303)


@desk.get("/kontakter/<body_id>/")
@needs(Role.CASE_OFFICER)
def contact_page(body_id: str) -> ResponseReturnValue:
    """Show the address of one body, to be changed."""
    body = _body(body_id)
    current = address_of(db(), body)
    return render_template("desk/contact.html", body=body, before=current, typed=current)


@desk.post("/kontakter/<body_id>/")
@needs(Role.CASE_OFFICER)
def set_contact(body_id: str) -> ResponseReturnValue:
    """Change the address of one body; an empty one brings that of council.yml back."""
    body, typed = _body(body_id), clean_line(request.form.get("email"))
    before = request.form.get("before", "")
    if typed and not is_email(typed):
        wrong = reader().gettext("Write an e-mail address, such as name@example.no.")
        return _contact_again(body, typed, before, wrong), 422
    if typed != before:
        try:
            store_changes(db(), [Change(body, before, typed)], actor=user().username, now=now())
        except ContactsChanged:
            wrong = reader().gettext("Somebody has changed the address meanwhile. Look at it and save again.")
            return _contact_again(body, typed, address_of(db(), body), wrong), 409
    _ = reader().gettext
    flash(_("The address of {body} is saved.", body=reader().local(body.name)))
    return redirect(url_for("desk.contact_list", _anchor=f"_{body.id}"), 303)


@desk.post("/kontakter/<body_id>/slett/")
@needs(Role.CASE_OFFICER)
def remove_contact(body_id: str) -> ResponseReturnValue:
    """Delete the stored address of a body that council.yml does not have any more."""
    if all(contact.body != body_id for contact in left_over(db(), _bodies())):
        abort(404)
    forget_address(db(), body_id, actor=user().username, now=now())
    flash(reader().gettext("The address is deleted."))
    return redirect(url_for("desk.contact_list"), 303)


def _list_page(wrong: Message | None = None, name: str = "") -> ResponseReturnValue:
    found = {address.body.id: address for address in where_from(db(), _bodies())}
    rows = [found[body.id] for body in reader().by_name(_bodies())]
    page = render_template(
        "desk/contacts.html",
        rows=rows,
        without=sum(not row.email for row in rows),
        left=left_over(db(), _bodies()),
        wrong=wrong,
        file_name=name,
        mistakes=wrong,
    )
    return page, 422 if wrong else 200


def _preview(changed: Sequence[Change], read: ContactFile | None, name: str, moved: Sequence[Body] = ()) -> str:
    unknown = read.unknown if read else ()
    return render_template(
        "desk/contact_file.html",
        changed=changed,
        carried=[json.dumps([change.body.id, change.before, change.after]) for change in changed],
        same=len(read.rows) - len(changed) if read and not read.mistakes else 0,
        read=read,
        mistakes=read.mistakes if read else (),
        file_name=name,
        moved=[reader().local(body.name) for body in moved],
        yaml=as_yaml(unknown, (body.id for body in _bodies())) if unknown else "",
    )


def _shown_changes() -> list[Change]:
    """Return the changes that the page carried; whatever else stands there is no page of ours."""
    found: dict[str, Change] = {}
    for text in request.form.getlist("change"):
        try:
            body_id, before, after = json.loads(text)
        except ValueError:
            abort(400)
        if not (isinstance(body_id, str) and isinstance(before, str) and isinstance(after, str) and is_email(after)):
            abort(400)
        found[body_id] = Change(_body(body_id), before, after)
    return list(found.values())


def _contact_again(body: Body, typed: str, before: str, wrong: str) -> str:
    return render_template("desk/contact.html", body=body, before=before, typed=typed, wrong=wrong, mistakes=wrong)


def _download(data: bytes, kind: str, name: str) -> ResponseReturnValue:
    response = make_response(data)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _bodies() -> tuple[Body, ...]:
    found = council()
    return found.bodies if found else ()


def _body(body_id: str) -> Body:
    found = council()
    body = found.body(body_id) if found else None
    if body is None:
        abort(404)
    return body
