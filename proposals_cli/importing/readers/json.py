"""Read JSON: a list of objects, a TinyDB file, a map by id, or records nested under a key.

Objects are decoded one by one out of the mapped file, so that a long list takes the memory of a
short one.
"""

import mmap
import os
import tempfile
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import msgspec

from proposals_cli.domain.model.records import TABLES
from proposals_cli.domain.ports import Progress
from proposals_cli.domain.text.normalise import normalise_name
from proposals_cli.importing.columns import guess
from proposals_cli.importing.readers.encodings import Encoding
from proposals_cli.importing.readers.text_lines import text_lines
from proposals_cli.importing.rows import (
    DEEPEST,
    ImportFileError,
    ReadOptions,
    SourceFile,
    SourceRow,
)
from proposals_cli.store.duplicate_keys import duplicate_key, duplicate_key_at_top

_Raws = dict[str, msgspec.Raw]
_REPORTED = 2_000
_LOOKED_AT = 20
_NAMES = ("name", "名称", "bezeichnung", "libelle", "denominacion")


def read_json(
    file: BinaryIO, name: str, encoding: Encoding, options: ReadOptions, progress: Progress
) -> SourceFile:
    """Return the records of a JSON file.

    Raises:
        ImportFileError: it is not JSON, or it does not show where its records are.
    """
    return rows_of(_content(file, name, encoding), name, encoding.label, options, progress)


def rows_of(
    content: Any, name: str, found: str, options: ReadOptions, progress: Progress
) -> SourceFile:
    """Return the records of JSON in memory, or of a mapped file."""
    where, rows = _locate(content, name, options.records)
    return SourceFile(
        name=name,
        format="json",
        found=(found, where) if where else (found,),
        rows=_reporting(rows, name, progress),
    )


def _reporting(rows: "_Found", name: str, progress: Progress) -> Iterator[SourceRow]:
    for number, (table, id_, raw) in enumerate(rows.raws, 1):
        if number % _REPORTED == 0:
            progress(f"reading {name}", number, rows.count)
        yield _row(number, table, id_, raw, rows.header)
    progress(f"reading {name}", max(rows.count, 1), max(rows.count, 1))


def _row(
    number: int, table: str, id_: str | None, raw: msgspec.Raw, header: Sequence[str]
) -> SourceRow:
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeError) as error:
        return SourceRow(number, {}, None, f"not JSON: {error}")
    except RecursionError:
        return SourceRow(number, {}, None, "nested too deeply")
    if (key := duplicate_key(raw)) is not None:
        return SourceRow(number, {}, bytes(raw).decode(), f"duplicate key '{key}'")
    row = row_of(number, value, header)
    if row.problem or isinstance(value, list):
        return row
    cells = {"id": id_, **value} if id_ is not None else value
    return SourceRow(number, cells, value, table=table)


def row_of(number: int, value: Any, header: Sequence[str]) -> SourceRow:
    """Return a value as a row: an object, or an array whose places have these names."""
    if header and isinstance(value, list):
        if len(value) > len(header):
            return SourceRow(number, {}, value, f"{len(value)} values under {len(header)} names")
        value = dict(zip(header, value, strict=False))
    if not isinstance(value, dict):
        return SourceRow(number, {}, value, "not an object")
    return SourceRow(number, value, value)


def is_header(value: Any) -> bool:
    """Tell whether an array holds names: texts that differ and are not blank."""
    return (
        isinstance(value, list)
        and all(isinstance(part, str) and part.strip() for part in value)
        and 0 < len(value) == len(set(value))
    )


class _Found:
    """Records as they stand in the file: (table of ours or "", id that is their key, JSON).

    Where records are arrays, ``header`` holds the names of their places.
    """

    def __init__(
        self,
        raws: Iterator[tuple[str, str | None, msgspec.Raw]],
        count: int,
        header: Sequence[str] = (),
    ) -> None:
        self.raws = raws
        self.count = count
        self.header = header


def _locate(content: Any, name: str, path: str | None) -> tuple[str, _Found]:
    """Find the records; say where, if that is not the top."""
    top = _under(content, name, path)
    said = f"records under '{path}'" if path else ""
    if isinstance(top, list):
        return said, _arrayed(top) or _listed(top)
    if set(top) & set(TABLES) and all(_is_table(raw, name) for raw in top.values()):
        _refuse_other_tables(top, name, path)
        return "a base of prop", _base(top, name)
    if "title" in top and not path and _is_record(top):
        lists = {key: raws for key, raws in _lists_in(top, name) if _are_records(raws, name)}
        if len(lists) != 1:
            return "a single record", _listed([_whole(top)])
        ((key, raws),) = lists.items()
        return f"records under '{key}'", _listed(raws)
    if top and all(_first(raw) == b"{" for raw in top.values()):
        inner = {key: _decode(raw, name) for key, raw in top.items()}
        if all(isinstance(i, dict) and _is_table(top[key], name) for key, i in inner.items()):
            for key, raw in top.items():
                _checked(raw, name, key)
            raws = [raw for i in inner.values() if isinstance(i, dict) for raw in i.values()]
            return "a TinyDB file", _listed(raws)
        if _nested(top, name):
            return _only_list(top, name, path)
        return "objects by key", _Found((("", k, raw) for k, raw in top.items()), len(top))
    return _only_list(top, name, path)


