"""Durable submissions through the real server, against bare commits of the same bytes to SQLite on the same disk."""

import os
import re
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from hearing_app.domain.hearing import Hearing
from hearing_app.inviting.invite import new_link
from hearing_app.library import Library
from hearing_app.settings import Settings, load_settings
from hearing_app.storage import submissions
from hearing_app.storage.database import open_database

ROOT = Path(__file__).parent.parent
CLIENTS = 8
HEARING = "bench"
FORM_TYPE, BOUNDARY = "application/x-www-form-urlencoded", b"-------------------------samrad"
REMARK = "Vi ber om at møtene legges til hverdager, og at sakspapirene kommer minst ti dager før. " * 12


@dataclass(frozen=True)
class SubmissionFigures:
    """One comparison; rates are per second of wall clock."""

    bodies: int
    payload_bytes: int
    ours: float
    bare: float


def measure(bodies: int, folder: Path) -> SubmissionFigures:
    """Let `bodies` municipalities send at once through the server; then commit their payloads one by one."""
    settings = make_workspace(bodies, folder)
    db = open_database(settings.database)
    hearing = _hearing(settings)
    links = [new_link(db, hearing, b, base_url="", actor="bench", now=datetime.now(UTC)) for b in hearing.invited]
    with server(settings) as port:
        clients = [Client(port) for _ in links]
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(Client.prepare, clients, links))
            began = time.perf_counter()
            list(pool.map(Client.send, clients))
            ours = bodies / (time.perf_counter() - began)
    received = submissions.of_hearing(db, HEARING)
    if len(received) != bodies:
        raise RuntimeError(f"{len(received)} of {bodies} submissions were stored")
    bare = bare_commits([s.payload for s in received], folder / "bare.sqlite3")
    return SubmissionFigures(bodies, len(received[0].payload), ours, bare)


def bare_commits(payloads: list[bytes], path: Path) -> float:
    """Return how many durable single-row commits a second SQLite makes, from as many threads as there were clients."""
    with sqlite3.connect(path) as first:
        first.execute("PRAGMA journal_mode = WAL")
        first.execute("CREATE TABLE payloads (payload BLOB) STRICT")
    first.close()
    local = threading.local()

    def commit(payload: bytes) -> None:
        if not hasattr(local, "connection"):
            local.connection = sqlite3.connect(path, isolation_level=None, timeout=60)
            local.connection.execute("PRAGMA synchronous = FULL")
        local.connection.execute("INSERT INTO payloads VALUES (?)", [payload])

    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(commit, payloads))
    return len(payloads) / (time.perf_counter() - began)


