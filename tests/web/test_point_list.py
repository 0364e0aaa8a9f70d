"""The list of points: its pages and filters, going on to the next, and bulk edits."""

import re

import pytest

from hearing_app.domain.vocabulary import Conclusion, Role
from hearing_app.storage import points
from hearing_app.treating.assess import assess_point
from hearing_app.treating.splitting import add_point, split_by_paragraph
from hearing_app.users.accounts import set_user
from hearing_app.web.security import SCRIPT_SECURITY_POLICY

DESK, CLOSED = "/sekretariat/", "/sekretariat/lukket-strategi/"
LIST, PHRASES, QUEUE = f"{CLOSED}punkter/", f"{DESK}fraser/", f"{DESK}til-godkjenning/"
PASSWORD = "en lang og god setning"


@pytest.fixture
def bergvik(three_answers):
    return three_answers["bergvik"]


@pytest.fixture
def point(db, bergvik, now):
    """A point of Bergvik's that nobody has assessed."""
    add_point(db, bergvik, "tiltak", "Bygg to broer.", actor="test", now=now)
    return points.of_submission(db, bergvik.reference)[0]


@pytest.fixture
def write(db, bergvik, now):
    """A function by which Ola writes on a point of Bergvik's."""

    def wrote(point, text="Ola skrev.", conclusion=Conclusion.NOTED, *, actor="ola"):
        revision = points.get(db, point.id).revision
        assess_point(
            db,
            bergvik,
            point.id,
            assessment=text,
            conclusion=conclusion,
            revision=revision,
            actor=actor,
            now=now,
        )

    return wrote


@pytest.fixture
def as_role(secretary, db, now):
    """A function that lets somebody of a role sit at the secretary's browser."""

    def logged_in(role):
        set_user(db, username="lise", name="Lise", password=PASSWORD, now=now, role=role)
        secretary.post("/sekretariat/logg-ut/", {})
        secretary.get("/sekretariat/logg-inn/?lang=en")
        secretary.post("/sekretariat/logg-inn/", {"username": "lise", "password": PASSWORD})
        return secretary

    return logged_in


class TestTheList:
    """Pages, filters, and going on to the next."""

    @pytest.fixture
    def many(self, db, receive, closed, answered, now):
        """Thirty points of Bergvik's newest answer."""
        text = "\n\n".join(f"Avsnitt nummer {number}." for number in range(1, 31))
        submission = receive(closed, "bergvik", answered({"tiltak": text}))
        split_by_paragraph(db, submission, "tiltak", actor="test", now=now)
        return points.of_submission(db, submission.reference)

    def shown(self, page):
        return [int(number) for number in re.findall(r'<article class="point" id="_point_(\d+)"', page.text)]

    def test_a_page_holds_25(self, secretary, many):
        """And says how many pages there are; a page that is not there is the last."""
        ids = [point.id for point in many]
        first = secretary.get(LIST)
        assert self.shown(first) == ids[:25]
        assert "Page 1 of 2" in first.text
        assert "30 of 30 points" in first.text
        assert self.shown(secretary.get(f"{LIST}?side=9")) == ids[25:]

    def test_saving_keeps_the_filter_and_finds_the_page(self, secretary, many):
        """The address that one is sent to holds what was looked for."""
        point = many[27]
        secretary.get(f"{LIST}?q=avsnitt&side=2")
        fields = {"assessment": "x", "revision": "0", "from": "list", "q": "avsnitt", "side": "2"}
        answer = secretary.post(f"{CLOSED}svar/{point.submission}/punkter/{point.id}/", fields)
        assert answer.location == f"{LIST}?q=avsnitt&side=2#_point_{point.id}"

    def test_next_without_conclusion(self, secretary, many, db):
        """It saves and goes on, over those that are done and from the bottom to the top; at the end it says so."""
        secretary.get(LIST)
        address = f"{CLOSED}svar/{many[0].submission}/punkter/"
        fields = {"assessment": "Ja.", "conclusion": "noted", "revision": "0", "from": "list", "action": "next"}
        for point in many[1:]:
            db.execute("UPDATE points SET assessment = 'x', conclusion = 'noted' WHERE id = ?", [point.id])
        db.execute("UPDATE points SET assessment = '' WHERE id IN (?, ?)", [many[2].id, many[26].id])
        to = [secretary.post(f"{address}{many[n].id}/", {**fields, "assessment": str(n)}).location for n in (1, 2, 26)]
        assert to == [
            f"{LIST}#_point_{many[2].id}",
            f"{LIST}?side=2#_point_{many[26].id}",
            f"{LIST}#_point_{many[0].id}",
        ]
        page = secretary.post(f"{address}{many[0].id}/", fields, follow=True)
        assert "There are no more points without assessment or conclusion here." in page.text
        assert db.execute("SELECT count(*) FROM points WHERE assessment = ''").fetchone()[0] == 0

    def test_it_can_be_sorted_and_narrowed_by_body(self, secretary, db, three_answers, many, now):
        """By the names of the bodies; only those with points are offered."""
        fossheim = three_answers["fossheim"]
        add_point(db, fossheim, "general", "Vi saknar ein frist.", actor="test", now=now)
        page = secretary.get(f"{LIST}?instans=fossheim&orden=instans")
        assert f"1 of {len(many) + 1} points" in page.text
        assert re.findall(r'<option value="(\w+)"', page.text.split('name="instans"')[1].split("</select>")[0]) == [
            "bergvik",
            "fossheim",
        ]

    @pytest.mark.usefixtures("point")
    def test_what_is_looked_for_is_only_text(self, secretary):
        """Nothing of an address becomes markup or SQL."""
        for query in ("?q=%3Cscript%3E", "?tema='%22--", "?vis=tull&konklusjon=tull&side=-3", "?side=x"):
            page = secretary.get(LIST + query)
            assert page.status_code == 200
            assert "<script>" not in page.text

    @pytest.mark.usefixtures("point")
    def test_only_pages_with_a_script_may_run_one(self, secretary):
        """And only from a file of this site."""
        assert secretary.get(LIST).headers["Content-Security-Policy"] == SCRIPT_SECURITY_POLICY
        assert "script-src" not in secretary.get(DESK).headers["Content-Security-Policy"]


