"""Whether words stand in a text, as a quotation has to."""

import re
import unicodedata

_GAP = re.compile(r"\s*[\[(]\s*(?:\.\s?){3,}\s*[\])]\s*|\s*(?:\.\s?){3,}")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACE = re.compile(r"\s+")
_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")
_MARKS = {
    **dict.fromkeys(map(ord, "‘’‚‛′`´"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»「」『』"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, "…⋯"), "..."),
}


def plain_text(text: str) -> str:
    r"""Return a text without what typesetting changes: width, spaces, quotation marks, dashes.

    Chinese is written without spaces, so those that a line break has left in it go.

    >>> plain_text("the  “new\ninfrastructure”"), plain_text("新\n基建，５Ｇ")
    ('the "new infrastructure"', '新基建,5G')
    """
    one_width = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text).translate(_MARKS))
    return _BETWEEN_HAN.sub("", _SPACE.sub(" ", one_width)).strip()


def stands_in(quote: str, text: str) -> bool:
    """Tell whether a quotation stands in a text.

    Args:
        quote: the words; an ellipsis stands for words left out.
        text: as ``plain_text`` returns it.

    >>> stands_in("set up […] zones", "We set up, at first, pilot zones.")
    True
    >>> stands_in("zones … set up", "We set up, at first, pilot zones.")
    False
    """
    place = 0
    for words in _GAP.split(plain_text(quote)):
        found = text.find(words, place)
        if found < 0:
            return False
        place = found + len(words)
    return True
