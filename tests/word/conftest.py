"""A small form, and a stage on which it is filled in as word processors do it."""

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest

from hearing_app.domain.vocabulary import Language
from hearing_app.word import Field, FieldKind, Form, Identity, Option, Part, Prose, texts_of, understood, write

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
NAMES = {"w": W, "w14": W14}
STANCES = (Option("supports", "Støtter"), Option("does_not_support", "Støtter ikke"))
SECTION = (
    "Elva er **felles**.\n\n1. Ett tilsyn.\n2. En rapport.\n\n### Unntak\n\n| Kommune | Andel |\n|---|---|\n| Lom | 1 |"
)

for prefix, address in NAMES.items():
    ET.register_namespace(prefix, address)


def small_form(values=None, language=Language.NB, *, sections=("a", "b"), body="bergvik"):
    """The form with two sections, a general remark, and who answers."""
    values = values or {}

    def field(name, kind, label, options=()):
        return Field(name, kind, label, values.get(name, ""), options=options)

    parts = [
        Part(
            f"Del {id_}",
            2,
            (Prose(SECTION, Language.NB),),
            (
                field(f"stance_{id_}", FieldKind.CHOICE, "Holdning", STANCES),
                field(f"text_{id_}", FieldKind.TEXT, "Merknad"),
            ),
        )
        for id_ in sections
    ]
    who = (
        field("respondent_name", FieldKind.LINE, "Navn"),
        field("respondent_role", FieldKind.LINE, "Rolle"),
    )
    general = Part("Generell merknad", 2, fields=(field("text_general", FieldKind.TEXT, "Svar"),))
    return Form(
        language=language,
        title="Plan for elva",
        subtitle="Svarskjema",
        author="Rådet",
        facts=(("Frist", "15. juni 2026"),),
        steps_heading="Slik brukes skjemaet",
        steps=("Skriv.", "Lagre.", "Last opp."),
        parts=(Part("Utkastet", 1), *parts, general, Part("Hvem som svarer", 1, fields=who)),
        identity=Identity("plan", body, "0123456789ab"),
        identity_label="La denne linjen stå:",
        placeholder="Skriv her.",
        ticks="Kryss",
        asked="Det vi spør om",
        answer="Svar",
        page="Side",
    )


class Paper:
    """A written form whose XML can be changed; `swap` is a pattern and what is written in its place as bytes."""

    def __init__(self, data):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.root = ET.fromstring(self.parts["word/document.xml"])
        self.swap = (rb"$^", b"")

    @property
    def data(self):
        """The file as it stands now."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            document = re.sub(self.swap[0], self.swap[1], ET.tostring(self.root))
            for name, part in {**self.parts, "word/document.xml": document}.items():
                archive.writestr(name, part)
        return out.getvalue()

    def control(self, name):
        """The content control with this tag."""
        for control in self.root.iter(f"{{{W}}}sdt"):
            tag = control.find("w:sdtPr/w:tag", NAMES)
            if tag is not None and tag.get(f"{{{W}}}val") == name:
                return control
        raise LookupError(name)

    def cell(self, name):
        """The cell of a field."""
        return self.control(name).find(".//w:tc", NAMES)

    def answer(self, name, *paragraphs):
        """Put paragraphs of WordprocessingML into the cell of a field, as Word does when somebody types."""
        cell = self.cell(name)
        for old in cell.findall("w:p", NAMES):
            cell.remove(old)
        for xml in paragraphs:
            names = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMES.items())
            relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            cell.extend(ET.fromstring(f'<x {names} xmlns:r="{relations}">{xml}</x>'))
        properties = self.control(name).find("w:sdtPr", NAMES)
        for showing in properties.findall("w:showingPlcHdr", NAMES):
            properties.remove(showing)

    def tick(self, name):
        """Click on a box."""
        control = self.control(name)
        control.find(".//w14:checked", NAMES).set(f"{{{W14}}}val", "1")
        control.find(".//w:t", NAMES).text = "☒"

    def unwrap(self):
        """Take every content control away and let its content stand, as many programs do."""
        for parent in list(self.root.iter()):
            for control in [child for child in parent if child.tag == f"{{{W}}}sdt"]:
                place = list(parent).index(control)
                parent.remove(control)
                for child in reversed(list(control.find("w:sdtContent", NAMES))):
                    parent.insert(place, child)
        if any(True for _ in self.root.iter(f"{{{W}}}sdt")):
            self.unwrap()


def read_back(data, form=None):
    """What the form says, read against the form as it is asked now."""
    empty = form or small_form()
    return understood(data, (empty,), texts_of(write(empty)))


@pytest.fixture
def paper():
    """The empty form, as it was downloaded."""
    return Paper(write(small_form()))
