"""What a file is refused with, and the sentences that more than one kind of file can meet."""

from hearing_app.domain.message import N_, Message

DAMAGED = N_(
    "The file is damaged, or is not a whole file. Open it where it was written, save it again, and add the new file."
)
PASSWORD = N_("The file is protected by a password. Save it without the password, and add the new file.")
MACROS = N_("The file holds macros, which can run programs. Save it without them, as DOCX, XLSX or PDF, and add that.")
TOO_HEAVY = N_(
    "The file is too heavy to be examined: it takes too long to open, or grows too large. Save it as PDF, most simply "
    "by printing it to PDF, and add the new file."
)
INNER_FILES = N_("There are other files inside this file. Take them out, or save it as PDF, and add each on its own.")
LINKED = N_(
    "The file fetches content from other files or programs when it is opened. Break the links, or save it as PDF, and "
    "add the new file."
)


class Refused(Exception):
    """The file is not taken in; `message` says why and what to do, in words for whoever sent it."""

    def __init__(self, message: Message) -> None:
        """Take the sentence."""
        super().__init__(str(message))
        self.message = message
