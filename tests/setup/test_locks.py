import json
import re
import tomllib

import pytest

from setup.environment import DEV_LOCK, NODE_LOCK, RUNTIME_LOCK
from setup.steps import ROOT

LOCKS = [RUNTIME_LOCK, DEV_LOCK, NODE_LOCK]


def versions(lock):
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", lock.read_text(), re.MULTILINE))


def names(requirements):
    return {re.match(r"[A-Za-z0-9-]+", text)[0].lower() for text in requirements}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_package_has_a_hash(lock):
    """Each package in a lock is followed by the hashes of its files."""
    entries = re.split(r"^(?=[a-z0-9])", lock.read_text(), flags=re.MULTILINE)[1:]
    assert len(entries) == len(versions(lock))
    for entry in entries:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry.splitlines()[0]


@pytest.mark.parametrize("path", [*LOCKS, ROOT / "theme" / "package-lock.json"], ids=lambda path: path.name)
def test_a_lock_names_no_registry_and_no_machine(path):
    """Every machine asks its own registry, so a lock holds no addresses or folders."""
    sources = re.sub(r'"funding": {[^}]*}', "", path.read_text())
    assert not re.search(r"https?:|file:|--index|--find-links|\"resolved\"", sources)


def test_the_developers_lock_contains_the_products():
    """Tests run against the very versions that `make run` installs."""
    assert versions(RUNTIME_LOCK).items() <= versions(DEV_LOCK).items()


def test_the_locks_hold_what_pyproject_asks_for():
    """A dependency written in pyproject.toml but not locked would not be installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    assert names([*project["project"]["dependencies"], *groups["build"]]) <= versions(RUNTIME_LOCK).keys()
    assert names(groups["dev"]) <= versions(DEV_LOCK).keys()
    assert names(groups["node"]) <= versions(NODE_LOCK).keys()


def test_theme_packages_are_exact_and_carry_integrity():
    """The versions package.json names are installed, and files with another hash refused."""
    wanted = json.loads((ROOT / "theme" / "package.json").read_text())["dependencies"]
    locked = json.loads((ROOT / "theme" / "package-lock.json").read_text())["packages"]
    for name, version in wanted.items():
        assert locked[f"node_modules/{name}"]["version"] == version
    assert all(entry["integrity"].startswith("sha512-") for path, entry in locked.items() if path)
