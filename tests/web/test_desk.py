"""The secretariat's pages: who has answered, reading, splitting, assessing, and publishing."""

import re

import pytest

from hearing_app.domain.vocabulary import Conclusion
from hearing_app.inviting.invite import LinkUnknown, open_link
from hearing_app.storage import invitations, outbox, points, rebuilds, submissions
from hearing_app.treating.assess import assess_point, points_that_count
from hearing_app.treating.splitting import add_point

DESK, OPEN, CLOSED = "/sekretariat/", "/sekretariat/apen-plan/", "/sekretariat/lukket-strategi/"


@pytest.fixture
def bergvik(three_answers):
    """Bergvik's submission to the closed hearing."""
    return three_answers["bergvik"]


@pytest.fixture
def point(db, bergvik, now):
    """A point of Bergvik's submission that nobody has assessed."""
    add_point(db, bergvik, "tiltak", "Bygg to broer.", actor="test", now=now)
    return points.of_submission(db, bergvik.reference)[0]


@pytest.fixture
def read(secretary, bergvik):
    """A function that posts to Bergvik's submission as the secretary does."""
    secretary.get(f"{CLOSED}svar/{bergvik.reference}/")
    return lambda path, fields, **kwargs: secretary.post(f"{CLOSED}svar/{bergvik.reference}/{path}", fields, **kwargs)


def quotes(db, submission):
    return [point.quote for point in points.of_submission(db, submission.reference)]


def test_the_overview_shows_every_hearing(secretary, three_answers, point):
    """Status, deadline, how many have answered, and points without a conclusion."""
    page = secretary.get(DESK)
    for text in ("A joint plan for the river", "Open, extended deadline", "15 June 2026", "3 of 4", "1 of 1"):
        assert text in page.text


def test_the_overview_tells_what_needs_a_hand(secretary, content, db, now, three_answers):
    """Mail that fails, a site that could not be built, and mistakes with file, line and column."""
    outbox.mark_failed(db, outbox.waiting(db)[0].id, error="ConnectionRefusedError", retry_at=now)
    rebuilds.ask(db, "test", now)
    rebuilds.failed(db, rebuilds.newest(db), "byggingen stoppet")
    definition = content / "hearings" / "apen-plan" / "hearing.yml"
    definition.write_text(
        definition.read_text(encoding="utf-8").replace("language: nb", "language: xx"), encoding="utf-8"
    )
    page = secretary.get(DESK)
    assert "3 mails are waiting" in page.text
    assert "The mail server could not be reached." in page.text
    assert "byggingen stoppet" in page.text
    assert "hearings/apen-plan/hearing.yml:5:11" in page.text


def test_a_hearing_shows_how_far_each_body_has_come(secretary, sent, link, visit):
    """Not invited, invited, opened, begun and answered are told apart."""
    visit().open(link("fossheim"))
    other = visit()
    other.open(link("granneset"))
    other.get("/svar/apen-plan/")
    other.save({"text_general": "Begynt"})
    link("indre")
    page = secretary.get(OPEN)
    states = dict(re.findall(r'<tr role="row" id="_([a-z]+)">.*?data-color="\w+">([^<]+)</span>', page.text, re.DOTALL))
    assert states == {
        "bergvik": "Answered",
        "fossheim": "Link opened",
        "granneset": "Begun",
        "indre": "Invited",
        "ungdomsradet": "Not invited",
    }


def test_inviting_all_queues_one_mail_each(secretary, db):
    """Each body with an address gets one invitation, and a second click sends nothing."""
    secretary.get(OPEN)
    for _ in range(2):
        page = secretary.post(f"{OPEN}inviter/", follow=True)
    assert sorted(mail.recipient.split("@")[1] for mail in outbox.waiting(db)) == [
        "bergvik.example",
        "fossheim.example",
        "granneset.example",
        "indre.example",
    ]
    assert "No e-mail address for The Youth Council." in page.text


def test_nobody_is_invited_to_a_closed_hearing(secretary, db):
    """The button is not there, and the address does nothing."""
    assert "inviter/" not in secretary.get(CLOSED).text
    assert secretary.post(f"{CLOSED}inviter/").status_code == 409
    assert outbox.waiting(db) == ()


