"""The two interfaces to a base: a store that changes it, and an index that answers questions.

They are a TinyDB file and an SQLite file, or both one PostgreSQL database.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from proposals_cli.domain.model.vocabulary import RecordKind
from proposals_cli.domain.text.languages import Languages, best_tag

if TYPE_CHECKING:
    from proposals_cli.domain.model.change import ChangeSet, FullJournalEntry, JournalEntry
    from proposals_cli.domain.model.lineage import PlacedChange
    from proposals_cli.domain.model.records import BaseInfo, Record
    from proposals_cli.domain.model.reply_times import ReplyTimes
    from proposals_cli.domain.query.query import Query, Ranges


Progress = Callable[[str, int, int], None]
"""Called during long work with a description, the amount done and the total.

Amounts are bytes while a file is read, and proposals while a base is read.
"""


def no_progress(_what: str, _done: int, _of: int) -> None:
    """Ignore progress."""


class Summary(NamedTuple):
    """One proposal as lists show it; the last two are counts.

    ``titles`` maps a language to the first title in it, ``title_language`` is that of the main
    one. ``subjects`` are stand-ins for titles, in languages without one. ``number`` is the first
    identifier. ``people`` are ids, or names where there is no record: authors first, those who
    withdrew left out. ``themes``, ``regions`` and ``series`` are ids.
    """

    id: str
    year: int | None
    date: str | None
    body: str
    kind: str
    status: str
    titles: dict[str, str]
    title_language: str | None
    subjects: dict[str, str]
    number: str | None
    people: tuple[str, ...]
    themes: tuple[str, ...]
    regions: tuple[str, ...]
    series: tuple[str, ...]
    measures: int
    sources: int

    def title(self, languages: Languages) -> tuple[str, str | None]:
        """Return (title, its language) for a reader: in a wanted language, else the main one.

        Without a title it is the number, or the id, without a language.
        """
        tag = best_tag(self.titles, languages.tags) or self.title_language
        if tag is None:
            return self.number or self.id, None
        return self.titles[tag], tag


class Hit(NamedTuple):
    """A record that a search found.

    ``place`` is the field of the best match (``title``, ``m03``, …; ``id`` for an id that was
    typed), ``text`` the passage with the OPENING and CLOSING of ``domain/text/highlights.py``
    around each match, ``score`` the bm25 weight, higher for better. ``record`` is the kind of the
    record. The summary of one that is no proposal has its names as titles, or the names of what a
    fact or a note is about as subjects, and the kind that the record states; it has no body and no
    status.
    """

    summary: Summary
    score: float
    place: str
    text: str
    record: str = RecordKind.PROPOSAL


class FacetValue(NamedTuple):
    """A value of a facet, its names by language, and how many proposals have it."""

    value: str
    names: dict[str, str]
    proposals: int


class Totals(NamedTuple):
    """The size of a selection: its proposals, their measures, who made them and what they cite."""

    proposals: int
    measures: int
    sources: int
    people: int


class CrossTotals(NamedTuple):
    """The totals of a table of counts, in which each thing that is counted counts once.

    A row is one value of each field but the last, a column is a value of the last field.
    """

    rows: dict[tuple[str | int | None, ...], int]
    columns: dict[str | int, int]
    every: int


class ProposalStore(Protocol):
    """A place where records are stored and changed."""

    def apply(self, write: "ChangeSet") -> "FullJournalEntry":
        """Make a change and record it in the journal; raise if a stored record is unexpected."""

    def content(self) -> str:
        """Return the hash of the base's present content."""

    def changes(self, content: str) -> "Iterator[PlacedChange]":
        """Yield the changes in the journal, newest first, and which of them led to a content."""

    def entry(self, number: int) -> "FullJournalEntry":
        """Return one of these changes with what is needed to undo it."""

    def remarks(self, entry: "JournalEntry") -> list[str]:
        """Return what a person should know before one of these changes is undone."""

    def digest(self, record: "Record") -> str:
        """Return the hash that stands for a record in the journal."""


