"""The house's own rules."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("hearing_app", "plugins", "demo", "setup", "bench")
MACHINERY = (
    "flask",
    "pelican",
    "wtforms",
    "sqlite_utils",
    "sqlite3",
    "werkzeug",
    "gunicorn",
    "click",
    "hearing_app.web",
)
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60


def modules(*rooms):
    return [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]


def test_the_import_contracts_hold():
    """Every contract of pyproject.toml, as `make check` runs them."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def loaded_after(statement):
    """The modules that a fresh Python has loaded after a statement."""
    code = f"import sys; {statement}; print(chr(10).join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_shared_rooms_load_neither_sides_machinery():
    """Domain, definitions and text serve a site build without an app, and an app without a site generator."""
    loaded = loaded_after("import hearing_app.domain.matter, hearing_app.definitions, hearing_app.text")
    assert "hearing_app.definitions.load" in loaded
    assert loaded.isdisjoint(MACHINERY)


def test_the_domain_loads_nothing_but_the_standard_library():
    """Every module of it."""
    names = ", ".join(f"hearing_app.domain.{path.stem}" for path in modules("hearing_app/domain"))
    strangers = loaded_after(f"import {names}") - loaded_after("import zoneinfo._tzpath, datetime")
    tops = {name.partition(".")[0] for name in strangers}
    assert {name for name in tops if name not in sys.stdlib_module_names} == {"hearing_app"}


def test_the_package_gives_create_app_and_nothing_else():
    """And loads no web before it is called."""
    code = "import hearing_app; print(sorted(n for n in vars(hearing_app) if callable(vars(hearing_app)[n])))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['create_app']"
    assert loaded_after("import hearing_app").isdisjoint(MACHINERY)


@pytest.mark.parametrize("room", ["hearing_app/domain"])
def test_the_domain_has_no_clock_and_does_no_io(room):
    """`now` is always a parameter."""
    asked = {"now", "today", "utcnow", "open", "print", "input", "read_text", "write_text", "getenv"}
    for path in modules(room):
        called = {
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
        }
        assert not called & asked, path


def test_every_test_says_what_should_happen():
    """One sentence or more on each, ending as a sentence does."""
    silent = []
    for path in modules("tests"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                said = (ast.get_docstring(node) or "").strip()
                if not said or said[-1] not in ".?!:»)":
                    silent.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert silent == []


def test_no_test_has_the_name_of_another_in_its_file():
    """The second would replace the first, which then never runs."""
    doubled = []
    for path in modules("tests"):
        names = [n.name for n in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(n, ast.FunctionDef)]
        doubled += [f"{path.relative_to(ROOT)} {name}" for name in set(names) if names.count(name) > 1]
    assert doubled == []


def test_no_test_pretends_inside_the_walls():
    """No mocks: real files, database, mail server, generator and browser."""
    pretending = [
        path
        for path in modules("tests")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and any(alias.name.startswith("unittest.mock") for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("unittest", "mock", "pytest_mock")))
    ]
    assert pretending == []


def test_modules_stay_small_enough_to_read():
    """Nobody should have to scroll for the other half of a thought."""
    long = {str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in modules(*OURS)}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_MODULE} == {}


def test_functions_stay_small_enough_to_read():
    """The length without the docstring."""
    long = []
    for path in modules(*OURS):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
                if (node.end_lineno or 0) - first.lineno >= LONGEST_FUNCTION:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert long == []


def test_nothing_has_a_name_that_says_nothing():
    """A module is named for what it knows."""
    empty = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base", "core"}
    assert [path for path in modules(*OURS, "tests") if path.stem in empty] == []


def test_shared_fixtures_fit_on_a_page():
    """What every room's tests share is little."""
    assert len((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8").splitlines()) < 150


def test_nothing_is_left_for_later_in_the_code():
    """A thought that is not finished belongs in an issue."""
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X")
    left = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in modules(*OURS, "tests")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if any(mark in line for mark in marks)
    ]
    assert left == []


def test_sql_stands_in_storage_alone():
    """Import contracts see modules; this sees statements."""
    import re

    statement = re.compile(r"\b(SELECT .+ FROM|INSERT INTO|DELETE FROM|UPDATE \w+ SET|CREATE TABLE)\b")
    elsewhere = [
        str(path.relative_to(ROOT))
        for path in modules("hearing_app", "plugins", "demo")
        if "storage" not in path.parts and statement.search(path.read_text(encoding="utf-8"))
    ]
    assert elsewhere == []
