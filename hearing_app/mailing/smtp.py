"""The conversation with a mail server, so that it is known at every moment whether it has a mail."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress

from hearing_app.settings import Smtp


class Uncertain(OSError):
    """The server got the text of a mail and gave no answer, so that nobody knows whether it has taken it."""


def connect(smtp: Smtp, *, timeout_seconds: float) -> smtplib.SMTP:
    """Return a connection with the encryption that the settings ask for; without it there is none."""
    context = ssl.create_default_context()
    if smtp.security == "tls":
        return smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=timeout_seconds, context=context)
    server = smtplib.SMTP(smtp.host, smtp.port, timeout=timeout_seconds)
    try:
        if smtp.security == "starttls":
            server.starttls(context=context)
    except BaseException:
        server.close()
        raise
    return server


def hand_over(
    server: smtplib.SMTP, message: bytes, *, sender: str, recipient: str, handing: Callable[[], None]
) -> None:
    """Give one mail to a server that is connected; when this returns the server has taken it.

    Args:
        server: the connection; it is logged in where that is asked for.
        message: the mail as it goes over the wire.
        sender: whom the server writes to when it cannot deliver.
        recipient: the one it is for.
        handing: called right before the text goes; what is noted there is true until the server has answered.

    Raises:
        Uncertain: the connection broke after the text went.
        smtplib.SMTPException, OSError, ValueError: the server has not taken it.
    """
    server.ehlo_or_helo_if_needed()
    code, said = server.mail(sender, [f"size={len(message)}"] if server.has_extn("size") else [])
    if not _taken(code):
        raise smtplib.SMTPSenderRefused(code, said, sender)
    code, said = server.rcpt(recipient)
    if not _taken(code):
        raise smtplib.SMTPRecipientsRefused({recipient: (code, said)})
    handing()
    try:
        code, said = server.data(message)
    except smtplib.SMTPResponseException:
        raise  # an answer, and it is no
    except (OSError, smtplib.SMTPServerDisconnected) as error:
        raise Uncertain(f"{type(error).__name__}: {error}") from error
    if not _taken(code):
        raise smtplib.SMTPDataError(code, said)


def leave(server: smtplib.SMTP) -> None:
    """Say goodbye. Nothing that goes wrong now matters: what the server has taken it has taken."""
    with suppress(OSError, smtplib.SMTPException):
        server.quit()
    server.close()


def _taken(code: int) -> bool:
    return code // 100 == 2  # noqa: PLR2004 - RFC 5321 section 4.2.1: 2yz is «positive completion»