class ProposalIndex(Protocol):
    """Answers questions about a base at a cost that does not grow with it."""

    def close(self) -> None:
        """Close what is open; the next question opens it again."""

    def find(self, query: "Query") -> Iterator[Summary]:
        """Yield the proposals that match a query, in its order."""

    def find_records(self, query: "Query") -> Iterator[tuple[Summary, bytes]]:
        """Yield the same proposals, each with its full record as JSON."""

    def count(self, query: "Query") -> int:
        """Return how many proposals ``find`` would yield."""

    def find_ids(self, ids: Iterable[str]) -> Iterator[Summary]:
        """Yield the proposals with these ids that exist, in the given order."""

    def reply_times(self, query: "Query") -> "Iterator[tuple[Summary, ReplyTimes]]":
        """Yield those of a query's proposals that were answered or should be, with their dates."""

    def search(self, query: "Query") -> "Iterator[Hit]":
        """Yield the proposals that match a query, best match first."""

    def search_records(self, query: "Query", first: Sequence[tuple[str, str]] = ()) -> "list[Hit]":
        """Return the other records that match a query of words alone: ``first`` (table, id) first.

        Scores cannot be compared with those of proposals.
        """

    def unmatched(self, query: "Query") -> "list[tuple[str, list[str]]]":
        """Return the words of a query that no record contains, each with similar words."""

    def matching(self, query: "Query", texts: Sequence[str]) -> list[int]:
        """Return the positions of the texts that contain one of the query's words."""

    def similar_to(self, id_: str, limit: int) -> "list[tuple[Summary, float, tuple[str, ...]]]":
        """Return the proposals with the most similar text: similarity up to 1, and shared words."""

    def totals(self, query: "Query") -> Totals:
        """Count the contents of the query's proposals; each source counts once."""

    def tally(self, query: "Query", fields: Sequence[str]) -> list[tuple[str | int, ...]]:
        """Count the query's proposals by one to three fields: rows of values and a count."""

    def tallies(
        self, query: "Query", groups: Sequence[Sequence[str]]
    ) -> list[list[tuple[str | int, ...]]]:
        """Return what ``tally`` returns for each group of fields."""

    def cross_totals(self, query: "Query", fields: Sequence[str]) -> CrossTotals:
        """Count the proposals with a value of every field once per row, per column and in all."""

    def values_of(self, query: "Query", field: str) -> list[tuple[str, str | int]]:
        """Return (id, value) for each value that the query's proposals have of a field."""

    def count_vague(self, ranges: "Sequence[Ranges]") -> int:
        """Count the proposals whose dates may be in a range of each list, but need not be."""

    def facet_values(self, facet: str) -> list[FacetValue]:
        """Return all values of a facet with their names and stored counts."""

    def find_value(self, facet: str, text: str) -> str | None:
        """Return the facet value with this id or name, ignoring case and separators."""

    def find_values(self, facet: str, text: str) -> list[str]:
        """Return all facet values with this id or name, the most used first."""

    def find_named(self, facets: Sequence[str], text: str) -> list[tuple[str, str]]:
        """Return (facet, value) of what ``find_values`` finds in each of several facets."""

    def values_called(self, facet: str, text: str) -> list[str]:
        """Return the values of a facet that are names of the person or body called ``text``."""

    def called(self, facet: str) -> dict[str, str]:
        """Return value of a facet → id of the person or body that it is a name of."""

    def base(self) -> "BaseInfo":
        """Return what the base says of itself."""

    def record(self, table: str, id_: str) -> bytes | None:
        """Return one record as JSON."""

    def several(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], bytes]:
        """Return those of the records (table, id) that exist, as JSON, in the order given."""

    def ids(self, table: str) -> Iterator[str]:
        """Yield the ids of a table."""

    def records(self, table: str) -> Iterator[bytes]:
        """Yield a table's records as JSON, by id."""

    def referring_to(self, table: str, field: str, *targets: str) -> list[bytes]:
        """Return the records of a small table whose ``field`` refers to a target, by id."""

    def ids_like(self, text: str, limit: int) -> list[tuple[str, str]]:
        """Return (table, id) of the present and former ids that start with this text."""

    def former_ids(self, id_: str | None = None) -> list[tuple[str, str, str]]:
        """Return (former id, table, id) of the records that once had an id, or any other."""

    def next_to(self, id_: str) -> list[str]:
        """Return the ids before and after one in the order of the ids of each table."""
