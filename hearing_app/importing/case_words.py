"""The words by which Norwegian case papers say what a line is: labels of the head, names of the parts, votes, roles."""

import re
from dataclasses import dataclass
from typing import Final

HEAD: Final = {
    "organ": (
        "styre, råd, utvalg m.v", "styre, råd, utval m.v", "utvalg", "utval", "organ", "styre", "råd", "møte i",
        "behandlet i", "behandles i", "handsama i", "behandlende organ", "utvalgsnavn",
    ),
    "place": ("møtested", "møtestad", "sted", "stad"),
    "date": ("møtedato", "møte dato", "dato", "møtetid", "møtedag", "tid"),
    "case_number": (
        "sak nr", "saksnr", "saknr", "sak", "saksnummer", "saknummer", "utvalgssak", "utvalssak", "utvalgssaksnr",
        "sak nr i utvalget",
    ),
    "title": ("tittel", "sakstittel", "saken gjelder", "saka gjeld", "sakens tittel"),
    "person": ("saksbehandler", "sakshandsamar", "saksansvarlig", "saksbeh", "saksbeh/tlf", "møteleder", "møteleiar"),
    "elsewhere": (
        "kommune", "organisasjon", "regionråd", "arkiv", "arkivsak", "arkivsaksnr", "arkivsaksnummer", "arkivnr",
        "journalnr", "ref", "referanse", "klassering", "hjemmel", "vedlegg", "til", "fra", "kopi",
    ),
}  # fmt: skip
"""What a label of the head fills. `person` is left out; `elsewhere` is known, but has no field of its own."""
_FIELD = {label: field for field, labels in HEAD.items() for label in labels}
_LABELLED = re.compile(r"([^\W\d_][\w .,/]{0,30}?)[ \t.]*:[ \t]*(.*)$", re.DOTALL)

_WHOSE = r"(?:[^\W\d_]+(?: [^\W\d_]+){0,3} |)"
_OF = r"(?: (?:til|i|fra|frå|for) [^:]{1,60})?"
_PARTS: Final = {
    "proposal": (
        rf"{_WHOSE}(?:forslag til (?:vedtak|innstilling|uttalelse)|framlegg til (?:vedtak|tilråding)"
        rf"|innstilling|tilråding){_OF}"
    ),
    "deliberation": rf"(?:møte)?(?:behandling|handsaming)(?:en|a)?{_OF}",
    "decision": rf"(?:(?:endelig|enstemmig|samrøystes|[^\W\d_]+s) )?vedtak{_OF}",
    "background": (
        r"bakgrunn(?:en)?(?: for sak(?:en|a))?|samlet saksframstilling|sammendrag|samandrag"
        r"|saks(?:opplysning(?:er|ar)|utredning|utgreiing|framstilling|fremstilling)"
        r"|(?:saksbehandlers )?vurdering(?:er|ar)?|drøfting|konklusjon|faktiske opplysninger|fakta|alternativ(?:er)?"
        r"|(?:økonomiske|administrative|juridiske) (?:konsekvenser|konsekvensar)"
    ),
}
_PART = {
    part: re.compile(rf"({words})(?:[ \t]*:[ \t]*(.*))?$", re.IGNORECASE | re.DOTALL) for part, words in _PARTS.items()
}
PLAIN_BACKGROUND = re.compile(r"bakgrunn\w*\b.*", re.IGNORECASE)
PERSON = re.compile(r"[A-ZÆØÅ][\w.'-]+(?: [A-ZÆØÅ][\w.'-]*){1,3}$")
"""What a name looks like on the line below a label that asks for one; nowhere else is it looked for."""
DOCUMENT = re.compile(
    r"(?:saks(?:framlegg|fremlegg|utskrift|protokoll|papir|notat)|møte(?:bok|protokoll|innkalling)|særutskrift|protokoll)$",
    re.IGNORECASE,
)
DELIBERATED = re.compile(
    r"(?:i møtet|i møte |under behandling|under handsaming|etter (?:drøfting|debatt|ordskifte)|utvalget drøftet"
    r"|saken ble (?:drøftet|behandlet)|saka vart (?:drøfta|handsama))",
    re.IGNORECASE,
)
DOTS = re.compile(r"[.…_ \t]{3,}$")
"""A point that somebody is to finish."""
COPIES = re.compile(
    r"(?:(?:sær)?utskrift(?: er)?(?: send(?:t|es))?(?: til)?|kopi(?: sendt)? til)[ \t]*(?::[ \t]*(.*))?$", re.IGNORECASE
)
VOTE_LABEL = re.compile(r"(?:votering|avstem(?:n|m)ing|røysting)[ \t]*(?::[ \t]*(.*))?$", re.IGNORECASE)
VOTE_LINE = re.compile(
    r"(?:vedtaket (?:var|er) )?(?:enstemmig|einstemmig|samrøystes)(?: (?:vedtatt|vedteke|vedteken|vedtak))?\.?$"
    r"|(?:vedtatt|vedteke) (?:enstemmig|samrøystes|med|mot)\b.{0,80}$",
    re.IGNORECASE,
)
VOTE_SENTENCE = re.compile(
    r"[^.\n]{0,200}\b(?:enstemmig|samrøystes|mot (?:\d+|en|én|ei|to|tre|fire|fem) (?:stemmer?|røyst(?:er)?))\b"
    r"[^.\n]*\.?",
    re.IGNORECASE,
)
SIGNED = re.compile(r"(.{0,60}?)[ \t,(/]*\bsign\.?\)?$", re.IGNORECASE)
ROLE = re.compile(
    r"\b(?:daglig leder|dagleg leiar|ordfører|ordførar|varaordfører|rådmann|kommunedirektør|fylkesordfører"
    r"|regionrådsleder|regionsjef|regionkoordinator|styreleder|styreleiar|møteleder|møteleiar|leder|leiar|nestleder"
    r"|sekretær|koordinator|protokollfører)\b",
    re.IGNORECASE,
)

