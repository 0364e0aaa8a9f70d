import gettext
import shutil

import pytest

from setup import messages
from setup.steps import ROOT, SetupError

HEADER = r"""
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"

"""

CODE = """
def told(_, ngettext, number):
    return _("Open"), ngettext("{number} answer", "{number} answers", number)
"""


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    """A function that writes the nynorsk catalogue of a folder whose code says two sentences."""
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "LOGS", tmp_path)
    monkeypatch.setattr(messages, "TEMPLATE", tmp_path / "samrad.pot")
    monkeypatch.setattr(messages, "CATALOGUES", tmp_path / "locale")
    (tmp_path / "hearing_app").mkdir()
    (tmp_path / "hearing_app" / "page.py").write_text(CODE)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    source = tmp_path / "locale" / "nn" / "LC_MESSAGES" / "samrad.po"
    source.parent.mkdir(parents=True)

    def write(entries):
        source.write_text(HEADER + entries)
        return source

    return write


OPEN = 'msgid "Open"\nmsgstr "Open for svar"\n\n'
ANSWERS = 'msgid "{number} answer"\nmsgid_plural "{number} answers"\nmsgstr[0] "{number} svar"\nmsgstr[1] "%s"\n\n'


def test_a_complete_catalogue_passes(catalogue):
    """Every sentence of the code, translated in all its forms, is in order."""
    catalogue(OPEN + ANSWERS % "{number} svar")
    messages.check()


@pytest.mark.parametrize(
    ("entries", "trouble"),
    [
        (ANSWERS % "{number} svar", "'Open' is not there"),
        ('msgid "Open"\nmsgstr ""\n\n' + ANSWERS % "x", "'Open' is not translated"),
        (OPEN + ANSWERS % "", "'{number} answer' is not translated"),
        ("#, fuzzy\n" + OPEN + ANSWERS % "x", "'Open' is marked fuzzy"),
        (OPEN + ANSWERS % "x" + 'msgid "Shut"\nmsgstr "Stengt"\n', "'Shut' is no longer used"),
    ],
)
def test_a_gap_in_a_catalogue_is_named(catalogue, entries, trouble):
    """The sentence, its file and what is wrong with it stand in the message."""
    catalogue(entries)
    with pytest.raises(SetupError) as failure:
        messages.check()
    told = [line for line in str(failure.value).splitlines() if trouble in line]
    assert len(told) == 1
    assert told[0].startswith("locale/nn/LC_MESSAGES/samrad.po")


def test_a_compiled_catalogue_speaks(catalogue):
    """What compile writes is what gettext reads."""
    source = catalogue(OPEN)
    messages.compile_all()
    with source.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Open") == "Open for svar"


def test_a_fuzzy_entry_is_not_compiled_in_silence(catalogue):
    """Gettext would leave it out and show English; the set-up stops instead."""
    source = catalogue("#, fuzzy\n" + OPEN)
    with pytest.raises(SetupError, match="fuzzy"):
        messages.compile_all()
    assert not source.with_suffix(".mo").exists()


def test_new_sentences_enter_the_catalogues_empty_and_old_ones_go(catalogue, tmp_path):
    """What a translator finds after an update is exactly what the code says."""
    source = catalogue(OPEN + 'msgid "Shut"\nmsgstr "Stengt"\n')
    messages.update()
    updated = source.read_text()
    assert 'msgstr "Open for svar"' in updated
    assert 'msgid_plural "{number} answers"' in updated
    assert "Shut" not in updated
    assert (tmp_path / "locale" / "nb" / "LC_MESSAGES" / "samrad.po").is_file()
