"""What the rules of ``check`` need to know beyond the record that they check."""

from datetime import UTC, datetime
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, TypeVar

from proposals_cli.domain.lookup import current_id, find_record
from proposals_cli.domain.model.decoding import table_for
from proposals_cli.domain.model.records import Fact, Proposal, Record, Source
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.text.normalise import normalise_quote

if TYPE_CHECKING:  # it loads a library that only one rule should wait for
    from proposals_cli.domain.matching.titles import Titles

R = TypeVar("R", bound=Record)

RECORD_CACHE_SIZE = 10_000
TEXT_CACHE_SIZE = 20


class CheckContext:
    """Answers of the index, and what rules remember of the records checked so far."""

    def __init__(self, index: ProposalIndex, today: str | None = None) -> None:
        """Take the index, and the day that counts as today (default: the current day, in UTC)."""
        self.today = today or datetime.now(UTC).strftime("%Y-%m-%d")
        self._index = index
        self._ids: dict[str, set[str]] = {}
        self._record = lru_cache(RECORD_CACHE_SIZE)(partial(find_record, index))
        self.text = lru_cache(TEXT_CACHE_SIZE)(self._text)
        self.first_with: dict[tuple[str, ...], str] = {}
        """(field, value, …) → the first record with this value."""
        self.first_named: dict[tuple[str, ...], tuple[str, str]] = {}
        """(table, …, form of a name) → the first record with it, and the name as it is there."""
        self.identity_keys: dict[str, str] = {}
        """Proposal → what distinguishes it from others, for those that ``identity_key`` saw."""
        self.facts: dict[tuple[str, str | None, int | None], list[Fact]] = {}
        """(kind, person, year) → the facts that state a value."""
        self.themes_used: set[str] = set()
        """Themes of the proposals, which are checked before the themes."""

    @cached_property
    def titles(self) -> "Titles":
        """The titles of the proposals checked so far."""
        from proposals_cli.domain.matching.titles import Titles

        return Titles()

    def has(self, table: str, id_: str) -> bool:
        """Tell whether a table has a record with this id."""
        if table not in self._ids:
            self._ids[table] = set(self._index.ids(table))
        return id_ in self._ids[table]

    def current_id(self, tables: tuple[str, ...], id_: str) -> str:
        """Return the id that a record of one of these tables has now; as ``lookup.current_id``."""
        known = any(self.has(table, id_) for table in tables)
        return id_ if known else current_id(self._index, tables, id_)

    def find(self, shape: type[R], id_: str) -> R | None:
        """Return the record of a class with an id; None if there is none."""
        record = self._record(table_for(shape), id_)
        return record if isinstance(record, shape) else None

    def identity_key(self, proposal: Proposal) -> str:
        """Return what distinguishes a proposal from others with the same title."""
        if proposal.id not in self.identity_keys:
            from proposals_cli.domain.matching.identity import identity_key

            self.identity_keys[proposal.id] = identity_key(proposal, proposal.date, None)
        return self.identity_keys[proposal.id]

    def _text(self, source: str) -> str | None:
        """Return the text of a source, normalised for finding quotes in it."""
        record = self.find(Source, source)
        return normalise_quote(record.text) if record and record.text else None
