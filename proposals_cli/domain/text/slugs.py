"""Letters for ids: other Latin letters become plain ones, those of other scripts a short hash."""

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
"""Small Latin letters that Unicode does not take apart into a plain one and a mark."""


def to_latin(text: str) -> str:
    """Return a text in small letters, Latin ones as plain ones; what is of other scripts stays.

    >>> to_latin("Łódź, Straße, Søren"), to_latin("Закон 5")
    ('lodz, strasse, soren', 'закон 5')
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def has_non_latin_letters(text: str) -> bool:
    """Tell whether letters of a text are in no id: those of other scripts.

    >>> has_non_latin_letters("Łódź — 5"), has_non_latin_letters("Закон 5")
    (False, True)
    """
    return any(
        not character.isascii() and unicodedata.category(character) in ("Ll", "Lu", "Lt", "Lo")
        for character in to_latin(text)
    )


def short_hash(*parts: str, size: int = 4) -> str:
    """Return a few characters that follow from texts, for ids."""
    return blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=size).hexdigest()
