"""Publishing where the content is kept in git: a real repository, real hooks, and everything that can be the matter."""

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from hearing_app.building.git_program import CommitRefused
from hearing_app.building.hand_files import ABSENT, read_hand_file, write_hand_file
from hearing_app.building.pushing import push_commits
from hearing_app.building.repository import Author, author_of, is_repository
from hearing_app.definitions import load_content
from hearing_app.domain.vocabulary import Conclusion
from hearing_app.publishing.publish import publish, refresh_site
from hearing_app.publishing.publish_plan import plan
from hearing_app.settings import load_settings
from hearing_app.storage import points, publications, pushes, submissions
from hearing_app.treating.assess import assess_point
from hearing_app.treating.splitting import split_by_paragraph
from hearing_app.users.accounts import set_user

ROOT = Path(__file__).parents[2]
FOLDER = "hearings/lukket-strategi"
SUMMARY = f"{FOLDER}/summary.yml"
QUIET = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def nobody_configured(monkeypatch, tmp_path):
    """No person's own settings of git, so that no name is configured anywhere."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.setenv("GIT_DIR", "/nowhere")  # what git inherits must not lead it elsewhere


@pytest.fixture
def git(content):
    """A function that runs git in the content folder as a person does, and returns what it says."""

    def run(*arguments, check=True):
        who = ("-c", "user.name=Per Person", "-c", "user.email=per@example.org")
        command = ["git", *who, "-C", str(content), *arguments]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | QUIET
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        assert done.returncode == 0 or not check, done.stderr
        return done.stdout

    return run


@pytest.fixture
def kept(git, content):
    """The content in a repository with one commit."""
    git("init", "--quiet", "--initial-branch=main")
    git("add", ".")
    git("commit", "--quiet", "-m", "Start")
    return content


@pytest.fixture
def answers(db, three_answers, now):
    """The three answers, with Bergvik's points assessed and concluded."""
    set_user(db, username="kari", name="Kari Løvås", password="en lang og god setning", now=now)
    split_by_paragraph(db, three_answers["bergvik"], "tiltak", actor="kari", now=now)
    for point in points.of_hearing(db, "lukket-strategi"):
        submission = submissions.by_reference(db, point.submission)
        what = {"assessment": "Vurdert.", "conclusion": Conclusion.ACCEPTED, "revision": 0}
        assess_point(db, submission, point.id, **what, actor="kari", now=now)
    return three_answers


@pytest.fixture
def go(db, settings, answers, now):
    """A function that publishes the answers of the given bodies."""

    def publish_those(*bodies, **kwargs):
        released = frozenset(answers[body].reference for body in bodies)
        return publish(db, settings, "lukket-strategi", released=released, actor="kari", now=now, **kwargs)

    return publish_those


@pytest.fixture
def nothing_happened(db, kept, git, settings):
    """A function that says whether content, index, commits and releases are as they were when it was made."""
    site = settings.site / "current"

    def state():
        files = {str(p.relative_to(kept)): p.read_bytes() for p in sorted(kept.rglob("*")) if _is_content(p)}
        index = git("ls-files", "--stage"), git("log", "--format=%H")
        return files, index, submissions.released(db, "lukket-strategi"), site.exists() and site.resolve()

    before = state()
    return lambda: state() == before


def _is_content(path):
    return path.is_file() and ".git" not in path.parts


def hook(content, name, script):
    """Write an executable hook."""
    path = content / ".git" / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_publishing_is_committed_in_the_users_name(kept, git, go, db):
    """One commit with the files of the publishing, the user as author, the program as committer, and figures."""
    go("bergvik")
    who, committer, text = git("log", "-1", "--format=%an <%ae>%n%cn <%ce>%n%B").strip().split("\n", 2)
    assert who == "Kari Løvås <kari@elvedalen.example>"
    assert committer == "Samråd <samrad@elvedalen.example>"
    assert re.fullmatch(r"Publiserer høringen .+: 1 svar, 2 konklusjoner", text.strip())
    changed = git("show", "--name-only", "--format=", "HEAD").split()
    assert f"{FOLDER}/submissions/bergvik.yml" in changed
    assert SUMMARY in changed
    assert git("status", "--porcelain") == ""
    assert publications.last_done(db, "lukket-strategi").commit == git("rev-parse", "HEAD").strip()


def test_publishing_the_same_again_commits_nothing(kept, git, go):
    """The same state gives the same files."""
    go("bergvik")
    before = git("rev-parse", "HEAD")
    go("bergvik")
    assert git("rev-parse", "HEAD") == before


