"""What every answer carries, what the cookie is like, and who gets in."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hearing_app import create_app
from hearing_app.definitions.matters import TAKEN
from hearing_app.users.accounts import set_user
from hearing_app.web.security import CONTENT_SECURITY_POLICY

FORM, LOGIN, DESK = "/svar/apen-plan/", "/sekretariat/logg-inn/", "/sekretariat/"
WRONG = {"username": "siri", "password": "feil passord her"}
FILLED = {
    "hearing_id": "apen-plan",
    "reference": "2026-0001",
    "body_id": "bergvik",
    "invitation_id": 1,
    "link_id": 1,
    "point_id": 1,
    "item_id": "general",
    "note_id": 1,
    "phrase_id": 1,
    "bulk_id": 1,
    "redaction_id": 1,
    "mail_id": 1,
    "number": 1,
    "theme_id": 1,
    "aside_id": 1,
    "sha256": "0" * 64,
    "job_id": 1,
    "path": "horinger/apen-plan/",
    "section_id": "okonomi",
    "username": "siri",
    "token": "x",
}


def desk_routes(app):
    """Every (method, address) of the desk, with something filled in for each part of the address."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("desk."):
            values = {name: FILLED[name] for name in rule.arguments}
            for method in rule.methods - {"OPTIONS", "HEAD"}:
                yield method, adapter.build(rule.endpoint, values, method=method)


@pytest.mark.parametrize("path", ["/", "/svar/i/x", FORM, LOGIN, DESK, "/theme/samrad.css", "/finnes-ikke"])
def test_headers_stand_on_every_answer(visit, path):
    """Pages, files, redirects and errors alike."""
    headers = visit().get(path).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize("path", ["/svar/i/x", FORM, f"{FORM}kvittering/", LOGIN, DESK])
def test_private_pages_are_kept_nowhere(visit, path):
    """Neither in caches nor in search engines."""
    headers = visit().get(path).headers
    assert headers["Cache-Control"] == "no-store"
    assert "noindex" in headers["X-Robots-Tag"]


def test_pages_hold_no_script_and_no_inline_style(sent, secretary):
    """The policy forbids them, so that a browser would drop them silently."""
    pages = [sent.get(f"{FORM}kvittering/"), secretary.get(DESK), secretary.get(f"{DESK}apen-plan/")]
    for page in pages:
        assert "<script" not in page.text
        assert " style=" not in page.text
        assert "<style" not in page.text


@pytest.mark.parametrize("path", ["/svar/apen-plan", "/sekretariat", "/sekretariat//logg-inn/", "//ond.example/x/"])
@pytest.mark.parametrize("host", ["ond.example", "192.0.2.1:8000", "[", "ond.example/sti"])
def test_a_redirect_follows_no_made_up_host(visit, path, host):
    """The Host header is written by whoever asks, so no redirect is built from it."""
    answer = visit().get(path, headers={"Host": host})
    assert not (answer.location or "/").startswith(("//", "http"))
    assert (answer.location or "/").startswith("/")
    assert host not in answer.text


def test_an_error_is_logged_without_the_personal_link(app, visit, link, db, caplog):
    """The log names the rule of the address and the method, and the token stands nowhere in it."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    db.execute("CREATE TRIGGER full BEFORE UPDATE ON invitations BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    path = link()
    assert visit().open(path).status_code == 500
    assert "Exception on /svar/i/<token> [POST]" in caplog.text
    assert path.rpartition("/")[2] not in caplog.text


@pytest.mark.parametrize("path", ["/svar/i/x", LOGIN])
def test_the_app_links_to_the_source_like_the_site(settings, path):
    """The licence asks for it on every page that is served."""
    app = create_app(replace(settings, source_url="https://kode.example/samrad"))
    assert '<a href="https://kode.example/samrad">' in app.test_client().get(path).text


def test_the_cookie_of_plain_http(visit, link):
    """Out of reach for scripts, not sent from other sites, and kept for sixty days."""
    visitor = visit()
    header = visitor.open(link(), follow=False).headers["Set-Cookie"]
    assert header.startswith("samrad=")
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Expires=" in header
    assert "Secure" not in header


def test_https_makes_cookie_and_transport_strict(settings, link, clock):
    """With an https address the cookie goes nowhere else, and browsers remember to use it."""
    app = create_app(replace(settings, base_url="https://samrad.test"))
    app.config["CLOCK"] = clock
    headers = app.test_client().get(link(), base_url="https://samrad.test").headers
    assert "Secure" in headers["Set-Cookie"]
    assert headers["Strict-Transport-Security"].startswith("max-age=")


def test_posts_without_a_token_do_nothing(app, secretary):
    """Every form is guarded against other sites, the desk's as well."""
    for method, address in desk_routes(app):
        if method == "POST":
            assert secretary.client.post(address).status_code == 400


def test_every_desk_page_asks_for_login(app, visit):
    """Nobody gets past the door, on any address, by any method; even without the guard against other sites."""
    app.config["WTF_CSRF_ENABLED"] = False
    routes = list(desk_routes(app))
    assert len(routes) > 10
    for method, address in routes:
        answer = visit().client.open(address, method=method)
        assert answer.status_code == (303 if method == "GET" else 403), address
        assert method == "POST" or answer.location.startswith(LOGIN)


