"""Publishing as a job: done by the worker where nobody else does it, told when it fails, and from the terminal."""

import json
import shutil
from contextlib import closing
from datetime import timedelta

import pytest
from click.testing import CliRunner

from hearing_app.cli.commands import main
from hearing_app.domain.release import EVERYTHING
from hearing_app.domain.vocabulary import Language
from hearing_app.publishing.publish import publish
from hearing_app.publishing.publish_job import LEFT_AFTER, do_job, is_broken_off, look_after
from hearing_app.publishing.publish_plan import plan
from hearing_app.storage import publications, publish_jobs
from hearing_app.storage.database import MIGRATIONS, migrate, open_database
from hearing_app.storage.publish_jobs import JobKind, JobState, JobStep, Request

HEARING = "lukket-strategi"
pytestmark = pytest.mark.slow


@pytest.fixture
def ask(db, three_answers, now):
    """A function that asks for Bergvik's answer to be published."""

    def asked(seen=None, **kwargs):
        request = Request(frozenset({three_answers["bergvik"].reference}), EVERYTHING, seen=seen or "", **kwargs)
        return publish_jobs.ask(db, JobKind.PUBLISH, HEARING, request, by="kari", now=now)

    return asked


def test_the_worker_does_what_nobody_has_begun(db, settings, ask, now, library, content, three_answers):
    """It leaves a job to the desk's own process for a while, and then takes it."""
    chosen = frozenset({three_answers["bergvik"].reference})
    seen = plan(db, library.matter(HEARING), content, released=chosen, now=now, concluded=EVERYTHING).fingerprint
    number = ask(seen)
    assert not look_after(db, settings, now=now)
    assert look_after(db, settings, now=now + LEFT_AFTER)
    job = publish_jobs.get(db, number)
    assert (job.state, job.step) == (JobState.DONE, JobStep.QUEUED)
    assert publications.of_job(db, number).step is publications.Step.DONE
    assert do_job(db, settings, number, now=now) is None  # a job is done once


def test_a_worker_who_comes_at_the_last_moment_takes_no_job_for_broken_off(
    db, settings, *, ask, now, library, content, three_answers, monkeypatch
):
    """The lock falls when it is noted how the job ended, not before."""
    chosen = frozenset({three_answers["bergvik"].reference})
    seen = plan(db, library.matter(HEARING), content, released=chosen, now=now, concluded=EVERYTHING).fingerprint
    number, told, real = ask(seen), [], publish_jobs.end

    def end(mine, *arguments):
        if not told:
            with closing(open_database(settings.database)) as other:
                told.append(is_broken_off(settings, publish_jobs.get(other, number)))
                told.append(look_after(other, settings, now=now))
        real(mine, *arguments)

    monkeypatch.setattr("hearing_app.publishing.publish_job.publish_jobs.end", end)
    assert do_job(db, settings, number, now=now) is JobState.DONE
    assert told == [False, False]
    assert publish_jobs.get(db, number).state is JobState.DONE


def test_a_job_that_was_not_what_was_looked_at_fails_in_the_askers_language(db, settings, ask, now):
    """Nothing is published, and the reason stands in the row."""
    number = ask("noe annet", language=Language.NN)
    assert do_job(db, settings, number, now=now) is JobState.FAILED
    job = publish_jobs.get(db, number)
    assert job.reason.startswith("Dette er ikkje det du såg på")
    assert publications.last_done(db, HEARING) is None


@pytest.fixture
def samrad(workspace):
    """A function that runs a command of the terminal."""

    def run(*arguments, code=0):
        done = CliRunner().invoke(main, ["--workspace", str(workspace), *arguments])
        assert done.exit_code == code, done.output
        return done

    return run


def test_the_terminal_publishes_part_by_part_and_tells_scripts(samrad, db, three_answers):
    """`--section` and `--json`; an unknown part is told with those that there are."""
    assert "tiltak" in samrad("publish", HEARING, "--section", "finnes-ikke", code=1).output
    done = samrad("publish", HEARING, "--section", "tiltak", "--mail", "--json")
    told = json.loads(done.stdout)
    assert (told["released"], told["concluded"], told["commit"]) == (3, ["tiltak"], "")
    assert told["mails"] == 3


def test_the_terminal_tells_how_far_it_has_come_and_asks_for_a_reason(samrad, three_answers):
    """Progress goes beside what is piped on; to take something back needs `--message`."""
    done = samrad("publish", HEARING)
    assert "Bygd." in done.stderr
    assert "Bygd." not in done.stdout
    only = ("publish", HEARING, "--only", three_answers["bergvik"].reference)
    shown = json.loads(samrad(*only, "--dry-run", "--json").stdout)
    assert shown["needs_message"] == ["fossheim", "indre"]
    assert "Skriv hvorfor" in samrad(*only, code=1).output
    assert samrad(*only, "--message", "Sendt ved en feil.").exit_code == 0


def test_what_was_published_before_has_all_its_conclusions(tmp_path, db, settings, three_answers, now):
    """The migration of an older database releases them all, and nobody gets mail of what is public."""
    publish(db, settings, HEARING, released=frozenset({three_answers["bergvik"].reference}), actor="kari", now=now)
    script = (MIGRATIONS / "0019_publications.sql").read_text(encoding="utf-8")
    tables = ("published_told", "corrections", "publications", "publish_jobs", "conclusion_releases", "written_files")
    for table in (*tables, "git_push"):
        for trigger in db.query("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [table]):
            db.execute(f"DROP TRIGGER {trigger['name']}")
        db.execute(f"DROP TABLE {table}")
    folder = tmp_path / "migrations"
    folder.mkdir()
    highest = db.execute("SELECT max(number) FROM schema_version").fetchone()[0]
    shutil.copy(MIGRATIONS / "0001_first.sql", folder)
    (folder / f"{highest + 1:04d}_again.sql").write_text(script, encoding="utf-8")
    migrate(db, folder)
    assert publications.concluded(db, HEARING) == EVERYTHING
    rows = [tuple(row.values()) for row in db.query("SELECT item, released_by FROM conclusion_releases")]
    assert rows == [("*", "migration")]
    assert publications.told(db, HEARING) == {(three_answers["bergvik"].reference, "")}
    db.execute("DELETE FROM schema_version WHERE number > ?", [highest])


def test_a_job_in_the_future_is_left_alone(db, settings, ask, now):
    """A clock that was set back does not begin it twice."""
    ask()
    assert not look_after(db, settings, now=now - timedelta(days=1))
