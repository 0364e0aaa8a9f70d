"""A disk that is full when somebody uploads a file: a page that says try again, and nothing half anywhere."""

import io
import os
import subprocess

import pypdf
import pytest

from hearing_app.storage import attachments, drafts

HEARING = "apen-plan"
PAGE = f"/svar/{HEARING}/vedlegg/"


def pdf(pages):
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.fixture
def small_disk(settings):
    """The folder of the attachments on a disk of its own, of 64 kB."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk to fill")
    settings.attachments.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", str(settings.attachments)]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    yield settings.attachments
    subprocess.run(["umount", "--lazy", str(settings.attachments)], check=True)


def test_an_upload_to_a_full_disk_is_no_upload(answering, small_disk, db):
    """The page says so; the draft is as it was, and with a smaller file it works."""
    answering.save({"text_general": "Skrevet før"})
    before = drafts.get(db, HEARING, "bergvik")

    def upload(pages):
        answering.get(PAGE)
        files = {"files": [(io.BytesIO(pdf(pages)), "vedtak.pdf")]}
        return answering.post(PAGE, files, content_type="multipart/form-data", follow=True)

    answering.client.application.config["PROPAGATE_EXCEPTIONS"] = False
    page = upload(900)
    assert page.status_code == 503
    assert "This could not be stored" in page.text
    assert "choose the files once more" in page.text
    assert attachments.of_draft(db, HEARING, "bergvik") == ()
    assert drafts.get(db, HEARING, "bergvik") == before
    assert [path for path in small_disk.rglob("*") if path.is_file()] == []
    assert "1 file has been added." in upload(1).text
