"""Import: a Word document or plain text as the beginning of a draft or a case paper, which a person then edits.

Nothing is guessed in silence: what found no place is told with where it stood. This room knows files and the
reader of Word documents; it must not know Flask, SQL, Pelican or the terminal.
"""

from hearing_app.importing.blocks import Imported, ImportRefused, Remark
from hearing_app.importing.convert import Form, import_data, import_file

__all__ = ["Form", "ImportRefused", "Imported", "Remark", "import_data", "import_file"]
