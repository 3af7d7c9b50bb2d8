"""The shortest beginning of an id that only one record has."""

from collections.abc import Iterable
from itertools import takewhile

LONGEST_WORD = 16
"""Characters that a beginning may be longer for the sake of a complete word."""


def short_id(id_: str, others: Iterable[str]) -> str:
    """Return the beginning of an id with which no other id begins, if possible of complete words.

    Args:
        id_: the id.
        others: the ids before and after it in the order of all ids, or more of them.

    It has a letter, if the id has one, so that nobody takes it for a year:

    >>> short_id("2020-pearl-river-park", ["2020-medical-staff", "2020-pear-trees"])
    '2020-pearl'
    >>> short_id("2020-pearl-river-park", [])
    '2020-pearl'
    """
    end = _end_of_word(id_, 1 + max((_common(id_, other) for other in others), default=0))
    while end < len(id_) and not any(map(str.isalpha, id_[:end])):
        end = _end_of_word(id_, end + 2)
    return id_[:end]


def _common(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _end_of_word(id_: str, least: int) -> int:
    """Return the first end of a word that leaves ``least`` characters, unless it is far away."""
    end = id_.find("-", least)
    end = len(id_) if end < 0 else end
    return end if end - least <= LONGEST_WORD else least
