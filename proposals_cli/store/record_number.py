"""The number of a record in its TinyDB table."""

import hashlib
from collections.abc import Container


def record_number(id_: str, taken: Container[int]) -> int:
    """Return a free number for a record in its TinyDB table.

    It depends on the id, so that two people who each add a record on their own branch do not
    choose the same number, as they would by counting.
    """
    number = int.from_bytes(hashlib.blake2b(id_.encode(), digest_size=4).digest(), "big")
    while number in taken:
        number += 1
    return number
