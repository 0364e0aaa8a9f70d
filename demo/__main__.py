"""`python -m demo prepare|reset|run WORKSPACE`: what `make run` and `make demo-reset` call."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from demo.history import LINKS, play
from demo.stage import OPEN, PEOPLE, USERNAME, Stage, make_users
from demo.workspace import (
    PLAYED,
    NotADemo,
    Note,
    UnknownCouncil,
    clear,
    councils,
    make_folder,
    read_note,
    stories,
    write_dated,
    write_note,
)
from hearing_app.domain.calendar import oslo_day
from hearing_app.inviting.invite import link_for
from hearing_app.library import Library
from hearing_app.operating.serve import AddressTaken, AlreadyRunning, serve
from hearing_app.operating.worker import Round
from hearing_app.publishing.publish import refresh_site
from hearing_app.settings import Settings, load_settings
from hearing_app.storage.database import open_database

LABELS = {
    "nb": "A bokmål municipality that has not answered",
    "nn": "A nynorsk municipality that has not answered",
    "answered": "A municipality that has answered",
}


def prepare(workspace: Path, base_url: str, now: datetime, council: str = PLAYED) -> tuple[Settings, Note]:
    """Make the demo workspace where there is none, or give an older one's stories the dates of today."""
    today = oslo_day(now)
    note = read_note(workspace)
    environment = {"SAMRAD_BASE_URL": base_url}
    if note is None:
        clear(workspace)
        say(f"Making the demo workspace {workspace} …")
        note = make_folder(workspace, today, council)
        settings = load_settings(workspace, environment)
        db = open_database(settings.database)
        stage = Stage(db, settings, Library(settings.content), today)
        make_users(stage, note.password, now=now)
        if council == PLAYED:
            note.links = play(stage, now=now, tell=say)
        refresh_site(db, settings, now=now)
        db.close()
    elif note.council == PLAYED and note.stories != stories():
        say("The demo's stories have changed since this workspace was made, so its files stay as they are.")
        say("  `make demo-reset` starts over with the new ones.")
    elif note.dated_on != today.isoformat():
        say("Setting the demo's dates from today …")
        for name in write_dated(workspace, note, today):
            say(f"  {name} has been edited, so its dates stay as they are.")
    write_note(workspace, note)
    return load_settings(workspace, environment), note


def run(workspace: Path, port: int, council: str) -> None:
    """Prepare the demo, serve it until Ctrl-C, and print what a visitor needs once it answers."""
    base_url = f"http://localhost:{port}"
    settings, note = prepare(workspace, base_url, datetime.now(UTC), council)
    try:
        serve(settings, host="127.0.0.1", port=port, ready=lambda: welcome(settings, note), report=tell_round)
    except AddressTaken:
        sys.exit(f"Another program already listens on port {port}. Stop it, or choose another: make run PORT=8080")
    say("Stopped. What was entered is kept; `make run` goes on with it, `make demo-reset` starts over.")


def welcome(settings: Settings, note: Note) -> None:
    """Print the address, the login and the personal links."""
    say("")
    say(f"  Samråd answers at    {settings.base_url}/")
    say(f"  The desk             {settings.base_url}/sekretariat/   user: {USERNAME}   password: {note.password}")
    colleagues = (f"{username} ({role.name.replace('_', ' ').lower()})" for username, _, role in PEOPLE[1:])
    say(f"  The same password    {', '.join(colleagues)}")
    for key, label in LABELS.items() if note.links else ():
        say(f"  {label} ({LINKS[key]}, hearing {OPEN}):")
        say(f"    {link_for(settings.base_url, note.links[key])}")
    say(f"  Mail lands in        {settings.outbox}")
    others = ", ".join(name for name in councils() if name != note.council)
    say(f"  Other councils       make run COUNCIL=…  ({others})")
    say("")
    say("  Ctrl-C stops everything.")


def tell_round(done: Round) -> None:
    """Print what the worker did."""
    if done.mail.sent:
        say(f"  {done.mail.sent} mails written to the outbox.")
    if done.rebuilt:
        say("  The site was built anew.")
    if done.site_error:
        say(f"  The site could not be built; the old one stands:\n{done.site_error}")


def say(text: str) -> None:
    """Print a line at once, also where the output is a pipe."""
    print(text, flush=True)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("command", choices=["prepare", "reset", "run"])
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--council", default=PLAYED)
    arguments = parser.parse_args()
    try:
        carry_out(arguments)
    except AlreadyRunning:
        sys.exit("The demo runs right now. Stop it with Ctrl-C first.")
    except UnknownCouncil as error:
        sys.exit(f"There is no council {error} in content/. Choose one of: {', '.join(councils())}")
    except NotADemo as error:
        sys.exit(f"{error} holds something that is not a demo. Nothing was touched; choose another WORKSPACE=.")
    except KeyboardInterrupt:
        sys.exit("Stopped before the demo was ready. The next `make run` begins again.")


def carry_out(arguments: argparse.Namespace) -> None:
    """Do what the command line asks for."""
    if arguments.command == "run":
        run(arguments.workspace, arguments.port, arguments.council)
        return
    if arguments.command == "reset":
        clear(arguments.workspace)
    prepare(arguments.workspace, f"http://localhost:{arguments.port}", datetime.now(UTC), arguments.council)
    say("The demo is ready. `make run` starts it.")


if __name__ == "__main__":
    main()
