"""Highlights: markers round what a search matched in a text."""

OPENING, CLOSING = "\ue001", "\ue002"
"""Private characters, which search removes from the text of records (see ``searchable.py``)."""


def without_highlights(text: str) -> str:
    """Return the text without its highlights."""
    return text.replace(OPENING, "").replace(CLOSING, "")


def highlighted_spans(text: str) -> tuple[tuple[int, int], ...]:
    r"""Return the matches as (start, end) in the text without highlights.

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