_ORGAN_ENDS = (
    r"styret?|utval(?:g|get|et)?|råd(?:et)?|nemnda?|nemnden|grupp[ae]|gruppen|komit[eé](?:en)?|forum(?:et)?"
    r"|formannskap(?:et)?|fylkesting(?:et)?|representantskap(?:et)?|årsmøtet?|generalforsamling(?:en|a)?"
)
_NOT_YET = r"(?:nytt|nye|ny|felles|eget|eige|egen|eigen|et|ein|en|eit)"
ORGAN = re.compile(
    rf"(?!{_NOT_YET} )(?:(?!(?:av|for|fra|frå|i|med|om|på|til|ved) )[^\W\d_][\w.-]*,? ){{0,4}}[\w-]*(?:{_ORGAN_ENDS})$",
    re.IGNORECASE,
)
"""A line above the head that is an organ's name; «Nytt regionråd» and «Evaluering av rådet» are titles."""

LINES = (DELIBERATED, DOTS, DOCUMENT, SIGNED, COPIES, VOTE_LABEL, VOTE_LINE)
"""What begins a line of its own, though no empty line parts it from the one above."""


@dataclass(frozen=True)
class Label:
    """The name of a part, as it was written, and what stood after its colon."""

    part: str
    written: str
    rest: str


def head_field(label: str) -> str:
    """Return what a label of the head fills, or nothing where it is not one."""
    return _FIELD.get(" ".join(label.casefold().replace(" ,", ",").split()).rstrip(" .:"), "")


def labelled(line: str) -> tuple[str, str, str] | None:
    """Return field, label and value of a line of the head such as «Møtedato: 28.09.2017», or None."""
    match = _LABELLED.match(line)
    field = head_field(match[1]) if match else ""
    return (field, match[1].strip(), match[2].strip()) if match and field else None


def part_label(line: str) -> Label | None:
    """Return the part that a line begins, or None."""
    for part, words in _PART.items():
        if match := words.match(line.strip()):
            return Label(part, match[1], (match[2] or "").strip())
    return None
