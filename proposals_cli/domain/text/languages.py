"""Languages of texts: tags, the choice that a reader makes, and what the script of a text shows."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from proposals_cli.errors import InvalidQueryError

UNDETERMINED = "und"

_TAG = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
)

_SCRIPTS: dict[str, frozenset[str]] = {
    language: frozenset(scripts.split())
    for languages, scripts in {
        "zh yue": "CJK BOPOMOFO",
        "ja": "CJK HIRAGANA KATAKANA",
        "ko": "HANGUL CJK",
        "ru uk be bg mk kk ky tg mn": "CYRILLIC",
        "sr": "CYRILLIC LATIN",
        "el": "GREEK",
        "he yi": "HEBREW",
        "ar fa ur ps ckb ug": "ARABIC",
        "hi mr ne": "DEVANAGARI",
        "bn as": "BENGALI",
        "pa": "GURMUKHI",
        "gu": "GUJARATI",
        "ta": "TAMIL",
        "te": "TELUGU",
        "kn": "KANNADA",
        "ml": "MALAYALAM",
        "si": "SINHALA",
        "th": "THAI",
        "lo": "LAO",
        "km": "KHMER",
        "my": "MYANMAR",
        "ka": "GEORGIAN",
        "hy": "ARMENIAN",
        "am ti": "ETHIOPIC",
        "bo dz": "TIBETAN",
    }.items()
    for language in languages.split()
}
"""Language → the scripts it is written in, as Unicode names them; any other is in Latin script."""

_LATIN = frozenset({"LATIN"})
_KANA = {"HIRAGANA", "KATAKANA"}

_BEYOND_LATIN = re.compile("[^\\0-\u024f]")
"""A character after the blocks of Latin letters: most texts are judged by having none."""

_LETTERS_PER_HAN = 3
"""How many Latin letters weigh as much as one Chinese character: words are longer in letters."""


class Languages(NamedTuple):
    """The languages that a reader wants, in order of preference.

    ``each`` asks for the text in every one of them, not only in the first that there is.
    """

    tags: tuple[str, ...] = ("en",)
    each: bool = False

    @property
    def interface(self) -> str:
        """The language of headings and labels: ``en`` or ``zh``, whichever is preferred."""
        return _interface(self.tags)

    def choose(self, text: Mapping[str, str]) -> tuple[str, str] | None:
        """Return (tag, text) of the preferred language, else of the first; None for no text.

        >>> Languages(("fr", "zh")).choose({"en": "Water", "zh-Hant": "水"})
        ('zh-Hant', '水')
        """
        tag = best_tag(text, self.tags) or next(iter(text), None)
        return (tag, text[tag]) if tag is not None else None

    def text(self, text: Mapping[str, str]) -> str:
        """Return the text in the preferred language, else in the first; empty for no text."""
        chosen = self.choose(text)
        return chosen[1] if chosen else ""


@lru_cache(maxsize=64)
def _interface(tags: tuple[str, ...]) -> str:
    known = (tag.partition("-")[0] for tag in tags)
    return next((tag for tag in known if tag in ("en", "zh")), "en")


def parse_languages(text: str) -> Languages:
    """Read the value of ``--lang``: tags separated by commas, or ``both`` for ``en`` and ``zh``.

    Raises:
        InvalidQueryError: a part is not a language tag.

    >>> parse_languages("zh_hant,DE")
    Languages(tags=('zh-Hant', 'de'), each=False)
    """
    if text.strip().lower() == "both":
        return Languages(("en", "zh"), each=True)
    tags = [canonical_tag(part) for part in text.split(",") if part.strip()]
    if not tags or None in tags:
        raise InvalidQueryError(
            f"'{text}' is not a language.",
            "Use BCP 47 tags in order of preference, such as zh or de,en; or both.",
        )
    return Languages(tuple(dict.fromkeys(tag for tag in tags if tag)))


@lru_cache(maxsize=1_024)
def canonical_tag(text: str) -> str | None:
    """Return a BCP 47 tag in its usual spelling; None if the text is not one.

    >>> canonical_tag("ZH-hant-tw"), canonical_tag("English")
    ('zh-Hant-TW', None)
    """
    plain = text.strip().replace("_", "-").lower()
    if not _TAG.fullmatch(plain):
        return None
    first, *rest = plain.split("-")
    spelled = [
        part.title()
        if len(part) == 4 and part.isalpha()
        else part.upper()
        if len(part) == 2
        else part
        for part in rest
    ]
    return "-".join((first, *spelled))


def best_tag(available: Iterable[str], wanted: Sequence[str]) -> str | None:
    """Return the available tag that suits the first wanted one that any suits.

    A tag takes itself, then longer ones (zh: zh-Hant), then shorter ones (zh-Hant: zh).

    >>> best_tag(["de", "zh"], ["fr", "zh-Hant"]), best_tag(["zh-Hant"], ["zh"])
    ('zh', 'zh-Hant')
    """
    tags = list(available)
    for tag in wanted:
        if tag in tags:
            return tag
        longer = next((one for one in tags if one.startswith(f"{tag}-")), None)
        if longer:
            return longer
        shorter = tag
        while "-" in shorter:
            shorter = shorter.rpartition("-")[0]
            if shorter in tags:
                return shorter
    return None


def scripts_of(language: str) -> frozenset[str]:
    """Return the scripts that a language is written in, as Unicode names them."""
    return _SCRIPTS.get(language.partition("-")[0], _LATIN)


def main_script(text: str) -> str | None:
    """Return the script of most of a text, as Unicode names it; None without letters.

    A kana anywhere makes it ``HIRAGANA``: only Japanese has them among Chinese characters.
    """
    if not _BEYOND_LATIN.search(text):
        return "LATIN" if any(map(str.isalpha, text)) else None
    weights: dict[str, int] = {}
    for character, times in Counter(text).items():
        if character.isalpha():
            script = _script(character)
            weight = _LETTERS_PER_HAN if script in ("CJK", "HANGUL", *_KANA) else 1
            weights[script] = weights.get(script, 0) + weight * times
    if not weights:
        return None
    if not _KANA.isdisjoint(weights) and max(weights, key=lambda one: weights[one]) != "LATIN":
        return "HIRAGANA"
    return max(weights, key=lambda one: weights[one])


@lru_cache(maxsize=10_000)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0].partition("-")[0]


def language_of(text: str, body: Sequence[str] = (), base: str | None = None) -> str:
    """Return the language of a text that nobody named, ``und`` where nothing shows it.

    Kana is Japanese, Hangul Korean. Otherwise it is the only language of the body, or else that
    of the base, if the text is in a script of it; Chinese characters that are neither's are
    Chinese.

    Args:
        text: as a person typed it.
        body: the languages that the body works in.
        base: the language of the base.

    >>> language_of("関連の質問", ["ja"]), language_of("关于医疗的建议", ["de"]), language_of("Ley")
    ('ja', 'zh', 'und')
    """
    script = main_script(text)
    if script is None:
        return UNDETERMINED
    if script in _KANA:
        return "ja"
    if script == "HANGUL":
        return "ko"
    candidates = list(body) if len(body) == 1 else []
    if base:
        candidates.append(base)
    for language in candidates:
        if script in scripts_of(language):
            return language
    return "zh" if script in ("CJK", "BOPOMOFO") else UNDETERMINED
