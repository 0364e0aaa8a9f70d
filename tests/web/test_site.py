"""The public site and the theme, as they are served."""

import pytest


@pytest.fixture
def release(settings):
    """A function that puts a release in place and makes it live; it writes a front page with the given text."""

    def put(name, text="Forside"):
        folder = settings.site / "releases" / name
        (folder / "horinger").mkdir(parents=True)
        (folder / "index.html").write_text(f"<h1>{text}</h1>", encoding="utf-8")
        (folder / "horinger" / "index.html").write_text("<h1>Høringer</h1>", encoding="utf-8")
        (folder / ".hemmelig").write_text("hemmelig", encoding="utf-8")
        link = settings.site / ".next"
        link.symlink_to(folder.relative_to(settings.site))
        link.replace(settings.site / "current")
        return folder

    return put


def test_before_the_first_build(visit):
    """A site that is not there yet says so in the theme."""
    page = visit().get("/")
    assert page.status_code == 503
    assert "samrad.css" in page.text


def test_pages_and_folders(visit, release):
    """A folder is its index page, and its address ends with a slash."""
    release("1")
    visitor = visit()
    assert "Forside" in visitor.get("/").text
    assert "Høringer" in visitor.get("/horinger/").text
    answer = visitor.get("/horinger")
    assert (answer.status_code, answer.location) == (301, "/horinger/")


def test_a_switch_shows_at_once(visit, release):
    """The next request reads the new release; nothing is remembered of the old one."""
    visitor = visit()
    release("1", "Gammel")
    assert "Gammel" in visitor.get("/").text
    release("2", "Ny")
    assert "Ny" in visitor.get("/").text


def test_a_page_is_sent_once(visit, release):
    """A browser that has the page already gets 304, and must ask each time."""
    release("1")
    page = visit().get("/")
    assert page.headers["Cache-Control"] == "no-cache"
    assert visit().get("/", headers={"If-None-Match": page.headers["ETag"]}).status_code == 304


def test_public_pages_set_no_cookie(sent, release):
    """Not even in a browser that has a session, so that caches may keep them."""
    release("1")
    page = sent.get("/")
    assert "Set-Cookie" not in page.headers
    assert "Cookie" not in page.headers.get("Vary", "")


@pytest.mark.parametrize(
    "path",
    [
        "/.hemmelig",
        "/../../../samrad.toml",
        "/..%2f..%2f..%2fsamrad.toml",
        "/horinger/%2e%2e/%2e%2e/%2e%2e/samrad.toml",
        "/ut/samrad.toml",
        "//etc/passwd",
        "/theme/../templates/base.html",
        "/theme/%2e%2e/templates/base.html",
    ],
)
def test_nothing_outside_the_release_is_served(visit, release, settings, path):
    """Neither dots, encoded dots, hidden files nor links lead out of the folder."""
    (release("1") / "ut").symlink_to(settings.workspace)
    page = visit().get(path, follow_redirects=True)
    assert page.status_code == 404
    assert "secret_key" not in page.text


@pytest.mark.parametrize("path", ["/%00", "/horinger/%00/", "/" + "a" * 300, "/nn/" + "a" * 300 + "/", "/theme/%00"])
def test_a_name_that_no_file_can_have_is_not_there(visit, release, path):
    """A null byte or too many characters is a wrong address like any other."""
    release("1")
    assert visit().get(path).status_code == 404


def test_what_is_not_there_gets_the_site_s_own_page(visit, release):
    """The 404 page of the release is shown, in the language of the address."""
    folder = release("1")
    (folder / "404.html").write_text("Ikke her", encoding="utf-8")
    (folder / "nn").mkdir()
    (folder / "nn" / "404.html").write_text("Ikkje her", encoding="utf-8")
    pages = [visit().get(path) for path in ("/borte/", "/nn/borte/", "/en/gone/")]
    assert [page.status_code for page in pages] == [404, 404, 404]
    assert [page.text for page in pages[:2]] == ["Ikke her", "Ikkje her"]
    assert "Ikke her" not in pages[2].text


def test_versioned_files_are_kept_for_ever(visit):
    """A style sheet whose address holds its version is never asked for again; without one it is, in an hour."""
    page = visit().get("/svar/i/x").text
    address = page.split('href="/theme/app.css')[1].split('"')[0]
    assert address.startswith("?v=")
    lasting, plain = (visit().get(f"/theme/app.css{version}").headers["Cache-Control"] for version in (address, ""))
    assert "immutable" in lasting
    assert "immutable" not in plain
