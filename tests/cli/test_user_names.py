"""Who can be made a user at the terminal, and what ends with a new password there."""

import pytest
from click.testing import CliRunner

from hearing_app.cli import commands as cli
from hearing_app.domain.vocabulary import Language
from hearing_app.mailing.account_mail import Letters
from hearing_app.storage import users
from hearing_app.text import words_for
from hearing_app.users.accounts import LinkGone, look_up_link, set_user
from hearing_app.users.people import make_link

PASSWORD = "en lang og god setning"


@pytest.mark.parametrize("username", ["terminal", "bergvik", "a/b", "<b>", "to ord"])
def test_a_user_is_called_nothing_that_the_log_or_an_address_cannot_hold(workspace, db, username):
    """The terminal refuses what the desk refuses; the log tells users from bodies and from parts of the program."""
    options = ["--workspace", str(workspace), "user", username, "--name", "Ola", "--password", PASSWORD]
    result = CliRunner().invoke(cli.main, options)
    assert result.exit_code == 1, result.output
    assert users.everybody(db) == ()


def test_a_user_from_before_gets_a_new_password_whatever_the_name(workspace, db, now):
    """Whoever was called so before the rule must not be locked out by it."""
    set_user(db, username="to ord", name="Ola", password=PASSWORD, now=now)
    options = ["--workspace", str(workspace), "user", "to ord", "--password", "en helt annen setning"]
    result = CliRunner().invoke(cli.main, options)
    assert result.exit_code == 0, result.output


def test_a_password_set_at_the_terminal_ends_the_link_to_choose_one(db, sender, now):
    """Somebody else may have the link: that is why the password was set anew."""
    set_user(db, username="ola", name="Ola", password=PASSWORD, now=now)
    letters = Letters(words_for(Language.NB), sender)
    link = make_link(db, users.by_username(db, "ola"), by_mail=False, actor="siri", letters=letters, now=now)
    set_user(db, username="ola", name="Ola", password="en helt annen setning", now=now)
    with pytest.raises(LinkGone):
        look_up_link(db, link.address.rstrip("/").rpartition("/")[2], now)
