"""YAML with positions: plain strings inside, and for every value the line and column it stands on.

YAML 1.1 reads `no` as False, `0301` as 193 and `12:30` as 750; so every scalar is kept as the string
that a person typed, and the models convert.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from hearing_app.domain.message import N_, Message
from hearing_app.domain.problem import Place, Problem
from hearing_app.domain.vocabulary import Level

Key: TypeAlias = tuple[str | int, ...]
Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"

REFERENCE = N_("References (& and *) are not used here. Write the value out, or put it in quotation marks.")
_NULL = "tag:yaml.org,2002:null"
MAX_DEPTH = 20
"""Definitions nest five deep."""
NOT_YAML = N_("This is not valid YAML. Look at indentation, quotation marks and brackets here and on the line above.")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Source:
    """A file being read: collects positions on the way in and problems on the way out."""

    file: str
    first_line: int = 1
    values: dict[Key, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Key, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, key: Iterable[str | int] = (), *, of_key: bool = False) -> Place:
        """Return the place of the value at `key`, or of the nearest thing around it that has one."""
        path = tuple(key)
        if of_key and path in self.keys:
            return Place(self.file, *self.keys[path])
        while path and path not in self.values:
            path = path[:-1]
        return Place(self.file, *self.values.get(path, (self.first_line, 1)))

    def report(self, place: Place, message: Message, level: Level = Level.ERROR) -> None:
        """Note a problem."""
        self.problems.append(Problem(place, level, message))

    def report_at(self, key: Iterable[str | int], message: Message, level: Level = Level.ERROR) -> None:
        """Note a problem at the value of `key`; -1 in a key means the last element of a list."""
        self.report(self.place(self._resolve(key)), message, level)

    def _resolve(self, key: Iterable[str | int]) -> Key:
        path: Key = ()
        for part in key:
            path = (*path, self._last_index(path) if part == -1 else part)
        return path

    def _last_index(self, path: Key) -> int:
        depth = len(path)
        return max((k[depth] for k in self.values if k[:depth] == path and len(k) > depth), key=int, default=0)  # type: ignore[return-value]  # under a list every part is an int


def read_yaml(text: str, source: Source) -> Plain:
    """Return the plain content of `text`; what cannot be read becomes problems in `source` and None."""
    try:
        if refused := _refused(text):
            message, (line, column) = refused
            source.report(Place(source.file, line + source.first_line, column + 1), message)
            return None
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        # What is never closed is shown where it begins; the end of the file helps nobody.
        endless = "end of stream" in str(error.problem)
        mark = (endless and error.context_mark) or error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        source.report(
            Place(source.file, line + source.first_line, column + 1), _syntax_message(error, text.splitlines()[line:])
        )
        return None
    except yaml.YAMLError:
        source.report(
            Place(source.file, source.first_line),
            N_("The file holds characters that cannot be read. Save it as UTF-8 text."),
        )
        return None
    return _plain(node, (), source) if node is not None else None


def _refused(text: str) -> tuple[Message, tuple[int, int]] | None:
    """Return what is wrong and where (from 0): a reference, or a nesting that nobody means.

    References make large things of small files, and the loader recurses: either could end the process.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if getattr(event, "anchor", None) is not None:
            return REFERENCE, _at(event)
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return NOT_YAML, _at(event)
    return None


def _at(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line, mark.column) if mark else (0, 0)


def _syntax_message(error: yaml.MarkedYAMLError, rest: list[str]) -> Message:
    """Return what to do about `error`; `rest` is the text from the line it stands on."""
    problem = str(error.problem or "")
    if "tab" in problem or (rest and rest[0].lstrip(" ").startswith("\t")):
        return N_("A tab stands where spaces are needed. Indent with spaces.")
    if "mapping values are not allowed" in problem:
        return N_('A colon stands where none can be. Put the text in quotation marks: "…: …".')
    return NOT_YAML


def _plain(node: yaml.Node, key: Key, source: Source) -> Plain:
    mark = node.start_mark
    source.values[key] = (mark.line + source.first_line, mark.column + 1)
    if isinstance(node, yaml.ScalarNode):
        return None if node.tag == _NULL else str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*key, index), source) for index, child in enumerate(node.value)]
    return _plain_mapping(node, key, source)


def _plain_mapping(node: yaml.Node, key: Key, source: Source) -> dict[str, Plain]:
    result: dict[str, Plain] = {}
    for name_node, child in node.value:
        name = str(name_node.value) if isinstance(name_node, yaml.ScalarNode) else "?"
        place = (name_node.start_mark.line + source.first_line, name_node.start_mark.column + 1)
        if name in result:
            source.report(Place(source.file, *place), N_("The key {key} stands twice. Keep one of them.", key=name))
            continue
        source.keys[(*key, name)] = place
        result[name] = _plain(child, (*key, name), source)
    return result


def dump_yaml(document: Mapping[str, object]) -> str:
    """Return `document` as YAML that reads well and compares well: sorted keys, long texts as blocks."""
    text = yaml.dump(
        dict(document),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=True,
        width=100,
        default_flow_style=False,
    )
    # The quick dumper ends a document with dots where some text in it ends with empty lines; only the end of a
    # stream needs them, and what is written here is also put together from pieces.
    return text.removesuffix(DOTS) if text.endswith(f"\n{DOTS}") else text


DOTS = "...\n"
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""The quick one where there is one; both write the same."""


class _Dumper(_DUMPER):  # type: ignore[misc]  # which of the two it is depends on how PyYAML was built
    """SafeDumper that writes several lines as a block and quotes what YAML would take for something else."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


# YAML takes these for line breaks too, and would give them back as ordinary ones.
_OTHER_BREAKS = re.compile("[\r\x85\u2028\u2029]")


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _OTHER_BREAKS.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