def test_a_login_leads_to_where_one_was_going(visit, db, now):
    """The page that asked for the login is the one that is shown afterwards."""
    set_user(db, username="siri", name="Siri", password="en lang og god setning", now=now)
    visitor = visit()
    page = visitor.get(f"{DESK}apen-plan/publiser/", follow_redirects=True)
    goal = page.text.split('name="next" value="')[1].split('"')[0]
    answer = visitor.post(LOGIN, {"username": "SIRI ", "password": "en lang og god setning", "next": goal})
    assert (answer.status_code, answer.location) == (303, f"{DESK}apen-plan/publiser/")


@pytest.mark.parametrize(
    "goal", ["https://ond.example/", "//ond.example", "/\\ond.example", "/sekretariat/\\..", "/", ""]
)
def test_a_login_leads_nowhere_else(secretary, goal):
    """Only the desk's own addresses are followed."""
    secretary.get(LOGIN)
    answer = secretary.post(LOGIN, {"username": "siri", "password": "en lang og god setning", "next": goal})
    assert answer.location == DESK


def test_a_wrong_password_tells_nothing(visit, db, now):
    """An unknown user and a wrong password get the same page."""
    set_user(db, username="siri", name="Siri", password="en lang og god setning", now=now)
    visitor = visit()
    visitor.get(f"{LOGIN}?lang=en")
    pages = [visitor.post(LOGIN, {**WRONG, "username": name}) for name in ("siri", "ukjent")]
    assert [page.status_code for page in pages] == [403, 403]
    assert all("User name or password is wrong" in page.text for page in pages)
    assert "feil passord her" not in pages[0].text


def test_guessing_is_stopped(visit, db, now, clock):
    """After five wrong passwords even the right one waits, and says for how long."""
    set_user(db, username="siri", name="Siri", password="en lang og god setning", now=now)
    visitor = visit()
    visitor.get(f"{LOGIN}?lang=en")
    for _ in range(5):
        visitor.post(LOGIN, WRONG)
    right = {"username": "siri", "password": "en lang og god setning"}
    stopped = visitor.post(LOGIN, right)
    assert stopped.status_code == 429
    assert "fifteen minutes" in stopped.text
    clock.now += timedelta(minutes=15, seconds=1)
    assert visitor.post(LOGIN, right).status_code == 303


def test_a_login_lasts_eight_hours(secretary, clock):
    """A desk that was left open closes itself."""
    clock.now += timedelta(hours=7, minutes=59)
    assert secretary.get(DESK).status_code == 200
    clock.now += timedelta(minutes=1)
    assert secretary.get(DESK).status_code == 303


def test_a_text_posted_after_the_login_ran_out_is_given_back(secretary, clock):
    """The page asks for a new login and shows what was written; the password is never shown."""
    clock.now += timedelta(hours=9)
    fields = {"assessment": "En lang vurdering", "password": "hemmelig"}
    page = secretary.post(f"{DESK}apen-plan/svar/2026-0001/punkter/1/", fields)
    assert page.status_code == 403
    assert "En lang vurdering" in page.text
    assert "hemmelig" not in page.text


def test_a_new_password_ends_old_sessions(secretary, db, now):
    """Whoever sits with the old password is out at once."""
    set_user(db, username="siri", name="Siri", password="en annen god setning", now=now)
    assert secretary.get(DESK).status_code == 303


def test_logging_out(secretary):
    """The way out is a button, and it works."""
    assert secretary.post("/sekretariat/logg-ut/").location == LOGIN
    assert secretary.get(DESK).status_code == 303


def test_a_login_begins_a_new_session(visit, db, now):
    """The token against other sites from before the login is worth nothing after it."""
    set_user(db, username="siri", name="Siri", password="en lang og god setning", now=now)
    visitor = visit()
    before = visitor.get(LOGIN) and visitor.hidden()["csrf_token"]
    visitor.post(LOGIN, {"username": "siri", "password": "en lang og god setning"})
    assert visitor.client.post("/sekretariat/logg-ut/", data={"csrf_token": before}).status_code == 400


def test_behind_a_proxy_guessing_counts_by_the_real_address(settings, clock, db, now):
    """The address in front of the trusted proxy is the one that is counted; one that the guesser makes up is not."""
    set_user(db, username="siri", name="Siri", password="en lang og god setning", now=now)
    app = create_app(replace(settings, trusted_proxies=1))
    app.config.update(CLOCK=clock, WTF_CSRF_ENABLED=False)
    client = app.test_client()
    for number in range(6):
        sent = {"X-Forwarded-For": f"10.0.0.{number}, 192.0.2.7"}
        answer = client.post(LOGIN, data=WRONG, headers=sent)
    assert answer.status_code == 429
    elsewhere = {"X-Forwarded-For": "192.0.2.8"}
    assert client.post(LOGIN, data=WRONG, headers=elsewhere).status_code == 403


def test_no_hearing_has_the_address_of_another_page(app):
    """What stands where a hearing's id does in an address of the app's own is refused as an id."""
    rules = (rule.rule.split("/") for rule in app.url_map.iter_rules())
    own = {parts[2] for parts in rules if parts[1] in ("svar", "sekretariat") and len(parts) > 2}
    assert {word for word in own if word and not word.startswith("<")} <= TAKEN
