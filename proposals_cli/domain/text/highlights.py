"""Marks round what a search matched in a text."""

OPENING, CLOSING = "\ue001", "\ue002"
"""Private characters: no text of a record keeps them (``searchable.py`` replaces them)."""


def without_highlights(text: str) -> str:
    """Return the text without its marks."""
    return text.replace(OPENING, "").replace(CLOSING, "")


def highlighted_spans(text: str) -> tuple[tuple[int, int], ...]:
    r"""Return where the matches stand in the text without marks, as (start, end).

    >>> highlighted_spans("a \ue001carbon\ue002 sink")
    ((2, 8),)
    """
    spans = []
    place = start = 0
    for character in text:
        if character == OPENING:
            start = place
        elif character == CLOSING:
            spans.append((start, place))
        else:
            place += 1
    return tuple(spans)