def test_a_new_link_is_shown_once_and_can_be_revoked(secretary, db, now):
    """The link works, stands on no other page, and stops working when it is revoked."""
    secretary.get(OPEN)
    page = secretary.post(f"{OPEN}lenke/ungdomsradet/")
    token = re.search(r"http://samrad\.test/svar/i/([\w-]{40,})<", page.text)[1]
    assert open_link(db, token, now=now).body == "ungdomsradet"
    assert token not in secretary.get(OPEN).text
    (invitation,) = invitations.of_hearing(db, "apen-plan")
    secretary.post(f"{OPEN}lenke/{invitation.id}/trekk/")
    with pytest.raises(LinkUnknown):
        open_link(db, token, now=now)


def test_a_link_of_another_hearing_is_not_revoked_here(secretary, db, link):
    """The address must name the invitation's own hearing."""
    link("bergvik", "lukket-strategi")
    (invitation,) = invitations.of_hearing(db, "lukket-strategi")
    secretary.get(OPEN)
    assert secretary.post(f"{OPEN}lenke/{invitation.id}/trekk/").status_code == 404
    assert invitations.by_id(db, invitation.id).revoked_at is None


def test_reading_a_submission(secretary, bergvik):
    """Each item with the section's text, stance and answer; the one who filled it in is shown here only."""
    page = secretary.get(f"{CLOSED}svar/{bergvik.reference}/")
    for text in (
        "Kvar kommune merkjer sine stiar.",
        "Supports with remarks",
        "Merk stiene bedre.",
        "kari@bergvik.example",
    ):
        assert text in page.text


def test_a_submission_of_another_hearing_is_not_here(secretary, bergvik):
    """An address with the wrong hearing finds nothing."""
    assert secretary.get(f"{OPEN}svar/{bergvik.reference}/").status_code == 404


def test_splitting_into_points(read, db, bergvik):
    """The whole answer, one per paragraph, or an excerpt."""
    read("punkter/", {"item": "tiltak", "action": "paragraphs"})
    assert quotes(db, bergvik) == ["Merk stiene bedre.", "Bygg to broer."]
    read("punkter/", {"item": "tiltak", "action": "whole"})
    read("punkter/", {"item": "tiltak", "action": "excerpt", "quote": "Bygg to"})
    assert quotes(db, bergvik)[2:] == ["Merk stiene bedre.\n\nBygg to broer.", "Bygg to"]


def test_words_that_the_body_did_not_write_are_refused(read, db, bergvik):
    """The excerpt stays in its field with the reason beside it."""
    page = read("punkter/", {"item": "tiltak", "action": "excerpt", "quote": "Bygg tre broer."})
    assert page.status_code == 422
    assert "Bygg tre broer.</textarea>" in page.text
    assert 'id="quote_tiltak-error"' in page.text
    assert quotes(db, bergvik) == []


def test_an_item_that_does_not_exist_makes_no_points(read, db, bergvik):
    """An address of somebody's own making changes nothing."""
    read("punkter/", {"item": "finnes-ikke", "action": "paragraphs"})
    assert read("punkter/", {"item": "finnes-ikke", "action": "whole"}).status_code == 422
    assert quotes(db, bergvik) == []


def test_assessing_a_point(read, db, point):
    """Text and conclusion are stored under the secretary's name, and the page comes back to the point."""
    fields = {"assessment": "Vi foreslår én bro.", "conclusion": "partly_accepted", "revision": "0"}
    answer = read(f"punkter/{point.id}/", fields)
    assert answer.location.endswith(f"#_point_{point.id}")
    stored = points.get(db, point.id)
    assert (stored.assessment, stored.conclusion, stored.assessed_by) == (
        "Vi foreslår én bro.",
        Conclusion.PARTLY_ACCEPTED,
        "siri",
    )


def test_a_colleague_s_assessment_is_not_overwritten_unseen(read, db, bergvik, point, now):
    """Both texts are shown, and saving once more lets mine count."""
    assess_point(
        db, bergvik, point.id, assessment="Ola først", conclusion=Conclusion.NOTED, revision=0, actor="ola", now=now
    )
    page = read(f"punkter/{point.id}/", {"assessment": "Min tekst", "conclusion": "accepted", "revision": "0"})
    assert page.status_code == 409
    assert "Min tekst</textarea>" in page.text
    assert "Ola først" in page.text
    assert points.get(db, point.id).assessment == "Ola først"
    revision = re.search(r'name="revision" value="(\d+)"', page.text)[1]
    read(f"punkter/{point.id}/", {"assessment": "Min tekst", "conclusion": "accepted", "revision": revision})
    assert points.get(db, point.id).assessment == "Min tekst"


