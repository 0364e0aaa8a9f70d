"""Twenty clicks at once, against the real server with two processes: one submission, and everybody gets the receipt."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from threading import Barrier

import pytest

from bench.submissions import HEARING, Client, make_workspace, server
from hearing_app.inviting.invite import new_link
from hearing_app.library import Library
from hearing_app.storage import journal, submissions
from hearing_app.storage.database import open_database

FORM = f"/svar/{HEARING}/"
RECEIPT = f"{FORM}kvittering/"
CLICKS = 20
NO_REMARK = {
    "respondent_name": "Kari Eksempel",
    "respondent_role": "Rådgiver",
    "respondent_email": "kari@kommune.example",
    "standing_level": "administrative",
}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The server's port, its database, and a function that gives a new link to a body."""
    settings = make_workspace(3, tmp_path_factory.mktemp("served"))
    db = open_database(settings.database)
    hearing = Library(settings.content).matter(HEARING).hearing

    def link(body_id):
        return new_link(db, hearing, hearing.invited_body(body_id), base_url="", actor="test", now=datetime.now(UTC))

    with server(settings) as port:
        yield port, db, link
    db.close()


def twin(client, port):
    """Return another window of the same browser: the same cookies, and the same review page."""
    other = Client(port)
    other.cookies, other.hidden = dict(client.cookies), dict(client.hidden)
    return other


def click_at_once(clients):
    """Let every client press «Send» at the same moment; return each one's status and where it was led."""
    ready = Barrier(len(clients))

    def click(client):
        ready.wait(30)
        with closing(client.connection):
            status, _page = client.request("POST", f"{FORM}send/", {})
            return status, client.request("GET", RECEIPT)

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(click, clients))


def assert_one_receipt(db, body_id, answers):
    """See that one submission came of it, with one entry, one mail, and the same reference on every receipt."""
    (sent,) = [s for s in submissions.of_hearing(db, HEARING) if s.body == body_id]
    assert [status for status, _receipt in answers] == [303] * len(answers)
    assert all(status == 200 and sent.reference in page for _status, (status, page) in answers)
    assert [entry.reference for entry in journal.entries(db)].count(sent.reference) == 1
    mails = db.execute("SELECT count(*) FROM outbox WHERE kind = 'receipt'").fetchone()[0]
    assert mails == len(submissions.of_hearing(db, HEARING))
    return sent


def test_twenty_clicks_on_one_review_page_are_one_submission(served):
    """An impatient person, or a browser that sends a request again."""
    port, db, link = served
    first = Client(port)
    first.prepare(link("kommune-0"))
    first.close()
    sent = assert_one_receipt(db, "kommune-0", click_at_once([twin(first, port) for _ in range(CLICKS)]))
    assert sent.version == 1


def test_twenty_clicks_without_remarks_are_one_submission(served):
    """The short way ends in the same place."""
    port, db, link = served
    first = Client(port)
    first.open(link("kommune-1"))
    first.ask("GET", f"{FORM}uten-merknad/", 200)
    first.ask("POST", f"{FORM}uten-merknad/", 303, NO_REMARK)
    first.ask("GET", f"{FORM}gjennomga/", 200)
    first.close()
    sent = assert_one_receipt(db, "kommune-1", click_at_once([twin(first, port) for _ in range(CLICKS)]))
    assert sent.content.no_remark


def test_two_colleagues_who_send_at_once_send_one_answer(served):
    """Each by a link and with a session of her own, both on the review page of the same draft."""
    port, db, link = served
    one, other = Client(port), Client(port)
    one.prepare(link("kommune-2"))
    other.open(link("kommune-2"))
    other.ask("GET", f"{FORM}gjennomga/", 200)
    for client in (one, other):
        client.close()
    assert one.cookies != other.cookies
    clients = [twin(client, port) for client in (one, other) for _ in range(CLICKS // 2)]
    assert_one_receipt(db, "kommune-2", click_at_once(clients))
