"""Mail to users of the desk: a link to choose a password, and what has been done with their own access."""

from dataclasses import dataclass
from datetime import datetime

from hearing_app.domain.message import Message
from hearing_app.mailing.mail import Sender, letter
from hearing_app.storage import Database, outbox
from hearing_app.storage.users import User
from hearing_app.text import Words

LINK = "password_link"
TOLD = "account"
"""What the two kinds of mail are called in the queue."""


@dataclass(frozen=True)
class Letters:
    """What is needed to write to a user: in which words, and from whom."""

    words: Words
    sender: Sender


def tell(db: Database, user: User, what: Message, letters: Letters, *, now: datetime) -> None:
    """Queue a mail that says what happened to a user's access; who has no address gets none."""
    if not user.email:
        return
    _, base = letters.words.gettext, letters.sender.base_url
    text = "\n\n".join(
        (
            letters.words.say(what),
            _("User name: {username}", username=user.username),
            _("When: {moment}", moment=now),
            _("If you know of this, you need do nothing. If not, tell an administrator of the desk at once."),
            f"{base}/sekretariat/meg/",
        )
    )
    subject = _("Your access to the desk has been changed")
    mail = letter(sender=letters.sender, to=user.email, subject=subject, text=text + "\n", now=now)
    outbox.put(db, kind=TOLD, recipient=user.email, message=mail.as_bytes(), now=now)


def send_link(db: Database, user: User, link: str, until: datetime, letters: Letters, *, now: datetime) -> None:
    """Queue the mail with the link by which a user chooses a password."""
    _ = letters.words.gettext
    text = "\n\n".join(
        (
            _("{name}, you can log in to the secretariat's desk in Samråd.", name=user.name),
            _("Choose your password by this link. It works once, until {moment}:", moment=until),
            link,
            _("Your user name is {username}.", username=user.username),
            _("If you do not expect this mail, do not use the link, and tell an administrator of the desk."),
        )
    )
    subject = _("Choose your password for the desk")
    mail = letter(sender=letters.sender, to=user.email, subject=subject, text=text + "\n", now=now)
    outbox.put(db, kind=LINK, recipient=user.email, message=mail.as_bytes(), now=now)
