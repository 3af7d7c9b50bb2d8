"""Words that stand in a cell for nothing."""

from collections.abc import Iterable
from functools import lru_cache
from unicodedata import category


def _words(listed: str) -> frozenset[str]:
    words = (word.strip() for line in listed.splitlines() for word in line.split(", "))
    return frozenset(filter(None, words))


BLANK_WORDS = _words(
    """
    na, n/a, n.a., n. a., #n/a, #na, #value!, #ref!, #null!, #div/0!, #name?, #num!, nan
    null, nil, none, blank, empty, undefined, unknown, unspecified, not available, not applicable
    not known, not specified, not stated, not provided, not given, no data, no value, tbd, tba
    to be determined, to be announced, to be confirmed, tbc, n.d., n. d., n/d, n/k
    k.a., k. a., keine angabe, keine angaben, ohne angabe, entfällt, unbekannt, nicht bekannt
    nicht verfügbar, nicht vorhanden, néant, neant, sans objet, non renseigné, non renseignée
    non disponible, non communiqué, inconnu, inconnue, aucun, aucune, sin datos, sin información
    no disponible, no aplica, no consta, ninguno, ninguna, desconocido, s/d, não informado
    não se aplica, não consta, sem informação, nenhum, nenhuma, non disponibile
    non applicabile, nessuno, nessuna, geen, onbekend, n.v.t., niet beschikbaar, ingen, inga
    saknas, okänd, ukendt, ukjent, ikke oplyst, ikke oppgitt, ei tietoa, ei saatavilla, brak
    brak danych, nie dotyczy, b.d., neuvedeno, neznámé, nincs adat, ismeretlen, bilinmiyor
    нет данных, не указано, неизвестно, н/д, немає даних, невідомо, не вказано
    δεν υπάρχει, άγνωστο, غير متوفر, לא ידוע, không có, không rõ, tidak ada
    無, 无, 沒有, 没有, 暂无, 暫無, 无数据, 無資料, 不详, 不詳, 未知, 不适用, 不適用, 未提供
    なし, 無し, 該当なし, 特になし, 記載なし, 不明, 未定, 없음, 해당없음, 해당 없음, 미정, 미상
    """
)
"""Placeholders in the languages of the field, in small letters; a whole cell is compared.

No abbreviation of a region is among them: ``nd`` is a placeholder and North Dakota.
"""

LONGEST = 24
"""Characters of the longest placeholder, more or less: a longer text is not looked up."""


class Blanks:
    """Knows the placeholders of one import."""

    def __init__(self, more: Iterable[str] = (), *, keep: bool = False) -> None:
        """Take further words, and whether the known ones are kept as values."""
        self._words = frozenset(_folded(word) for word in more) | (
            frozenset[str]() if keep else BLANK_WORDS | {""}
        )
        self._longest = max(map(len, (*self._words, " " * LONGEST)))
        self._firsts = frozenset(word[:1] for word in self._words)

    def has(self, text: str) -> bool:
        """Return whether a stripped text is a placeholder, or marks without a word."""
        first = text[:1]
        if len(text) > self._longest or (
            first.isalnum() and first.casefold()[:1] not in self._firsts
        ):
            return False
        folded = _folded(text)
        return folded in self._words or _bare(folded) in self._words


@lru_cache(maxsize=4_096)
def _bare(word: str) -> str:
    """Return a word without the marks around it; empty if there are no others.

    >>> _bare("(n/a)."), _bare("--none--"), _bare("–"), _bare("5 %"), _bare("👍")
    ('n/a', 'none', '', '5 %', '👍')
    """
    first, last = 0, len(word)
    while first < last and _is_mark(word[first]):
        first += 1
    while last > first and _is_mark(word[last - 1]):
        last -= 1
    return word[first:last]


def _is_mark(character: str) -> bool:
    return (category(character)[0] in "PZ" and character not in "%#@&§") or character in "<>~=+|^`"


@lru_cache(maxsize=4_096)
def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
