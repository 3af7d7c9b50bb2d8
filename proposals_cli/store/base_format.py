"""The format of a base: what its table ``base`` says, and format 1 read as format 2."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from proposals_cli.domain.model.decoding import decode_base
from proposals_cli.domain.model.parts import Id
from proposals_cli.domain.model.records import FORMAT, BaseInfo
from proposals_cli.errors import InvalidRecordError, StoreError
from proposals_cli.store import format_one
from proposals_cli.store.duplicate_keys import refuse_repeated_key
from proposals_cli.store.record_number import record_number

_UNTOUCHED = "Nothing was changed."


def base_info(content: bytes, path: Path) -> BaseInfo:
    """Read the record of the table ``base``.

    Raises:
        StoreError: the format is not one that this program reads, or the record is invalid.
        msgspec.DecodeError: it is not JSON.
    """
    stated = msgspec.json.decode(content, type=_Stated).format
    if type(stated) is int and stated > FORMAT:
        raise StoreError(
            f"{path} has format {stated}; this version of prop reads formats 1 and {FORMAT}.",
            f"{_UNTOUCHED} Install a newer version of prop.",
        )
    if type(stated) is not int or stated != FORMAT:
        raise StoreError(
            f"{path} {_said(stated)}.",
            f"{_UNTOUCHED} Restore the file (git, a backup); bases of this version of prop have"
            f' "format": {FORMAT}.',
        )
    try:
        return decode_base(content)
    except InvalidRecordError as error:
        raise StoreError(f"{path}: {error.message} {error.hint}", _UNTOUCHED) from error


def _said(stated: Any) -> str:
    """Return in words what a base says of its format, in which none can be."""
    if stated is msgspec.UNSET:
        return "has a table 'base' that does not say its format"
    if type(stated) is int and stated == 1:
        return "says format 1 but has a table 'base', which format 1 has not"
    shown = msgspec.json.encode(stated).decode()
    return f"says format {shown} in its table 'base', which is no format of prop"


def unreadable_record(path: Path, error: Exception) -> StoreError:
    """Return the error for a record about the base that is not JSON after all."""
    return StoreError(
        f"{path}: the record in the table 'base' cannot be read: {error}.",
        f"{_UNTOUCHED} Fix it by hand or restore it (git, a backup).",
    )


def second_record(path: Path) -> StoreError:
    """Return the error for a base that has two records about itself."""
    return StoreError(
        f"{path} has more than one record in the table 'base', which says what the base is.",
        f"{_UNTOUCHED} Keep one of them; a merge may have joined two.",
    )


def misplaced_record(path: Path) -> StoreError:
    """Return the error for a base whose format is stated after records were read."""
    return StoreError(
        f"{path}: the table 'base', which gives the format, comes after other tables.",
        f"{_UNTOUCHED} Move it to the beginning of the file.",
    )


class _Stated(msgspec.Struct):
    format: Any = msgspec.UNSET


class _Ids(msgspec.Struct):
    id: Id
    body: Id = ""


class FormatOne:
    """The records of a base of format 1, read one by one as records of format 2."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._named: set[str] = set()
        self._present = {""}
        self._numbers: set[int] = set()

    def upgraded(self, table: str, number: str, content: bytes) -> bytes:
        """Return a record as one of format 2, both as JSON.

        Raises:
            StoreError: an object in it has a key twice; one of the values would be lost.
        """
        with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            encoded = msgspec.json.encode(msgspec.json.decode(content))
            refuse_repeated_key(self._path, (table, number, content), encoded)
        content = format_one.upgraded(table, content)
        if table in ("proposals", "bodies"):
            with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                ids = msgspec.json.decode(content, type=_Ids)  # else decoding says what is wrong
                if table == "proposals":
                    self._named.add(ids.body)
                else:
                    self._present.add(ids.id)
        if table == "bodies" and number.isdecimal():
            self._numbers.add(int(number))
        return content

    def bodies(self) -> Iterator[tuple[str, bytes]]:
        """Yield a number and a record, as JSON, for each body that proposals name and none has."""
        for id_ in sorted(self._named - self._present):
            number = record_number(id_, self._numbers)
            self._numbers.add(number)
            yield str(number), msgspec.json.encode(format_one.body_record(id_))
