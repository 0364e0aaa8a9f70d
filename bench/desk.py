"""Every page of the desk on the hearing of `bench.heard`, and the views of them that are the heaviest."""

import re
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient

from bench.heard import HEARING, LATER, USER, Heard, make, published
from hearing_app.domain.release import EVERYTHING
from hearing_app.domain.vocabulary import Language
from hearing_app.operating.serve import collect_seldom
from hearing_app.storage import points, publish_jobs, registrations, submissions, themes
from hearing_app.storage.publish_jobs import JobKind, JobState, Request
from hearing_app.users.accounts import set_user
from hearing_app.web.app import make_app

PASSWORD = "en lang setning for måling"  # noqa: S105 - of a user that is there for the measurement alone
TURNS = 7
LIMIT_MILLISECONDS = 300
"""What no page may take."""
YARDSTICK_ROUNDS = 2_000_000


@dataclass(frozen=True)
class PageTime:
    """How long a page takes in milliseconds, the median of some turns, and how large it is.

    `cpu` is what the process worked, `wall` what passed on the clock: with others on the machine it is more. `first`
    is the processor time of the first look, which compiles templates and reads what nobody has looked at before.
    """

    name: str
    cpu: float
    wall: float
    first: float
    kilobytes: float

    @property
    def too_slow(self) -> bool:
        """Whether it takes more than a page may."""
        return self.cpu > LIMIT_MILLISECONDS


@dataclass(frozen=True)
class DeskTimes:
    """The pages, the slowest first, and the processor time of a fixed piece of work in the same run."""

    pages: tuple[PageTime, ...]
    yardstick: float


def measure(folder: Path) -> DeskTimes:
    """Make the hearing, log in, and look at every page of the desk; at some of them once more after a publishing."""
    heard = make(folder)
    return look(heard)


def look(heard: Heard, wanted: Callable[[str], bool] = bool) -> DeskTimes:
    """Look at the pages whose name is wanted."""
    set_user(heard.db, username=USER, name="Bench", password=PASSWORD, now=heard.at)
    app = make_app(heard.settings)
    app.config["CLOCK"] = lambda: heard.at + LATER
    collect_seldom()  # as the server's own processes do
    client, yardsticks = _log_in(app), [_yardstick()]
    pages = _looked(client, ((name, address) for name, address in _addresses(app, heard) if wanted(name)))
    yardsticks.append(_yardstick())
    published(heard)
    pages += _looked(client, ((name, address) for name, address in _after_publishing(heard) if wanted(name)))
    yardsticks.append(_yardstick())
    found = sorted(pages, key=lambda page: -page.cpu)
    return DeskTimes(tuple(found), statistics.median(yardsticks))


def _yardstick() -> float:
    """Return the processor time, in milliseconds, of counting; it says how fast this machine is just now."""
    began = time.process_time()
    for _ in range(YARDSTICK_ROUNDS):
        pass
    return (time.process_time() - began) * 1000


def _log_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    page = client.get("/sekretariat/logg-inn/").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    fields = {"csrf_token": token[1] if token else "", "username": USER, "password": PASSWORD}
    answer = client.post("/sekretariat/logg-inn/", data=fields)
    if answer.status_code != HTTPStatus.SEE_OTHER:
        raise RuntimeError(f"the login answered {answer.status_code}")
    return client


def _addresses(app: Flask, heard: Heard) -> Iterator[tuple[str, str]]:
    """Yield every page that can be looked at, and the heavy views; what has to be there first is left out."""
    known, adapter = _values(heard), app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("desk.") and "GET" in (rule.methods or ()) and rule.arguments <= set(known):
            name = rule.endpoint.removeprefix("desk.")
            values = {a: known[f"{name}/{a}"] if f"{name}/{a}" in known else known[a] for a in rule.arguments}
            yield name, adapter.build(rule.endpoint, values)
    yield from _heavy(heard, f"/sekretariat/{HEARING}/", known)


