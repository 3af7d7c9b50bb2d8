r"""How texts are compared: every normaliser of the program, side by side.

Two texts are equal to a normaliser if they differ only in what it ignores:

====================  ====  =======  =====  ========  ==========  ===========  ==========
function              case  accents  width  variants  separators  punctuation  camel case
====================  ====  =======  =====  ========  ==========  ===========  ==========
``to_nfc``            no    no       no     no        no          no           no
``fold_variants``     no    strokes  yes    yes       no          no           no
``fold_key``          yes   yes      yes    no        yes         no           no
``name_key``          yes   yes      yes    yes       yes         no           no
``normalise_name``    yes   yes      yes    yes       yes         yes          yes
``normalise_title``   yes   yes      yes    yes       yes         yes          no
``normalise_number``  yes   yes      yes    no        spaces      no           no
``normalise_quote``   no    no       yes    no        spaces      styles       no
====================  ====  =======  =====  ========  ==========  ===========  ==========

*Width* is full and half width and other compatible forms, *variants* are traditional and Japanese
forms of Chinese characters, *separators* are ``_``, ``-`` and spaces. ``to_nfc`` only composes
accents. Letters for ids are in ``slugs.py``.

Patterns are compiled on first use: a plain list normalises nothing.
"""

import itertools
import re
import unicodedata
from functools import lru_cache

from proposals_cli.domain.text.highlights import CLOSING, OPENING

SEPARATOR = "\x1f"
"""Set round characters that are tokens of their own; the tokenizer drops it."""

BREAK = "\ue000"
"""A token that no query contains, set between passages so that no phrase reaches across."""

_CAMEL = r"(?<=[a-z\d])(?=[A-Z])"
_NO_WORD = r"[\W_]+"
_ACCENTS = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_INVISIBLE = "[\u00ad\u200b-\u200f\u2060\ufeff]"
_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_SPACE_BETWEEN_HAN = rf"(?<=[{_HAN}]) (?=[{_HAN}])"

_MAY_VARY = "[\u0110-\u0131\u0141-\u0142\u0166-\u0167ØøÐð\u2000-\U0010ffff]"
"""A printable character that may be a variant, or one near it: most texts have none."""

_compiled = lru_cache(maxsize=16)(re.compile)

_STROKED, _WITHOUT_STROKE = "ŁłØøĐđÐðĦħŦŧı", "LlOoDdDdHhTti"
"""Letters whose stroke is no accent to Unicode, so that the tokenizer would keep it."""

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue"})

