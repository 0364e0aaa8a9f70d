"""Mail to those who answer without being invited. Nothing that a stranger has typed stands in it."""

from datetime import datetime
from email.message import EmailMessage

from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.vocabulary import Refusal
from hearing_app.mailing.mail import Sender, letter, questions_to
from hearing_app.text import Words


def confirmation_mail(
    hearing: Hearing, token: str, words: Words, sender: Sender, *, to: str, now: datetime
) -> EmailMessage:
    """Return the mail with the link that confirms an address."""
    _, title = words.gettext, words.local(hearing.title)
    text = (
        _(
            "Somebody wants to answer «{title}», and has given this address. Is it you? Confirm the address:",
            title=title,
        ),
        f"{sender.base_url}/svar/{hearing.id}/apen/{token}",
        _("The link works for seven days. After that you get a personal link to the form."),
        _("Is it not you? Then you need do nothing, and nothing is stored of you when the seven days are over."),
        questions_to(hearing, words),
    )
    return _letter(_("Confirm your address: {title}", title=title), text, sender, to, now)


def already_invited_mail(
    hearing: Hearing, body: Body, words: Words, sender: Sender, *, to: str, now: datetime
) -> EmailMessage:
    """Return the mail to an invited body's address: the body answers by the link that it has been sent."""
    _, title, name = words.gettext, words.local(hearing.title), words.local(body.name)
    text = (
        _("Somebody wants to answer «{title}» without being invited, and has given this address.", title=title),
        _("It is the address of {body}, which is invited and answers by its own personal link.", body=name),
        _("Is the link lost? Get a new one here:"),
        f"{sender.base_url}/svar/{hearing.id}/ny-lenke/",
        _("Do you want to answer for yourself or for somebody else? Then give another address."),
        questions_to(hearing, words),
    )
    return _letter(_("You are invited already: {title}", title=title), text, sender, to, now)


def link_mail(hearing: Hearing, link: str, words: Words, sender: Sender, *, to: str, now: datetime) -> EmailMessage:
    """Return the mail with a guest's personal link."""
    _, title = words.gettext, words.local(hearing.title)
    text = (
        _(
            "Here is your personal link to «{title}». It opens the form, and whatever you have saved in it.",
            title=title,
        ),
        link,
        _("Deadline: {day}, at 23:59:59 Norwegian time.", day=words.weekday(hearing.deadline)),
        _("Whoever has the link can answer in your name. Do not pass it on."),
        held_note(words),
        questions_to(hearing, words),
    )
    return _letter(_("Your personal link: {title}", title=title), text, sender, to, now)


def refused_mail(
    hearing: Hearing,
    reference: str,
    reason: Refusal,
    note: str,
    words: Words,
    sender: Sender,
    *,
    to: str,
    now: datetime,
) -> EmailMessage:
    """Return the mail that tells why an answer is not taken in; `note` is the secretariat's own words, or empty."""
    _, title = words.gettext, words.local(hearing.title)
    text = (
        _("The secretariat has read your answer {reference} to «{title}».", reference=reference, title=title),
        _("It is not counted among the answers, and it is not published. The reason:"),
        "\n".join(part for part in (words.term(reason), note) if part),
        _("The answer is not deleted, and the receipt still holds. Do you think this is a mistake? Write to us."),
        questions_to(hearing, words),
    )
    return _letter(_("Your answer {reference}: not taken in", reference=reference), text, sender, to, now)


def admitted_mail(
    hearing: Hearing, reference: str, words: Words, sender: Sender, *, to: str, now: datetime
) -> EmailMessage:
    """Return the mail that takes a refusal back."""
    _, title = words.gettext, words.local(hearing.title)
    text = (
        _(
            "The secretariat has looked at your answer {reference} to «{title}» again.",
            reference=reference,
            title=title,
        ),
        _("It is counted among the answers after all."),
        questions_to(hearing, words),
    )
    return _letter(_("Your answer {reference}: taken in after all", reference=reference), text, sender, to, now)


def held_note(words: Words) -> str:
    """Return what happens to a guest's answer before it is seen by others."""
    return words.gettext(
        "You get a receipt when you send. The secretariat reads the answer before it is counted and published."
    )


def _letter(subject: str, parts: tuple[str, ...], sender: Sender, to: str, now: datetime) -> EmailMessage:
    return letter(sender=sender, to=to, subject=subject, text="\n\n".join(parts) + "\n", now=now)
