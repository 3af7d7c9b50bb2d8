"""Read YAML without building anything it asks for.

Only the parser's events are used: no tag is obeyed, an alias is refused (a few lines of them can
stand for billions of values), and plain words mean what YAML 1.2 says, so that ``no`` is a word.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO, NoReturn

import msgspec
import yaml

from proposals_cli.domain.ports import Progress
from proposals_cli.importing.readers.encodings import Encoding
from proposals_cli.importing.readers.json import is_header, row_of, rows_of
from proposals_cli.importing.readers.text_lines import text_lines
from proposals_cli.importing.rows import (
    DEEPEST,
    ImportFileError,
    ReadOptions,
    SourceFile,
    SourceRow,
)

MOST_IN_ONE = 2_000_000
"""Values in a file that is no list at its top, and so has to be read whole."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAGS = tuple(
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "map", "seq")
)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})")
_FLOAT = re.compile(r"-?(?:0|[1-9]\d*)\.\d+")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


def read_yaml(
    file: BinaryIO, name: str, encoding: Encoding, options: ReadOptions, progress: Progress
) -> SourceFile:
    """Return the objects of a list, of several documents, or found as in JSON.

    Raises:
        ImportFileError: it is not YAML, or uses tags or aliases.
    """
    events = _Events(_Text(text_lines(file, name, encoding, progress)), name)
    events.take(yaml.StreamStartEvent)
    if isinstance(events.peek(), yaml.StreamEndEvent):
        raise ImportFileError(f"{name} is empty.")
    events.take(yaml.DocumentStartEvent)
    if isinstance(events.peek(), yaml.SequenceStartEvent) and not options.records:
        events.checked()
        rows = _items(events)
    else:
        rows_at_once = _documents(events)
        if len(rows_at_once) == 1:
            content = msgspec.json.encode(rows_at_once[0])
            found = rows_of(content, name, encoding.label, options, progress)
            found.format = "yaml"
            return found
        rows = (row_of(number, value, ()) for number, value in enumerate(rows_at_once, 1))
    return SourceFile(name=name, format="yaml", found=(encoding.label,), rows=rows)


def _items(events: "_Events") -> Iterator[SourceRow]:
    number = 0
    header: list[str] = []
    while not isinstance(events.peek(), yaml.SequenceEndEvent):
        value = events.value()
        if not number and not header and is_header(value):
            header = value
            continue
        number += 1
        yield row_of(number, value, header)
    events.take(yaml.SequenceEndEvent)
    events.take(yaml.DocumentEndEvent)
    if not isinstance(events.peek(), yaml.StreamEndEvent):
        events.refuse("a list is followed by another document")


def _documents(events: "_Events") -> list[Any]:
    """Return the value of every document."""
    values = [events.value()]
    events.take(yaml.DocumentEndEvent)
    while isinstance(events.peek(), yaml.DocumentStartEvent):
        events.take(yaml.DocumentStartEvent)
        values.append(events.value())
        events.take(yaml.DocumentEndEvent)
    return values


class _Text:
    """Lines as a stream for the parser."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines = lines
        self.rest = ""

    def read(self, size: int) -> str:
        """Return up to ``size`` characters."""
        if not self.rest:
            self.rest = next(self.lines, "").replace("\0", "\ufffd")
        part, self.rest = self.rest[:size], self.rest[size:]
        return part


class _Events:
    """The parser's events, one at a time."""

    def __init__(self, text: _Text, name: str) -> None:
        self.name = name
        self._events = yaml.parse(text, Loader=_LOADER)  # type: ignore[arg-type]
        self._next: Any = None
        self._values = 0

    def peek(self) -> Any:
        """Return the next event."""
        if self._next is None:
            try:
                self._next = next(self._events)
            except yaml.YAMLError as error:
                mark = getattr(error, "problem_mark", None)
                where = f", line {mark.line + 1}" if mark else ""
                said = getattr(error, "problem", None) or "characters that YAML does not allow"
                if "nesting depth" in said:  # the limit that PyYAML has from 6.0.4 on
                    raise ImportFileError(f"{self.name}{where} is nested too deeply.") from error
                raise ImportFileError(
                    f"{self.name}{where} is not valid YAML: {said}.", "Nothing was imported."
                ) from error
            except RecursionError as error:
                raise ImportFileError(f"{self.name} is nested too deeply.") from error
        return self._next

    def take(self, kind: type[Any]) -> Any:
        """Return the next event, which is of this kind."""
        event = self.peek()
        if not isinstance(event, kind):
            self.refuse("not a list of objects, nor one object")
        self._next = None
        return event

    def refuse(self, reason: str) -> NoReturn:
        """Raise the error that names this place."""
        mark = self._next.start_mark if self._next else None
        where = f", line {mark.line + 1}" if mark else ""
        raise ImportFileError(f"{self.name}{where}: {reason}.", "Nothing was imported.")

    def checked(self) -> Any:
        """Take an event that begins a value, unless it has a tag or stands for another."""
        event = self.peek()
        if isinstance(event, yaml.AliasEvent):
            self.refuse(f"the alias *{event.anchor} is not followed; write the value out")
        if event.tag and event.tag != "!" and event.tag not in _TAGS:
            self.refuse(f"the tag {event.tag} is not obeyed; write plain values")
        self._next = None
        return event

    def value(self, depth: int = 1) -> Any:
        """Take one whole value."""
        event = self.checked()
        self._values += 1
        if depth > DEEPEST:
            self.refuse("nested too deeply")
        if depth == 1:
            self._values = 0
        elif self._values > MOST_IN_ONE:
            self.refuse("too many values in one object")
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            values = []
            while not isinstance(self.peek(), yaml.SequenceEndEvent):
                values.append(self.value(depth + 1))
            self.take(yaml.SequenceEndEvent)
            return values
        if not isinstance(event, yaml.MappingStartEvent):
            self.refuse("not a value")
        found: dict[str, Any] = {}
        while not isinstance(self.peek(), yaml.MappingEndEvent):
            if not isinstance(self.peek(), yaml.ScalarEvent | yaml.AliasEvent):
                self.refuse("a key that is no word")
            if getattr(self.peek(), "value", None) in found:
                self.refuse(f"the key '{self.peek().value}' stands twice in one mapping")
            key = self.checked().value
            found[key] = self.value(depth + 1)
        self.take(yaml.MappingEndEvent)
        return found


def _scalar(event: Any) -> Any:
    text = event.value
    if event.style or event.tag == "tag:yaml.org,2002:str":
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _NUMBER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
