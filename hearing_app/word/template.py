"""A council's own Word template: fields in double braces, and paragraphs and rows of a table that are repeated."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
import jinja2
from docx.document import Document
from docx.oxml.ns import qn
from docxtpl.template import DocxTemplate
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from hearing_app.domain.message import N_, Message
from hearing_app.word.form import writable
from hearing_app.word.looks import empty_document, make_ready
from hearing_app.word.paper import Chapter, Paper, set_properties, write_chapter

BODY = "\ue000samrad-body\ue000"
"""Stands where the whole paper goes while the rest of the template is filled in; no keyboard writes such signs."""
FIELDS = ("title", "subtitle", "incomplete", "facts", "body", "chapters")
FILTERS = ("upper", "lower", "capitalize", "title", "trim", "length", "first", "last", "join", "default", "d")
"""What can be done to a field; nothing of it makes a text much longer."""
_EXAMPLE = (
    ("{{ title }}", "Title"),
    ("{{ subtitle }}", "Subtitle"),
    ("{%p if incomplete %}", ""),
    ("{{ incomplete }}", ""),
    ("{%p endif %}", ""),
    ("{%p for fact in facts %}", ""),
    ("{{ fact.label }}: {{ fact.value }}", ""),
    ("{%p endfor %}", ""),
    ("{{ body }}", ""),
)


class TemplateBroken(ValueError):
    """The template cannot be filled in; `message` says why and what to do."""

    def __init__(self, message: Message) -> None:
        """Take the sentence."""
        super().__init__(str(message))
        self.message = message


class _Careful(SandboxedEnvironment):
    """Fields, conditions and repetitions, and no more: nothing is called, multiplied or put together."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=jinja2.StrictUndefined)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}

    def is_safe_callable(self, _obj: Any) -> bool:
        return False

    def call_binop(self, _context: Any, operator: str, _left: Any, _right: Any) -> Any:
        raise SecurityError(operator)


def fill_in(template: bytes, paper: Paper) -> bytes:
    """Return a council's template with a paper put in.

    `{{ title }}`, `{{ subtitle }}`, `{{ incomplete }}`, `{{ facts }}` (label, value) and `{{ chapters }}` (heading,
    lines, head, rows) are texts; `{{ body }}`, alone in its paragraph, is the whole paper with headings and tables in
    the template's styles.

    Raises:
        TemplateBroken: it is no Word document, or has a field that is not known, is not closed or does what it may not.
    """
    try:
        return _filled(template, paper)
    except TemplateBroken:
        raise
    except jinja2.TemplateError as error:
        raise TemplateBroken(_told(error)) from error
    except Exception as error:  # whatever python-docx, docxtpl and lxml trip over in a file that is damaged or odd
        raise TemplateBroken(
            N_("The template cannot be read as a Word document. Save it as DOCX, and choose it again.")
        ) from error


def example(paper: Paper, explanations: tuple[str, ...] = ()) -> bytes:
    """Return a template to begin with, that says what a paper says; the explanations stand at its end."""
    document = empty_document(paper.language)
    for text, style in _EXAMPLE:
        document.add_paragraph(text, style=style or None)
    for text in explanations:
        document.add_paragraph(text, style="Quote")
    set_properties(document, paper)
    return _saved(document)


def _filled(template: bytes, paper: Paper) -> bytes:
    document = DocxTemplate(BytesIO(template))
    environment = _Careful()
    asked = document.get_undeclared_template_variables(_parser())
    if not asked & {"body", "chapters"}:
        raise TemplateBroken(
            N_("The template asks for neither {body} nor {chapters}, so the paper would be empty.", **_as_written())
        )
    paper = _said_once(paper) if "incomplete" in asked else paper
    document.render({**_texts(paper), "body": BODY}, environment, autoescape=True)
    file = BytesIO()
    document.save(file)
    return _with_body(file.getvalue(), paper)


def _parser() -> jinja2.Environment:
    """Return what only reads a template, to see what it asks for."""
    return jinja2.Environment(autoescape=True)


def _as_written() -> dict[str, str]:
    return {"body": "{{ body }}", "chapters": "{{ chapters }}"}


def _told(error: jinja2.TemplateError) -> Message:
    known = ", ".join(FIELDS)
    if isinstance(error, SecurityError):
        return N_("A field of the template does what a template may not. It can ask for {fields}.", fields=known)
    if isinstance(error, jinja2.UndefinedError):
        named = re.search(r"'([^']+)' is undefined|no attribute '([^']+)'", error.message or "")
        field = next(filter(None, named.groups()), "") if named else str(error.message)
        return N_(
            "The template asks for something that is not known: {field}. It can ask for {fields}.",
            field=field,
            fields=known,
        )
    return N_("A field of the template is not closed, or is written wrongly: {reason}", reason=str(error.message))


def _with_body(filled: bytes, paper: Paper) -> bytes:
    """Return a filled template with the whole paper in place of its mark, if it has one."""
    document: Document = docx.Document(BytesIO(filled))
    place = next((paragraph for paragraph in document.paragraphs if paragraph.text.strip() == BODY), None)
    if place is not None:
        make_ready(document)
        mark = document.add_paragraph()
        for chapter in paper.chapters:
            write_chapter(document, chapter, paper.language)
        for element in list(mark._p.itersiblings()):  # noqa: SLF001 - python-docx writes at the end, and moves nothing
            if element.tag != qn("w:sectPr"):
                place._p.addprevious(element)  # noqa: SLF001 - as above
        for paragraph in (mark, place):
            paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001 - as above
    if any(BODY in text for text in _all_texts(document)):
        raise TemplateBroken(
            N_("In the template {body} must stand once, alone in a paragraph that is in no table.", **_as_written())
        )
    set_properties(document, paper)
    return _saved(document)


def _all_texts(document: Document) -> Iterator[str]:
    """Yield the text of every paragraph, also in tables and text boxes, and of heads and feet."""
    roots = [document.element.body]
    for section in document.sections:
        parts = (section.header, section.footer, section.first_page_header, section.first_page_footer)
        roots += [part._element for part in (*parts, section.even_page_header, section.even_page_footer)]  # noqa: SLF001 - as above
    for root in roots:
        for paragraph in root.iter(qn("w:p")):
            yield "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


def _saved(document: Document) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _said_once(paper: Paper) -> Paper:
    """Return a paper whose chapter of what is missing does not repeat that it is not complete."""
    if not paper.incomplete or not paper.lacking:
        return paper
    chapters = (replace(c, heading=paper.lacking) if c.heading == paper.incomplete else c for c in paper.chapters)
    return replace(paper, chapters=tuple(chapters))


def _texts(paper: Paper) -> Mapping[str, Any]:
    return {
        "title": writable(paper.title),
        "subtitle": writable(paper.subtitle),
        "incomplete": writable(paper.incomplete),
        "facts": [{"label": writable(label), "value": writable(value)} for label, value in paper.facts],
        "chapters": list(map(_chapter, paper.chapters)),
    }


def _chapter(chapter: Chapter) -> Mapping[str, Any]:
    """Return a chapter as a template can ask for it; the secretariat's own words are its lines."""
    own = chapter.prose.markdown.splitlines() if chapter.prose else ()
    return {
        "heading": writable(chapter.heading),
        "lines": list(map(writable, (*own, *chapter.lines))),
        "head": list(map(writable, chapter.table.head)) if chapter.table else [],
        "rows": [list(map(writable, row)) for row in chapter.table.rows] if chapter.table else [],
    }