def test_removing_a_point(read, db, bergvik, point, now):
    """Only a point that nobody has assessed goes away."""
    assess_point(db, bergvik, point.id, assessment="Noe", conclusion=None, revision=0, actor="ola", now=now)
    assert "Empty it" in read(f"punkter/{point.id}/fjern/", {}, follow=True).text
    assess_point(db, bergvik, point.id, assessment="", conclusion=None, revision=1, actor="ola", now=now)
    read(f"punkter/{point.id}/fjern/", {})
    assert points.get(db, point.id) is None


def test_the_list_of_points_can_be_narrowed(secretary, db, three_answers, bergvik, point, now):
    """Only those without a conclusion, or only one part; saving comes back to the same list."""
    done = three_answers["fossheim"]
    add_point(db, done, "general", "Vi saknar ein frist.", actor="test", now=now)
    other = points.of_submission(db, done.reference)[0]
    assess_point(db, done, other.id, assessment="Ja.", conclusion=Conclusion.NOTED, revision=0, actor="x", now=now)
    shown = {
        query: set(re.findall(r'id="_point_(\d+)"', secretary.get(f"{CLOSED}punkter/{query}").text))
        for query in ("", "?vis=uten-konklusjon", "?del=general")
    }
    both = {str(point.id), str(other.id)}
    assert shown == {"": both, "?vis=uten-konklusjon": {str(point.id)}, "?del=general": {str(other.id)}}
    fields = {"assessment": "x", "revision": "0", "from": "list", "vis": "uten-konklusjon", "del": ""}
    answer = secretary.post(f"{CLOSED}svar/{bergvik.reference}/punkter/{point.id}/", fields)
    assert answer.location == f"{CLOSED}punkter/?vis=uten-konklusjon#_point_{point.id}"


def test_a_conflict_on_the_list_stays_on_the_list(secretary, db, bergvik, point, now):
    """The text that could not be saved stands where it was typed."""
    assess_point(db, bergvik, point.id, assessment="Først", conclusion=None, revision=0, actor="ola", now=now)
    secretary.get(f"{CLOSED}punkter/")
    fields = {"assessment": "Sist", "revision": "0", "from": "list"}
    page = secretary.post(f"{CLOSED}svar/{bergvik.reference}/punkter/{point.id}/", fields)
    assert page.status_code == 409
    assert "Sist</textarea>" in page.text
    assert 'name="from" value="list"' in page.text


def test_points_of_a_replaced_version_do_not_count(db, receive, closed, answered, bergvik, point):
    """When a body sends a new version, the old one's points are history."""
    receive(closed, "bergvik", answered({"tiltak": "Bygg tre broer."}))
    assert points_that_count(db, closed.id) == ()


def test_the_preview_is_what_readers_get(secretary, three_answers, db, bergvik, point, now):
    """Figures per section and the points; an assessment without a conclusion is not for readers yet."""
    assess_point(db, bergvik, point.id, assessment="Utkast", conclusion=None, revision=0, actor="x", now=now)
    page = secretary.get(f"{CLOSED}oppsummering/")
    assert "Bygg to broer." in page.text
    assert "Utkast" not in page.text
    assert "3 of 3 answers" in page.text


def test_hostile_answers_are_only_text_at_the_desk(secretary, receive, closed, answered, db, now):
    """What a body writes never becomes markup on the secretariat's pages."""
    hostile = '<script>alert(1)</script></textarea><a href="javascript:x">'
    submission = receive(closed, "bergvik", answered({"tiltak": hostile}, name=hostile))
    add_point(db, submission, "tiltak", hostile, actor="test", now=now)
    for path in (f"svar/{submission.reference}/", "punkter/", "oppsummering/", "publiser/"):
        page = secretary.get(f"{CLOSED}{path}")
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert 'href="javascript' not in page.text


def test_a_replaced_version_says_so(secretary, receive, closed, answered, bergvik):
    """The page of an old version leads to the one that counts."""
    latest = receive(closed, "bergvik", answered({"general": "Ny versjon"}))
    page = secretary.get(f"{CLOSED}svar/{bergvik.reference}/")
    assert "has been replaced" in page.text
    assert f"{CLOSED}svar/{latest.reference}/" in page.text


def test_an_unreadable_hearing_is_not_a_crash(app, secretary, content):
    """Its page shows the mistake with its place, its row stays in the overview, and others work on."""
    (content / "hearings" / "apen-plan" / "hearing.yml").write_text("id: [", encoding="utf-8")
    assert "hearings/apen-plan/hearing.yml:" in secretary.get(OPEN).text
    row = secretary.get(DESK).text.split(f'href="{OPEN}"')[1].split("</tr>")[0]
    assert ">Error<" in row
    assert secretary.get(DESK).status_code == 200
    assert secretary.get(f"{DESK}finnes-ikke/").status_code == 404


