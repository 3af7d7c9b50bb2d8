"""Words to offer where a search has one that no record contains."""

import re
from collections.abc import Callable, Iterable

from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.indexing.stems import words_by_stem

MAX_CHARACTERS = 64
"""How many characters of a text that occurs nowhere are searched for parts that occur."""

MAX_SUGGESTED = 8
"""For how many words that occur nowhere similar ones are looked for."""

MAX_COMPARED = 20_000
"""How many words of the index are compared with one that is not in it."""

SIMILAR = 3
"""How many similar words are offered for one."""


def longest_parts(text: str, occurs: Callable[[str], bool]) -> list[str]:
    """Return the longest parts of a Chinese text that occur, longest first.

    >>> longest_parts("数字医疗法", lambda part: part in ("数字", "医疗"))
    ['数字', '医疗']
    """
    parts = []
    end = 0
    for start in range(len(text)):
        before, end = end, max(end, start + 1)
        while end < len(text) and occurs(text[start : end + 1]):
            end += 1
        if end > before and end - start > 1:  # otherwise it is within the previous part
            parts.append(text[start:end])
    return sorted(parts, key=len, reverse=True)[:SIMILAR]


def nearest_stems(word: str, stems: Iterable[str]) -> list[str]:
    """Return the indexed words most similar to one that is not indexed, best first."""
    from difflib import get_close_matches  # only a failed search needs it

    return get_close_matches(fold_key(word), sorted(stems), n=SIMILAR, cutoff=0.7)


def spelled(stem: str, texts: Iterable[str]) -> str:
    """Return a word as texts spell it, from the stem under which it is indexed."""
    words = words_by_stem(re.findall(r"\w+", " ".join(texts)))
    return words.get(stem, [stem])[0].casefold()
