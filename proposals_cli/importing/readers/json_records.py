"""Find the records in a JSON file: at its top, under a path, in a TinyDB file or in a base."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

from proposals_cli.domain.model.records import BASE, FORMAT, TABLES
from proposals_cli.domain.text.normalise import normalise_name
from proposals_cli.importing.columns import guess
from proposals_cli.importing.readers.json_level import (
    Content,
    RawList,
    RawObject,
    decode_level,
    decode_object,
    decode_unique,
    is_list,
    is_object,
    is_text,
)
from proposals_cli.importing.rows import MAX_DEPTH, ImportFileError
from proposals_cli.store.format_one import upgraded

MAX_JUDGED = 20
"""Objects of a list that decide whether it is a list of records."""

_NAMES = ("name", "名称", "bezeichnung", "libelle", "denominacion")


class RawRecord(NamedTuple):
    """A record as it is in the file: its table if that is one of ours, the id that is its key."""

    json: msgspec.Raw
    table: str = ""
    id: str | None = None


@dataclass(frozen=True)
class JsonRecords:
    """The records of a file; ``where`` says where they are unless that is the top.

    If records are arrays, ``header`` contains the names of their places.
    """

    records: Iterable[RawRecord]
    count: int
    where: str = ""
    header: Sequence[str] = ()


def find_records(content: Content, name: str, path: str | None) -> JsonRecords:
    """Find the records in the content of a file, under a path as ``data.items`` if one is given.

    Raises:
        ImportFileError: it is not JSON, or it is not clear where its records are.
    """
    top = _at_path(content, name, path)
    if isinstance(top, list):
        return _from_list(top, f"records under '{path}'" if path else "")
    is_base = bool(set(top) & {*TABLES, BASE}) and all(_is_table(r, name) for r in top.values())
    if is_base:
        _reject_other_tables(top, name, path)
        return _from_base(top, name)
    if "title" in top and not path and _is_record(top):
        return _from_titled_object(top, name)
    if top and all(map(is_object, top.values())):
        return _from_objects(top, name, path)
    return _from_only_list(top, name, path)


def is_header(value: Any) -> bool:
    """Return whether a value is a list of names: different texts that are not blank."""
    return (
        isinstance(value, list)
        and all(isinstance(part, str) and part.strip() for part in value)
        and 0 < len(value) == len(set(value))
    )


def _at_path(content: Content, name: str, path: str | None) -> RawList | RawObject:
    """Return the list or object at a path.

    Raises:
        ImportFileError: it leads nowhere, and the hint says what there is; or an object on the
            way has a duplicate key.
    """
    top = decode_unique(content, name)
    above = ""
    for step in path.split(".") if path else ():
        level = f"Under '{above}'" if above else "At the top"
        if not isinstance(top, dict):
            raise ImportFileError(f"{name} has no '{path}'.", f"{level} there is a list.")
        if step not in top:
            keys = ", ".join(top) or "nothing"
            raise ImportFileError(f"{name} has no '{path}'.", f"{level} there is: {keys}.")
        above = f"{above}.{step}".lstrip(".")
        if not (is_list(top[step]) or is_object(top[step])):
            raise ImportFileError(
                f"{name} has no records under '{path}'.", f"'{above}' is a single value."
            )
        top = decode_unique(top[step], name, above)
    return top


def _from_list(raws: RawList, where: str) -> JsonRecords:
    """Return the objects of a list, or the arrays below one that names the columns."""
    if header := _header_of(raws):
        return JsonRecords(map(RawRecord, raws[1:]), len(raws) - 1, where, header)
    return JsonRecords(map(RawRecord, raws), len(raws), where)


def _header_of(raws: RawList) -> list[str]:
    """Return the names in the first of several arrays; none if it is not a header."""
    if len(raws) < 2 or not all(map(is_list, raws)):
        return []
    try:
        names = msgspec.json.decode(raws[0], type=list[str])
    except (msgspec.DecodeError, UnicodeError):
        return []
    return names if is_header(names) else []


def _from_base(top: RawObject, name: str) -> JsonRecords:
    """Return the records of a base: small tables first, which proposals refer to."""
    for table, raw in top.items():
        decode_unique(raw, name, table)
    tables = [*(table for table in TABLES if table != "proposals"), "proposals"]
    is_format_one = _format_of(top, name) == 1
    records = [
        RawRecord(msgspec.Raw(upgraded(table, raw)) if is_format_one else raw, table)
        for table in tables
        if table in top
        for raw in decode_object(top[table], name).values()
    ]
    return JsonRecords(records, len(records), "a base of prop")


def _format_of(top: RawObject, name: str) -> int:
    """Return the format that a base states; without a statement it is 1.

    Raises:
        ImportFileError: it is a later one, whose records may mean something else.
    """
    if not decode_object(top.get(BASE, msgspec.Raw(b"{}")), name):
        return 1
    try:
        ((_, info),) = msgspec.json.decode(top[BASE], type=dict[str, dict[str, Any]]).items()
        found = info["format"]
    except (msgspec.DecodeError, ValueError, KeyError) as error:
        raise ImportFileError(f"{name} does not say the format of its records.") from error
    if found not in (1, FORMAT):
        raise ImportFileError(
            f"{name} was written by a later version (format {found}).", "Update prop first."
        )
    return int(found)


def _reject_other_tables(top: RawObject, name: str, path: str | None) -> None:
    """Reject a base with tables that are not ours: their records would be left out."""
    above = f"{path}." if path else ""
    full = [table for table, raw in top.items() if decode_object(raw, name)]
    others = [f"'{table}'" for table in full if table not in (*TABLES, BASE)]
    if others:
        raise ImportFileError(
            f"{name} has records under {', '.join(others)} besides the tables of a base.",
            f"Choose what to read: {_record_options(f'{above}{table}' for table in full)}.",
        )


def _is_record(top: RawObject) -> bool:
    """Return whether an object with a title is a record: the title is a text, or it is ours."""
    return is_text(top["title"]) or {"id", "year", "body", "kind"} <= set(top)


def _from_titled_object(top: RawObject, name: str) -> JsonRecords:
    """Return the only list of records in an object that has a title itself, else the object."""
    lists = {key: raws for key, raws in _lists_in(top, name) if _are_records(raws, name)}
    if len(lists) != 1:
        return _single(top)
    ((key, raws),) = lists.items()
    return JsonRecords(map(RawRecord, raws), len(raws), f"records under '{key}'")


def _lists_in(top: RawObject, name: str) -> Iterator[tuple[str, RawList]]:
    """Yield the lists of two or more objects directly in an object."""
    for key, raw in top.items():
        inner = decode_level(raw, name) if is_list(raw) else {}
        if isinstance(inner, list) and len(inner) > 1 and all(map(is_object, inner)):
            yield key, inner


def _are_records(raws: RawList, name: str) -> bool:
    """Return whether objects look like records: most of the first ones have a title."""
    first = [decode_object(raw, name) for raw in raws[:MAX_JUDGED]]
    titled = [any(map(_is_title, one)) for one in first]
    return sum(titled) * 2 > len(titled)


def _is_title(key: str) -> bool:
    """Return whether a key means a title rather than a name, which sponsors have as well."""
    match = guess(key)
    return (
        match is not None and match.field.startswith("title") and normalise_name(key) not in _NAMES
    )


def _single(top: RawObject) -> JsonRecords:
    return JsonRecords([RawRecord(msgspec.Raw(msgspec.json.encode(top)))], 1, "a single record")


def _from_objects(top: RawObject, name: str, path: str | None) -> JsonRecords:
    """Return the records of an object that contains nothing but objects."""
    if all(_is_table(raw, name) for raw in top.values()):
        tables = [decode_unique(raw, name, key) for key, raw in top.items()]
        raws = [raw for table in tables if isinstance(table, dict) for raw in table.values()]
        return JsonRecords(map(RawRecord, raws), len(raws), "a TinyDB file")
    if _lists_below(top, name):
        return _from_only_list(top, name, path)
    records = (RawRecord(raw, id=key) for key, raw in top.items())
    return JsonRecords(records, len(top), "objects by key")


def _from_only_list(top: RawObject, name: str, path: str | None) -> JsonRecords:
    """Return the only list of objects, or table, at whatever depth, else the object itself."""
    lists = _lists_below(top, name, f"{path}." if path else "", with_tables=True)
    if not lists:
        return _single(top)
    full = {one: raws for one, raws in lists.items() if raws} or dict(list(lists.items())[:1])
    if len(full) > 1:
        raise ImportFileError(
            f"{name} contains several lists of objects.", f"Choose one: {_record_options(full)}."
        )
    ((where, raws),) = full.items()
    _check_way(top, name, where.removeprefix(f"{path}.") if path else where)
    return _from_list(raws, f"records under '{where}'")


def _check_way(top: RawObject, name: str, path: str) -> None:
    """Reject a file if an object on the way to its records has a duplicate key."""
    inner: RawList | RawObject = top
    above = ""
    for step in path.split("."):
        if isinstance(inner, dict) and step in inner and is_object(inner[step]):
            above = f"{above}.{step}".lstrip(".")
            inner = decode_unique(inner[step], name, above)


def _lists_below(
    top: RawObject, name: str, above: str = "", depth: int = 1, *, with_tables: bool = False
) -> dict[str, RawList]:
    """Return path → list of objects, for those that are in no other list.

    Args:
        top: the object to search.
        name: of the file.
        above: the path of ``top``, followed by a dot.
        depth: of ``top``.
        with_tables: include objects with numbers as keys, as TinyDB writes them.
    """
    found: dict[str, RawList] = {}
    for key, raw in top.items():
        path = f"{above}{key}"
        if is_list(raw):
            inner = decode_level(raw, name)
            if isinstance(inner, list) and (all(map(is_object, inner)) or _header_of(inner)):
                found[path] = inner
        elif is_object(raw) and depth < MAX_DEPTH:
            inside = decode_object(raw, name)
            if with_tables and inside and _is_table(raw, name):
                found[path] = list(inside.values())
            else:
                found |= _lists_below(inside, name, f"{path}.", depth + 1, with_tables=with_tables)
    return found


def _is_table(raw: msgspec.Raw, name: str) -> bool:
    """Return whether a value is a table of TinyDB: objects with numbers as keys."""
    if not is_object(raw):
        return False
    inner = decode_object(raw, name)
    return all(key.isdecimal() and is_object(part) for key, part in inner.items())


def _record_options(paths: Iterable[str]) -> str:
    return ", ".join(f"--records {path}" for path in paths)
