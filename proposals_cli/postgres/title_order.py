"""The order of rows that are sorted by a title, among other keys."""

from collections.abc import Callable, Iterable
from typing import Any

from proposals_cli.domain.ports import Summary
from proposals_cli.domain.presenting.titles import title_and_language
from proposals_cli.domain.query.query import Query
from proposals_cli.domain.text.collation import sort_key
from proposals_cli.domain.text.languages import Languages
from proposals_cli.indexing.summaries import summary_of


def sorted_rows(
    rows: Iterable[tuple[Any, ...]], columns: int, query: Query
) -> list[tuple[Any, ...]]:
    """Return rows, whose first ``columns`` are those of ``SUMMARY``, in the order of a query.

    Rows without a value come last in either direction; rows of the same keys stay as they are.
    """
    found = [(summary_of(row[:columns]), row) for row in rows]
    for field, down in reversed(query.sort):
        key = _key(field, query.languages)
        keyed = [(key(summary), pair) for summary, pair in ((one[0], one) for one in found)]
        known = [one for one in keyed if one[0] is not None]
        known.sort(key=lambda one: one[0], reverse=down)
        found = [pair for _, pair in known] + [pair for value, pair in keyed if value is None]
    return [row for _, row in found]


def _key(field: str, languages: tuple[str, ...]) -> Callable[[Summary], Any]:
    if field == "title":
        wanted = Languages(languages)
        return lambda summary: sort_key(*title_and_language(summary, wanted))
    if field.startswith("title_"):
        tag = field.removeprefix("title_")

        def stated(summary: Summary) -> str | None:
            title = summary.titles.get(tag)
            return None if title is None else sort_key(title, tag)

        return stated
    return lambda summary: getattr(summary, field)
