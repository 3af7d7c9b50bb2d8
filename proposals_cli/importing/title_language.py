"""Find out in which language the titles of a file are.

One title is often too short to tell; the titles of a file together are not. A wrong language is
worse than none, so the answer is taken only where it is sure, and the languages to choose from are
never restricted: Latin would be taken for Italian.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from proposals_cli.domain.text.languages import UNDETERMINED, main_script

MIN_LETTERS = 30
"""Letters of Latin, Cyrillic and other scripts of many languages, below which nothing is sure."""

MIN_PROBABILITY = 0.9
MIN_SHARE = 0.8
"""Share of the text that must be in one language for the file to be."""

MIN_TITLES = 2
MIN_SHARE_OF_TITLES = 0.1
"""A file has another language if so many of its titles, and such a share, are each in it."""

MAX_LETTERS = 4_000
MAX_LETTERS_OF_ONE = 300
MAX_WORDS = 20_000
"""Words known to be in the language of a file."""

_LETTERS = re.compile(r"[^\W\d_]+")
_HAN = re.compile("[\u3400-\u9fff]")
_CJK = ("CJK", "BOPOMOFO")
_ONE_LANGUAGE = {"HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko"}

_ALIKE = (
    {"no", "da"},
    {"bs", "hr", "sr"},
    {"pt", "gl"},
    {"cs", "sk"},
    {"id", "ms"},
    {"nl", "af"},
    {"de", "lb"},
    {"it", "co"},
)
"""Languages that a single title is often confused between; the file as a whole decides."""


class FileLanguages:
    """The language of the texts of a file, as its first titles show it."""

    def __init__(self, titles: Iterable[str]) -> None:
        by_script: dict[str, list[str]] = {}
        for title in dict.fromkeys(titles):
            if script := main_script(title):
                by_script.setdefault(script, []).append(title)
        by_characters = {_by_characters(title) for title in by_script.get("CJK", ())}
        kana = not by_script.keys().isdisjoint(("HIRAGANA", "KATAKANA"))
        self._is_japanese = kana or ("ja" in by_characters and "zh" not in by_characters)
        self._by_script = {
            script: _OneScript(found)
            for script, found in by_script.items()
            if script not in _CJK and script not in _ONE_LANGUAGE
        }

    def of(self, text: str) -> str | None:
        """Return the language of a text; None if the file does not show it.

        It is ``und`` for a text that is in another language than the others of the file, or may
        be because the file is in several.
        """
        script = main_script(text)
        if script is None:
            return None
        if script in _ONE_LANGUAGE:
            return _ONE_LANGUAGE[script]
        if script in _CJK:
            return _by_characters(text) or ("ja" if self._is_japanese else None)
        one = self._by_script.get(script)
        return one.of(text) if one else None


class _OneScript:
    """The languages of the texts in one script."""

    def __init__(self, titles: Sequence[str]) -> None:
        self._main = _judged(". ".join(titles)[:MAX_LETTERS], MIN_SHARE)
        judged = {title: self._language(title) for title in titles}
        counts = Counter(filter(None, judged.values()))
        least = max(MIN_TITLES, MIN_SHARE_OF_TITLES * counts.total())
        self._several = {tag for tag, count in counts.items() if count >= least} - {self._main}
        if self._several and self._main:
            self._several.add(self._main)
        self._words: set[str] = set()
        for title, tag in judged.items():
            if tag in (None, self._main):
                self._words.update(_words(title))

    def of(self, text: str) -> str | None:
        """Return the language of a text in this script."""
        if self._several:
            tag = self._language(text)
            return tag if tag in self._several and len(self._several) > 1 else UNDETERMINED
        if self._main is None:
            return None
        words = _words(text[:MAX_LETTERS_OF_ONE])
        if 2 * sum(word in self._words for word in words) < len(words):
            tag = self._language(text)
            if tag not in (None, self._main):
                return UNDETERMINED
            if tag and len(self._words) < MAX_WORDS:
                self._words.update(words)
        return self._main

    def _language(self, text: str) -> str | None:
        """Return the language of one text; None if it is not sure."""
        tag = _judged(text[:MAX_LETTERS_OF_ONE], 0)
        alike = any({tag, self._main} <= group for group in _ALIKE)
        return self._main if alike else tag


def chinese(text: str) -> str:
    """Return ``zh``, or ``zh-Hant`` for a text in characters that only the traditional script has.

    >>> chinese("关于改善交通的建议"), chinese("關於改善交通的建議"), chinese("提案")
    ('zh', 'zh-Hant', 'zh')
    """
    han = "".join(_HAN.findall(text))
    return "zh-Hant" if not _encodes(han, "gb2312") and _encodes(han, "big5") else "zh"


def _by_characters(text: str) -> str | None:
    """Return the language that alone has some of the Chinese characters of a text.

    Simplified ones that Japanese and traditional Chinese lack are Chinese; those that neither way
    of writing Chinese has, but Japanese does, are Japanese.

    >>> _by_characters("关于交通的建议"), _by_characters("道路交通対策"), _by_characters("提案")
    ('zh', 'ja', None)
    """
    characters = _HAN.findall(text)
    if _encodes("".join(characters), "big5"):
        return None
    for one in characters:
        if not _encodes(one, "big5"):
            simplified, japanese = _encodes(one, "gb2312"), _encodes(one, "shift_jis")
            if simplified != japanese:
                return "zh" if simplified else "ja"
    return None


def _encodes(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _words(text: str) -> set[str]:
    return set(_LETTERS.findall(text.casefold()))


@cache
def _judge() -> Any:
    import gcld3  # type: ignore[import-untyped]  # takes time, and most files need it not

    return gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=4 * MAX_LETTERS)


def _judged(text: str, min_share: float) -> str | None:
    """Return the language of a text in a script of many languages; None if it is not sure."""
    if sum(map(len, _LETTERS.findall(text))) < MIN_LETTERS:
        return None
    # the model has learnt from text in small letters
    text = text.lower() if text.isupper() else text
    judge = _judge()
    found = judge.FindLanguage(text=text)
    if not found.is_reliable or found.probability < MIN_PROBABILITY:
        return None
    if min_share:
        shares = {one.language: one.proportion for one in judge.FindTopNMostFreqLangs(text, 3)}
        if shares and shares.get(found.language, 0) < min_share:
            return None
    tag = str(found.language)
    return tag if re.fullmatch("[a-z]{2,3}", tag) else None
