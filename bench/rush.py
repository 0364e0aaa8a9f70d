"""The last minute before a deadline: everybody sends at once, with minutes of a meeting as an attachment."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import typst

from bench.submissions import HEARING, Client, make_workspace, server
from hearing_app.answering.attachments import read
from hearing_app.inviting.invite import new_link
from hearing_app.library import Library
from hearing_app.publishing.verify import check_log
from hearing_app.storage import submissions
from hearing_app.storage.database import open_database


@dataclass(frozen=True)
class Rush:
    """What came of it, in seconds: everything, and the slowest request of anybody to attach, to look and to send."""

    bodies: int
    attachment_bytes: int
    seconds: float
    attaching: float
    looking: float
    sending: float


def measure(bodies: int, folder: Path) -> Rush:
    """Let `bodies` municipalities, with their forms filled in, all attach a file, look through and send at once.

    Raises:
        RuntimeError: somebody saw an error, or something was lost: an answer, a file, or an entry of the log.
    """
    settings = make_workspace(bodies, folder)
    db = open_database(settings.database)
    matter = Library(settings.content).matter(HEARING)
    invited = matter.hearing.invited if matter else ()
    hearing = matter.hearing if matter else None
    links = [new_link(db, hearing, b, base_url="", actor="bench", now=datetime.now(UTC)) for b in invited if hearing]
    files = [minutes(number) for number in range(bodies)]
    with server(settings) as port:
        people = [Person(port, link, file) for link, file in zip(links, files, strict=True)]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(Person.prepare, people))
        began = time.perf_counter()
        threads = [threading.Thread(target=person.hurry) for person in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - began
    if errors := [person.error for person in people if person.error]:
        raise RuntimeError(f"{len(errors)} of {bodies} saw an error, the first: {errors[0]}")
    received = submissions.of_hearing(db, HEARING)
    kept = [read(settings.attachments, file) for s in received for file in s.content.attachments]
    if len(received) != bodies or sorted(kept) != sorted(files) or check_log(db, settings.content):
        raise RuntimeError(f"of {bodies} answers {len(received)} were stored, with {len(kept)} files")
    db.close()
    slowest = [max(times) for times in zip(*(person.seconds for person in people), strict=True)]
    return Rush(bodies, len(files[0]), seconds, *slowest)


class Person:
    """One who answers for a municipality, with a file."""

    def __init__(self, port: int, link: str, file: bytes) -> None:
        """Take the server's port, the personal link and the file to attach."""
        self.browser, self.link, self.file = Client(port), link, file
        self.seconds: list[float] = []
        self.error = ""

    def prepare(self) -> None:
        """Fill in the form in good time."""
        self.browser.prepare(self.link)

    def hurry(self) -> None:
        """Attach the file, look through and send."""
        steps: tuple[Callable[[], None], ...] = (self._attach, self._look, self.browser.send)
        try:
            for step in steps:
                self.browser.close()  # as a browser that has been idle
                began = time.perf_counter()
                step()
                self.seconds.append(time.perf_counter() - began)
        except (OSError, RuntimeError) as error:
            self.error = str(error)
        finally:
            self.browser.close()

    def _attach(self) -> None:
        self.browser.attach("saksprotokoll.pdf", self.file)

    def _look(self) -> None:
        self.browser.ask("GET", f"/svar/{HEARING}/gjennomga/", 200)


def minutes(number: int) -> bytes:
    """Return the minutes of a meeting as PDF, different for every number."""
    text = "Formannskapet sluttet seg til utkastet med de merknadene som følger av saken. " * 400
    compiled: bytes = typst.compile(f'#set text(lang: "nb")\n= Sak {number}/26\n{text}'.encode(), format="pdf")
    return compiled
