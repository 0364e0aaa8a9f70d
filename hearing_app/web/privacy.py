"""Privacy on a form: what it tells of personal data, and a word of warning where somebody typed too much."""

from dataclasses import dataclass

from wtforms import Form

from hearing_app.domain.hearing import Hearing
from hearing_app.domain.localised import Localised
from hearing_app.domain.personal_data import identity_numbers
from hearing_app.text import Words
from hearing_app.web.current import settings
from hearing_app.web.kept import headings_of_fields


@dataclass(frozen=True)
class PrivacyNotice:
    """What a form tells of personal data: `own` is the council's text, empty for the one that comes along."""

    own: Localised
    keep_drafts_days: int


def privacy_notice() -> PrivacyNotice:
    """Return what the forms of this installation tell."""
    return PrivacyNotice(settings().privacy_notice, settings().keep_drafts_days)


def identity_places(form: Form, hearing: Hearing, words: Words) -> list[str]:
    """Return the headings of what holds something like a national identity number. It is told, and never refused."""
    headings = headings_of_fields(hearing, words)
    found = [field for field in form._fields.values() if identity_numbers(str(field.data or ""))]
    return list(dict.fromkeys(headings.get(field.name) or str(field.label.text) for field in found))
