"""Data about persons that should be looked at before a text is published: what has a form, never names."""

import re
from collections.abc import Iterator, Sequence

from hearing_app.domain.message import N_
from hearing_app.domain.personal_data import identity_sightings, phone_sightings
from hearing_app.importing.blocks import Block, Remark

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_ELEVEN = re.compile(r"(?<!\d)\d{6}[ \u00a0]?\d{5}(?!\d)")
EMAIL = N_("An e-mail address stands here. Check that it may be published.")
PHONE = N_("What looks like a phone number stands here. Check that it may be published.")
IDENTITY = N_("What looks like a national identity number stands here. Take it out; it is not published.")


def personal_remarks(blocks: Sequence[Block]) -> Iterator[Remark]:
    """Yield a remark for each kind of personal data in each block. All of it stays in the text."""
    for block in blocks:
        text = block.plain
        if _ELEVEN.search(text) or next(identity_sightings(text), None):
            yield Remark(IDENTITY, place=block.place)
        if _EMAIL.search(text):
            yield Remark(EMAIL, place=block.place)
        if next(phone_sightings(text), None):
            yield Remark(PHONE, place=block.place)