_PUNCTUATION_STYLES = {
    **dict.fromkeys(map(ord, "‘’‚‛′`´"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»「」『』"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, "…⋯"), "..."),
}

_variants: dict[int, str] = {}


def replace_surrogates(text: str) -> str:
    """Return the text with ``?`` for lone surrogates, which a shell passes on for invalid bytes."""
    return text.encode("utf-8", "replace").decode() if not text.isascii() else text


def to_nfc(text: str) -> str:
    """Return the text in NFC, in which positions in it are counted."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold_variants(text: str) -> str:
    """Return the text with variant characters folded one for one, so that its length is the same.

    >>> fold_variants("數位經濟，ＡＢ"), fold_variants("Łódź")
    ('数位经济,AB', 'Lódź')
    """
    if text.isprintable() and (text.isascii() or not _compiled(_MAY_VARY).search(text)):
        return text
    return text.translate(_variants or _fill_variants())


def _fill_variants() -> dict[int, str]:
    """Fill the table of variants: it is large, and most runs of the program need none."""
    from proposals_cli.domain.text.han_variants import FOLDED, VARIANTS

    _variants.update({ord(v): f for v, f in zip(VARIANTS, FOLDED, strict=True)})
    for code in range(0xFF01, 0xFFEF):  # full width Latin, half width kana and signs
        form = unicodedata.normalize("NFKC", chr(code))
        if len(form) == 1:
            _variants[code] = form
    _variants.update(zip(map(ord, _STROKED), _WITHOUT_STROKE, strict=True))
    _variants[0x3000] = " "
    # SQLite would end a highlighted text at a zero
    for sign in ("\0", SEPARATOR, BREAK, OPENING, CLOSING):
        _variants[ord(sign)] = " "
    for code in range(0xD800, 0xE000):  # surrogates, which no database takes
        _variants[code] = " "
    return _variants


_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\uff07"), "'")


def fold_key(text: str) -> str:
    """Return the key of a typed id or name.

    >>> fold_key("Digital_Economy"), fold_key(" Réseau  bis ")
    ('digital-economy', 'reseau-bis')
    >>> fold_key("O’Brien")
    "o'brien"
    """
    if not text.isascii():
        text = text.translate(_APOSTROPHES)
        decomposed = unicodedata.normalize("NFKD", replace_surrogates(text))
        bare = "".join(itertools.filterfalse(unicodedata.combining, decomposed))
        text = unicodedata.normalize("NFKC", bare)
    folded = text.casefold()
    return "-".join(folded.replace("_", " ").replace("-", " ").split())


@lru_cache(maxsize=4096)
def name_key(text: str) -> str:
    """Return the key of a name in imported rows.

    >>> name_key("Réseau_bis"), name_key("馬化騰")
    ('reseau-bis', '马化腾')
    """
    return fold_key(fold_variants(text))


@lru_cache(maxsize=4096)
def normalise_name(text: str) -> str:
    """Return the name of a column, or a word of a list, as both are compared.

    >>> normalise_name("Vorgangs-ID"), normalise_name("openStatesUrl"), normalise_name("提案標題：")
    ('vorgangs id', 'open states url', '提案标题')
    """
    spaced = _compiled(_CAMEL).sub(" ", text)
    return _compiled(_NO_WORD).sub(" ", fold_key(fold_variants(spaced))).strip()


def name_spellings(text: str) -> tuple[str, ...]:
    """Return a normalised name; one with umlauts also with the letters they are transcribed to.

    >>> name_spellings("Anträge"), name_spellings("Title")
    (('antraege', 'antrage'), ('title',))
    """
    return tuple(dict.fromkeys((normalise_name(text.translate(_UMLAUTS)), normalise_name(text))))


@lru_cache(maxsize=1024)
def normalise_title(title: str) -> str:
    """Return the title of a proposal as titles are compared.

    >>> normalise_title("On  «Réseaux», 2nd part"), normalise_title("關於加強監管的建議")
    ('on reseaux 2nd part', '关于加强监管的建议')
    """
    if not title.isascii():
        decomposed = unicodedata.normalize("NFKD", fold_variants(title))
        title = _compiled(_ACCENTS).sub("", decomposed)
    return _compiled(_NO_WORD).sub(" ", title.casefold()).strip()


@lru_cache(maxsize=1024)
def normalise_number(number: str) -> str:
    """Return the number of a proposal as numbers are compared.

    >>> normalise_number(" H.R.  12"), normalise_number("hr12"), normalise_number("第１２号")
    ('hr 12', 'hr 12', '第12号')
    """
    plain = fold_key(number)
    if number.isascii():
        plain = _compiled(r"(?<=\b[a-z])\.").sub("", number.casefold())
    return " ".join(_compiled(r"([a-z])(?=\d)").sub(r"\1 ", plain).split())


def normalise_quote(text: str) -> str:
    r"""Return a text without what typesetting changes: width, spaces, quotation marks, dashes.

    Chinese is written without spaces, so those that a line break has left in it go.

    >>> normalise_quote("the  “new\ninfrastructure”"), normalise_quote("新\n基建，５Ｇ")
    ('the "new infrastructure"', '新基建,5G')
    """
    visible = re.sub(_INVISIBLE, "", text).translate(_PUNCTUATION_STYLES)
    one_width = unicodedata.normalize("NFKC", visible)
    return re.sub(_SPACE_BETWEEN_HAN, "", " ".join(one_width.split()))
