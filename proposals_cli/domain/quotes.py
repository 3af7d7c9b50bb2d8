"""Whether words stand in a text, as a quotation has to."""

import re
import unicodedata

_GAP = re.compile(r"\s*(?:\[\s*(?:\.{3,}|…+)\s*\]|\(\s*(?:\.{3,}|…+)\s*\)|\.{3,}|…+)\s*")
_SPACE = re.compile(r"\s+")
_SINGLE, _DOUBLE = re.compile("[‘’‚‛′]"), re.compile("[“”„‟″«»「」『』]")


def plain_text(text: str) -> str:
    r"""Return a text without what typesetting changes: width, spaces, the shape of quotation marks.

    >>> plain_text("the  “new\ninfrastructure”")
    'the "new infrastructure"'
    """
    one_width = unicodedata.normalize("NFKC", text)
    return _SPACE.sub(" ", _SINGLE.sub("'", _DOUBLE.sub('"', one_width))).strip()


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
    for part in _GAP.split(quote):
        words = plain_text(part)
        found = text.find(words, place)
        if found < 0:
            return False
        place = found + len(words)
    return True
