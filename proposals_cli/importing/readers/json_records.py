"""Find the records in a JSON file: at its top, under a path, in a TinyDB file or in a base."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

import msgspec

from proposals_cli.domain.model.records import BASE, FORMAT, TABLES
from proposals_cli.domain.text.normalise import normalise_name
from proposals_cli.importing.readers.foreign import PACKAGE_KEYS, refuse_package
from proposals_cli.importing.readers.json_level import (
    Content,
    RawList,
    RawObject,
    decode_level,
    decode_object,
    decode_unique,
    is_list,
    is_object,
)
from proposals_cli.importing.readers.record_signs import (
    MIN_SIGNS,
    PART_LISTS,
    RECORD_LISTS,
    are_records,
    has_title,
    is_record,
    names_people,
    signs_of,
)
from proposals_cli.importing.readers.wrappers import unwrapped_raw
from proposals_cli.importing.rows import MAX_DEPTH, ImportFileError
from proposals_cli.store.format_one import upgraded

MAX_JUDGED = 20
"""Objects of a list that decide whether it is a list of records."""

MIN_ALIKE = 5
"""Objects with the same keys that are a map of records, although they have no title."""

MAX_OPTIONS = 5
"""Places of records that a message names."""


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
    """Find the records in the content of a file.

    The outermost reading that makes sense is taken. A list is one of records; an object with a
    title, and a number, a date or the like of its own is one; an object of such objects has them
    by id; otherwise they are in a list, or by id, further down.

    Args:
        content: of the file.
        name: of the file.
        path: where they are, as ``data.items``; ``.`` is the whole file; None to find them.

    Raises:
        ImportFileError: it is not JSON, or it is not clear where its records are.
    """
    if path == ".":
        top = decode_unique(content, name)
        return _from_list(top, "") if isinstance(top, list) else _single(top, "the whole file")
    top = _at_path(content, name, path)
    if not top:
        return JsonRecords((), 0)
    if isinstance(top, list):
        return _from_list(top, f"records under '{path}'" if path else "")
    is_base = bool(set(top) & {*TABLES, BASE}) and all(_is_table(r, name) for r in top.values())
    if is_base:
        _reject_other_tables(top, name, path)
        return _from_base(top, name)
    if top and all(_is_table(raw, name) for raw in top.values()):
        tables = [decode_unique(raw, name, key) for key, raw in top.items()]
        raws = [raw for table in tables if isinstance(table, dict) for raw in table.values()]
        return JsonRecords(map(RawRecord, raws), len(raws), "a TinyDB file")
    return _with_header(top, name) or _chosen(top, name, path)


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


def _with_header(top: RawObject, name: str) -> JsonRecords | None:
    """Return the rows of a table whose columns are named beside them, as pandas and Socrata do."""
    if not ("data" in top and is_list(top["data"])):
        return None
    names: Any = None
    if "columns" in top:
        names = msgspec.json.decode(top["columns"])
    elif "meta" in top and is_object(top["meta"]):
        view = msgspec.json.decode(top["meta"]).get("view")
        columns = view.get("columns") if isinstance(view, dict) else None
        if isinstance(columns, list) and all(isinstance(one, dict) for one in columns):
            names = [one.get("name") for one in columns]
    rows = lists_of(top["data"], name)
    if not is_header(names) or not rows or not all(map(is_list, rows)):
        return None
    return JsonRecords(map(RawRecord, rows), len(rows), "rows under 'data'", names)


def _chosen(top: RawObject, name: str, path: str | None) -> JsonRecords:
    """Return the records of an object: itself, or those in it that look most like records.

    Raises:
        ImportFileError: several lists in it could be the records.
    """
    if path is None and not PACKAGE_KEYS.isdisjoint(top):
        refuse_package(msgspec.json.decode(msgspec.json.encode(top)), name)
    found = _places_in(top, name, f"{path}." if path else "")
    is_own = is_record(_outline(top))
    named = [one for one in found if one.is_named_as_records and one.has_titles]
    if is_own and not named:
        others = [one for one in found if one.has_titles and not one.is_part]
        if len(others) != 1 or len(signs_of(_outline(top))) > 1:
            return _single(top, "the whole file")
        named = others
    if has_title(_outline(top)) and not found:
        return _single(top, "the whole file")
    if not is_own and _is_map_of_records(top, name):
        return _by_key(top, "objects by key")
    titled = [one for one in found if one.has_titles]
    if len(signs_of(_outline(top))) >= MIN_SIGNS and all(one.is_part for one in found):
        return _single(top, "the whole file")
    if not is_own and all(one.is_part for one in titled) and _are_alike(top):
        return _by_key(top, "objects by key")
    if has_title(_outline(top)) and all(one.is_part or len(one.raws) < 2 for one in titled):
        return _single(top, "the whole file")
    for among in (named, titled, [one for one in found if one.raws], found[:1]):
        if len(among) == 1:
            return _at_place(among[0], top, name, path)
        if among:
            break
    if not found:
        if top and all(map(is_object, top.values())):
            return _by_key(top, "objects by key")
        return _single(top, "the whole file")
    raise ImportFileError(
        f"{name} contains several lists of objects.",
        f"Choose one: {_record_options(one.path for one in among)}.",
    )


@dataclass(frozen=True)
class _Place:
    """A list of objects, or objects by key, somewhere in a file; or one record alone."""

    path: str
    raws: RawList
    keys: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    has_titles: bool = False
    is_one: bool = False

    @property
    def is_named_as_records(self) -> bool:
        """Whether its name says that it has the records."""
        return normalise_name(self.path.rpartition(".")[2]) in RECORD_LISTS

    @property
    def is_part(self) -> bool:
        """Whether its name says that it has parts of a record."""
        key = self.path.rpartition(".")[2]
        return normalise_name(key) in PART_LISTS or names_people(key)


def _places_in(top: RawObject, name: str, above: str, depth: int = 1) -> list[_Place]:
    """Return the places in an object where records could be, none of them inside another."""
    found: list[_Place] = []
    for key, raw in top.items():
        path = f"{above}{key}"
        if is_list(raw):
            raws = lists_of(raw, name)
            header = tuple(_header_of(raws))
            if raws == [] or header or (raws and all(map(is_object, raws))):
                titled = bool(header) or _have_titles(raws, name)
                found.append(_Place(path, raws, header=header, has_titles=titled))
        elif is_object(raw) and depth < MAX_DEPTH and not names_people(key):
            inside = decode_object(raw, name)
            if inside and _is_table(raw, name):
                found.append(_Place(path, [*inside.values()], has_titles=True))
            elif is_record(_outline(inside)):
                found.append(_Place(path, [raw], has_titles=True, is_one=True))
            elif _is_map_of_records(inside, name):
                found.append(_Place(path, [*inside.values()], (*inside,), has_titles=True))
            else:
                found += _places_in(inside, name, f"{path}.", depth + 1)
    return found


def lists_of(raw: msgspec.Raw, name: str) -> RawList:
    """Return the items of a list; none if they are single values."""
    head = bytes(memoryview(raw)[:4096])[1:].lstrip()[:1]
    if head not in (b"{", b"[", b"]"):
        return [raw]  # one item that is no object: no list of records
    inner = decode_level(raw, name)
    return inner if isinstance(inner, list) else []


def _have_titles(raws: RawList, name: str) -> bool:
    return are_records(
        _outline(decode_object(unwrapped_raw(raw), name)) for raw in raws[:MAX_JUDGED]
    )


def _is_map_of_records(top: RawObject, name: str) -> bool:
    """Return whether an object has nothing but objects, most of which have a title."""
    values = list(top.values())
    return (
        bool(values)
        and all(map(is_object, values))
        and not (len(top) == 1 and normalise_name(next(iter(top))) in RECORD_LISTS)
        and _have_titles(values, name)
    )


def _are_alike(top: RawObject) -> bool:
    """Return whether an object has many objects with the same keys, which say what each is."""
    values = [*islice(top.values(), MAX_JUDGED)]
    if len(values) < MIN_ALIKE or not all(map(is_object, top.values())):
        return False
    outlines = [_outline(decode_object(raw, "")) for raw in values]
    shapes = Counter(frozenset(one) for one in outlines if signs_of(one))
    return bool(shapes) and shapes.most_common(1)[0][1] * 2 > len(values)


def _at_place(place: _Place, top: RawObject, name: str, path: str | None) -> JsonRecords:
    where = place.path
    _check_way(top, name, where.removeprefix(f"{path}.") if path else where)
    if place.is_one:
        return JsonRecords([RawRecord(place.raws[0])], 1, f"one record under '{where}'")
    if place.keys:
        records = [RawRecord(raw, id=key) for key, raw in zip(place.keys, place.raws, strict=True)]
        return JsonRecords(records, len(records), f"objects by key under '{where}'")
    return _from_list(place.raws, f"records under '{where}'")


def _by_key(top: RawObject, where: str) -> JsonRecords:
    records = (RawRecord(raw, id=key) for key, raw in top.items())
    return JsonRecords(records, len(top), where)


def _single(top: RawObject, where: str) -> JsonRecords:
    whole = msgspec.Raw(msgspec.json.encode(top))
    return JsonRecords([RawRecord(whole)], 1, f"one record: {where}")


def _outline(top: RawObject) -> dict[str, Any]:
    """Return the single values of an object; lists and objects in it are empty."""
    return {
        key: [] if is_list(raw) else {} if is_object(raw) else msgspec.json.decode(raw)
        for key, raw in top.items()
    }


def _check_way(top: RawObject, name: str, path: str) -> None:
    """Reject a file if an object on the way to its records has a duplicate key."""
    inner: RawList | RawObject = top
    above = ""
    for step in path.split("."):
        if isinstance(inner, dict) and step in inner and is_object(inner[step]):
            above = f"{above}.{step}".lstrip(".")
            inner = decode_unique(inner[step], name, above)


def _is_table(raw: msgspec.Raw, name: str) -> bool:
    """Return whether a value is a table of TinyDB: objects with numbers as keys."""
    if not is_object(raw):
        return False
    inner = decode_object(raw, name)
    return all(key.isdecimal() and is_object(part) for key, part in inner.items())


def _record_options(paths: Iterable[str]) -> str:
    listed = [f"--records {path}" for path in paths]
    more = f" and {len(listed) - MAX_OPTIONS:,} more" if len(listed) > MAX_OPTIONS else ""
    return ", ".join(listed[:MAX_OPTIONS]) + more
