"""Counts with their nouns."""


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Return a count, thousands separated, with its noun; ``plural`` if it is not noun + s.

    >>> counted(1, "proposal"), counted(54_000, "proposal"), counted(2, "entry", "entries")
    ('1 proposal', '54,000 proposals', '2 entries')
    """
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
