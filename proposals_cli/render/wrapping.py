"""Where a line of text may end: between words, between characters of scripts without spaces.

Rich moves a run of Chinese to the next line as if it were one word, and breaks inside citations.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate, pairwise

from rich.cells import cell_len, get_character_cell_size

_NEVER_FIRST = frozenset("、。，．：；！？…·）〕］｝〉》」』】”’)]},.:;!?%％‰～ー々")
_NEVER_LAST = frozenset("（〔［｛〈《「『【“‘([{")
_SOFT = frozenset("-/_")
_JOINERS = frozenset("\u200d\ufe0f")
_NO_BREAK = frozenset("\u2060\u00a0")


@lru_cache(maxsize=1)
def _citation() -> re.Pattern[str]:
    """Match a citation such as ``[1, para 4; 2]``, ``[1][2]`` or ``[some-law, art. 4]``."""
    return re.compile(r"(?:\[[a-z0-9-]+(?:[,;][^\[\]]*)?\])+[.,;:。，；：]*")


def wrapped(text: str, width: int) -> list[str]:
    """Return one paragraph as lines of at most ``width`` cells, at least one line.

    A citation is on one line if a line has room for it.
    """
    starts = [0, *line_ends(text, width), len(text)]
    return [text[a:b].rstrip() for a, b in pairwise(starts)]


def line_ends(
    text: str, width: int, more: int = 0, whole: Iterable[tuple[int, int]] = ()
) -> list[int]:
    """Return the positions at which a paragraph is broken to lines of at most ``width`` cells.

    Spaces at the end of a line are not counted.

    Args:
        text: the paragraph.
        width: how many cells a line has.
        more: further cells of the first line.
        whole: (start, end) of passages that are on one line if they can.
    """
    width = max(width, 2)  # a wide character
    room = width + more
    ends: list[int] = []
    if cell_len(text) <= room:
        return ends
    characters = _characters(text)
    starts = [0, *accumulate(map(len, characters))]
    sizes = {character: cell_len(character) for character in set(characters)}
    cells = [0, *accumulate(map(sizes.__getitem__, characters))]
    inside = _inside_citations(text, width)
    inside.update(place for start, end in whole for place in range(start + 1, end))
    first = 0
    while cells[-1] - cells[first] > room:
        last = bisect_right(cells, cells[first] + room) - 1
        while last < len(characters) and characters[last].isspace():
            last += 1
        if last == len(characters):
            break
        first = _break(characters, starts, inside, first, last)
        ends.append(starts[first])
        room = width
    return ends


def _break(
    characters: list[str], starts: list[int], inside: set[int], first: int, last: int
) -> int:
    """Return where a line ends that begins at ``first`` and has no room for ``last``."""
    soft = 0
    for number in range(last, first, -1):
        if starts[number] not in inside:
            before = characters[number - 1]
            if _may_break(before[0], characters[number][0]):
                return number
            if before in _SOFT and not soft:
                soft = number
    return soft or max(last, first + 1)


def _characters(text: str) -> list[str]:
    """Return characters as a terminal shows them, with all that is combined with each."""
    if text.isascii():
        return list(text)
    joined = {one for one in set(text) if one in _JOINERS or not get_character_cell_size(one)}
    if not joined:
        return list(text)
    found: list[str] = []
    for character in text:
        if found and (character in joined or found[-1].endswith("\u200d")):
            found[-1] += character
        else:
            found.append(character)
    return found


def _inside_citations(text: str, width: int) -> set[int]:
    """Return the positions at which no line may end: of a long citation, between its parts."""
    inside: set[int] = set()
    if "[" in text:
        for found in _citation().finditer(text):
            is_long = cell_len(found[0]) > width
            inside.update(
                place
                for place in range(found.start() + 1, found.end())
                if not (is_long and text[place - 2] == ";")
            )
    return inside


def _may_break(previous: str, character: str) -> bool:
    """Tell whether a line may end between two characters."""
    if character.isspace() or previous in _NO_BREAK or character in _NO_BREAK:
        return False
    if previous.isspace():
        return True
    if character in _NEVER_FIRST or previous in _NEVER_LAST:
        return False
    return get_character_cell_size(previous) == 2 or get_character_cell_size(character) == 2
