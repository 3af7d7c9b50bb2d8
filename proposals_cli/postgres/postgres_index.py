"""The index of a base on a server: see ``ProposalIndex`` for the questions."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from proposals_cli.domain.ports import Hit, Summary
from proposals_cli.domain.query.query import Query
from proposals_cli.domain.text.highlights import without_highlights
from proposals_cli.domain.text.languages import Languages
from proposals_cli.indexing.fts_query import positive_texts, text_parts
from proposals_cli.postgres.counting import Counting
from proposals_cli.postgres.ids import Ids
from proposals_cli.postgres.reading import Reading

if TYPE_CHECKING:
    from proposals_cli.postgres.text_search import TextSearch


class PostgresIndex(Reading, Counting, Ids):
    """Answers about the base of one connection."""

    @cached_property
    def _texts(self) -> "TextSearch":
        from proposals_cli.postgres.text_search import TextSearch  # few questions need it

        return TextSearch(self.connection)

    def search(self, query: Query) -> Iterator[Hit]:
        """Yield the proposals of a query, best match first."""
        if text_parts(query.where)[0].parts:
            return self._texts.search(query)
        return (
            Hit(summary, 0.0, "title", without_highlights(summary.title(Languages(()))[0]))
            for summary in self.find(query)
        )

    def search_records(self, query: Query, first: Sequence[tuple[str, str]] = ()) -> list[Hit]:
        """Return the records that are not proposals and match a query of words, best first."""
        return self._texts.search_records(query, first) if _has_text(query) else []

    def unmatched(self, query: Query) -> list[tuple[str, list[str]]]:
        """Return the texts of a query that no record contains, each with similar words."""
        return self._texts.unmatched(query) if _has_text(query) else []

    def matching(self, query: Query, texts: Sequence[str]) -> list[int]:
        """Return the positions of the texts that contain one of the query's texts."""
        return self._texts.matching(query, texts) if texts and _has_text(query) else []

    def similar_to(self, id_: str, limit: int) -> list[tuple[Summary, float, tuple[str, ...]]]:
        """Return the proposals with the most similar text, with similarity and shared words."""
        return self._texts.similar_to(id_, limit)


def _has_text(query: Query) -> bool:
    return any(positive_texts(query.where))
