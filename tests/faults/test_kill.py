"""kill -9 at any moment: what has been acknowledged is there, once, and what was not can be sent again."""

import threading
import time
from contextlib import closing
from http.client import HTTPException

import pytest

from hearing_app.publishing.verify import check_log
from hearing_app.storage import submissions
from hearing_app.storage.database import open_database

HEARING = "bench"
BODIES, CLIENTS = 24, 6


def answer(server, client, link, stop, cut_off):
    """Answer as a patient person does: open the link anew whenever the server is gone, until there is a receipt.

    Whoever has been shown a receipt goes home, and would not notice if it were lost.
    """
    while not stop.is_set():
        try:
            with closing(client(server)) as browser:
                browser.open(link)
                if not browser.has_receipt():
                    browser.fill_in()
                    browser.send()
        except (OSError, HTTPException) as error:
            cut_off.append(error)
            time.sleep(0.05)
        else:
            return


@pytest.mark.slow
@pytest.mark.parametrize("pauses", [(0.3, 0.9, 0.15, 1.2, 0.6), (1.1, 0.2, 0.7, 0.4, 0.95)], ids=["one", "other"])
def test_what_was_acknowledged_survives_kill_nine(council, serve, links, client, pauses):
    """Five kills while six people send; every receipt that was given stands in the database, and the log is whole."""
    settings = council(BODIES)
    addresses, stop, cut_off = links(settings), threading.Event(), []
    server = serve(settings)
    people = [
        threading.Thread(
            target=lambda mine: [answer(server, client, link, stop, cut_off) for link in mine],
            args=(addresses[n::CLIENTS],),
        )
        for n in range(CLIENTS)
    ]
    for person in people:
        person.start()
    for pause in pauses:
        time.sleep(pause)
        server.kill()
        server.start()
    for person in people:
        person.join(90)
    assert cut_off  # otherwise nothing was tried
    assert not any(person.is_alive() for person in people)
    db = open_database(settings.database)
    received = submissions.of_hearing(db, HEARING)
    assert sorted(s.body for s in received) == sorted(f"kommune-{number}" for number in range(BODIES))
    assert check_log(db, settings.content) == ()
    assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    db.close()
    stop.set()
