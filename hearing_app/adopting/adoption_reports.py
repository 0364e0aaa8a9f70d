"""Reports of adoptions: bodies are asked what they made of a decision, tell it, and the secretariat accepts it."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from hearing_app.adopting.asking import ReportingClosed, round_of, takes_in
from hearing_app.adopting.report_links import MAIL, is_stopped, new_report_link, withdraw_reminders
from hearing_app.definitions.adoptions_reported import REPORTED, write_reported
from hearing_app.domain.adoption_report import Received, Report, Reporter, Verdict, canonical_report
from hearing_app.domain.calendar import oslo_day
from hearing_app.domain.council import Body
from hearing_app.domain.decision import Adoption
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.matter import Matter
from hearing_app.domain.personal_data import identity_numbers
from hearing_app.domain.submission import fingerprint
from hearing_app.inviting.contacts import addresses_of
from hearing_app.mailing.adoption_mail import Asked, notice_mail, receipt_mail, returned_mail
from hearing_app.mailing.mail import Sender
from hearing_app.storage import Database, adoption_reports, audit, outbox, rebuilds
from hearing_app.storage.database import writing
from hearing_app.text import Words, words_for

MOST_REPORTS = 10
"""Of one body in a day: each is two mails, and a link can be in anybody's hands."""


class ReportedTooOften(Exception):
    """The body has reported as often as may be in a day; what was told last counts."""


class ReportMoved(Exception):
    """The body has told something else since the page was shown, or the report has been looked at already."""


class IdentityNumber(ValueError):
    """What would be published holds a national identity number."""


def publishable(report: Report) -> bool:
    """Tell whether nothing that the register would show holds a national identity number (rule 13)."""
    texts = (report.organ, report.case_number, report.vote, *(r.text for r in report.reservations))
    name = report.extract.name if report.extract else ""
    return not any(identity_numbers(text) for text in (*texts, name))


def receive_report(
    db: Database,
    matter: Matter,
    body: Body,
    report: Report,
    reporter: Reporter,
    *,
    words: Words,
    sender: Sender,
    now: datetime,
    by: str = "",
    seen_version: int | None = None,
) -> Received:
    """Receive a report: the row, the mails and the audit entry in one transaction.

    To tell the same once more returns what is there. What is entered at the desk (`by`) is accepted at once, mails
    nobody, and is taken in after the closing as well. A reminder that waits to be sent is taken back.

    Args:
        seen_version: the version that was the last when the form was opened, 0 where there was none; None where
            nobody looked at a form.

    Raises:
        ReportingClosed: nothing is decided, or no more is taken in.
        ReportMoved: something has been reported since the form was opened.
        ReportedTooOften: not once more today.
        IdentityNumber: it would be published with one.
    """
    if not publishable(report):
        raise IdentityNumber
    hearing = matter.hearing
    with writing(db):
        closed = round_of(db, hearing).closed_at is not None
        if matter.decision is None or (closed and not by):
            raise ReportingClosed
        history = adoption_reports.of_body(db, hearing.id, body.id)
        if history and history[-1].report == report and _stands(history[-1], by):
            return history[-1]
        if seen_version not in (None, len(history)):
            raise ReportMoved
        if not by and sum(now - one.given_at < timedelta(days=1) for one in history) >= MOST_REPORTS:
            raise ReportedTooOften
        received = _mint(hearing, body, report, reporter, len(history) + 1, by, now)
        received = replace(received, id=adoption_reports.add(db, received))
        action = "adoption entered" if by else "adoption reported"
        audit.log(db, now=now, actor=by or body.id, action=action, hearing=hearing.id, subject=body.id)
        withdraw_reminders(db, hearing.id, body.id, now=now)
        if by:
            judge(db, hearing, received, Verdict.ACCEPTED, by=by, now=now)
        else:
            _tell(db, hearing, body, received, words, sender, now)
    return received


def _stands(last: Received, by: str) -> bool:
    """Tell whether to tell the very same once more says nothing new: it has not been sent back, or is accepted."""
    return last.verdict is Verdict.ACCEPTED if by else last.verdict is not Verdict.RETURNED


def _mint(
    hearing: Hearing, body: Body, report: Report, reporter: Reporter, version: int, by: str, now: datetime
) -> Received:
    given_at = now.replace(microsecond=0)
    payload = canonical_report(
        report, hearing=hearing.id, body=body.id, version=version, given_at=given_at, nonce=secrets.token_hex(16)
    )
    sha256 = fingerprint(payload)
    return Received(0, hearing.id, body.id, version, report, reporter, by, given_at, payload, sha256)


