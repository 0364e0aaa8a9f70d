"""What a person had typed when something went wrong, so that no page ever swallows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import HTTPException
from wtforms import Form

from hearing_app.domain.hearing import Hearing
from hearing_app.domain.vocabulary import AdoptionState, Outcome, Stance
from hearing_app.mailing.amendment_lines import amendment_lines
from hearing_app.text import Words
from hearing_app.web.current import is_public, library
from hearing_app.web.forms import NO_REMARK, build_form, in_words
from hearing_app.web.kinds import EARLIER, WORDING, names_of
from hearing_app.web.merging import untouched
from hearing_app.web.wordings import read

SECRET = frozenset({"password", "again", "old_password", "new_password", "code"})
"""Fields that are given back to nobody."""
# What the machine put into the form, and what must not be shown.
NOT_TYPED = SECRET | {
    *("csrf_token", "base_revision", "base_fields", "form_language", "revision", "seen"),
    *("action", "item", "next", "from", "vis", "del", "svar", "change", "before"),
    *("reference", "request", "form", "body", "keep_minutes"),
    *("carried", "mark", "seen_version"),
    *("row", "remark", "told_kind", "told_label"),
    *("reporting_body", "extract_kept", "report"),
    *("used", "earlier", "point", "scope", "looked_at", "card", "instans", "tema", "konklusjon", "ansvarlig", "orden"),
    *("side", "phrase", "mode", "concluded", "steps", "sure"),
}


@dataclass(frozen=True)
class KeptText:
    """A text to copy: where it was typed, and what."""

    name: str
    label: str
    text: str

    @property
    def rows(self) -> int:
        """Lines to show it in."""
        return min(12, 1 + self.text.count("\n") + len(self.text) // 80)


def posted(words: Words) -> tuple[KeptText, ...]:
    """Return every text of the request that failed, with the label it had."""
    try:
        fields = request.form.to_dict()
    except HTTPException:  # the request was too large to be read at all
        return ()
    machine = NOT_TYPED | untouched(fields) | {name for name in fields if name.startswith(("use_", "place_"))}
    return tuple(kept({name: text for name, text in fields.items() if name not in machine}, public_hearing(), words))


def kept(fields: Mapping[str, str], hearing: Hearing | None, words: Words) -> Iterator[KeptText]:
    """Yield each field that somebody has filled in, labelled as in the form of `hearing`."""
    form = build_form(hearing, words)() if hearing else Form()
    headings = headings_of_fields(hearing, words) if hearing else {}
    for name, text in fields.items():
        if text.strip():
            shown = in_words(form[name], text) if name in form else _plain_words(name, text, words)
            label = form[name].label.text if name in form else _plain_label(name, words)
            yield KeptText(name, f"{headings[name]}: {label}" if name in headings else label, shown)


def headings_of_fields(hearing: Hearing, words: Words) -> dict[str, str]:
    """Return the heading of the item that each field belongs to."""
    _ = words.gettext
    names = {item.id: words.local(item.heading) or _("General remark") for item in hearing.items}
    return {field: heading for item, heading in names.items() for field in names_of(item)}


def _plain_label(name: str, words: Words) -> str:
    _ = words.gettext
    known = {
        "no_remark": _("Your answers"),
        "assessment": _("Assessment"),
        "quote": _("Excerpt"),
        "conclusion": _("Conclusion"),
        "outcome": _("What became of the answer?"),
        "organ": _("Body that dealt with it"),
        "state": _("State"),
        "next_day": _("New date"),
        "vote": _("Vote"),
        "text": _("Text"),
        "name": _("Your name"),
        "email": _("Your e-mail address"),
        "day": _("Date"),
        "case_number": _("Case number"),
        "told": _("What was changed, or why it was not confirmed"),
        "reason": _("Reason"),
    }
    if name.startswith("reservation-"):
        return _("Reservation {number}", number=name.removeprefix("reservation-"))
    kind, _underscore, item = name.partition("_")
    if kind == "stance":
        return f"{item}: {_('Your stance')}"
    if name.startswith(EARLIER):
        return _("Proposed for an earlier text of the section")
    if name.startswith(WORDING):
        return f"{item}: {_('Another wording')}"
    if kind == "choice":
        return f"{item}: {_('Your choice')}"
    return known.get(name, item or name)


def _plain_words(name: str, text: str, words: Words) -> str:
    """Return what stands in a field that the form does not have: a stance, amendments, or no remark, as it is read."""
    if name == NO_REMARK:
        return words.gettext("Without remarks")
    if name.startswith((WORDING, EARLIER)) and (proposed := read(text)) is not None:
        return amendment_lines(proposed, words)
    if name == "outcome" and text in set(Outcome):
        return words.term(Outcome(text))
    if name == "state" and text in set(AdoptionState):
        return words.term(AdoptionState(text))
    return words.term(Stance(text)) if name.startswith("stance_") and text in set(Stance) else text


def public_hearing() -> Hearing | None:
    """Return the hearing of the address where its wording is public; labels must not tell of another."""
    hearing_id = (request.view_args or {}).get("hearing_id", "")
    matter = library().last_good(hearing_id) if hearing_id else None
    return matter.hearing if matter and is_public(matter.hearing) else None
