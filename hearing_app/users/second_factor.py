"""The second factor: a code from the person's own device, or one of the recovery codes. The only module with pyotp."""

import base64
import hashlib
import re
import secrets
from datetime import datetime
from hmac import compare_digest

import pyotp

from hearing_app.domain.message import N_, Message
from hearing_app.mailing.account_mail import Letters, tell
from hearing_app.storage import Database, audit, credentials, users
from hearing_app.storage.database import writing
from hearing_app.storage.users import User
from hearing_app.users.accounts import LoginRefused, ask_again, new_session_key
from hearing_app.users.tries import CODES_PER_USER, PER_ADDRESS, PER_USER_AND_ADDRESS, begin_try, take_back

STEP_SECONDS = 30
STEPS = (0, -1, 1)
"""A device's clock may go half a minute wrong either way."""
CODES = 10
CODE_BYTES = 10
"""80 random bits: nobody guesses a recovery code, so a plain hash is enough."""
_SIX_DIGITS = re.compile(r"[0-9]{6}")


class CodeWrong(LoginRefused):
    """The code is not the one of this moment, or was used before."""


class NotBegun(Exception):
    """There is no key that waits to be confirmed."""


def begin(db: Database, user: User, *, now: datetime) -> None:
    """Make a key that waits to be confirmed; what is asked for at the next login is as before."""
    with writing(db):
        users.set_new_key(db, user.id, pyotp.random_base32())
        audit.log(db, now=now, actor=user.username, action="second factor begun", subject=user.username)


def address_of_key(user: User, issuer: str) -> str:
    """Return the otpauth address of the key that waits, as a QR code holds it."""
    return str(pyotp.TOTP(user.totp_new_key).provisioning_uri(name=user.username, issuer_name=issuer))


def confirm(
    db: Database, user: User, code: str, *, address: str, letters: Letters, now: datetime
) -> tuple[User, tuple[str, ...]]:
    """Turn the second factor on with the first code of the new key, and return the user and the recovery codes.

    Every other session ends: one that somebody else has would go on without the second factor.

    Raises:
        NotBegun: there is no new key.
        CodeWrong, LoginThrottled: the old state stays.
    """
    if not user.totp_new_key:
        raise NotBegun
    tried = begin_try(db, _limits(user, address), now)
    step = _step_of(user.totp_new_key, _squeezed(code), now)
    if step is None:
        raise CodeWrong
    with writing(db):
        take_back(db, tried)
        users.set_second_factor(db, user.id, key=user.totp_new_key, since=now, last_step=step)
        users.set_session_key(db, user.id, new_session_key())
        codes = _new_codes(db, user)
        _note(db, user, "second factor on", N_("A second factor has been turned on for you."), letters, now)
    return users.by_id(db, user.id) or user, codes


def second_step(db: Database, user: User, code: str, *, address: str, letters: Letters, now: datetime) -> None:
    """Finish a login, whose password was right, with a code from the device or a recovery code.

    Raises:
        CodeWrong: it is neither.
        LoginThrottled: too many have been wrong.
    """
    use_code(db, user, code, address=address, letters=letters, now=now)
    with writing(db):
        audit.log(db, now=now, actor=user.username, action="logged in with second factor")


def use_code(db: Database, user: User, code: str, *, address: str, letters: Letters, now: datetime) -> None:
    """Use up a code from the device, or a recovery code; either works once.

    Codes of six digits are counted for the user from everywhere too, and the user is told when that is too much: then
    somebody knows the password.

    Raises:
        CodeWrong: it is neither.
        LoginThrottled: too many have been wrong.
    """
    squeezed, everywhere = _squeezed(code), f"code {user.username}"
    limits = _limits(user, address)
    if _SIX_DIGITS.fullmatch(squeezed):
        limits[everywhere] = CODES_PER_USER
    tried = begin_try(db, limits, now, everywhere=everywhere)
    with writing(db):
        opened = _opens(db, user, squeezed, letters, now)
        if opened:
            take_back(db, tried)
            users.forgive(db, _pair(user, address))
        elif everywhere in limits:
            _warn(db, user, everywhere, letters, now)
    if not opened:
        raise CodeWrong


