"""How a form looks on paper, and what its styles, tables and lists are made of."""

from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart
from docx.shared import Cm, Pt, RGBColor

from hearing_app.domain.vocabulary import Language

INK, QUIET = RGBColor(0x1B, 0x2B, 0x28), RGBColor(0x59, 0x66, 0x63)
LINE, SHADE = "9AA8A4", "E9EFED"
FONT = "Calibri"
SIZES = {"Title": 24, "Subtitle": 12, "Heading 1": 17, "Heading 2": 13.5, "Heading 3": 12, "Heading 4": 11}
QUIET_STYLE, PLACEHOLDER_STYLE = "Field name", "Placeholder Text"
WIDTH = Cm(16)
BULLETS, NUMBERS = 90, 91
"""The numbers of the two ways of listing, away from those of the template."""
_TAGS = {Language.NB: "nb-NO", Language.NN: "nn-NO", Language.EN: "en-GB"}
_LEVEL = (
    '<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/>'
    '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="425"/></w:pPr></w:lvl>'
)


def empty_document(language: Language) -> Document:
    """Return an A4 page with the styles of a form, in `language`."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    _styles(document)
    _default_language(document, language)
    _ways_of_listing(document)
    return document


def make_ready(document: Document) -> None:
    """Give somebody else's document what a text needs and it lacks: styles by Word's own names, and ways of listing."""
    styles: Any = document.styles
    for name in ("Quote", "List Paragraph", *SIZES):
        if name not in styles:
            _add_style(styles, name)
    for name, kind in (("Table Grid", WD_STYLE_TYPE.TABLE), (QUIET_STYLE, WD_STYLE_TYPE.CHARACTER)):
        if name not in styles:
            styles.add_style(name, kind)
    _ways_of_listing(document)


def _add_style(styles: Any, name: str) -> None:
    """Add a paragraph style; a heading looks like one, and Word's outline knows its level."""
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles.default(WD_STYLE_TYPE.PARAGRAPH)
    if name not in SIZES:
        return
    style.font.size, style.font.bold = Pt(SIZES[name]), name != "Subtitle"
    style.paragraph_format.keep_with_next = True
    if name.startswith("Heading "):
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(int(name.removeprefix("Heading ")) - 1))
        style.element.get_or_add_pPr().append(level)


def mark_language(run: Any, language: Language) -> None:
    """Say that a run is in another language than the document."""
    _language(run._r.get_or_add_rPr(), language)  # noqa: SLF001 - python-docx has no words for languages


def grid(table: Any) -> None:
    """Give a table thin lines and the width of the page."""
    table.style = "Table Grid"
    table.autofit = False
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    properties = table._tbl.tblPr  # noqa: SLF001 - borders and margins have no words in python-docx
    layout = properties.find(qn("w:tblLayout"))  # Word wants the properties of a table in one order
    layout.addprevious(parse_xml(f"<w:tblBorders {nsdecls('w')}>{borders}</w:tblBorders>"))
    sides = "".join(f'<w:{s} w:w="{w}" w:type="dxa"/>' for s, w in (("top", 60), ("left", 110), ("bottom", 60)))
    layout.addnext(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>"))


def header_row(row: Any) -> None:
    """Make a row the head of its table: for readers of the screen, on every page, and shaded."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - as above
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{SHADE}"/>'
        cell._tc.get_or_add_tcPr().append(parse_xml(shade))  # noqa: SLF001 - as above
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def new_list(document: Document, way: int, *, level: int, start: int) -> int:
    """Begin a list that counts from `start`, and return its number."""
    numbering = document.part.numbering_part.element
    number = numbering.add_num(way)
    number.add_lvlOverride(ilvl=level).add_startOverride(start)
    return int(number.numId)


def list_number(paragraph: Any, number: int, level: int) -> None:
    """Make a paragraph an item of a list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - as above
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = number


def page_number(paragraph: Any) -> None:
    """Write the number of the page, as a field that Word fills in."""
    for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = code
        run._r.append(element)  # noqa: SLF001 - as above


def break_line(run: Any) -> None:
    """Begin a new line inside a paragraph."""
    run.add_break(WD_BREAK.LINE)


def _styles(document: Document) -> None:
    styles: Any = document.styles
    for name in ("Normal", "Quote", *SIZES):
        font = styles[name].font
        font.name, font.color.rgb, font.italic = FONT, INK, False
        styles[name].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            styles[name].element.rPr.rFonts.attrib.pop(qn(f"w:{attribute}"), None)
    for name, size in SIZES.items():
        styles[name].font.size = Pt(size)
    styles["Normal"].font.size = Pt(11)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    styles["Subtitle"].font.color.rgb = QUIET
    styles["Subtitle"].font.bold = False
    styles["List Paragraph"].paragraph_format.space_after = Pt(3)
    _title_without_line(styles["Title"])
    for name, style in ((QUIET_STYLE, 8.5), (PLACEHOLDER_STYLE, 11)):
        added = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        added.font.color.rgb, added.font.size = QUIET, Pt(style)


def _title_without_line(style: Any) -> None:
    for line in style.element.xpath("w:pPr/w:pBdr"):
        line.getparent().remove(line)


def _default_language(document: Document, language: Language) -> None:
    (defaults,) = document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    _language(defaults, language)


def _language(properties: Any, language: Language) -> None:
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), _TAGS[language])
    properties.append(element)


def _ways_of_listing(document: Document) -> None:
    """Define bullets and numbers, unless they are there; Word wants every way before the first list."""
    numbering = _numbering(document)
    known = set(map(int, numbering.xpath("w:abstractNum/@w:abstractNumId")))
    for number, form in ((NUMBERS, "decimal"), (BULLETS, "bullet")):
        if number in known:
            continue
        signs = [f"%{level}." if form == "decimal" else "–•"[level % 2] for level in range(1, 10)]
        levels = "".join(
            _LEVEL.format(level=level, format=form, text=sign, left=425 * (level + 1))
            for level, sign in enumerate(signs)
        )
        kind = '<w:multiLevelType w:val="multilevel"/>'
        way = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{kind}{levels}</w:abstractNum>'
        numbering.insert(0, parse_xml(way))


def _numbering(document: Document) -> Any:
    """Return the part of a document that defines its lists; one that has no list is given an empty one."""
    part: Any = document.part
    try:
        part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        empty: Any = parse_xml(f"<w:numbering {nsdecls('w')}/>")
        name = PackURI("/word/numbering.xml")
        made = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, empty, part.package)
        part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    return part.numbering_part.element
