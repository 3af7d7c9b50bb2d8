"""Read YAML: the objects of a list, of several documents, or found as in JSON."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, ClassVar

import msgspec
import yaml

from proposals_cli.domain.ports import Progress
from proposals_cli.importing.readers.encodings import Encoding
from proposals_cli.importing.readers.json import row_of, rows_of
from proposals_cli.importing.readers.json_records import is_header
from proposals_cli.importing.readers.text_lines import text_lines
from proposals_cli.importing.readers.yaml_loader import StrictComposer, UnsupportedYamlError
from proposals_cli.importing.rows import (
    MAX_DEPTH,
    EmptyFileError,
    ImportFileError,
    ReadOptions,
    SourceFile,
    SourceRow,
)

MAX_VALUES = 2_000_000
"""Values in one object; all are in memory at once."""

_STRING = "tag:yaml.org,2002:str"
_CORE_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "map", "seq")
)
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,17})")
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d*)\.\d+")


def read_yaml(
    file: BinaryIO, name: str, encoding: Encoding, options: ReadOptions, progress: Progress
) -> SourceFile:
    """Return the records of a YAML file; a list at its top is read item by item.

    Raises:
        ImportFileError: it is not YAML, or more than plain data; also while rows are read.
    """
    loader = _Loader(_Text(text_lines(file, name, encoding, progress)))
    with _import_errors(name):
        if not loader.check_node():
            raise EmptyFileError(f"{name} is empty.")
        loader.get_event()  # the start of the first document
        if loader.check_event(yaml.SequenceStartEvent) and not options.records:
            start = loader.get_event()
            if start.tag is not None:
                loader.check_tag(start)
            rows = _items(loader, name)
            return SourceFile(name=name, format="yaml", found=(encoding.described,), rows=rows)
        documents = [_value_of(loader.compose_node(None, None))]
        loader.get_event()  # the end of the first document
        while loader.check_node():
            documents.append(_value_of(loader.get_node()))
    if len(documents) == 1:
        content = msgspec.json.encode(documents[0])
        found = rows_of(content, name, encoding.described, options, progress)
        found.format = "yaml"
        return found
    rows = (row_of(number, value, ()) for number, value in enumerate(documents, 1))
    return SourceFile(name=name, format="yaml", found=(encoding.described,), rows=rows)


def _items(loader: "_Loader", name: str) -> Iterator[SourceRow]:
    """Yield the items of the list that the file is."""
    number = 0
    header: list[str] = []
    with _import_errors(name):
        while not loader.check_event(yaml.SequenceEndEvent):
            value = _value_of(loader.compose_node(None, None))
            if not number and not header and is_header(value):
                header = value
                continue
            number += 1
            yield row_of(number, value, header)
        loader.get_event()
        loader.get_event()  # the end of the document
        if loader.check_node():
            mark = loader.get_event().start_mark
            raise UnsupportedYamlError("a list is followed by another document", mark)


@contextmanager
def _import_errors(name: str) -> Iterator[None]:
    """Turn the errors of the parser and of the loader into ``ImportFileError``."""
    try:
        yield
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}, line {mark.line + 1}" if mark else name
        problem = getattr(error, "problem", None) or "characters that YAML does not allow"
        if "nesting depth" in problem:  # the limit that PyYAML has from 6.0.4 on
            raise ImportFileError(f"{where} is nested too deeply.") from error
        if not isinstance(error, UnsupportedYamlError):
            problem = f"not valid YAML: {problem}"
        raise ImportFileError(f"{where}: {problem}.", "Nothing was imported.") from error
    except RecursionError as error:
        raise ImportFileError(f"{name} is nested too deeply.") from error


class _Text:
    """Lines as a stream for the parser."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._rest = ""

    def read(self, size: int = -1, /) -> str:
        """Return up to ``size`` characters; none at the end."""
        if not self._rest:
            self._rest = next(self._lines, "").replace("\0", "\ufffd")
        part, self._rest = self._rest[:size], self._rest[size:]
        return part


_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the latter without LibYAML


class _Loader(StrictComposer, _Base):  # type: ignore[misc]  # the base is chosen at run time
    """Composes nodes whose scalars are not yet given a type."""

    max_depth: ClassVar[int] = MAX_DEPTH

    def __init__(self, stream: _Text) -> None:
        _Base.__init__(self, stream)
        self._values = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Return the node that begins with the next event, as part of ``parent``."""
        if parent is None:
            self._values = 0
        elif index is not None:  # None for a key
            self._values += 1
            if self._values > MAX_VALUES:
                mark = self.get_event().start_mark
                raise UnsupportedYamlError("too many values in one object", mark)
        return super().compose_node(parent, index)

    def check_tag(self, event: Any) -> None:
        """Raise the error for a tag, except for those that plain data may have."""
        if event.tag not in _CORE_TAGS:
            super().check_tag(event)

    def tag_of(self, _kind: type[yaml.Node], event: Any, _value: str | None) -> str:
        """Return the tag in the file: ``_scalar`` gives the types."""
        return event.tag or ""


def _value_of(node: yaml.Node | None) -> Any:
    match node:
        case yaml.ScalarNode():
            return _scalar(node)
        case yaml.SequenceNode():
            return [_value_of(item) for item in node.value]
        case yaml.MappingNode():
            return {key.value: _value_of(value) for key, value in node.value}
        case _:
            return None


def _scalar(node: yaml.ScalarNode) -> str | int | float | bool | None:
    """Return the value of a scalar by the words and numbers of YAML 1.2: ``no`` is a word."""
    text: str = node.value
    if node.style or node.tag == _STRING:
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
