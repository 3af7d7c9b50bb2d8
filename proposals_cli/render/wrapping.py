"""Where a line of text may end: between words, between characters of scripts without spaces.

Rich moves a run of Chinese to the next line as if it were one word, and breaks inside citations.
"""

import re
from functools import lru_cache
from itertools import pairwise

from rich.cells import cell_len, get_character_cell_size

_NEVER_FIRST = frozenset("、。，．：；！？…·）〕］｝〉》」』】”’)]},.:;!?%％‰～ー々")
_NEVER_LAST = frozenset("（〔［｛〈《「『【“‘([{")
_SOFT = frozenset("-/_")
_JOINERS = frozenset("\u200d\ufe0f\u2060\u00a0")


@lru_cache(maxsize=1)
def _citation() -> re.Pattern[str]:
    """Match a citation such as ``[1, para 4; 2]`` or ``[1][2]``."""
    return re.compile(r"(?:\[\d[^\[\]]*\])+[.,;:。，；：]*")


def wrapped(text: str, width: int) -> list[str]:
    """Return one paragraph as lines of at most ``width`` cells, at least one line.

    A citation is on one line if a line has room for it.
    """
    starts = [0, *line_ends(text, width), len(text)]
    return [text[a:b].rstrip() for a, b in pairwise(starts)]


def line_ends(text: str, width: int, more: int = 0) -> list[int]:
    """Return the positions at which a paragraph is broken to lines of at most ``width`` cells.

    Spaces at the end of a line are not counted; the first line has ``more`` cells.
    """
    room = width + more
    ends: list[int] = []
    if cell_len(text) <= room:
        return ends
    whole, parts = _unbroken(text, width)
    start, cells = 0, 0
    best, soft = 0, 0
    previous = ""
    for place, character in enumerate(text):
        size = get_character_cell_size(character)
        if previous and size and place not in whole:
            if _may_break(previous, character) and (place not in parts or text[place - 2] == ";"):
                best = place
            elif previous in _SOFT:
                soft = place
        if cells + size > room and not character.isspace() and place > start:
            end = next((one for one in (best, soft) if one > start), place)
            ends.append(end)
            room, start, cells = width, end, cell_len(text[end:place])
        cells += size
        previous = character
    return ends


def _unbroken(text: str, width: int) -> tuple[set[int], set[int]]:
    """Return the positions inside citations that fit a line, and inside longer ones."""
    whole: set[int] = set()
    parts: set[int] = set()
    if "[" in text:
        for found in _citation().finditer(text):
            inside = range(found.start() + 1, found.end())
            (whole if cell_len(found[0]) <= width else parts).update(inside)
    return whole, parts


def _may_break(previous: str, character: str) -> bool:
    """Tell whether a line may end between two characters."""
    if character.isspace() or previous in _JOINERS or character in _JOINERS:
        return False
    if previous.isspace():
        return True
    if character in _NEVER_FIRST or previous in _NEVER_LAST:
        return False
    return get_character_cell_size(previous) == 2 or get_character_cell_size(character) == 2
