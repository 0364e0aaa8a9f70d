"""Mail about a body's own deadline: the wish to the secretariat, and the answer to the body."""

from datetime import datetime
from email.message import EmailMessage

from hearing_app.domain.council import Body
from hearing_app.domain.extension import Extension, ExtensionDecision
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.vocabulary import ExtensionAnswer
from hearing_app.mailing.deadline_file import attach_deadline
from hearing_app.mailing.mail import Sender, letter, questions_to
from hearing_app.text import Words


def request_mail(
    hearing: Hearing, body: Body, extension: Extension, words: Words, sender: Sender, *, to: str, now: datetime
) -> EmailMessage:
    """Return the mail by which the secretariat hears of a body's wish, which is the pending one of `extension`."""
    _, name, wish = words.gettext, words.local(body.name), extension.requests[-1]
    text = "\n\n".join(
        (
            _("{body} asks for a later deadline: {day}.", body=name, day=words.weekday(wish.day)),
            _("The deadline is {day} now.", day=words.weekday(hearing.deadline)),
            _("Reason:"),
            wish.reason,
            _("Grant or refuse it at the desk:"),
            f"{sender.base_url}/sekretariat/{hearing.id}/frister/",
        )
    )
    subject = _("{body} asks for a later deadline: {title}", body=name, title=words.local(hearing.title))
    return letter(sender=sender, to=to, subject=subject, text=text + "\n", now=now)


def answer_mail(
    hearing: Hearing, body: Body, extension: Extension, words: Words, sender: Sender, *, to: str, now: datetime
) -> EmailMessage:
    """Return the mail by which a body hears of the last decision, with its deadline as a calendar file.

    Args:
        hearing: with the body's own deadline.
    """
    decision = extension.decisions[-1]
    _, title = words.gettext, words.local(hearing.title)
    text = "\n\n".join(
        (
            _decided(hearing, body, decision, words),
            *((_("The secretariat's reason:"), decision.reason) if decision.reason else ()),
            _("Deadline: {day}, at 23:59:59 Norwegian time.", day=words.weekday(hearing.deadline)),
            _("Answer by the same personal link as before. What has been saved is there."),
            questions_to(hearing, words),
        )
    )
    subject = _("Deadline {day}: {title}", day=words.date(hearing.deadline), title=title)
    mail = letter(sender=sender, to=to, subject=subject, text=text + "\n", now=now)
    if decision.answer is not ExtensionAnswer.NOT_GRANTED:
        attach_deadline(mail, hearing, words, base_url=sender.base_url, now=now)
    return mail


def _decided(hearing: Hearing, body: Body, decision: ExtensionDecision, words: Words) -> str:
    _, title, name = words.gettext, words.local(hearing.title), words.local(body.name)
    if decision.answer is ExtensionAnswer.GRANTED:
        return _("{body} has its own deadline for answering «{title}».", body=name, title=title)
    if decision.answer is ExtensionAnswer.NOT_GRANTED:
        return _("{body} did not get the later deadline for «{title}» that it asked for.", body=name, title=title)
    return _("The later deadline of {body} for «{title}» has been taken back.", body=name, title=title)
