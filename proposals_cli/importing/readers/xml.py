"""Read XML: the elements that look like records, at whatever depth, one by one.

Elements become keys and attributes too. An element that does no more than hold several others of
one name is a list of them: ``sponsors/item`` is the list ``sponsors``.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from proposals_cli.domain.ports import Progress
from proposals_cli.domain.text.normalise import normalise_name
from proposals_cli.importing.readers.encodings import Encoding
from proposals_cli.importing.readers.record_signs import (
    PART_LISTS,
    RECORD_LISTS,
    has_title,
    is_record,
)
from proposals_cli.importing.readers.text_lines import PROGRESS_EVERY, text_lines
from proposals_cli.importing.rows import ImportFileError, ReadOptions, SourceFile, SourceRow

MAX_DEPTH = 200
MAX_ELEMENTS = 200_000
"""Elements of one record, all of which are in memory at once."""

MAX_JUDGED_ELEMENTS = 20_000
"""The first elements, by which the place of the records is found."""

MAX_JUDGED = 20

_INLINE = frozenset("a b big br code em i p q s small span strong sub sup tt u".split())  # noqa: SIM905
_NATIVE = frozenset(("utf-8", "utf-16", "utf-16-le", "utf-16-be", "iso8859-1", "ascii"))
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")

Path = tuple[str, ...]


def read_xml(
    file: BinaryIO, name: str, encoding: Encoding, options: ReadOptions, progress: Progress
) -> SourceFile:
    """Return the records of an XML file.

    Raises:
        ImportFileError: it is not XML, defines entities, or has no records.
    """
    stream = _in_utf8(file, name, encoding)
    root = _beginning(stream, name)
    path = _asked(root, name, options.records) if options.records else _record_path(root, name)
    where = "/".join(path) if len(path) > 1 else f"one record: {path[0]}"
    return SourceFile(
        name=name,
        format="xml",
        found=(encoding.described, f"records under '{where}'" if len(path) > 1 else where),
        rows=_rows(stream, name, path, progress),
    )


def value_of(element: Element) -> Any:
    """Return an element as a text, an object or a list.

    >>> from xml.etree.ElementTree import fromstring
    >>> value_of(fromstring("<b n='1'><t>On <i>bees</i></t><people><item>A</item></people></b>"))
    {'n': '1', 't': 'On bees', 'people': ['A']}
    """
    attributes = {_local(key): text for key, text in element.attrib.items()}
    if attributes.pop("nil", "") in ("true", "1"):
        return None
    children = list(element)
    if not children or _is_prose(element):
        text = "".join(element.itertext()).strip()
        return {**attributes, **({"text": text} if text else {})} if attributes else text or None
    found: dict[str, list[Any]] = {}
    for child in children:
        found.setdefault(_local(child.tag), []).append(value_of(child))
    if len(found) == 1 and not attributes:
        ((key, values),) = found.items()
        if len(values) > 1 or _is_item(_local(element.tag), key):
            return values
    parts = {key: values[0] if len(values) == 1 else values for key, values in found.items()}
    return {**attributes, **parts}


def _is_item(parent: str, child: str) -> bool:
    """Return whether an element is one of those that its parent lists: sponsors/sponsor."""
    return child.lower() in ("item", "li", "entry", "row", "element") or (
        parent.lower() in (f"{child}s".lower(), f"{child}es".lower(), f"{child}list".lower())
        or (child.endswith("y") and parent.lower() == f"{child[:-1]}ies".lower())
    )


def _is_prose(element: Element) -> bool:
    """Return whether an element is text with marks in it, and not a list of parts."""
    has_text = bool((element.text or "").strip()) or any(
        (child.tail or "").strip() for child in element
    )
    return has_text or all(_local(child.tag).lower() in _INLINE for child in element.iter())


def _local(tag: Any) -> str:
    """Return a name without its namespace."""
    return str(tag).rpartition("}")[2] if isinstance(tag, str) else "comment"


# -- where the records are ----------------------------------------------------------------------


def _record_path(root: Element, name: str) -> Path:
    """Return the path of the records: the outermost elements that look like one."""
    if _is_one(root):
        return (_local(root.tag),)
    level: list[tuple[Path, list[Element]]] = [((_local(root.tag),), [root])]
    widest: tuple[Path, int] | None = None
    titled: tuple[Path, int] | None = None
    while level:
        below: list[tuple[Path, list[Element]]] = []
        for path, parents in level:
            by_name: dict[str, list[Element]] = {}
            for parent in parents:
                for child in parent:
                    by_name.setdefault(_local(child.tag), []).append(child)
            for key, children in by_name.items():
                objects = [one for one in children if len(one) or one.attrib]
                if not objects or normalise_name(key) in PART_LISTS:
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
    """Return whether the whole file is one record, and not a list of them under a title."""
    below = {normalise_name(_local(child.tag)) for child in root if len(child)}
    return is_record(_outline(root)) and below.isdisjoint(RECORD_LISTS)


def _outline(element: Element) -> dict[str, Any]:
    """Return the single values of an element; lists and objects in it are empty."""
    found: dict[str, Any] = {_local(key): text for key, text in element.attrib.items()}
    for child in element:
        simple = not len(child) or _is_prose(child)
        found[_local(child.tag)] = "".join(child.itertext()).strip() if simple else {}
    return {key: value for key, value in found.items() if value not in ("", None)}


def _asked(root: Element, name: str, records: str) -> Path:
    """Return the path that was asked for; it may begin with the root or below it.

    Raises:
        ImportFileError: there is no such element.
    """
    top = _local(root.tag)
    if records == ".":
        return (top,)
    steps = tuple(filter(None, re.split(r"[/.]", records)))
    path = steps if steps[:1] == (top,) else (top, *steps)
    elements = [root]
    for place, step in enumerate(path[1:], 1):
        below = [child for one in elements for child in one]
        elements = [child for child in below if _local(child.tag) == step]
        if not elements:
            names = ", ".join(dict.fromkeys(_local(child.tag) for child in below)) or "nothing"
            raise ImportFileError(
                f"{name} has no '{records}'.",
                f"Under '{'/'.join(path[:place])}' there is: {names}.",
            )
    return path


# -- reading ------------------------------------------------------------------------------------


def _rows(stream: BinaryIO, name: str, path: Path, progress: Progress) -> Iterator[SourceRow]:
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


def _elements(stream: BinaryIO, name: str, path: Path) -> Iterator[Element]:
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
        _local(element.tag) == step for element, step in zip(stack, path, strict=True)
    )


def _beginning(stream: BinaryIO, name: str) -> Element:
    """Return the root with the first elements in it."""
    root: Element | None = None
    depth = 0
    for number, (event, element) in enumerate(_events(stream, name)):
        root = element if root is None else root
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise ImportFileError(f"{name} is nested too deeply to contain records.")
        if number > 2 * MAX_JUDGED_ELEMENTS:
            break
    if root is None:
        raise ImportFileError(f"{name} is empty.")
    return root


def _events(stream: BinaryIO, name: str) -> Iterator[tuple[str, Element]]:
    """Yield the events of a parser that refuses entities and anything outside the file."""
    stream.seek(0)
    try:
        yield from iterparse(stream, events=("start", "end"), forbid_dtd=False)
    except DefusedXmlException as error:
        raise ImportFileError(
            f"{name} defines entities, which are not read.", "Nothing was imported."
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise ImportFileError(
            f"{name} is not valid XML: {error}.", "Nothing was imported."
        ) from error


def _in_utf8(file: BinaryIO, name: str, encoding: Encoding) -> BinaryIO:
    """Return the file, or a copy in UTF-8 if the parser does not know its encoding."""
    if encoding.codec in _NATIVE:
        return file
    lines = "".join(text_lines(file, name, encoding))
    return BytesIO(_DECLARATION.sub("", lines, count=1).encode("utf-8", "replace"))