def new_codes(db: Database, user: User, code: str, *, address: str, letters: Letters, now: datetime) -> tuple[str, ...]:
    """Make a new set of recovery codes for who has a code at hand; the old ones work no more.

    Raises:
        CodeWrong, LoginThrottled: the old ones stay.
    """
    use_code(db, user, code, address=address, letters=letters, now=now)
    with writing(db):
        codes = _new_codes(db, user)
        _note(db, user, "recovery codes made", N_("You have a new set of recovery codes."), letters, now)
    return codes


def turn_off(
    db: Database, user: User, *, password: str, code: str, address: str, letters: Letters, now: datetime
) -> User:
    """Ask for no second factor any more, and return the user; every other session ends.

    Raises:
        PasswordWrong, CodeWrong, LoginThrottled: it stays on.
    """
    ask_again(db, user, password, address=address, now=now)
    use_code(db, user, code, address=address, letters=letters, now=now)
    with writing(db):
        _remove(db, user)
        _note(db, user, "second factor off", N_("Your second factor has been turned off."), letters, now)
    return users.by_id(db, user.id) or user


def reset(db: Database, user: User, *, actor: str, letters: Letters | None, now: datetime) -> None:
    """Take the second factor off somebody who has lost the device; their sessions end."""
    with writing(db):
        _remove(db, user)
        audit.log(db, now=now, actor=actor, action="second factor reset", subject=user.username)
        if letters is not None:
            tell(db, user, N_("An administrator has taken your second factor off."), letters, now=now)


def _warn(db: Database, user: User, everywhere: str, letters: Letters, now: datetime) -> None:
    """Tell the user of too many wrong codes, once in a window."""
    told = f"told {user.username}"
    if users.nth_failure(db, everywhere, CODES_PER_USER) is None or users.nth_failure(db, told, 1) is not None:
        return
    message = N_(
        "Somebody who knows your password has tried many codes of your second factor. None was right. "
        "Change your password."
    )
    users.note_failure(db, told, now)
    tell(db, user, message, letters, now=now)


def _opens(db: Database, user: User, code: str, letters: Letters, now: datetime) -> bool:
    if _SIX_DIGITS.fullmatch(code):
        step = _step_of(user.totp_key, code, now)
        return step is not None and users.use_step(db, user.id, step)
    if not credentials.use_code(db, user.id, _hash(code), now):
        return False
    left = credentials.codes_left(db, user.id)
    told = N_("A recovery code has been used to log in as you. You have {number} left.", number=left)
    _note(db, user, "recovery code used", told, letters, now)
    return True


def _step_of(key: str, code: str, now: datetime) -> int | None:
    """Return the step of time whose code this is, None where it is none of those that count now."""
    current = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(key)
    found = (current + step for step in STEPS if compare_digest(totp.generate_otp(current + step), code))
    return next(found, None)


def _new_codes(db: Database, user: User) -> tuple[str, ...]:
    plain = [base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode() for _ in range(CODES)]
    credentials.put_codes(db, user.id, map(_hash, plain))
    return tuple("-".join(code[at : at + 4] for at in range(0, len(code), 4)) for code in plain)


def _remove(db: Database, user: User) -> None:
    users.set_second_factor(db, user.id, key="", since=None)
    users.set_session_key(db, user.id, new_session_key())
    credentials.forget_codes(db, user.id)


def _note(db: Database, user: User, action: str, told: Message, letters: Letters, now: datetime) -> None:
    audit.log(db, now=now, actor=user.username, action=action, subject=user.username)
    tell(db, user, told, letters, now=now)


def _limits(user: User, address: str) -> dict[str, int]:
    return {_pair(user, address): PER_USER_AND_ADDRESS, address: PER_ADDRESS}


def _pair(user: User, address: str) -> str:
    return f"code {user.username} {address}"


def _squeezed(code: str) -> str:
    """Return a code without the spaces and hyphens that it is read with."""
    return re.sub(r"[\s-]", "", code).upper()[:64]


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode(errors="replace")).hexdigest()
