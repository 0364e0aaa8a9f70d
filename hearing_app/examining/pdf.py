"""PDF: nothing that runs, no other files inside, nothing locked; pypdf opens it and every object is looked at.

Ordinary links, forms without scripts, signatures, and a document that opens at a certain page all pass.
"""

from collections.abc import Iterator
from io import BytesIO
from zipfile import is_zipfile

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from hearing_app.domain.message import N_
from hearing_app.examining.refused import DAMAGED, INNER_FILES, Refused

LOCKED = N_(
    "The PDF is protected, by a password or against copying and printing. Save it without protection, and add the new "
    "file."
)
RUNS = N_("The PDF holds scripts or something else that runs. Print it to PDF, which leaves that out, and add that.")
XFA_FORM = N_("The PDF is a form of a kind that few programs can show (XFA). Print it to PDF, and add the new file.")
TWO_KINDS = N_("The file is both a PDF and an archive with other files. Print the PDF to PDF, and add the new file.")

RUNNING = frozenset({"/JavaScript", "/Launch", "/ImportData", "/Rendition", "/Movie", "/Sound", "/RichMediaExecute"})
"""Actions that run something, whoever asks for them."""
BY_ITSELF = frozenset({"/GoTo", "/Named", "/Hide", "/SetOCGState", "/Trans", "/GoTo3DView"})
"""What may happen without a click: to go to a page, and how it looks."""
MOST_ACTIONS = 100
"""One after the other; more than that is a ring."""
PLAYERS = frozenset({"/RichMedia", "/Movie", "/Sound"})
NAMED_BY_THE_WRITER = frozenset(
    {"/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties"}
    | {"/RoleMap", "/ClassMap", "/Dests", "/CharProcs", "/N", "/D", "/R"}
)
"""Dictionaries whose keys are names of the writer's own: a font can be called /JS."""


def check_pdf(data: bytes) -> None:
    """See that a PDF can be opened and does nothing by itself.

    Raises:
        Refused: it is damaged, locked, holds other files, or runs something.
    """
    if is_zipfile(BytesIO(data)):
        raise Refused(TWO_KINDS)
    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted:
        raise Refused(LOCKED)
    root = reader.root_object
    form = root.get("/AcroForm")
    if form is not None and "/XFA" in form.get_object():
        raise Refused(XFA_FORM)
    if "/OpenAction" in root:
        _check_by_itself(root["/OpenAction"])
    if not len(reader.pages):
        raise Refused(DAMAGED)
    for key, found in _dictionaries(root):
        _check(key, found)


def _dictionaries(root: DictionaryObject) -> Iterator[tuple[str, DictionaryObject]]:
    """Yield every dictionary that can be reached from the root, each with the key that it stands under."""
    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[str, PdfObject | None]] = [("/Root", root)]
    while waiting:
        key, found = waiting.pop()
        if isinstance(found, IndirectObject):
            if (found.idnum, found.generation) in seen:
                continue
            seen.add((found.idnum, found.generation))
            found = found.get_object()
        if isinstance(found, ArrayObject):
            waiting += [(key, inner) for inner in list.__iter__(found)]
        elif isinstance(found, DictionaryObject):
            yield key, found
            waiting += [(name, found.raw_get(name)) for name in found]


def _check(key: str, found: DictionaryObject) -> None:
    """Refuse a dictionary that runs something or is another file."""
    if found.get("/S") in RUNNING or found.get("/Subtype") in PLAYERS or "/OnInstantiate" in found:
        raise Refused(RUNS)
    if found.get("/S") == "/GoToE" or found.get("/Type") == "/EmbeddedFile" or _is_file(found):
        raise Refused(INNER_FILES)
    if key in NAMED_BY_THE_WRITER:
        return
    if "/JS" in found or "/JavaScript" in found:
        raise Refused(RUNS)
    if "/EmbeddedFiles" in found:
        _check_names(found["/EmbeddedFiles"])
    if "/AA" in found:
        actions = found["/AA"].get_object()
        for action in actions.values() if isinstance(actions, DictionaryObject) else ():
            _check_by_itself(action)


def _is_file(found: DictionaryObject) -> bool:
    """Tell whether a dictionary names a file and has its content with it."""
    inner = found.get("/EF")
    inner = inner.get_object() if inner is not None else None
    return isinstance(inner, DictionaryObject) and any(
        isinstance(value.get_object(), StreamObject) for value in inner.values()
    )


def _check_names(tree: PdfObject) -> None:
    """Refuse a list of inner files that has any; some programs write an empty one."""
    names = tree.get_object()
    if isinstance(names, DictionaryObject) and (names.get("/Names") or names.get("/Kids")):
        raise Refused(INNER_FILES)


def _check_by_itself(action: PdfObject) -> None:
    """Refuse what happens without a click, but for going to a page; an array is a place in the document.

    What follows on an action (`/Next`) is an action as well, one or several.
    """
    waiting, looked_at = [action], 0
    while waiting and looked_at < MOST_ACTIONS:
        looked_at += 1
        found = waiting.pop().get_object()
        if not isinstance(found, DictionaryObject):
            continue
        if found.get("/S", "/GoTo") not in BY_ITSELF:
            raise Refused(RUNS)
        following = found["/Next"].get_object() if "/Next" in found else None
        waiting += following if isinstance(following, ArrayObject) else [following] if following is not None else []
    if waiting:
        raise Refused(RUNS)