class Client:
    """One municipality's browser: a connection, a cookie, and the form's hidden fields."""

    def __init__(self, port: int) -> None:
        """Take the server's port."""
        self.connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self.cookies: dict[str, str] = {}
        self.hidden: dict[str, str] = {}

    def prepare(self, link: str) -> None:
        """Open the personal link, fill in the form, save it, and open the review page."""
        self.open(link)
        self.fill_in()

    def open(self, link: str) -> None:
        """Look at the personal link and press its button."""
        self.ask("GET", link, 200)
        self.ask("POST", link, 303, {})

    def fill_in(self) -> None:
        """Fill in the form, save it, and open the review page."""
        page = self.ask("GET", f"/svar/{HEARING}/", 200)
        fields = dict.fromkeys(re.findall(r'name="(text_[a-z0-9-]+)"', page), REMARK)
        fields |= dict.fromkeys(re.findall(r'name="(stance_[a-z0-9-]+)"', page), "supports_with_remarks")
        fields |= {"respondent_name": "Bench", "respondent_role": "Rådgiver", "respondent_email": "bench@kommune.no"}
        fields |= {"standing_level": "administrative", "action": "review"}
        self.ask("POST", f"/svar/{HEARING}/", 303, fields)
        self.ask("GET", f"/svar/{HEARING}/gjennomga/", 200)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def has_receipt(self) -> bool:
        """Tell whether the answer has been received: then the form's address leads to the receipt."""
        status, _page = self.request("GET", f"/svar/{HEARING}/")
        return status == HTTPStatus.SEE_OTHER

    def send(self) -> None:
        """Submit; the answer 303 to the receipt means that the submission is on the disk."""
        self.connection.close()  # the server has closed it meanwhile, as it does with every browser that reads a while
        self.ask("POST", f"/svar/{HEARING}/send/", 303, {})

    def ask(self, method: str, path: str, expected: int, fields: dict[str, str] | None = None) -> str:
        """Send a request as a browser would and return the page; any other status than `expected` ends the run."""
        status, page = self.request(method, path, fields)
        if status != expected:
            raise RuntimeError(f"{method} {path}: {status} instead of {expected}")
        return page

    def request(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Send a request as a browser would, with its cookies and the hidden fields of the last form."""
        if fields is None:
            return self._request(method, path, None, "")
        return self._request(method, path, urlencode({**self.hidden, **fields}).encode(), FORM_TYPE)

    def attach(self, name: str, data: bytes) -> None:
        """Put a file with the answer."""
        self.ask("GET", f"/svar/{HEARING}/vedlegg/", 200)
        head, end = b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="', b"\r\n"
        fields = [head + k.encode() + b'"\r\n\r\n' + v.encode() + end for k, v in self.hidden.items()]
        file = head + f'files"; filename="{name}"\r\n\r\n'.encode() + data + end
        body, kind = (
            b"".join((*fields, file, b"--" + BOUNDARY + b"--\r\n")),
            b"multipart/form-data; boundary=" + BOUNDARY,
        )
        status, _page = self._request("POST", f"/svar/{HEARING}/vedlegg/", body, kind.decode())
        if status != HTTPStatus.SEE_OTHER:
            raise RuntimeError(f"{name} was answered with {status}")

    def _request(self, method: str, path: str, body: bytes | None, kind: str) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = kind
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        page = response.read().decode()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        for tag in re.findall(r'<input[^>]*type="hidden"[^>]*>', page):
            attributes = dict(re.findall(r'(name|value)="([^"]*)"', tag))
            self.hidden[attributes["name"]] = unescape(attributes.get("value", ""))
        return response.status, page


def make_workspace(bodies: int, folder: Path) -> Settings:
    """Make a workspace with one open hearing of six sections and as many invited bodies."""
    content = folder / "content"
    hearing = content / "hearings" / HEARING
    hearing.mkdir(parents=True)
    shutil.copytree(ROOT / "content" / "innlandet" / "pages", content / "pages")
    today = datetime.now(UTC).date()
    ids = [f"kommune-{number}" for number in range(bodies)]
    rows = "\n".join(f"  - {{id: {i}, name: {i}, kind: municipality, language: nb}}" for i in ids)
    contact = "contact: {name: Sekretariatet, email: post@bench.example}"
    (content / "council.yml").write_text(f"name: Bench\n{contact}\nbodies:\n{rows}\n", encoding="utf-8")
    (hearing / "hearing.yml").write_text(
        f"id: {HEARING}\ntitle: Bench\nabstract: Bench\nlanguage: nb\ncase_number: '1/1'\n{contact}\n"
        f"published: {today - timedelta(days=60)}\n"
        f"deadlines: [{{date: {today + timedelta(days=60)}, set: {today - timedelta(days=60)}}}]\n"
        f"invited: [{', '.join(ids)}]\n",
        encoding="utf-8",
    )
    (hearing / "index.md").write_text("Letter.\n", encoding="utf-8")
    sections = "\n".join(f"## {n} Section {{#section-{n}}}\n\nText of section {n}.\n" for n in range(1, 7))
    (hearing / "draft.md").write_text(f"---\ntitle: Draft\n---\n{sections}", encoding="utf-8")
    (folder / "samrad.toml").write_text(f'secret_key = "{secrets.token_urlsafe(32)}"\n', encoding="utf-8")
    return load_settings(folder, {})


@contextmanager
def server(settings: Settings) -> Iterator[int]:
    """Run `samrad run` on a free port of this machine and yield the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable,
        "-m",
        "hearing_app.cli.commands",
        "--workspace",
        str(settings.workspace),
        "run",
        "--port",
        str(port),
    ]
    environment = {**os.environ, "SAMRAD_BASE_URL": f"http://localhost:{port}"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        for line in process.stdout or ():
            if str(port) in line:
                break
        yield port
    finally:
        process.terminate()
        process.wait(30)
        if process.stdout:
            process.stdout.close()


def _hearing(settings: Settings) -> Hearing:
    matter = Library(settings.content).matter(HEARING)
    if matter is None:
        raise LookupError(HEARING)
    return matter.hearing
