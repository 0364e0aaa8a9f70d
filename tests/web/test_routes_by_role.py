"""Every route there is, tried by everybody who may not use it: all are refused, and nothing is changed by it.

The routes are taken from the application itself, so that a new one is tried from the day it is there. What stands in
the variable parts of addresses is in `FILLED` (test_security.py); of another hearing's, in `Ids` below.
"""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import template_rendered

from hearing_app.domain.vocabulary import Role
from hearing_app.inviting.invite import new_link
from hearing_app.storage import invitations, points, users
from hearing_app.treating.splitting import add_point
from hearing_app.users.accounts import set_user
from hearing_app.web.access import Open, access_to
from tests.web.test_security import FILLED

PASSWORD = "en lang og god setning"
LOGIN = "/sekretariat/logg-inn/"
MINE, OTHER = "lukket-strategi", "apen-plan"
PEOPLE = ("nobody", "holder", *Role)


@pytest.fixture
def routes(app):
    """Every route as (rule, method), without what the browser does by itself."""
    return [(r, method) for r in app.url_map.iter_rules() for method in sorted(r.methods - {"HEAD", "OPTIONS"})]


@pytest.fixture
def address(app):
    """A function that returns the address of a rule, with something filled in for each part."""
    adapter = app.url_map.bind("localhost")

    def built(rule, method, **values):
        missing = rule.arguments - set(FILLED) - set(values) - {"name"}
        if missing:
            pytest.fail(f"{rule.rule}: give {', '.join(sorted(missing))} a value in FILLED of test_security.py")
        given = {"name": "samrad.css", **FILLED, **values}
        return adapter.build(rule.endpoint, {part: given[part] for part in rule.arguments}, method=method)

    return built


@pytest.fixture
def ask(app):
    """A function that asks for an address, and returns the answer with the name of the template in `shown`."""
    names = []

    def note(_app, template, **_rest):
        names.append(template.name)

    def asked(client, where, method):
        names.clear()
        answer = client.open(where, method=method)
        answer.shown = names[-1] if names else ""
        return answer

    with template_rendered.connected_to(note, app):
        yield asked


@pytest.fixture
def dump(db):
    """A function that returns every row of every table."""
    tables = sorted(db.table_names())
    return lambda: {table: db.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}  # noqa: S608 - read from the database


@pytest.fixture
def come_in(app, db, now, link):
    """A function that returns the browser of one of PEOPLE; logging in is the only thing that it has done."""
    app.config["WTF_CSRF_ENABLED"] = False  # whoever is refused is refused for who they are

    def came(person):
        client = app.test_client()
        if person == "holder":
            client.post(link("fossheim", MINE))
        elif person != "nobody":
            name = f"en-{person.value}".replace("_", "-")
            if users.by_username(db, name) is None:
                set_user(db, username=name, name=name, password=PASSWORD, now=now, role=person)
            assert client.post(LOGIN, data={"username": name, "password": PASSWORD}).status_code == 303
        return client

    return came


def may(person, needed):
    """Tell whether a person may use what asks for `needed`."""
    if isinstance(needed, Role):
        return isinstance(person, Role) and person.may(needed)
    return needed is Open.EVERYBODY


def is_refused(answer):
    """Tell whether an answer lets nobody in: no page but a refusal, and no way on but to where one may begin."""
    if answer.status_code == 200:  # the page that explains where the personal link is to be found
        return answer.shown == "answer/link_needed.html"
    if answer.status_code == 303:
        return urlsplit(answer.location).path.startswith((LOGIN, "/svar/", "/tilslutning/"))
    return answer.status_code in (403, 404)


def is_nothing(answer, method):
    """Tell whether an answer says that there is no such thing; what was to be removed may be gone already."""
    return answer.status_code == 404 or (method == "POST" and answer.status_code in (303, 403, 409, 422))


@pytest.mark.parametrize("person", PEOPLE)
def test_who_may_not_is_refused_and_changes_nothing(app, ask, routes, address, dump, come_in, three_answers, person):
    """Whoever it is, on every route that is not theirs, by every method."""
    client, tried = come_in(person), 0
    before = dump()
    for rule, method in routes:
        needed = access_to(app, rule.endpoint)
        if may(person, needed) or needed is Open.HALF:
            continue
        where = address(rule, method)  # of the open hearing: the holder's link is to another
        answer = ask(client, where, method)
        assert is_refused(answer), (person, method, where, answer.status_code, answer.location)
        assert dump() == before, (person, method, where)
        tried += 1
    assert tried > 20


