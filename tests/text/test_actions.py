"""Every action that is logged anywhere has words, found by reading the program itself."""

import ast
import functools
import itertools
from pathlib import Path

import pytest

from hearing_app.domain.adoption_report import Verdict
from hearing_app.domain.vocabulary import Language, Moderation, Refusal, ReviewState
from hearing_app.text import words_for
from hearing_app.text.actions import ACTIONS, OF_ACCESS, said

ROOT = Path(__file__).parents[2] / "hearing_app"
SPELLED = {
    "f'answer {decision.state}{reason}'": {f"answer {Moderation.ADMITTED}", f"answer {Moderation.HELD}"}
    | {f"answer {Moderation.REFUSED} {reason}" for reason in Refusal},
    "f'adoption report {verdict.value}'": {f"adoption report {verdict}" for verdict in Verdict},
    "f'review: {state.value}'": {f"review: {state}" for state in ReviewState},
}
"""Where an action is put together from parts: everything that it can become."""


@functools.cache
def trees():
    """Every module of the program, read."""
    return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOT.rglob("*.py"))]


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def texts(node, tree, inside):
    """Return every text that an expression can be, or None where that cannot be told from the module."""
    match node:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.JoinedStr():
            return SPELLED.get(ast.unparse(node))
        case ast.Subscript(value=value):
            return texts(value, tree, inside)
        case ast.Name(id=name):
            return named(name, tree, inside)
    parts = [node.body, node.orelse] if isinstance(node, ast.IfExp) else getattr(node, "values", [])
    found = [texts(part, tree, inside) for part in parts]
    return None if None in found or not found else set().union(*found)


def named(name, tree, inside):
    """Return the texts that a name can stand for: assigned here or on top of the module, or handed in by a caller."""
    for place in filter(None, (inside, tree)):
        for node in ast.walk(place) if place is inside else place.body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if any(isinstance(t, ast.Name) and t.id == name for t in targets) and getattr(node, "value", None):
                return texts(node.value, tree, inside)
    return handed(name, tree, inside) if inside else None


def handed(name, tree, function):
    """Return the texts that callers in this module hand to an argument of a function."""
    arguments = [argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)]
    if name not in arguments:
        return None
    found, at = [], arguments.index(name)
    for module, caller, call in calls_of(function.name, tree):
        by_name = {keyword.arg: keyword.value for keyword in call.keywords}
        given = by_name.get(name) or (call.args[at] if at < len(call.args) else None)
        found.append(texts(given, module, caller) if given is not None else None)
    return None if None in found or not found else set().union(*found)


def calls_of(name, tree):
    """Yield (module, calling function, call): in this module, and elsewhere where the name is a public one."""
    for module in [tree] if name.startswith("_") else trees():
        for caller in functions(module):
            for call in ast.walk(caller):
                called = getattr(call, "func", None)
                if isinstance(call, ast.Call) and name in (getattr(called, "id", ""), getattr(called, "attr", "")):
                    yield module, caller, call


def logged(tree):
    """Yield (line, texts or None) of each call of `audit.log`."""
    within = {id(node): function for function in functions(tree) for node in ast.walk(function)}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "audit.log":
            (action,) = (keyword.value for keyword in call.keywords if keyword.arg == "action")
            yield call.lineno, texts(action, tree, within.get(id(call)))


MODULES = sorted(
    path for path in ROOT.rglob("*.py") if "audit.log(" in path.read_text(encoding="utf-8") and path.name != "audit.py"
)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_action_has_words(path):
    """A new one gets its line in hearing_app/text/actions.py; one that is put together is spelled out above."""
    for line, actions in logged(ast.parse(path.read_text(encoding="utf-8"))):
        assert actions is not None, f"{path.name}:{line}: write the action as a text, or spell it out in SPELLED"
        assert actions <= set(ACTIONS), f"{path.name}:{line}: {actions - set(ACTIONS)} has no words in text/actions.py"


def test_enough_is_found_to_trust_the_reading():
    """The test above would pass over nothing if it read nothing."""
    found = [t for p in MODULES for _line, t in logged(ast.parse(p.read_text(encoding="utf-8"))) if t]
    assert {"published", "submitted", "deadline extended", "role given: reader", "colleague removed"} <= set().union(
        *found
    )


@pytest.mark.parametrize("language", Language)
def test_no_two_actions_have_the_same_words(language):
    """Else the filter of the log would offer the same twice; and what has no words yet is shown as it stands."""
    words = words_for(language)
    told = [said(action, words) for action in ACTIONS]
    assert [one for one, group in itertools.groupby(sorted(told)) if len(list(group)) > 1] == []
    assert said("something newer", words) == "something newer"
    assert set(OF_ACCESS) < set(ACTIONS)
