"""Words that stand in a cell for nothing."""

from collections.abc import Iterable
from functools import lru_cache


def _words(listed: str) -> frozenset[str]:
    words = (word.strip() for line in listed.splitlines() for word in line.split(", "))
    return frozenset(filter(None, words))


BLANK_WORDS = _words(
    """
    na, n/a, n.a., n. a., #n/a, #na, #value!, #ref!, #null!, #div/0!, #name?, #num!, nan
    null, nil, none, (none), (null), (blank), (empty), <na>, <null>, undefined, -, –, —, ―
    --, ---, －, ー, _, ., .., ..., …, ?, ??, /, //, \\, *, [], {}, not available
    not applicable, not known, no data, tbd, tba, to be determined, to be announced, k.a.
    k. a., keine angabe, keine angaben, ohne angabe, entfällt, n.d., n. d., nd, néant, neant
    sans objet, non renseigné, non disponible, sin datos, no disponible, no aplica
    não informado, não se aplica, non disponibile, geen, onbekend, ingen, saknas, brak
    nie dotyczy, нет данных, немає даних, 無, 无, 沒有, 没有, 暂无, 暫無, 无数据, 無資料
    不详, 不詳, なし, 無し, 該当なし, 없음, 해당없음, 해당 없음
    """
)
"""Placeholders in the languages of the field, in small letters; a whole cell is compared."""

LONGEST = 24
"""Characters of the longest placeholder, more or less: a longer text is not looked up."""


class Blanks:
    """Knows the placeholders of one import."""

    def __init__(self, more: Iterable[str] = (), *, keep: bool = False) -> None:
        """Take further words, and whether the known ones are kept as values."""
        self._words = frozenset(_folded(word) for word in more) | (
            frozenset[str]() if keep else BLANK_WORDS
        )
        self._longest = max(map(len, (*self._words, " " * LONGEST)))
        self._firsts = frozenset(word[:1] for word in self._words)

    def has(self, text: str) -> bool:
        """Return whether a stripped text is a placeholder."""
        return (
            len(text) <= self._longest
            and text[:1].casefold()[:1] in self._firsts
            and _folded(text) in self._words
        )


@lru_cache(maxsize=4_096)
def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
