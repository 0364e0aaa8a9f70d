import pytest

from hearing_app.definitions import load_content


@pytest.fixture
def told(content):
    """A function that changes one file of the content and tells every problem as (file:line:column, level, text)."""

    def problems_after(name, old, new):
        path = content / name
        if old is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(new if isinstance(new, bytes) else new.encode())
        else:
            text = path.read_text(encoding="utf-8")
            assert text.count(old) >= 1, f"{old!r} does not stand in {name}"
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return [
            (f"{p.place.file}:{p.place.line}:{p.place.column}", p.level.value, str(p.message))
            for p in load_content(content).problems
            if not (p.level == "warning" and "without a date" in str(p.message))  # the council's own, on purpose
        ]

    return problems_after


@pytest.fixture
def changed():
    """A function that changes one file and tells what `load` finds in the folder, and the place that `¤` marked."""

    def told(folder, name, old, new, load=load_content):
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        text = text.replace(old, new, 1)
        before = text.partition("¤")[0]
        marked = f"{name}:{before.count(chr(10)) + 1}:{len(before.rpartition(chr(10))[2]) + 1}"
        path.write_text(text.replace("¤", ""), encoding="utf-8")
        found = load(folder)
        problems = found[1] if isinstance(found, tuple) else found.problems
        return [
            (f"{p.place.file}:{p.place.line}:{p.place.column}", p.level.value, str(p.message)) for p in problems
        ], marked

    return told
