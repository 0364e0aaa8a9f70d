"""The privacy notice of a form: the council's own text from the settings, else Samråd's."""

from dataclasses import dataclass

from hearing_app.domain.localised import Localised
from hearing_app.web.current import settings


@dataclass(frozen=True)
class PrivacyNotice:
    """What a form tells of personal data: `own` is the council's text, empty for the one that comes along."""

    own: Localised
    keep_drafts_days: int


def privacy_notice() -> PrivacyNotice:
    """Return what the forms of this installation tell."""
    return PrivacyNotice(settings().privacy_notice, settings().keep_drafts_days)
