"""Letters for ids: Latin letters without accents; letters of other scripts give a short hash."""

import re
import unicodedata
from hashlib import blake2b
from itertools import filterfalse

from proposals_cli.domain.text.normalise import fold_key

MAX_TITLE_SLUG = 60
"""Maximum length of the part of an id that is made from a title."""

_NOT_IN_IDS = re.compile("[^a-z0-9]+")
_SMALL_WORDS = frozenset(
    (
        "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "its", "of", "on", "or",
        "the", "their", "to", "with",
    )
)  # fmt: skip

_LETTERS = str.maketrans(
    {
        letter: plain
        for letters, plain in (
            ("ß", "ss"), ("ł", "l"), ("ø", "o"), ("đðɖɗ", "d"), ("æ", "ae"), ("œ", "oe"),
            ("þ", "th"), ("ıɨ", "i"), ("ħ", "h"), ("ŋ", "ng"), ("ŧ", "t"), ("ĸƙ", "k"),
            ("əɛ", "e"), ("ɔ", "o"), ("ɓ", "b"), ("ƴ", "y"), ("ɣ", "g"), ("ʉ", "u"), ("ɲ", "n"),
        )
        for letter in letters
    }
)  # fmt: skip
"""Small Latin letters that Unicode does not decompose into a plain letter and an accent."""


def to_latin(text: str) -> str:
    """Return a text in small letters, Latin ones without accents; other scripts are kept.

    >>> to_latin("Łódź, Straße, Søren"), to_latin("Закон 5")
    ('lodz, strasse, soren', 'закон 5')
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(filterfalse(unicodedata.combining, decomposed)).lower()


def has_non_latin_letters(text: str) -> bool:
    """Return whether a text has letters of other scripts, which no id can contain.

    >>> has_non_latin_letters("Łódź — 5"), has_non_latin_letters("Закон 5")
    (False, True)
    """
    return not text.isascii() and any(
        not character.isascii() and unicodedata.category(character) in ("Ll", "Lu", "Lt", "Lo")
        for character in to_latin(text)
    )


def short_hash(*parts: str, size: int = 4) -> str:
    """Return a hash of texts, ``size`` bytes in hexadecimal, for ids."""
    return blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=size).hexdigest()


def slug(text: str) -> str:
    """Return the Latin letters and digits of a text in the form of an id; empty if it has none.

    >>> slug("Hans Müller (CDU/CSU)"), slug("../../etc/passwd"), slug("馬化騰")
    ('hans-muller-cdu-csu', 'etc-passwd', '')
    """
    return _NOT_IN_IDS.sub("-", to_latin(text)).strip("-")


def distinct_slug(text: str, most: int = 80) -> str:
    """Return a slug that differs if texts do; empty if the text has no Latin letter or digit.

    A short hash at its end stands for letters of other scripts.

    >>> distinct_slug("Сейм II"), distinct_slug("議案")
    ('ii-2b025b60', '')
    """
    words = slug(text)[:most].strip("-")
    return (
        f"{words}-{short_hash(fold_key(text))}" if words and has_non_latin_letters(text) else words
    )


def title_slug(text: str) -> str:
    """Return the Latin words of a text as the middle of an id, without small words.

    >>> title_slug("On building a Digital China faster"), title_slug("Łódź ustawa")
    ('building-digital-china-faster', 'lodz-ustawa')
    """
    plain = to_latin(text).encode("ascii", "ignore").decode()
    words = [word for word in re.findall(r"[a-z0-9]+", plain) if word not in _SMALL_WORDS]
    kept: list[str] = []
    for word in words:
        if len("-".join([*kept, word])) > MAX_TITLE_SLUG:
            break
        kept.append(word)
    return "-".join(kept)
