"""The summary as files: a case paper as DOCX, and for a spreadsheet as XLSX and CSV."""

from flask.typing import ResponseReturnValue

from hearing_app.concluding.paper import paper_of
from hearing_app.concluding.paper_tables import as_book, as_csv, csv_name
from hearing_app.concluding.paper_template import DOCX, document_of, template_of
from hearing_app.concluding.summing_up import tell
from hearing_app.concluding.told import Told
from hearing_app.domain.vocabulary import Role
from hearing_app.web.access import needs
from hearing_app.web.current import db, now, settings
from hearing_app.web.desk import desk, matter_or_404
from hearing_app.web.desk_summary import summary_page
from hearing_app.web.download import as_download
from hearing_app.web.frame import council, reader
from hearing_app.word.template import TemplateBroken

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"


@desk.get("/<hearing_id>/oppsummering/saksframlegg.docx")
@needs(Role.READER)
def summary_document(hearing_id: str) -> ResponseReturnValue:
    """Send the case paper, in the council's own template where there is one."""
    told = _told(hearing_id)
    try:
        data = document_of(paper_of(told, written=now()), template_of(settings()))
    except TemplateBroken as broken:
        return summary_page(hearing_id, broken.message, code=422)
    return as_download(data, f"oppsummering-{hearing_id}.docx", DOCX)


@desk.get("/<hearing_id>/oppsummering/uten-mal.docx")
@needs(Role.READER)
def summary_plain_document(hearing_id: str) -> ResponseReturnValue:
    """Send the case paper without the council's template."""
    data = document_of(paper_of(_told(hearing_id), written=now()), None)
    return as_download(data, f"oppsummering-{hearing_id}.docx", DOCX)


@desk.get("/<hearing_id>/oppsummering/tabeller.xlsx")
@needs(Role.READER)
def summary_book(hearing_id: str) -> ResponseReturnValue:
    """Send the tables as a workbook."""
    return as_download(as_book(_told(hearing_id), written=now()), f"oppsummering-{hearing_id}.xlsx", XLSX)


@desk.get("/<hearing_id>/oppsummering/innspill.csv")
@needs(Role.READER)
def summary_csv(hearing_id: str) -> ResponseReturnValue:
    """Send the input as CSV."""
    told = _told(hearing_id)
    return as_download(as_csv(told).encode(), csv_name(told), CSV)


def _told(hearing_id: str) -> Told:
    return tell(db(), matter_or_404(hearing_id), council(), reader(), now=now())