def _tell(
    db: Database, hearing: Hearing, body: Body, received: Received, words: Words, sender: Sender, now: datetime
) -> None:
    """Queue the receipt, and the mail to the secretariat in the hearing's language."""
    about, to = [(hearing.id, body.id)], received.reporter.email
    receipt = receipt_mail(hearing, body, received, words, sender, to=to, now=now)
    outbox.put(db, kind=MAIL, recipient=to, message=receipt.as_bytes(), now=now, about=about)
    desk = hearing.contact.email
    notice = notice_mail(hearing, body, received, words_for(hearing.language), sender, to=desk, now=now)
    outbox.put(db, kind=MAIL, recipient=desk, message=notice.as_bytes(), now=now, about=about)


def judge(
    db: Database, hearing: Hearing, received: Received, verdict: Verdict, *, by: str, now: datetime, note: str = ""
) -> None:
    """Note what the secretariat makes of a report; what is accepted goes into the public register.

    Args:
        received: the report as it was seen, with the judgement that it had then.

    Raises:
        ReportMoved: it is not the body's last, has been judged since it was seen, or is accepted already.
    """
    with writing(db):
        last = adoption_reports.of_body(db, hearing.id, received.body)[-1]
        seen = (received.id, received.judgement)
        if seen != (last.id, last.judgement) or last.verdict is verdict is Verdict.ACCEPTED:
            raise ReportMoved
        adoption_reports.judge(db, received.id, verdict, note=note, by=by, now=now)
        rebuilds.ask(db, f"adoption by {received.body}", now)
        action = f"adoption report {verdict.value}"
        audit.log(db, now=now, actor=by, action=action, hearing=hearing.id, subject=received.body)


def ask_back(
    db: Database,
    matter: Matter,
    body: Body,
    received: Received,
    note: str,
    *,
    words: Words,
    sender: Sender,
    by: str,
    now: datetime,
) -> str:
    """Send a report back with a note by mail; return where it went, empty where nobody is known.

    Args:
        received: the report as it was seen, with the judgement that it had then.

    Raises:
        ReportMoved: it is not the body's last, or has been judged since it was seen.
        ReportingClosed: the body could not report by the link: there is no decision, no more is taken in, or it is not
            invited any more.
    """
    hearing = matter.hearing
    with writing(db):
        if matter.decision is None or not takes_in(db, matter, body):
            raise ReportingClosed
        judge(db, hearing, received, Verdict.RETURNED, by=by, now=now, note=note)
        to = question_goes_to(db, hearing, body, received)
        if to:
            link = new_report_link(db, hearing, body, base_url=sender.base_url, email=to, actor=by, now=now)
            asked = Asked(hearing, matter.decision, body, link, _due_to_come(db, hearing, now))
            mail = returned_mail(asked, note, words, sender, to=to, now=now)
            about = [(hearing.id, body.id)]
            outbox.put(db, kind=MAIL, recipient=to, message=mail.as_bytes(), now=now, about=about)
    return to


def _due_to_come(db: Database, hearing: Hearing, now: datetime) -> date | None:
    """Return the deadline to report where it is not gone by: an answer to a question is not late for it."""
    due = round_of(db, hearing).due
    return due if due is not None and due >= oslo_day(now) else None


def question_goes_to(db: Database, hearing: Hearing, body: Body, received: Received) -> str:
    """Return where a question about a report goes: to whoever reported.

    Where the body's links have all been stopped, whoever reported may be the one who was not to have them: then to the
    body's own address. Empty where nobody is known.
    """
    own = addresses_of(db, (body,))[body.id]
    stopped = is_stopped(adoption_reports.links_of_body(db, hearing.id, body.id))
    return own if stopped else received.reporter.email or own


def accepted_of(reports: Iterable[Received]) -> tuple[Adoption, ...]:
    """Return the rows that are public: of each body the last report that is accepted.

    A report that was accepted and then sent back is public no more; the accepted one before it is.
    """
    rows = {report.body: report.adoption for report in reports if report.verdict is Verdict.ACCEPTED}
    return tuple(rows.values())


def files(db: Database, hearing_ids: Iterable[str]) -> dict[str, str]:
    """Return the register that is published of each hearing whose bodies are asked, by its path in the content."""
    asked = adoption_reports.hearings(db)
    return {f"hearings/{name}/{REPORTED}": _file(db, name) for name in hearing_ids if name in asked}


def _file(db: Database, hearing_id: str) -> str:
    found = adoption_reports.round_of(db, hearing_id)
    return write_reported(found.asked if found else (), accepted_of(adoption_reports.of_hearing(db, hearing_id)))


def latest(reports: Iterable[Received]) -> Mapping[str, Received]:
    """Return each body's last report."""
    return {report.body: report for report in reports}