def _values(heard: Heard) -> dict[str, object]:
    """Return something for each part of an address; that of one page alone is called after it."""
    db, now = heard.db, heard.at
    first = points.of_hearing(db, HEARING)[0]
    asked = Request(submissions.references(db, HEARING), EVERYTHING, "", "", mails=False, language=Language.NB)
    jobs = {kind: publish_jobs.ask(db, kind, HEARING, asked, by=USER, now=now) for kind in JobKind}
    for number in jobs.values():
        publish_jobs.end(db, number, JobState.FAILED, now)
    return {
        "hearing_id": HEARING,
        "reference": first.submission,
        "body_id": first.body,
        "point_id": first.id,
        "item_id": first.item,
        "section_id": first.item,
        "username": USER,
        "theme_id": themes.of_hearing(db, HEARING)[0].id,
        "mail_id": 1,
        "number": registrations.begin(db, HEARING, actor=USER, now=now),
        "job_id": jobs[JobKind.PUBLISH],
        "preview/job_id": jobs[JobKind.PREVIEW],
    }


def _heavy(heard: Heard, start: str, known: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Yield the views of pages that have the most to do."""
    everything = sorted(submissions.references(heard.db, HEARING))
    chosen = urlencode({"valgt": 1, "svar": everything, "konklusjoner": "alle"}, doseq=True)
    parts = urlencode({"valgt": 1, "svar": everything, "konklusjoner": "deler", "del": known["item_id"]}, doseq=True)
    file = f"hearings/{HEARING}/submissions/{known['body_id']}.yml"
    point = known["point_id"]
    return iter(
        (
            ("hearing_page, the matrix", f"{start}?som=matrise"),
            ("publishing, everything chosen", f"{start}publiser/?{chosen}"),
            ("publishing, one part chosen", f"{start}publiser/?{parts}"),
            ("publishing, one file", f"{start}publiser/?{chosen}&{urlencode({'fil': file})}"),
            ("publishing, the summary's file", f"{start}publiser/?{chosen}&fil=hearings/{HEARING}/summary.yml"),
            ("search_hearing, a piece of a word", f"{start}sok/?q=areal"),
            ("search_hearing, its last page", f"{start}sok/?q=areal&side=100"),
            ("search_hearing, one stance", f"{start}sok/?q=areal&standpunkt=supports"),
            ("search_all, a piece of a word", "/sekretariat/sok/?q=areal"),
            ("similar, to a point", f"{start}ligner/?punkt={point}"),
            ("point_list, its last page", f"{start}punkter/?side=200"),
            ("point_list, words", f"{start}punkter/?q=areal"),
            ("point_list, one theme", f"{start}punkter/?tema=Areal"),
            ("point_list, by the day due", f"{start}punkter/?orden=frist"),
            ("section, its last page", f"{start}del/{known['item_id']}/?side=100"),
            ("log_page, its last page", "/sekretariat/logg/?side=1000"),
            ("gate, its last page", f"{start}kontroll/?side=100"),
        )
    )


def _after_publishing(heard: Heard) -> Iterator[tuple[str, str]]:
    """Yield the pages that compare with what readers can see already."""
    start = f"/sekretariat/{HEARING}/"
    chosen = urlencode({"valgt": 1, "svar": sorted(submissions.references(heard.db, HEARING))[1:]}, doseq=True)
    for name, address in (
        ("hearing_page", start),
        ("publishing", f"{start}publiser/"),
        ("publishing, one answer taken back", f"{start}publiser/?{chosen}&konklusjoner=alle"),
        ("gate", f"{start}kontroll/"),
        ("summary", f"{start}oppsummering/"),
        ("changes_page", f"{start}endringer/"),
    ):
        yield f"{name} (published before)", address


def _looked(client: FlaskClient, addresses: Iterable[tuple[str, str]]) -> list[PageTime]:
    """Look at pages some times, after a first one; what is not to be seen is left out.

    They are looked at in rounds, so that a moment in which the machine is slow is nobody's own.
    """
    first, shown = {}, []
    for name, address in addresses:
        began = time.process_time()
        with closing(client.get(address)) as answer:
            if answer.status_code == HTTPStatus.OK:
                first[name] = ((time.process_time() - began) * 1000, len(answer.data) / 1000)
                shown.append((name, address))
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in first}
    for _ in range(TURNS):
        for name, address in shown:
            began, passed = time.process_time(), time.perf_counter()
            client.get(address).close()
            took[name].append(((time.process_time() - began) * 1000, (time.perf_counter() - passed) * 1000))
    return [
        PageTime(name, *_medians(took[name]), first=looked, kilobytes=size) for name, (looked, size) in first.items()
    ]


def _medians(took: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(cpu for cpu, _ in took), statistics.median(wall for _, wall in took)