def test_every_version_is_kept(db, receive, closed, answered, bergvik):
    """The desk can read what was sent first."""
    receive(closed, "bergvik", answered({"general": "Ny"}))
    assert len(submissions.of_hearing(db, closed.id)) == 4


def test_every_version_can_be_reached(secretary, receive, closed, answered, bergvik):
    """Each version's page links to the others, earlier and later."""
    latest = receive(closed, "bergvik", answered({"general": "Ny"}))
    for shown, other in ((latest, bergvik), (bergvik, latest)):
        assert f'href="{CLOSED}svar/{other.reference}/"' in secretary.get(f"{CLOSED}svar/{shown.reference}/").text


def test_points_of_an_earlier_version_are_carried_over(secretary, db, receive, closed, answered, bergvik, point, now):
    """One button gives the new version the points that still stand in it, and is gone afterwards."""
    assess_point(db, bergvik, point.id, assessment="Ja.", conclusion=Conclusion.NOTED, revision=0, actor="ola", now=now)
    latest = receive(closed, "bergvik", answered({"tiltak": "Bygg to broer. Og merk dem."}))
    page = secretary.get(f"{CLOSED}svar/{latest.reference}/")
    assert "1 point made in an earlier version" in page.text
    page = secretary.post(f"{CLOSED}svar/{latest.reference}/overfor/", follow=True)
    assert "1 point carried over." in page.text
    assert "overfor/" not in page.text
    (carried,) = points.of_submission(db, latest.reference)
    assert (carried.quote, carried.assessment, carried.assessed_by) == ("Bygg to broer.", "Ja.", "ola")


def test_an_answer_to_a_section_that_was_renamed_is_read_at_the_desk(secretary, bergvik, point, rename_section):
    """Stance, text and points of what the hearing no longer has stand below the rest."""
    rename_section("tiltak", "gjeremal", "lukket-strategi")
    page = secretary.get(f"{CLOSED}svar/{bergvik.reference}/")
    part = page.text.split('id="_item_tiltak"')[1]
    assert "About a part that is no longer in the hearing: tiltak" in part
    assert "Merk stiene bedre." in part
    assert "Supports with remarks" in part
    assert f'id="_point_{point.id}"' in part


@pytest.fixture
def only_indre(content):
    """Leave only Indre on the closed hearing's invitation."""
    path = content / "hearings" / "lukket-strategi" / "hearing.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[{members_of: elvedalen}, indre]", "[indre, holmby]"), encoding="utf-8")


def test_who_is_no_longer_invited_stays_on_the_desk(secretary, three_answers, only_indre):
    """The answers are listed apart, and the count is of those invited."""
    page = secretary.get(CLOSED)
    assert "1 of 2" in page.text
    assert "and 2 no longer invited" in page.text
    part = page.text.split('id="_left"')[1].split("</section>")[0]
    assert "Bergvik kommune" in part
    assert f"{CLOSED}svar/{three_answers['fossheim'].reference}/" in part
    assert "Fossheim kommune" in secretary.get(f"{CLOSED}svar/{three_answers['fossheim'].reference}/").text
    overview = secretary.get(DESK).text
    assert "1 of 2" in overview
    assert "and 2 no longer invited" in overview


def test_answers_to_a_hearing_without_a_folder_are_told_of(secretary, three_answers, content):
    """Somebody has renamed the folder: the overview names the id that is in the database."""
    assert "no folder" not in secretary.get(DESK).text
    (content / "hearings" / "lukket-strategi").rename(content.parent / "borte")
    page = secretary.get(DESK)
    assert "Answers to hearings that have no folder" in page.text
    assert "<code>lukket-strategi</code>" in page.text


@pytest.fixture
def mistake(content):
    """Make a mistake in the open hearing's definition."""
    definition = content / "hearings" / "apen-plan" / "hearing.yml"
    text = definition.read_text(encoding="utf-8")
    definition.write_text(text.replace("language: nb", "language: xx"), encoding="utf-8")


def test_a_broken_hearing_looks_the_same_in_every_process(secretary, content, request):
    """One that was read before the mistake shows the problems just like one that was never readable."""
    assert "Mistakes in the files" not in secretary.get(OPEN).text
    request.getfixturevalue("mistake")
    page = secretary.get(OPEN)
    assert "Mistakes in the files of «apen-plan»" in page.text
    assert "hearings/apen-plan/hearing.yml:5:11" in page.text


