import threading
from datetime import UTC, datetime, timedelta

import pytest

from hearing_app.storage import outbox
from hearing_app.storage.database import open_database, writing

AT = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)
LATER = AT + timedelta(minutes=5)


def put(db, number=1, now=AT):
    outbox.put(db, kind="receipt", recipient=f"{number}@x.example", message=b"mail %d" % number, now=now)


def test_a_mail_that_is_due_is_claimed_once(db):
    """Until the lease is over nobody else gets it; then it is free again, for its worker has died."""
    put(db)
    assert outbox.claim(db, now=AT - timedelta(seconds=1), until=LATER) is None
    mail = outbox.claim(db, now=AT, until=LATER)
    assert (mail.recipient, mail.message, mail.attempts) == ("1@x.example", b"mail 1", 1)
    assert outbox.claim(db, now=LATER - timedelta(seconds=1), until=LATER) is None
    again = outbox.claim(db, now=LATER, until=LATER + timedelta(minutes=5))
    assert (again.id, again.attempts) == (mail.id, 2)


def test_the_oldest_mail_goes_first(db):
    """In the order they were queued."""
    for number in (1, 2, 3):
        put(db, number)
    claimed = [outbox.claim(db, now=AT, until=LATER).recipient for _ in range(3)]
    assert claimed == ["1@x.example", "2@x.example", "3@x.example"]


def test_a_mail_that_waits_does_not_hold_up_the_others(db):
    """A refused address is tried later; the next mail goes now."""
    put(db, 1)
    put(db, 2)
    first = outbox.claim(db, now=AT, until=LATER)
    outbox.mark_failed(db, first.id, error="refused" * 200, retry_at=LATER)
    second = outbox.claim(db, now=AT, until=LATER)
    assert second.recipient == "2@x.example"
    outbox.mark_sent(db, second.id, AT)
    (waiting,) = outbox.waiting(db)
    assert (waiting.id, len(waiting.last_error), waiting.sent_at) == (first.id, 500, None)


def test_a_sent_mail_is_never_claimed_again(db):
    """However much time passes."""
    put(db)
    outbox.mark_sent(db, outbox.claim(db, now=AT, until=LATER).id, AT)
    assert outbox.claim(db, now=AT + timedelta(days=400), until=LATER) is None
    assert outbox.waiting(db) == ()


def test_a_mail_of_a_transaction_that_failed_is_not_queued(db):
    """No receipt leaves for what was not received."""
    with pytest.raises(ValueError, match="failed"), writing(db):  # noqa: PT012 - what was done before the failure must go
        put(db)
        raise ValueError("failed")
    assert outbox.claim(db, now=AT, until=LATER) is None


def test_several_workers_never_get_the_same_mail(settings, db):
    """Four of them, forty mails, each exactly once."""
    for number in range(40):
        put(db, number)
    claimed, start = [], threading.Barrier(4)

    def work():
        mine = open_database(settings.database)
        start.wait()
        while mail := outbox.claim(mine, now=AT, until=LATER):
            claimed.append(mail.id)
        mine.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(claimed) == 40
    assert len(set(claimed)) == 40
