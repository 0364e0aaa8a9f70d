"""What the desk's pages offer: nobody is shown a button, or a way to a page, that is refused when it is used."""

import html
import re

import pytest
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from hearing_app.adopting.report_links import new_report_link
from hearing_app.domain.vocabulary import Role
from hearing_app.inviting.invite import new_link
from hearing_app.treating.splitting import add_point
from hearing_app.users.accounts import set_user
from hearing_app.web.access import access_to

PASSWORD = "en lang og god setning"
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_ACTION = re.compile(r'\b(?:form)?action="([^"]*)"')
_LINK = re.compile(r'<a\b[^>]*\bhref="(/sekretariat/[^"#]*)')


@pytest.fixture
def work(db, now, closed, library, three_answers):
    """Points, links and reports, so that there is something to offer on every page."""
    add_point(db, three_answers["bergvik"], "tiltak", "Merk stiene bedre.", actor="siri", now=now)
    new_link(db, closed, closed.invited_body("bergvik"), base_url="", actor="siri", now=now)
    decided = library.matter("vedtatt-avtale").hearing
    body = decided.invited_body("indre")
    new_report_link(db, decided, body, base_url="", email="a@indre.example", actor="siri", now=now)


def refused_here(app, role, address, method):
    """Tell whether an address of the desk answers `method` and is for those who may do more than `role`."""
    try:
        endpoint, _ = app.url_map.bind("localhost").match(address.partition("?")[0], method=method)
    except (NotFound, MethodNotAllowed, RequestRedirect):
        return False
    needed = access_to(app, endpoint)
    return isinstance(needed, Role) and not role.may(needed)


def offers(page, address):
    """Yield each (address, method) that a page offers."""
    for attributes, inside in _FORM.findall(page):
        method = "POST" if 'method="post"' in attributes else "GET"
        named = _ACTION.search(attributes)
        yield html.unescape(named[1]) if named and named[1] else address, method
        yield from ((html.unescape(one), method) for one in _ACTION.findall(inside))
    yield from ((html.unescape(link), "GET") for link in _LINK.findall(page))


def shape(address):
    """Return an address without what tells one of a kind from another: two of each kind are looked at."""
    plain = re.sub(r"\d{4}-\d{4}|[0-9a-f]{64}|/\d+/|/(bergvik|fossheim|indre)/", "/*/", address.replace("?lang=", ""))
    return re.sub(r"=[^&]*", "=", plain)


@pytest.mark.parametrize("role", [Role.READER, Role.CASE_OFFICER, Role.REVIEWER])
def test_nobody_is_offered_what_is_refused(app, db, now, work, role):
    """From the first page of the desk on, through everything that is linked."""
    set_user(db, username="ola", name="Ola", password=PASSWORD, now=now, role=role)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/sekretariat/logg-inn/", data={"username": "ola", "password": PASSWORD})
    waiting, seen, wrong = ["/sekretariat/"], {"/sekretariat/": 1}, set()
    visited = 0
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        visited += 1
        for offered, method in offers(answer.text, address):
            if refused_here(app, role, offered, method):
                wrong.add((address.partition("?")[0], method, offered))
            elif method == "GET" and offered.startswith("/sekretariat/") and "lang=" not in offered:
                seen[shape(offered)] = seen.get(shape(offered), 0) + 1
                if seen[shape(offered)] <= 2 and offered not in waiting:
                    waiting.append(offered)
    assert visited > 20
    assert not wrong, "\n".join(map(str, sorted(wrong)))
