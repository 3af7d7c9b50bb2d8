"""What a record has under ``extra``, as values that a filter finds and a tally counts."""

from collections.abc import Iterator
from typing import Any

from proposals_cli.domain.text.normalise import fold_key


def values_at(extra: Any, path: str) -> Iterator[str]:
    """Yield the values at a path of names joined by dots: a text, a number, or those of a list.

    Case, width and separators of names are ignored. Below a list, every item is followed.

    >>> list(values_at({"Vote": [{"by": "SPD"}, {"by": "FDP"}], "n": 3}, "vote.by"))
    ['SPD', 'FDP']
    """
    return _below(extra, fold_key(path))


def _below(value: Any, path: str) -> Iterator[str]:
    match value:
        case list():
            for item in value:
                yield from _below(item, path)
        case dict():
            for name, below in value.items():
                key = fold_key(name)
                if path == key:
                    yield from _below(below, "")
                elif key and path.startswith(f"{key}."):
                    yield from _below(below, path[len(key) + 1 :])
        case bool() if not path:
            yield "true" if value else "false"
        case str() | int() | float() if not path:
            yield str(value)


def leaves(extra: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every (path, value) that ``values_at`` finds: the path is of folded names.

    >>> list(leaves({"Vote": [{"by": "SPD"}], "n": 3}))
    [('vote.by', 'SPD'), ('n', '3')]
    """
    match extra:
        case list():
            for item in extra:
                yield from leaves(item, path)
        case dict():
            for name, below in extra.items():
                if key := fold_key(name):
                    yield from leaves(below, f"{path}.{key}" if path else key)
        case bool():
            yield path, "true" if extra else "false"
        case str() | int() | float():
            yield path, str(extra)