def test_what_others_have_changed_elsewhere_is_left_alone(kept, git, go):
    """Edits and staged changes of other files stay exactly as they were, and are in no commit."""
    (kept / "council.yml").write_text((kept / "council.yml").read_text(encoding="utf-8") + "# x\n", encoding="utf-8")
    (kept / "hearings/apen-plan/summary.md").write_text("Ord.\n", encoding="utf-8")
    git("add", "hearings/apen-plan/summary.md")
    (kept / "huskeliste.txt").write_text("x\n", encoding="utf-8")
    before = git("status", "--porcelain")
    go("bergvik")
    assert git("status", "--porcelain") == before
    assert "council.yml" not in git("show", "--name-only", "--format=", "HEAD")


def test_what_the_worker_writes_between_is_not_taken_for_a_persons_edit(kept, git, go, db, settings, now):
    """Who has answered is written after every answer; publishing commits it with the rest."""
    refresh_site(db, settings, now=now)
    assert "received.yml" in git("status", "--porcelain", "--untracked-files=all")
    go("bergvik")
    assert git("status", "--porcelain") == ""


def test_a_persons_edit_of_a_file_of_ours_stops_everything(kept, git, go, nothing_happened):
    """It is told by name, and stays; when it has been taken back, publishing works."""
    go("bergvik")
    path = kept / SUMMARY
    path.write_text(path.read_text(encoding="utf-8").replace("Vurdert.", "Rettet for hånd."), encoding="utf-8")
    with pytest.raises(CommitRefused) as refused:
        go("bergvik", "fossheim", note="Rettet.")
    assert refused.value.message.values["files"] == (SUMMARY,)
    assert "Rettet for hånd." in path.read_text(encoding="utf-8")
    assert not (kept / FOLDER / "submissions/fossheim.yml").exists()
    git("checkout", "--", SUMMARY)
    go("bergvik", "fossheim")
    assert (kept / FOLDER / "submissions/fossheim.yml").exists()


def test_a_lock_that_stays_is_told_with_its_file(kept, git, go, nothing_happened, monkeypatch):
    """Another program may hold it, or was broken off; nothing is done."""
    monkeypatch.setattr("hearing_app.building.repository.LOCK_PATIENCE_SECONDS", 0.2)
    lock = kept / ".git" / "index.lock"
    lock.touch()
    with pytest.raises(CommitRefused) as refused:
        go("bergvik")
    assert refused.value.message.values["file"] == str(lock)
    lock.unlink()
    assert nothing_happened()
    go("bergvik")


@pytest.mark.parametrize("rule", ["submissions/", "*.yml"])
def test_what_git_would_ignore_is_told(kept, git, go, nothing_happened, rule):
    """It would be published without being committed, and nobody would know; a file that is tracked already is none."""
    (kept / ".gitignore").write_text(f"*.tmp\n{rule}\n", encoding="utf-8")
    with pytest.raises(CommitRefused, match="ignores") as refused:
        go("bergvik")
    assert f"{FOLDER}/submissions/bergvik.yml" in refused.value.message.values["files"]
    (kept / ".gitignore").unlink()
    assert nothing_happened()
    go("bergvik")
    (kept / ".gitignore").write_text(f"{rule}\n", encoding="utf-8")
    go("bergvik")


def test_content_that_has_left_its_repository_is_warned_of(kept, git, go, db, library, answers, now):
    """As after a copy was put back without it; who publishes all the same is told once."""

    def warned():
        chosen = frozenset({answers["bergvik"].reference})
        todo = plan(db, library.matter("lukket-strategi"), kept, released=chosen, now=now)
        return "in no repository now" in " ".join(map(str, todo.warnings))

    go("bergvik")
    assert not warned()
    shutil.rmtree(kept / ".git")
    assert warned()
    go("bergvik")
    assert not warned()


@pytest.mark.parametrize("left", ["MERGE_HEAD", "rebase-merge", "CHERRY_PICK_HEAD"])
def test_what_waits_for_a_person_is_finished_first(kept, git, go, nothing_happened, left):
    """A merge, a rebase or a cherry-pick in the middle is a person's, and is named."""
    commit = git("rev-parse", "HEAD")
    mark = kept / ".git" / left
    mark.mkdir() if left == "rebase-merge" else mark.write_text(commit, encoding="utf-8")
    with pytest.raises(CommitRefused, match="not finished"):
        go("bergvik")
    mark.rmdir() if mark.is_dir() else mark.unlink()
    assert nothing_happened()


