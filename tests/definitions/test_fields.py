"""What a field takes can be used for what it is there for."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearing_app.definitions.fields import is_email
from hearing_app.web.checks import _EMAIL as FORM

LOCAL = st.text("abcXYZ059.!#$%&'*+/=?^_`{|}~-", min_size=1, max_size=20)
DOMAIN = st.text("abcXYZ059.-", min_size=1, max_size=20)
ADDRESSES = st.builds("{}@{}.{}".format, LOCAL, DOMAIN, st.sampled_from(["no", "example"])).filter(is_email)


@given(ADDRESSES)
def test_a_mail_can_be_composed_for_every_address_that_is_taken(address):
    """An odd address must not stop a receipt or an invitation on its way out."""
    message = EmailMessage(policy=SMTP)
    message["To"] = address
    message.set_content("Hei.")
    assert b"To:" in message.as_bytes()
    assert message["To"].addresses[0].domain


@pytest.mark.parametrize(
    "address",
    [
        *("", "a", "a@b", "a b@c.no", "a@b.c", "å@b.no", "a@bø.no", "=?utf-8?q?x?=@b.no", "a@b.no\n", "a,b@c.no"),
        *(
            "a@b@c.no",
            "<a@b.no>",
            "a@-b.no",
            "a@b..no",
            ".a@b.no",
            "a..a@b.no",
            "a.@b.no",
            "a" * 65 + "@b.no",
            "a@" + "b" * 260 + ".no",
        ),
    ],
)
def test_what_no_mail_server_takes_is_refused(address):
    """Letters outside a–z, spaces, lists of addresses, and what is too long."""
    assert not is_email(address)


@given(ADDRESSES)
def test_the_files_ask_for_no_less_than_the_form(address):
    """Whoever is taken in a file is taken in the form."""
    assert FORM.fullmatch(address)
