"""Read XML: the elements that look like records, at whatever depth, one by one.

Elements become keys and attributes too. An element that does no more than hold several others of
one name is a list of them: ``sponsors/item`` is the list ``sponsors``.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO, Protocol
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from proposals_cli.domain.ports import Progress
from proposals_cli.domain.text.normalise import normalise_name
from proposals_cli.importing.readers.encodings import Encoding
from proposals_cli.importing.readers.record_signs import (
    ONE_RECORD,
    PART_LISTS,
    RECORD_LISTS,
    has_title,
    is_record,
    names_people,
    not_read,
    signs_of,
)
from proposals_cli.importing.readers.text_lines import PROGRESS_EVERY, text_lines
from proposals_cli.importing.readers.xml_values import (
    as_object,
    attributes_of,
    children_of,
    is_prose,
    local_name,
    value_of,
)
from proposals_cli.importing.rows import (
    EmptyFileError,
    ImportFileError,
    ReadOptions,
    SourceFile,
    SourceRow,
)

MAX_DEPTH = 200
MAX_ELEMENTS = 200_000
"""Elements of one record, all of which are in memory at once."""

MAX_JUDGED_ELEMENTS = 20_000
"""The first elements, by which the place of the records is found; more if a record is longer."""

MAX_JUDGED = 20
MIN_PARTS = 3
"""Different parts of what is called a question, and is one, rather than a list."""

_NOT_DATA = frozenset(("schemaLocation", "noNamespaceSchemaLocation", "version", "lang", "space"))
_NATIVE = frozenset(("utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii"))
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")

_LINES = 1_000

Path = tuple[str, ...]


class _Stream(Protocol):
    """What the parser reads from."""

    def read(self, size: int = -1, /) -> bytes: ...
    def seek(self, start: int, /) -> Any: ...


def read_xml(
    file: BinaryIO, name: str, encoding: Encoding, options: ReadOptions, progress: Progress
) -> SourceFile:
    """Return the records of an XML file.

    Raises:
        ImportFileError: it is not XML, defines entities, or has no records.
    """
    is_native = encoding.codec in _NATIVE and not options.encoding
    stream: _Stream = file if is_native else _Recoded(file, name, encoding)
    root, is_whole = _beginning(stream, name, MAX_JUDGED_ELEMENTS)
    if not is_whole and not options.records and not _is_list(root):
        root, _ = _beginning(stream, name, MAX_ELEMENTS)
    path = _asked(root, name, options.records) if options.records else _record_path(root, name)
    where = "/".join(path) if len(path) > 1 else f"one record: {path[0]}"
    return SourceFile(
        name=name,
        format="xml",
        found=(
            encoding.described,
            f"records under '{where}'" if len(path) > 1 else where,
            *not_read(_beside(root, path)),
        ),
        rows=_rows(stream, name, path, progress),
    )


# -- where the records are ----------------------------------------------------------------------


def _record_path(root: Element, name: str) -> Path:
    """Return the path of the records: the outermost elements that look like one."""
    if _is_one(root):
        return (local_name(root.tag),)
    level: list[tuple[Path, list[Element]]] = [((local_name(root.tag),), [root])]
    widest: tuple[Path, int] | None = None
    titled: tuple[Path, int] | None = None
    while level:
        below: list[tuple[Path, list[Element]]] = []
        for path, parents in level:
            by_name: dict[str, list[Element]] = {}
            for parent in parents:
                for child in parent:
                    by_name.setdefault(local_name(child.tag), []).append(child)
            for key, children in by_name.items():
                objects = [one for one in children if len(one) or one.attrib]
                if not objects or normalise_name(key) in PART_LISTS or names_people(key):
                    continue
                here = (*path, key)
                if _are_records(objects):
                    return here
                outlines = [_outline(one) for one in objects[:MAX_JUDGED]]
                if sum(map(has_title, outlines)) * 2 > len(outlines) and titled is None:
                    titled = here, len(objects)
                if len(objects) > 1 and (widest is None or len(objects) > widest[1]):
                    widest = here, len(objects)
                below.append((here, objects))
        level = below if not titled else []
    found = titled or widest
    if found is None:
        raise ImportFileError(
            f"{name} is XML, but no element in it looks like a record.",
            "Name the elements, as --records bills/bill, or --records . for the whole file.",
        )
    return found[0]


def _are_records(elements: list[Element]) -> bool:
    judged = [is_record(_outline(one)) for one in elements[:MAX_JUDGED]]
    return sum(judged) * 2 > len(judged)


def _is_one(root: Element) -> bool:
    """Return whether the whole file is one record, and not a list of them under a title.

    One that has no title of its own is known by its name and by what it says of itself.
    """
    below = {normalise_name(local_name(child.tag)) for child in root if len(child)}
    if not below.isdisjoint(RECORD_LISTS):
        return False
    outline = _outline(root)
    is_named = normalise_name(local_name(root.tag)) in ONE_RECORD and len(below) >= MIN_PARTS
    return is_record(outline) or (is_named and bool(signs_of(outline)))


def _is_list(element: Element) -> bool:
    """Return whether an element begins with a list, and not with the parts of a long record."""
    names = Counter(local_name(child.tag) for child in element)
    if len(element) == 1:
        return _is_list(element[0])
    return bool(names) and 2 * max(names.values()) > len(element)


def _outline(element: Element) -> dict[str, Any]:
    """Return the single values of an element; lists and objects in it are empty.

    The first of a list of titles is a title of the element.
    """
    found: dict[str, Any] = {}
    for key, child in children_of(element):
        simple = not len(child) or is_prose(child)
        found[key] = "".join(child.itertext()).strip() if simple else {}
        if not simple and normalise_name(key) == "titles" and len(child[0]) == 0:
            found[local_name(child[0].tag)] = (child[0].text or "").strip()
    found = as_object(attributes_of(element), found)
    return {key: value for key, value in found.items() if value not in ("", None)}


def _asked(root: Element, name: str, records: str) -> Path:
    """Return the path that was asked for; it may begin with the root or below it.

    Raises:
        ImportFileError: there is no such element.
    """
    top = local_name(root.tag)
    if records == ".":
        return (top,)
    steps = tuple(filter(None, re.split(r"[/.]", records)))
    path = steps if steps[:1] == (top,) else (top, *steps)
    elements = [root]
    for place, step in enumerate(path[1:], 1):
        below = [child for one in elements for child in one]
        elements = [child for child in below if local_name(child.tag) == step]
        if not elements:
            names = ", ".join(dict.fromkeys(local_name(child.tag) for child in below)) or "nothing"
            raise ImportFileError(
                f"{name} has no '{records}'.",
                f"Under '{'/'.join(path[:place])}' there is: {names}.",
            )
    return path


def _beside(root: Element, path: Path) -> Iterator[str]:
    """Yield the names of what stands around the records: neither in them nor on their way."""
    elements = [root]
    for step in path[1:]:
        for one in elements:
            for name in attributes_of(one):
                if name not in _NOT_DATA:
                    yield name
            for child in one:
                if local_name(child.tag) != step and (len(child) or child.attrib or child.text):
                    yield local_name(child.tag)
        elements = [child for one in elements for child in one if local_name(child.tag) == step]


# -- reading ------------------------------------------------------------------------------------


def _rows(stream: _Stream, name: str, path: Path, progress: Progress) -> Iterator[SourceRow]:
    number = 0
    for element in _elements(stream, name, path):
        number += 1
        value = value_of(element)
        if number % PROGRESS_EVERY == 0:
            progress(f"reading {name}", number, 0)
        if isinstance(value, dict):
            yield SourceRow(number, value, value)
        elif isinstance(value, list):
            yield SourceRow(number, {path[-1]: value}, {path[-1]: value})
        else:
            yield SourceRow(number, {}, value, "not an object")
    progress(f"reading {name}", max(number, 1), max(number, 1))


def _elements(stream: _Stream, name: str, path: Path) -> Iterator[Element]:
    """Yield the elements with a path; each is emptied before the next one is read."""
    stack: list[Element] = []
    inside = elements = 0
    for event, element in _events(stream, name):
        if event == "start":
            stack.append(element)
            if len(stack) > MAX_DEPTH:
                raise ImportFileError(f"{name} is nested too deeply to contain records.")
            if inside:
                elements += 1
                if elements > MAX_ELEMENTS:
                    raise ImportFileError(
                        f"{name}: a record has more than {MAX_ELEMENTS:,} elements.",
                        f"Is '{'/'.join(path)}' the path of a record? Set --records.",
                    )
            elif _is_at(stack, path):
                inside, elements = len(stack), 0
            continue
        depth = len(stack)
        stack.pop()
        if inside == depth:
            inside = 0
            yield element
        if not inside and stack:
            stack[-1].remove(element)


def _is_at(stack: list[Element], path: Path) -> bool:
    return len(stack) == len(path) and all(
        local_name(element.tag) == step for element, step in zip(stack, path, strict=True)
    )


def _beginning(stream: _Stream, name: str, limit: int) -> tuple[Element, bool]:
    """Return the root with the first elements in it, and whether these are all."""
    root: Element | None = None
    depth = 0
    for number, (event, element) in enumerate(_events(stream, name)):
        root = element if root is None else root
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise ImportFileError(f"{name} is nested too deeply to contain records.")
        if number > 2 * limit:
            return root, False
    if root is None:
        raise EmptyFileError(f"{name} is empty.")
    return root, True


def _events(stream: _Stream, name: str) -> Iterator[tuple[str, Element]]:
    """Yield the events of a parser that refuses entities and anything outside the file."""
    stream.seek(0)
    try:
        yield from iterparse(stream, events=("start", "end"), forbid_dtd=False)
    except DefusedXmlException as error:
        raise ImportFileError(
            f"{name} defines entities, which are not read.", "Nothing was imported."
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        if getattr(error, "position", None) == (1, 0) and not stream.read(1):
            raise EmptyFileError(f"{name} is empty.") from error
        raise ImportFileError(
            f"{name} is not valid XML: {error}.", "Nothing was imported."
        ) from error


class _Recoded:
    """The text of a file in UTF-8 for the parser, without the declaration of its encoding."""

    def __init__(self, file: BinaryIO, name: str, encoding: Encoding) -> None:
        self._file, self._name, self._encoding = file, name, encoding
        self.seek(0)

    def seek(self, _start: int) -> None:
        """Begin again."""
        self._lines = text_lines(self._file, self._name, self._encoding)
        self._is_first = True

    def read(self, _size: int = -1) -> bytes:
        """Return the next lines; none at the end."""
        lines = "".join(islice(self._lines, _LINES))
        if self._is_first:
            lines = _DECLARATION.sub("", lines, count=1)
            self._is_first = False
            lines = lines or "\n"
        return lines.encode("utf-8", "replace")