def test_a_real_conflict_is_told(kept, git, go):
    """Two branches have changed the same line, and the merge stands with its marks."""
    readme = kept / "README.md"
    readme.write_text("en\n", encoding="utf-8")
    git("add", "README.md")
    git("commit", "--quiet", "-m", "en")
    git("checkout", "--quiet", "-b", "annen", "HEAD~1")
    readme.write_text("to\n", encoding="utf-8")
    git("add", "README.md")
    git("commit", "--quiet", "-m", "to")
    git("merge", "main", check=False)
    with pytest.raises(CommitRefused, match="merge"):
        go("bergvik")
    git("merge", "--abort")
    go("bergvik")


def test_a_hook_that_refuses_leaves_nothing_half_published(kept, git, go, nothing_happened, settings, db):
    """Files, index, releases and site are as before; what the hook said is told, and without it publishing works."""
    hook(kept, "pre-commit", "echo 'Ikke på en fredag.' >&2; exit 1")
    with pytest.raises(CommitRefused) as refused:
        go("bergvik")
    assert "Ikke på en fredag." in refused.value.said
    assert nothing_happened()
    assert publications.unfinished(db) == ()
    (kept / ".git/hooks/pre-commit").unlink()
    go("bergvik")
    assert "Merk stiene" in (settings.site / "current/horinger/lukket-strategi/index.html").read_text(encoding="utf-8")


def test_hooks_run_and_see_no_secret(kept, git, go, monkeypatch, tmp_path):
    """They run as for a person; the environment has neither our settings nor what would lead git elsewhere."""
    monkeypatch.setenv("SAMRAD_SECRET_KEY", "hemmelig" * 8)
    told = tmp_path / "told"
    hook(kept, "pre-commit", f"env > {told}")
    go("bergvik")
    text = told.read_text(encoding="utf-8")
    assert "hemmelig" not in text
    assert "GIT_DIR=/nowhere" not in text
    assert "GIT_TERMINAL_PROMPT=0" in text


def test_a_switch_that_fails_takes_the_commit_back(kept, git, go, nothing_happened, settings, db, now):
    """What readers do not see is not in the log of the repository either."""
    refresh_site(db, settings, now=now)
    git("add", ".")
    git("commit", "--quiet", "-m", "Mottatt")
    head, current = git("rev-parse", "HEAD"), settings.site / "current"
    release = current.readlink()
    current.unlink()
    current.mkdir()
    with pytest.raises(IsADirectoryError):
        go("bergvik")
    current.rmdir()
    current.symlink_to(release)
    assert git("rev-parse", "HEAD") == head
    assert git("status", "--porcelain") == ""
    go("bergvik")


def test_a_detached_head_is_told(kept, git, go, nothing_happened):
    """A commit there would belong to no branch."""
    git("checkout", "--quiet", "--detach")
    with pytest.raises(CommitRefused, match="detached"):
        go("bergvik")
    git("checkout", "--quiet", "main")
    go("bergvik")


def test_git_that_is_missing_is_told(kept, go, monkeypatch, nothing_happened, tmp_path):
    """The content is kept in git and cannot be committed, so nothing is published behind its back."""
    path = os.environ["PATH"]
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    with pytest.raises(CommitRefused, match="not installed"):
        go("bergvik")
    monkeypatch.setenv("PATH", path)
    assert nothing_happened()


def test_content_in_no_repository_needs_no_git(content, go, monkeypatch, tmp_path):
    """Everything is as it was before there was any talk of git."""
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    go("bergvik")
    assert (content / SUMMARY).is_file()


