"""The order in which people expect titles: accents, case and punctuation do not part what is alike.

Numbers are compared as numbers, Latin letters in the alphabet of the title's language, and Chinese
characters by their sound: the first 3,755 characters of GB 2312 are in the order of pinyin, and the
others follow them. Traditional characters are sorted with their simplified forms.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from proposals_cli.domain.text.normalise import fold_variants
from proposals_cli.domain.text.slugs import to_latin

_BY_SOUND = range(0xB0A1, 0xD7FA)
"""The codes of the characters of GB 2312 that are ordered by sound."""

_Alphabet = Mapping[str, Sequence[str]]

_SWEDISH: _Alphabet = {"z": "åäö"}
_DANISH: _Alphabet = {"z": "æøå"}
_CZECH: _Alphabet = {"c": "č", "h": ("ch",), "r": "ř", "s": "š", "z": "ž"}
_CROATIAN: _Alphabet = {"c": "čć", "d": ("dž", "đ"), "l": ("lj",), "n": ("nj",), "s": "š", "z": "ž"}

_ALPHABETS: Mapping[str, _Alphabet] = {
    **dict.fromkeys(("sv", "fi"), _SWEDISH),
    **dict.fromkeys(("da", "nb", "nn", "no"), _DANISH),
    "es": {"n": "ñ"},
    "pl": {"a": "ą", "c": "ć", "e": "ę", "l": "ł", "n": "ń", "o": "ó", "s": "ś", "z": "źż"},
    "cs": _CZECH,
    "sk": {**_CZECH, "a": "ä", "o": "ô"},
    **dict.fromkeys(("hr", "bs"), _CROATIAN),
    "sl": {"c": "č", "s": "š", "z": "ž"},
    "tr": {"c": "ç", "g": "ğ", "h": "ı", "o": "ö", "s": "ş", "u": "ü"},
    "ro": {"a": "ăâ", "i": "î", "s": "ș", "t": "ț"},
    "et": {"s": "šzž", "w": "õäöü"},
    "hu": {"c": ("cs",), "g": ("gy",), "o": "öő", "s": ("sz",), "u": "üű", "z": ("zs",)},
}
"""Language → letter → the letters that follow it, where these are letters of their own."""

_AFTER = 0x10F000
"""Characters above all that occur in a key: a letter and one of them come after the letter."""

_HAN = 0xF0000
_RARE_HAN = 0x100000
_WIDTH = 12
"""Digits of a number; a longer one is compared digit by digit."""


def sort_key(text: str, tag: str | None = None) -> str:
    """Return the key by which a text is sorted; ``tag`` is the language of the text.

    Texts that differ only in case, accents or signs follow each other in a fixed order.

    >>> sorted(["Zebra", "élan", "No. 10", "Elbe", "“Ending”", "No. 9"], key=sort_key)
    ['élan', 'Elbe', '“Ending”', 'No. 9', 'No. 10', 'Zebra']
    """
    lower = text.lower()
    alphabet = _ALPHABETS.get((tag or "").partition("-")[0], {})
    plain = (_in_alphabet(lower, alphabet) if alphabet else lower).translate(_weights)
    plain = re.sub("[0-9]+", lambda number: number[0].lstrip("0").zfill(_WIDTH), plain)
    return "\0".join((" ".join(plain.split()), lower, text))


def _in_alphabet(text: str, alphabet: _Alphabet) -> str:
    """Return a text in which letters of a language's own come after those that they follow."""
    text = unicodedata.normalize("NFC", text)
    for letter, others in alphabet.items():
        for place, other in enumerate(others):
            text = text.replace(other, letter + chr(_AFTER + place))
    return text


class _Weights(dict[int, str]):
    """Character → what it is compared as, filled as characters occur."""

    def __missing__(self, code: int) -> str:
        folded = to_latin(fold_variants(chr(code)))
        self[code] = "".join(map(_weight, folded))
        return self[code]


def _weight(character: str) -> str:
    if character in "'’ʼ":  # within a word
        return ""
    if unicodedata.category(character)[0] not in "LMNC":
        return " "
    if "ァ" <= character <= "ヶ":
        return chr(ord(character) - ord("ァ") + ord("ぁ"))
    if character >= "\u3400" and unicodedata.name(character, "").startswith("CJK UNIFIED"):
        code = character.encode("gb18030")
        place = int.from_bytes(code, "big")
        if len(code) == 2:
            return chr((_HAN if place in _BY_SOUND else _RARE_HAN) + place - 0x8000)
    return character


_weights = _Weights()