def _under(content: Any, name: str, path: str | None) -> list[msgspec.Raw] | _Raws:
    """Go down a path.

    Raises:
        ImportFileError: it does not lead anywhere; what there is on the last level is named.
            Or an object on its way has two values under one key.
    """
    top = _checked(content, name)
    above = ""
    for step in path.split(".") if path else ():
        level = f"Under '{above}'" if above else "At the top"
        if not isinstance(top, dict):
            raise ImportFileError(f"{name} has no '{path}'.", f"{level} there is a list.")
        if step not in top:
            keys = ", ".join(top) or "nothing"
            raise ImportFileError(f"{name} has no '{path}'.", f"{level} there is: {keys}.")
        above = f"{above}.{step}".lstrip(".")
        if _first(top[step]) not in (b"[", b"{"):
            raise ImportFileError(
                f"{name} has no records under '{path}'.", f"'{above}' is a single value."
            )
        top = _checked(top[step], name, above)
    return top


def _listed(raws: list[msgspec.Raw]) -> _Found:
    return _Found((("", None, raw) for raw in raws), len(raws))


def _arrayed(raws: list[msgspec.Raw]) -> _Found | None:
    """Return the rows of a table whose first array names the columns; None if it is none."""
    header = _header_of(raws)
    if not header:
        return None
    return _Found((("", None, raw) for raw in raws[1:]), len(raws) - 1, header)


def _header_of(raws: list[msgspec.Raw]) -> list[str]:
    """Return the names in the first of several arrays, none if it is no header."""
    if len(raws) < 2 or not all(_first(raw) == b"[" for raw in raws):
        return []
    try:
        names = msgspec.json.decode(raws[0], type=list[str])
    except (msgspec.DecodeError, UnicodeError):
        return []
    return names if is_header(names) else []


def _base(top: _Raws, name: str) -> _Found:
    """Return the records of a store: the small tables first, which proposals point at."""
    tables = [t for t in TABLES if t != "proposals"] + ["proposals"]
    for table, raw in top.items():
        _checked(raw, name, table)
    records = [
        (table, None, raw)
        for table in tables
        if table in top
        for raw in _object(top[table], name).values()
    ]
    return _Found(iter(records), len(records))


def _is_record(top: _Raws) -> bool:
    """Tell whether an object with a title is a record: its title is a text, or it is our own."""
    return _first(top["title"]) == b'"' or {"id", "year", "body", "kind"} <= set(top)


def _lists_in(top: _Raws, name: str) -> Iterator[tuple[str, list[msgspec.Raw]]]:
    """Yield the lists of several objects that stand in an object itself."""
    for key, raw in top.items():
        inner = _decode(raw, name) if _first(raw) == b"[" else {}
        if isinstance(inner, list) and len(inner) > 1 and all(_first(i) == b"{" for i in inner):
            yield key, inner


def _are_records(raws: list[msgspec.Raw], name: str) -> bool:
    """Tell whether objects look like records: most of the first ones have a title."""
    first = [_object(raw, name) for raw in raws[:_LOOKED_AT]]
    titled = [any(map(_is_title, one)) for one in first]
    return sum(titled) * 2 > len(titled)


def _is_title(key: str) -> bool:
    """Tell whether a key means a title, and not a name as sponsors have one."""
    match = guess(key)
    return (
        match is not None and match.field.startswith("title") and normalise_name(key) not in _NAMES
    )


def _refuse_other_tables(top: _Raws, name: str, path: str | None) -> None:
    """Refuse a base with tables that are none of ours: what they hold would be left out."""
    above = f"{path}." if path else ""
    full = [table for table, raw in top.items() if _object(raw, name)]
    others = [f"'{table}'" for table in full if table not in TABLES]
    if others:
        raise ImportFileError(
            f"{name} holds records under {', '.join(others)} beside the tables of a base.",
            f"Say which to read: {', '.join(f'--records {above}{table}' for table in full)}.",
        )


def _only_list(top: _Raws, name: str, path: str | None) -> tuple[str, _Found]:
    lists = _nested(top, name, f"{path}." if path else "", tables=True)
    if not lists:
        return "a single record", _listed([_whole(top)])
    full = {path: raws for path, raws in lists.items() if raws} or dict(list(lists.items())[:1])
    if len(full) > 1:
        raise ImportFileError(
            f"{name} holds several lists of objects.",
            f"Say which: {', '.join(f'--records {one}' for one in full)}.",
        )
    ((where, raws),) = full.items()
    inner: list[msgspec.Raw] | _Raws = top
    above = ""
    for step in (where.removeprefix(f"{path}.") if path else where).split("."):
        if isinstance(inner, dict) and step in inner and _first(inner[step]) == b"{":
            above = f"{above}.{step}".lstrip(".")
            inner = _checked(inner[step], name, above)
    return f"records under '{where}'", _arrayed(raws) or _listed(raws)