def test_content_that_a_repository_above_does_not_keep_is_left_alone(content, workspace, go):
    """A workspace may lie in somebody's checkout of something else."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | QUIET
    subprocess.run(["git", "init", "--quiet", str(workspace)], env=environment, check=True)
    assert not is_repository(content)
    go("bergvik")
    done = subprocess.run(["git", "-C", str(workspace), "log"], env=environment, capture_output=True, check=False)
    assert done.returncode != 0  # there is no commit


def test_the_content_can_be_a_folder_of_a_larger_repository(content, workspace, git, go):
    """Paths are told from the content folder, and committed where they are."""
    git("-C", "..", "init", "--quiet", "--initial-branch=main")
    git("add", ".")
    git("commit", "--quiet", "-m", "Start")
    go("bergvik")
    assert f"content/{SUMMARY}" in git("show", "--name-only", "--format=", "HEAD").split()
    assert git("status", "--porcelain", "--", ".") == ""


def test_an_answer_that_is_withdrawn_is_removed_in_a_commit_with_the_reason(kept, git, go):
    """The reason is the text of the commit."""
    go("bergvik", "fossheim")
    go("bergvik", note="Sendt ved en feil.")
    assert f"D\t{FOLDER}/submissions/fossheim.yml" in git("show", "--name-status", "--format=", "HEAD")
    assert "Sendt ved en feil." in git("log", "-1", "--format=%B")


@pytest.fixture
def pushing(workspace, settings):
    """The settings of a workspace that sends its commits on."""
    with (workspace / "samrad.toml").open("a", encoding="utf-8") as file:
        file.write("git_push = true\n")
    return load_settings(workspace, {})


def test_a_missing_remote_is_told_and_tried_again(kept, git, go, db, pushing, now, tmp_path):
    """The commit stands; when there is a remote the worker sends it, and the message goes."""
    from datetime import timedelta

    go("bergvik")
    assert not push_commits(db, pushing, now=now)
    assert "no remote" in pushes.last(db).error
    assert not push_commits(db, pushing, now=now + timedelta(seconds=30))  # it waits longer each time
    bare = tmp_path / "annet.git"
    git("init", "--quiet", "--bare", str(bare))
    git("remote", "add", "origin", str(bare))
    assert push_commits(db, pushing, now=now + timedelta(minutes=5))
    assert pushes.last(db).error == ""
    assert git("--git-dir", str(bare), "rev-parse", "main") == git("rev-parse", "HEAD")
    assert not push_commits(db, pushing, now=now + timedelta(minutes=10))  # nothing is left to send


def test_a_remote_that_refuses_is_told_and_never_forced(kept, git, go, db, pushing, now, tmp_path):
    """Somebody else has pushed meanwhile: their commit stays."""
    bare, other = tmp_path / "annet.git", tmp_path / "annens"
    git("init", "--quiet", "--bare", "--initial-branch=main", str(bare))
    git("remote", "add", "origin", str(bare))
    git("push", "--quiet", "-u", "origin", "main")
    git("clone", "--quiet", str(bare), str(other))
    (other / "ny.txt").write_text("x\n", encoding="utf-8")
    git("-C", str(other), "add", "ny.txt")
    git("-C", str(other), "commit", "--quiet", "-m", "Annens")
    git("-C", str(other), "push", "--quiet")
    theirs = git("--git-dir", str(bare), "rev-parse", "main")
    go("bergvik")
    assert not push_commits(db, pushing, now=now)
    assert "rejected" in pushes.last(db).error
    assert git("--git-dir", str(bare), "rev-parse", "main") == theirs


def test_nothing_is_pushed_unless_the_settings_say_so(kept, go, db, settings, now):
    """As it was."""
    go("bergvik")
    assert not push_commits(db, settings, now=now)
    assert pushes.last(db) is None


def test_a_file_edited_at_the_desk_is_committed_too(kept, git, settings):
    """In the user's name, and only that file; without an author nothing is committed."""
    path = f"{FOLDER}/summary.md"
    write_hand_file(settings, path, "Våre ord.\n", seen=ABSENT, author=Author("Kari Løvås", "kari@x.example"))
    assert git("log", "-1", "--format=%an|%s").strip() == f"Kari Løvås|Endrer {path} ved sekretariatets skrivebord"
    assert git("show", "--name-only", "--format=", "HEAD").split() == [path]
    seen = read_hand_file(kept, path).seen
    write_hand_file(settings, path, "Andre ord.\n", seen=seen)
    assert git("status", "--porcelain").split() == ["M", path]


def test_a_hook_that_refuses_an_edit_leaves_the_file_as_it_was(kept, git, settings):
    """Nothing typed is written behind a hook's back."""
    hook(kept, "pre-commit", "exit 1")
    path = f"{FOLDER}/summary.md"
    with pytest.raises(CommitRefused):
        write_hand_file(settings, path, "Våre ord.\n", seen=ABSENT, author=Author("Kari", "kari@x.example"))
    assert not (kept / path).exists()
    assert git("status", "--porcelain") == ""


def test_an_author_without_a_name_is_called_by_the_user_name():
    """Git takes no empty name; the address is at the council's domain."""
    assert author_of(" ", "kari", "Samråd <post@rad.example>") == Author("kari", "kari@rad.example")


def test_one_module_starts_git():
    """Everything else asks it, so that the environment is clean everywhere."""
    starting = {
        path.name for path in (ROOT / "hearing_app").rglob("*.py") if '"git"' in path.read_text(encoding="utf-8")
    }
    assert starting == {"git_program.py"}


def test_what_was_published_can_be_read_back(kept, go):
    """The files in the repository are those of a whole content folder."""
    go("bergvik")
    assert load_content(kept).errors == ()
