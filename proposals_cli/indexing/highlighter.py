"""Texts searched in memory, by the rules of the index: what a query matches in them."""

from collections.abc import Iterable, Sequence
from weakref import finalize

from proposals_cli.domain.query.query import ContainsText
from proposals_cli.domain.text.highlights import CLOSING, OPENING
from proposals_cli.domain.text.searchable import index_form
from proposals_cli.indexing.fts_query import fts_query
from proposals_cli.indexing.stems import table_in_memory

MOST_PASSAGES = 1_000
"""Passages of one record that are looked into: each is indexed anew, which takes time."""


class Highlighter:
    """Highlight what a query's texts match in single passages, by the rules of the index."""

    def __init__(self, texts: Iterable[ContainsText]) -> None:
        self._match = " OR ".join(str(fts_query(text)) for text in texts)
        self._table = table_in_memory()
        finalize(self, self._table.close)

    def matching(self, texts: Sequence[str]) -> list[int]:
        """Return the positions of the texts that match."""
        self._fill(texts)
        rows = self._table.execute(
            "SELECT rowid FROM passage WHERE passage MATCH ?", (self._match,)
        )
        return [place for (place,) in rows]

    def _fill(self, texts: Sequence[str]) -> None:
        self._table.execute("DELETE FROM passage")
        self._table.executemany(
            "INSERT INTO passage (rowid, text) VALUES (?, ?)",
            [(place, index_form(text)) for place, text in enumerate(texts)],
        )

    def highlight(self, texts: Sequence[str]) -> dict[int, str]:
        """Return position in ``texts`` → index form with highlights, for those that match."""
        self._fill(texts)
        return dict(
            self._table.execute(
                "SELECT rowid, highlight(passage, 0, ?, ?) FROM passage WHERE passage MATCH ?",
                (OPENING, CLOSING, self._match),
            )
        )


class TextsInMemory:
    """A few texts that can be searched as the index is."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._table = table_in_memory()
        finalize(self, self._table.close)
        self._table.executemany(
            "INSERT INTO passage (text) VALUES (?)", [(index_form(text),) for text in texts]
        )

    def contain(self, text: ContainsText) -> bool:
        """Return whether one of the texts contains a text."""
        found = self._table.execute(
            "SELECT 1 FROM passage WHERE passage MATCH ? LIMIT 1", (fts_query(text),)
        )
        return found.fetchone() is not None
