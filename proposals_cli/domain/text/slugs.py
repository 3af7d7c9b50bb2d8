"""Letters for ids: Latin letters without accents; letters of other scripts give a short hash."""

import unicodedata
from hashlib import blake2b

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
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def has_non_latin_letters(text: str) -> bool:
    """Return whether a text has letters of other scripts, which no id can contain.

    >>> has_non_latin_letters("Łódź — 5"), has_non_latin_letters("Закон 5")
    (False, True)
    """
    return any(
        not character.isascii() and unicodedata.category(character) in ("Ll", "Lu", "Lt", "Lo")
        for character in to_latin(text)
    )


def short_hash(*parts: str, size: int = 4) -> str:
    """Return a hash of texts, ``size`` bytes in hexadecimal, for ids."""
    return blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=size).hexdigest()