def test_what_is_posted_to_a_broken_hearing_comes_back(secretary, content, bergvik, point):
    """The assessment that could not be saved stands on the page with the problems."""
    secretary.get(f"{CLOSED}punkter/")
    (content / "hearings" / "lukket-strategi" / "hearing.yml").write_text("id: [", encoding="utf-8")
    fields = {"assessment": "En lang vurdering", "revision": "5"}
    page = secretary.post(f"{CLOSED}svar/{bergvik.reference}/punkter/{point.id}/", fields)
    assert page.status_code == 409
    assert "En lang vurdering</textarea>" in page.text


def test_a_site_with_errors_is_not_promised(secretary, db, mistake):
    """The button refuses at once and points to the errors, and asks nobody to build."""
    secretary.get(DESK)
    page = secretary.post(f"{DESK}nettstedet/", follow=True)
    assert "The site is not built anew" in page.text
    assert "will be built" not in page.text
    assert rebuilds.newest(db) == 0


def test_asking_for_the_site_promises_no_more_than_is_known(secretary, db):
    """The notice is neutral: nothing has been built when it is shown."""
    secretary.get(DESK)
    page = secretary.post(f"{DESK}nettstedet/", follow=True)
    assert 'data-color="info" role="status"><p>The site will be built anew' in page.text
    assert rebuilds.newest(db) > 0


def test_revoking_asks_first_and_tells_at_the_row(secretary, db, link):
    """A page names the body; only its button revokes, and the notice stands where one comes back to."""
    link("fossheim")
    (invitation,) = invitations.of_hearing(db, "apen-plan")
    address = f"{OPEN}lenke/{invitation.id}/trekk/"
    assert f'href="{address}"' in secretary.get(OPEN).text
    assert "Revoke the link of Fossheim kommune?" in secretary.get(address).text
    assert invitations.by_id(db, invitation.id).revoked_at is None
    page = secretary.post(address, follow=True)
    row = page.text.split('id="_fossheim"')[1].split("</tr>")[0]
    assert "The link does not work any more." in row
    assert page.text.count("The link does not work any more.") == 1


def test_a_point_that_leaves_the_list_is_told_of_on_top(secretary, bergvik, point):
    """What is done disappears from the list of what is left, so the notice names it."""
    secretary.get(f"{CLOSED}punkter/?vis=uten-konklusjon")
    fields = {"assessment": "Ja.", "conclusion": "noted", "revision": "0", "from": "list", "vis": "uten-konklusjon"}
    page = secretary.post(f"{CLOSED}svar/{bergvik.reference}/punkter/{point.id}/", fields, follow=True)
    assert f'id="_point_{point.id}"' not in page.text
    assert "Saved: «Bygg to broer.», Bergvik kommune." in page.text


def test_colleagues_are_called_by_their_names(read, secretary, db, bergvik, point, now):
    """The user name is for logging in; who has no user any more keeps it."""
    secretary.get(f"{CLOSED}svar/{bergvik.reference}/")
    read(f"punkter/{point.id}/", {"assessment": "Ja.", "conclusion": "noted", "revision": "0"})
    page = read(f"punkter/{point.id}/", {"assessment": "Nei.", "conclusion": "noted", "revision": "0"})
    assert "Siri Sekretær saved another assessment meanwhile" in page.text
    assert "Saved by Siri Sekretær" in page.text


def test_what_is_a_point_already_is_said_so(read):
    """Nobody is told of 0 new points."""
    for _ in range(2):
        page = read("punkter/", {"item": "tiltak", "action": "paragraphs"}, follow=True)
    assert "this is a point already" in page.text


def test_an_excerpt_is_stored_as_the_body_wrote_it(read, db, bergvik):
    """Line breaks that came along when it was copied are not the body's."""
    read("punkter/", {"item": "tiltak", "action": "excerpt", "quote": "Bygg\n to\nbroer."})
    read("punkter/", {"item": "tiltak", "action": "excerpt", "quote": "bedre. Bygg"})
    assert quotes(db, bergvik) == ["Bygg to broer.", "bedre.\n\nBygg"]


def test_bodies_stand_by_name(secretary):
    """The table is in the order of the alphabet, whatever order the invitation has."""
    bodies = re.findall(r'<tr role="row" id="_([a-z]+)">', secretary.get(OPEN).text)
    assert bodies == ["bergvik", "fossheim", "granneset", "indre", "ungdomsradet"]
