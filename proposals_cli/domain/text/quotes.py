"""Whether a quotation occurs in a text."""

import re

from proposals_cli.domain.text.normalise import normalise_quote

_ELLIPSIS = re.compile(r"\s*[\[(]\s*(?:\.\s?){3,}\s*[\])]\s*|\s*(?:\.\s?){3,}")


def contains_quote(text: str, quote: str) -> bool:
    """Return whether a text contains a quotation.

    Args:
        text: as ``normalise_quote`` returns it.
        quote: the quotation; an ellipsis stands for words that were left out.

    >>> contains_quote("We set up, at first, pilot zones.", "set up […] zones")
    True
    >>> contains_quote("We set up, at first, pilot zones.", "zones … set up")
    False
    """
    position = 0
    for part in _ELLIPSIS.split(normalise_quote(quote)):
        found = text.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return True
