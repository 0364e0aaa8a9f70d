"""What colleagues who write an answer together are told by mail.

No name of theirs stands in a mail's head: they are typed by people, and a head is where a made-up one could do harm.
"""

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage

from hearing_app.domain.colleague import Colleague
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.mailing.deadline_file import attach_deadline
from hearing_app.mailing.mail import Sender, letter, questions_to
from hearing_app.text import Words


def colleague_mail(
    hearing: Hearing,
    body: Body,
    colleague: Colleague,
    link: str,
    words: Words,
    sender: Sender,
    *,
    inviter: str,
    now: datetime,
) -> EmailMessage:
    """Return the invitation of a colleague, with the deadline as a calendar file.

    Args:
        inviter: the contact person, as they are called; empty where they have not given a name.
    """
    _, title = words.gettext, words.local(hearing.title)
    text = _paragraphs(
        _asked(hearing, words.local(body.name), words),
        _("You were invited by {person}.", person=inviter)
        if inviter
        else _("The contact person of {body} has invited you.", body=words.local(body.name)),
        *(
            (_("You are the one who approves the answer: you send it, or send it back with a note."),)
            if colleague.approver
            else ()
        ),
        _given(hearing, colleague, words),
        _until(hearing, words),
        _("Write by this personal link. You can save and come back by the same link:"),
        link,
        _yours(words),
        _("Your name and address are used for this work only and are not published."),
        questions_to(hearing, words),
    )
    subject = (
        _("You are to approve: {title}", title=title)
        if colleague.approver
        else _("Take part in the answer: {title}", title=title)
    )
    mail = letter(sender=sender, to=colleague.email, subject=subject, text=text, now=now)
    attach_deadline(mail, hearing, words, base_url=sender.base_url, now=now)
    return mail


def new_link_mail(
    hearing: Hearing, body: Body, colleague: Colleague, link: str, words: Words, sender: Sender, *, now: datetime
) -> EmailMessage:
    """Return the mail with a new personal link for a colleague who has asked for one."""
    _, title = words.gettext, words.local(hearing.title)
    text = _paragraphs(
        _(
            "Here is a new personal link of yours to the answer from {body}. Somebody asked for it on our pages.",
            body=words.local(body.name),
        ),
        link,
        _until(hearing, words),
        _yours(words),
        _("Did you not ask for it? Then you need do nothing: the link was sent to this address only."),
        questions_to(hearing, words),
    )
    subject = _("New link: {title}", title=title)
    return letter(sender=sender, to=colleague.email, subject=subject, text=text, now=now)


def approval_mail(
    hearing: Hearing,
    body: Body,
    approver: Colleague,
    link: str,
    words: Words,
    sender: Sender,
    *,
    asker: str,
    now: datetime,
) -> EmailMessage:
    """Return the mail that asks the approver to look at the answer; `asker` is whoever asks, as they are called."""
    _, title = words.gettext, words.local(hearing.title)
    text = _paragraphs(
        _(
            "The answer from {body} to «{title}» is finished and waits for your approval.",
            body=words.local(body.name),
            title=title,
        ),
        _("It was sent to you by {person}.", person=asker),
        _("Look through it by this personal link. There you send it to the secretariat, or back with a note:"),
        link,
        _until(hearing, words),
        _("The deadline does not wait for the approval: what has not been sent by then is not received."),
        _yours(words),
        questions_to(hearing, words),
    )
    subject = _("For approval: {title}", title=title)
    return letter(sender=sender, to=approver.email, subject=subject, text=text, now=now)


def returned_mail(
    hearing: Hearing, body: Body, words: Words, sender: Sender, *, to: str, approver: str, note: str, now: datetime
) -> EmailMessage:
    """Return the mail that tells that the approver has sent the answer back, and why."""
    _, title = words.gettext, words.local(hearing.title)
    text = _paragraphs(
        _(
            "The answer from {body} to «{title}» has been sent back by {person}, with this note:",
            body=words.local(body.name),
            title=title,
            person=approver,
        ),
        note,
        _("The note stands on the form as well. Correct the answer, and send it to approval again."),
        _(
            "Open the personal link from the invitation. If you have opened it before in this browser, you come "
            "straight to the form here:"
        ),
        f"{sender.base_url}/svar/{hearing.id}/",
        _until(hearing, words),
        questions_to(hearing, words),
    )
    subject = _("Sent back: {title}", title=title)
    return letter(sender=sender, to=to, subject=subject, text=text, now=now)


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


def _asked(hearing: Hearing, body: str, words: Words) -> str:
    _, title = words.gettext, words.local(hearing.title)
    if hearing.is_survey:
        return _(
            "You are invited to take part in the answer from {body} to the survey «{title}».", body=body, title=title
        )
    return _("You are invited to take part in the answer from {body} to the hearing «{title}».", body=body, title=title)


def _given(hearing: Hearing, colleague: Colleague, words: Words) -> str:
    _ = words.gettext
    given: Sequence[str] = [
        words.local(item.heading) or _("General remark") for item in hearing.items if item.id in colleague.items
    ]
    if not given:
        return _("No part has been given to you in particular. You can write everywhere.")
    parts = (f"- {heading}" for heading in given)
    return "\n".join((_("These parts have been given to you:"), *parts, _("You can write in the others as well.")))


def _until(hearing: Hearing, words: Words) -> str:
    return words.gettext("Deadline: {day}, at 23:59:59 Norwegian time.", day=words.weekday(hearing.deadline))


def _yours(words: Words) -> str:
    return words.gettext(
        "The link is yours alone: what is written by it is shown to the others with your name. Do not pass it on."
    )