def _nested(
    top: _Raws, name: str, above: str = "", depth: int = 1, *, tables: bool = False
) -> dict[str, list[msgspec.Raw]]:
    """Return path → list of objects or table, for those that no list holds.

    Args:
        top: where to look.
        name: of the file.
        above: the path of ``top``, with a dot behind it.
        depth: of ``top``.
        tables: look for numbered objects as well, as TinyDB keeps them.
    """
    found: dict[str, list[msgspec.Raw]] = {}
    for key, raw in top.items():
        path = f"{above}{key}"
        if _first(raw) == b"[":
            inner = _decode(raw, name)
            if isinstance(inner, list) and (
                all(_first(part) == b"{" for part in inner) or _header_of(inner)
            ):
                found[path] = inner
        elif _first(raw) == b"{" and depth < DEEPEST:
            inside = _object(raw, name)
            if tables and inside and _is_table(raw, name):
                found[path] = list(inside.values())
            else:
                found |= _nested(inside, name, f"{path}.", depth + 1, tables=tables)
    return found


def _is_table(raw: msgspec.Raw, name: str) -> bool:
    """Tell whether this is a table of TinyDB: numbered objects."""
    if _first(raw) != b"{":
        return False
    inner = _object(raw, name)
    return all(key.isdecimal() and _first(part) == b"{" for key, part in inner.items())


def _object(raw: msgspec.Raw, name: str) -> _Raws:
    value = _decode(raw, name)
    assert isinstance(value, dict)
    return value


def _checked(content: Any, name: str, above: str = "") -> list[msgspec.Raw] | _Raws:
    """Take one level apart, of which nothing may be lost.

    Raises:
        ImportFileError: two values have one key.
    """
    value = _decode(content, name)
    if isinstance(value, dict) and (found := duplicate_key_at_top(content, value)):
        key, byte = found
        line = bytes(memoryview(content)[:byte]).count(b"\n") + 1
        where = f"under '{above}'" if above else f"at the top, in line {line}"
        raise ImportFileError(
            f"{name} has the duplicate key '{key}' {where}.",
            "Only one of the two would be read: rename or remove one. Nothing was imported.",
        )
    return value


def _first(raw: msgspec.Raw) -> bytes:
    return bytes(memoryview(raw)[:1])


def _whole(top: _Raws) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(top))


def _decode(content: Any, name: str) -> list[msgspec.Raw] | _Raws:
    """Take one level apart."""
    view = memoryview(content)
    head = bytes(view[:4096]).lstrip()
    if head[:1] == b"[" and head[1:].lstrip()[:1] not in (b"{", b"[", b"]", b""):
        raise ImportFileError(f"{name} holds a list of single values.", "Records are objects.")
    shape: Any = list[msgspec.Raw] if head[:1] == b"[" else _Raws
    try:
        value: list[msgspec.Raw] | _Raws = msgspec.json.decode(content, type=shape)
    except RecursionError as error:
        raise ImportFileError(f"{name} is nested too deeply to hold records.") from error
    except msgspec.ValidationError as error:
        raise ImportFileError(
            f"{name} holds neither a list nor an object: {error}.", "Records are objects."
        ) from error
    except (msgspec.DecodeError, UnicodeError) as error:
        raise ImportFileError(
            f"{name} is not valid JSON: {_placed(str(error), view)}.", "Nothing was imported."
        ) from error
    finally:
        view.release()
    return value


def _placed(message: str, content: memoryview) -> str:
    """Turn the byte of a parser's message into a line."""
    if "truncated" in message:
        return "it ends too early"
    text, _, rest = message.removeprefix("JSON is malformed: ").partition(" (byte ")
    if not rest:
        return text
    line = bytes(content[: int(rest.rstrip(")"))]).count(b"\n") + 1
    return f"{text} in line {line}"


def _content(file: BinaryIO, name: str, encoding: Encoding) -> Any:
    """Return the file mapped into memory, written anew in UTF-8 if it is in something else."""
    file.seek(0, os.SEEK_END)
    if file.tell() <= encoding.skip:
        raise ImportFileError(f"{name} is empty.")
    if encoding.codec == "utf-8" and not encoding.skip:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    with tempfile.TemporaryFile() as copy:  # the map goes on without it
        for line in text_lines(file, name, encoding):
            copy.write(line.encode("utf-8", "replace"))
        copy.flush()
        return mmap.mmap(copy.fileno(), 0, access=mmap.ACCESS_READ)
