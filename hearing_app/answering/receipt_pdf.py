"""The receipt as PDF/A, for the body's archive: what was received, when, its fingerprints, and how to check them.

It is made of what is stored, when somebody asks for it, and is the same to the last byte each time; so nothing
waits for it when an answer is received.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from hearing_app.answering.typesetting import TypesettingFailed, typeset
from hearing_app.domain.addresses import CHECK_RECEIPT
from hearing_app.domain.amendment import Amendment
from hearing_app.domain.council import Body
from hearing_app.domain.hearing import Hearing
from hearing_app.domain.journal import Entry
from hearing_app.domain.localised import Localised
from hearing_app.domain.submission import Answer, Submission
from hearing_app.mailing.amendment_lines import BEFORE, INSTEAD, TAKEN_OUT
from hearing_app.mailing.receipt_parts import named_parts
from hearing_app.text import Words
from hearing_app.text.files import file_line
from hearing_app.text.standing import standing_line

TEMPLATE = Path(__file__).parent / "receipt.typ"
_MARKS = "\u0300-\u036f"
_LATIN = f" -~\xa0-\xac\xae-\u024f\u2010-\u2015\u2018-\u2022\u2026\u20ac{_MARKS}"
# What the typesetter's own typefaces can show; tests/test_receipt_pdf.py asks them. Marks that turn the direction of
# a text, and everything else that cannot be seen, is left out: on paper it would change what one reads.
_SHOWN = (
    f"{_LATIN}\u27e8\u27e9"
    "\u0250-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u04ff\u05d0-\u05ea\u0621-\u063a"
    "\u0641-\u064a\u0660-\u0669\u1e00-\u1eff\u2016\u2017\u2023-\u2025\u2027\u2030-\u2040\u2044-\u2052\u2074-\u208e"
    "\u2090-\u209c\u20a0-\u20c0\u2100-\u211e\u2122\u2126-\u214f\u2153-\u2184\u2190-\u23ff\u2460-\u262f\u2713-\u2718"
)
_UNSHOWN = re.compile(f"[^{_SHOWN}]")
_NOT_LATIN = re.compile(f"[^{_LATIN}]")
# Else a word without end would run out of the page, and PDF knows no string of more than 32 767 characters.
_ENDLESS = re.compile(r"\S{80}(?=\S)")


@dataclass(frozen=True)
class Issued:
    """A received answer with what its receipt tells of it; `entry` is its place in the log."""

    submission: Submission
    hearing: Hearing
    body: Body
    entry: Entry | None
    council: Localised
    base_url: str
    replaced_by: str = ""


def receipt_pdf(issued: Issued, words: Words) -> bytes:
    """Return the receipt as PDF/A-2a and PDF/UA-1 in the language of `words`.

    Characters that the typefaces lack are written by their number, like ⟨U+1F600⟩. Where even so a combination of
    them cannot be shown, everything but Latin letters is.

    Raises:
        TypesettingFailed: it could not be made.
    """
    document, timestamp = receipt_document(issued, words), int(issued.submission.received_at.timestamp())
    try:
        return typeset(TEMPLATE, _shown(document, _UNSHOWN), timestamp=timestamp)
    except TypesettingFailed as failure:
        if "could not be displayed" not in str(failure):
            raise
        return typeset(TEMPLATE, _shown(document, _NOT_LATIN), timestamp=timestamp)


def receipt_document(issued: Issued, words: Words) -> dict[str, object]:
    """Return what the template shows, text by text, as it was typed."""
    _, sent, title = words.gettext, issued.submission, words.local(issued.hearing.title)
    heading = _("Receipt {reference}", reference=sent.reference)
    return {
        "language": words.language.value,
        "written_in": (issued.body.language or issued.hearing.language).value,
        "draft_in": issued.hearing.language.value,
        "council": words.local(issued.council),
        "title": f"{heading}: {title}",
        "heading": heading,
        "reference": sent.reference,
        "lead": f"{words.local(issued.body.name)} – {title}",
        "facts": list(_facts(issued, words)),
        "answers_heading": _("What was registered") if sent.registration else _("What you sent"),
        "answers": list(_answers(issued, words)),
        "files_heading": _("Attachments"),
        "files": [
            {"name": file.name, "kind": file_line(file, words), "sha256": file.sha256}
            for file in sent.content.attachments
        ],
        "parts_heading": _("The fingerprint of every part"),
        "parts_lead": _(
            "Each part of the answer has a fingerprint of its own, so that a single part can be shown to be what was "
            "received. The line below the name says where the part stands in the receipt's file."
        ),
        "parts_columns": [_("Part"), "SHA-256"],
        "parts": [
            {"name": part.name, "path": part.path, "first": part.sha256[:32], "second": part.sha256[32:]}
            for part in named_parts(sent, issued.hearing, words)
        ],
        **_check(issued, words),
    }


def _facts(issued: Issued, words: Words) -> Iterator[Mapping[str, object]]:
    _, sent, entry = words.gettext, issued.submission, issued.entry
    who = sent.content.respondent
    rows = {
        _("Received"): words.instant(sent.received_at),
        _("How it came"): words.say(sent.how_it_came) if sent.how_it_came else "",
        _("Version"): str(sent.version),
        _("Case number"): issued.hearing.case_number,
        _("Name"): who.name,
        _("Role"): who.role,
        _("E-mail"): who.email,
        # Those who answer without being invited are asked for no political treatment.
        _("Who stands behind the answer?"): "" if sent.content.sender else standing_line(sent.content.standing, words),
    }
    yield from ({"name": name, "value": value, "digest": False} for name, value in rows.items() if value)
    yield {"name": "SHA-256", "value": sent.sha256, "digest": True}
    if entry:
        yield {"name": _("Number in the log"), "value": str(entry.number), "digest": False}
        yield {"name": _("Digest of the entry"), "value": entry.digest, "digest": True}


def _answers(issued: Issued, words: Words) -> Iterator[Mapping[str, object]]:
    content, hearing = issued.submission.content, issued.hearing
    _ = words.gettext
    if content.no_remark:
        told = _("The answer is without remarks: the body has dealt with the hearing and has nothing to add or change.")
        yield {"heading": _("Without remarks"), "marks": [], "text": [[told]], "amendments": []}
    for answer in filter(None, content.answers):
        yield {
            "heading": _heading(hearing, answer, words),
            "marks": list(_marks(hearing, answer, words)),
            "text": _paragraphs(answer.text),
            "amendments": [_amendment(a, number, words) for number, a in enumerate(answer.amendments, start=1)],
        }


def _heading(hearing: Hearing, answer: Answer, words: Words) -> str:
    item = hearing.item(answer.item)
    if item is None:
        return words.gettext("About a part that is no longer in the hearing: {id}", id=answer.item)
    return words.local(item.heading) or words.gettext("General remark")


def _marks(hearing: Hearing, answer: Answer, words: Words) -> Iterator[str]:
    """Yield the stance, and the alternative that was chosen: by its id where the hearing has lost it."""
    if answer.stance:
        yield words.term(answer.stance)
    if answer.choice:
        item = hearing.item(answer.item)
        option = item.option(answer.choice) if item else None
        yield f"{words.gettext('Chosen:')} {words.local(option.name) if option else answer.choice}"


def _amendment(amendment: Amendment, number: int, words: Words) -> Mapping[str, object]:
    return {
        "heading": words.gettext("Proposed wording {number}", number=number),
        "removed_label": words.say(BEFORE),
        "removed": _paragraphs(amendment.removed),
        "added_label": words.say(INSTEAD),
        "added": _paragraphs(amendment.added),
        "taken_out": words.say(TAKEN_OUT),
    }


def _check(issued: Issued, words: Words) -> Mapping[str, object]:
    _, sent = words.gettext, issued.submission
    name = f"{sent.reference}.json"
    replaced = _("This version has been replaced by {reference}.", reference=issued.replaced_by)
    return {
        "check_heading": _("How to check"),
        "check": [
            _("Keep the file {file} that came with this receipt: it is exactly what was received.", file=name),
            _("Hand it in at {address}", address=f"{issued.base_url}{CHECK_RECEIPT}"),
            _("Or compute the fingerprints on a machine of your own: of the whole file, and of one part by its path."),
        ],
        "commands": [f"sha256sum {name}", f"jq -cS '[.nonce, .respondent]' {name} | sha256sum"],
        "replaced": replaced if issued.replaced_by else "",
    }


def _paragraphs(text: str) -> list[list[str]]:
    """Return a text as paragraphs of lines."""
    blocks = re.split(r"\n(?:[ \t]*\n)+", text.strip("\n"))
    return [block.split("\n") for block in blocks if block.strip()]


def _shown(value: object, unshown: re.Pattern[str]) -> dict[str, object]:
    """Return the document with every character that cannot be shown written by its number."""
    shown = _each(value, unshown)
    if not isinstance(shown, dict):
        raise TypeError("a document is a mapping")
    return shown


def _each(value: object, unshown: re.Pattern[str]) -> object:
    if isinstance(value, str):
        text = normalize("NFC", value).replace("\t", "    ")
        told = unshown.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)
        return _ENDLESS.sub("\\g<0>\N{ZERO WIDTH SPACE}", told)
    if isinstance(value, Mapping):
        return {key: _each(part, unshown) for key, part in value.items()}
    return [_each(part, unshown) for part in value] if isinstance(value, list) else value