class TestBulk:
    """Editing many points, looked at first."""

    TOGETHER = f"{LIST}sammen/"

    @pytest.fixture
    def two(self, db, bergvik, now):
        split_by_paragraph(db, bergvik, "tiltak", actor="test", now=now)
        return points.of_submission(db, bergvik.reference)

    def looked_at(self, page):
        return dict(re.findall(r'type="hidden" name="(seen|looked_at)" value="([^"]*)"', page.text))

    def test_it_is_looked_at_stored_and_undone(self, secretary, db, two):
        """Nothing is stored by looking; the undo stands where one comes back to."""
        secretary.get(LIST)
        fields = {"conclusion": "noted", "text": "Takk til {instans}.", "mode": "append"}
        page = secretary.post(self.TOGETHER, {**fields, "scope": "all"})
        assert "2 points would be changed." in page.text
        assert page.text.count("Takk til Bergvik kommune.") == 2
        assert {points.get(db, point.id).revision for point in two} == {0}
        done = secretary.post(f"{self.TOGETHER}lagre/", {**fields, **self.looked_at(page)}, follow=True)
        assert "2 points are changed." in done.text
        assert {points.get(db, point.id).assessment for point in two} == {"Takk til Bergvik kommune."}
        undo = re.search(r'action="([^"]+/angre/)"', done.text)[1]
        assert "2 points have their earlier wording again." in secretary.post(undo, follow=True).text
        assert {points.get(db, point.id).assessment for point in two} == {""}

    def test_a_point_that_a_colleague_changed_stops_it(self, secretary, db, two, write):
        """Nothing is stored, and the page shows which."""
        secretary.get(LIST)
        fields = {"conclusion": "noted", "text": "Mitt.", "concluded": "1"}
        page = secretary.post(self.TOGETHER, {**fields, "point": [point.id for point in two]})
        write(two[1])
        again = secretary.post(f"{self.TOGETHER}lagre/", {**fields, **self.looked_at(page)})
        assert again.status_code == 409
        assert "Changed since you looked" in again.text.split(f'id="_row_{two[1].id}"')[1]
        assert "Changed since you looked" not in again.text.split(f'id="_row_{two[1].id}"')[0]
        assert points.get(db, two[0].id).assessment == ""
        secretary.post(f"{self.TOGETHER}lagre/", {**fields, **self.looked_at(again)})
        assert points.get(db, two[1].id).assessment == "Ola skrev.\n\nMitt."

    def test_what_is_stored_is_what_was_looked_at(self, secretary, db, two):
        """Another text than the one shown is shown first."""
        secretary.get(LIST)
        page = secretary.post(self.TOGETHER, {"conclusion": "noted", "scope": "all"})
        other = secretary.post(f"{self.TOGETHER}lagre/", {"conclusion": "accepted", **self.looked_at(page)})
        assert other.status_code == 409
        assert "not what you looked at" in other.text
        assert points.get(db, two[0].id).conclusion is None

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({"conclusion": "noted"}, "No point is chosen."),
            ({"scope": "all"}, "Choose what is to be done to the points."),
            ({"scope": "all", "due": "31.2.2026", "assignee": "siri"}, "Write a date like 31.5.2026."),
            ({"scope": "all", "due": "2026-05-31"}, "Choose who is to do it as well."),
            ({"scope": "all", "text": "{noe}"}, "{noe} is not filled in by the program."),
        ],
    )
    @pytest.mark.usefixtures("two")
    def test_what_is_missing_is_told_and_nothing_typed_is_lost(self, secretary, fields, told):
        """The form stands on the page as it was filled in."""
        secretary.get(LIST)
        page = secretary.post(self.TOGETHER, {"add_theme": "x" * 10 if "due" in fields else "", **fields})
        assert page.status_code == 422
        assert told in page.text
        assert all(typed in page.text for name, typed in fields.items() if name != "scope")
        assert ("x" * 10 in page.text) is ("due" in fields)

    @pytest.mark.usefixtures("two")
    def test_a_case_officer_approves_nothing_in_bulk_either(self, as_role):
        """The choice is not there, and the address refuses."""
        officer = as_role(Role.CASE_OFFICER)
        assert '<option value="approved"' not in officer.get(LIST).text
        assert officer.post(self.TOGETHER, {"scope": "all", "review": "approved"}).status_code == 403
