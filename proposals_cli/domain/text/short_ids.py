"""The shortest beginning of an id that only one record has."""

from collections.abc import Iterable

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
    others = list(others)
    before = max((other for other in others if other < id_), default="")
    after = min((other for other in others if other > id_), default="")
    end = _end_of_word(id_, 1 + max(_common(id_, before), _common(id_, after)))
    while end < len(id_) and not any(map(str.isalpha, id_[:end])):
        end = _end_of_word(id_, end + 2)
    return id_[:end]


def _common(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length


def _end_of_word(id_: str, least: int) -> int:
    """Return the first end of a word that leaves ``least`` characters, unless it is far away."""
    end = id_.find("-", least)
    end = len(id_) if end < 0 else end
    return end if end - least <= LONGEST_WORD else least
