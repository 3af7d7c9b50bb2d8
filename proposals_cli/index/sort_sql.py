"""SQL functions that return the keys by which titles are sorted."""

import json
import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


def create_sort_keys(connection: sqlite3.Connection, interrupted: Callable[[], None]) -> None:
    """Add the functions to a connection.

    SQLite reports any exception of a function as an error of its own; ``interrupted`` is called
    if it was an interrupt.
    """

    def noting(function: Callable[_P, _T]) -> Callable[_P, _T]:
        @wraps(function)
        def call(*arguments: _P.args, **named: _P.kwargs) -> _T:
            try:
                return function(*arguments, **named)
            except KeyboardInterrupt:
                interrupted()
                raise

        return call

    connection.create_function("sort_key", 2, noting(_key), deterministic=True)
    connection.create_function("shown_title_key", 6, noting(_shown_title_key), deterministic=True)


def _key(text: str | None, tag: str | None) -> str | None:
    from proposals_cli.domain.text.collation import sort_key

    return None if text is None else sort_key(text, tag)


def _shown_title_key(
    id_: str, titles: str, title_language: str | None, number: str | None, lists: str, tags: str
) -> str | None:
    """Return the key of the title that a reader of languages is shown."""
    from proposals_cli.domain.ports import Summary
    from proposals_cli.domain.presenting.titles import title_and_language
    from proposals_cli.domain.text.languages import Languages

    of_others = (None, None, "", "", "")  # year, date, body, kind and status
    subjects = json.loads(lists)[0]
    named = (json.loads(titles), title_language, subjects, number)
    summary = Summary(id_, *of_others, *named, (), (), (), (), 0, 0)
    return _key(*title_and_language(summary, Languages(tuple(tags.split(",")) if tags else ())))