@pytest.mark.parametrize("person", PEOPLE)
def test_nobody_is_half_logged_in_who_has_not_given_the_password(app, routes, address, dump, come_in, person):
    """The pages between password and code lead everybody else to the beginning."""
    client = come_in(person)
    before = dump()
    half = [(rule, method) for rule, method in routes if access_to(app, rule.endpoint) is Open.HALF]
    for rule, method in half:
        answer = client.open(address(rule, method), method=method)
        assert (answer.status_code, answer.location) == (303, LOGIN)
    assert len(half) == 2
    assert dump() == before


@pytest.fixture
def ids(db, now, hearing, closed, receive, answered, three_answers, link):
    """What belongs to each of two hearings, by the name that it has in addresses."""
    theirs = receive(hearing, "bergvik", answered({"okonomi": "Fordel etter folketall."}))
    add_point(db, theirs, "okonomi", "Fordel etter folketall.", actor="siri", now=now)
    add_point(db, three_answers["bergvik"], "tiltak", "Merk stiene bedre.", actor="siri", now=now)
    new_link(db, closed, closed.invited_body("bergvik"), base_url="", actor="siri", now=now - timedelta(days=90))
    link()
    found = {}
    for hearing_id, sent in ((MINE, three_answers["bergvik"]), (OTHER, theirs)):
        found[hearing_id] = {
            "hearing_id": hearing_id,
            "reference": sent.reference,
            "point_id": points.of_hearing(db, hearing_id)[0].id,
            "invitation_id": invitations.of_hearing(db, hearing_id)[0].id,
        }
    return found


def test_nothing_of_another_hearing_is_reached_through_ones_own(ask, routes, address, dump, come_in, ids):
    """Whoever may do everything: an address with an id of another hearing is no address, and changes nothing."""
    client, tried = come_in(Role.ADMINISTRATOR), 0
    before = dump()
    for rule, method in routes:
        parts = rule.arguments & set(ids[MINE]) - {"hearing_id"}
        if not rule.endpoint.startswith("desk.") or "hearing_id" not in rule.arguments or not parts:
            continue
        for wrong in ("hearing_id", *sorted(parts)):
            if len(parts) > 1 and wrong == "hearing_id":
                continue  # nothing of the address would belong together
            where = address(rule, method, **{**ids[MINE], wrong: ids[OTHER][wrong]})
            answer = ask(client, where, method)
            assert is_nothing(answer, method), (method, where, answer.status_code, answer.location)
            assert dump() == before, (method, where)
            tried += 1
    assert tried > 10


def test_every_part_of_an_address_is_known_here(routes):
    """A part that is new says nothing before somebody has decided whether it belongs to a hearing."""
    desk = [rule for rule, _method in routes if rule.endpoint.startswith("desk.") and "hearing_id" in rule.arguments]
    parts = {part for rule in desk for part in rule.arguments}
    unknown = parts - set(FILLED)
    assert not unknown, f"give {', '.join(sorted(unknown))} a value in FILLED of test_security.py"


def test_a_body_reaches_nothing_of_another_bodys(app, ask, routes, address, dump, come_in, link, ids):
    """By its own link to the same hearing: neither receipt nor file nor colleague of the other."""
    client, tried = come_in("nobody"), 0
    client.post(link("fossheim", OTHER))
    before = dump()
    for rule, method in routes:
        if access_to(app, rule.endpoint) is not Open.LINK or not rule.arguments & {"reference", "sha256", "number"}:
            continue
        where = address(rule, method, **{k: v for k, v in ids[OTHER].items() if k in rule.arguments})
        answer = ask(client, where, method)
        assert is_nothing(answer, method) or is_refused(answer), (method, where, answer.status_code, answer.location)
        assert dump() == before, (method, where)
        tried += 1
    assert tried >= 5


def test_a_role_counts_from_the_next_page(come_in, db, now):
    """It is read with every request, so that nobody keeps what was taken away."""
    client = come_in(Role.ADMINISTRATOR)
    assert client.get("/sekretariat/brukere/").status_code == 200
    user = users.by_username(db, "en-administrator")
    users.set_facts(db, user.id, name=user.name, email="", role=Role.READER)
    assert client.get("/sekretariat/brukere/").status_code == 403
    users.set_disabled(db, user.id, now)
    assert client.get("/sekretariat/").status_code == 303
