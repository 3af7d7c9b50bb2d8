"""The number of a record in its TinyDB table."""

import hashlib
import re
from collections.abc import Container
from pathlib import Path

from proposals_cli.domain.model.records import BASE, TABLES
from proposals_cli.errors import StoreError

_NUMBER = re.compile("0|[1-9][0-9]{0,17}")
"""How TinyDB writes a number; it would read 0208 as 208, and write that."""


def record_number(id_: str, taken: Container[int]) -> int:
    """Return a free number for a record in its TinyDB table.

    It depends on the id, so that two people who each add a record on their own branch do not
    choose the same number, as they would by counting.
    """
    number = int.from_bytes(hashlib.blake2b(id_.encode(), digest_size=4).digest(), "big")
    while number in taken:
        number += 1
    return number


def require_number(path: Path, table: str, number: str) -> None:
    """Check the number of a record in a table that this program knows.

    Raises:
        StoreError: TinyDB could not read it, or would write another.
    """
    if not _NUMBER.fullmatch(number) and (table in TABLES or table == BASE):
        raise StoreError(
            f"{path}: '{number}' in '{table}' is not a record number.",
            "TinyDB needs a whole number there; any unused one will do.",
        )
