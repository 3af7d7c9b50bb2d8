"""Decide on every row of an import what becomes of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain

import msgspec

from proposals_cli.domain.checking.rules import named_ids
from proposals_cli.domain.matching.identity import disambiguated_id
from proposals_cli.domain.model.change import Key
from proposals_cli.domain.model.decoding import (
    check_record,
    convert_record,
    decode_record,
    table_of,
)
from proposals_cli.domain.model.records import TABLES, Change, Person, Proposal, Record, Theme
from proposals_cli.domain.model.vocabulary import Kind
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.errors import InvalidRecordError
from proposals_cli.importing.duplicates import DuplicateFinder, Match
from proposals_cli.importing.mapping import Mapper, first_rows
from proposals_cli.importing.merge import merged, overlay, same_content
from proposals_cli.importing.name_resolver import NameResolver
from proposals_cli.importing.plan import (
    Duplicate,
    ImportOptions,
    ImportPlan,
    Outcome,
)
from proposals_cli.importing.proposal_builder import Candidate, ProposalBuilder
from proposals_cli.importing.rows import (
    OnDuplicate,
    RejectedRowError,
    Rejection,
    SourceFile,
    SourceRow,
)
from proposals_cli.importing.vocabulary_lookup import abbreviated

REMEMBERED = 1_000
"""So many duplicates are kept to be shown; all are counted."""

EXAMPLES = 3

OnRefusal = Callable[[SourceRow, Rejection], None]


def plan_import(
    rows: SourceFile,
    options: ImportOptions,
    index: ProposalIndex,
    on_refusal: OnRefusal = lambda _row, _refusal: None,
) -> ImportPlan:
    """Read all rows and decide on each.

    Raises:
        ImportFileError: the file cannot be read to its end.
        InvalidQueryError: an option names what does not exist.
    """
    return ImportPlanner(rows, options, index, on_refusal).plan


class ImportPlanner:
    """One import being planned."""

    def __init__(
        self, rows: SourceFile, options: ImportOptions, index: ProposalIndex, on_refusal: OnRefusal
    ) -> None:
        self._options = options
        self._index = index
        self._on_refusal = on_refusal
        mapper = Mapper(options.mapping)
        self.plan = ImportPlan(rows.name, mapper)
        self._names = NameResolver(index, create_themes=options.create_themes)
        self._maker = ProposalBuilder(mapper, self._names)
        self._held = DuplicateFinder(index, self.plan.after)
        self._names.proposed = self._held.is_new
        self._history = (Change(when=self.plan.when, what=f"imported from {rows.name}"),)
        self._whole_rows: dict[Key, int] = {}
        first = first_rows(rows.rows)
        mapper.settle([row for row in first if not _is_whole(row)])
        self._near: list[SourceRow] = []
        """Rows nearly of a title of the base, which another row may be exactly."""
        self._hold_back = True
        self._titled: set[str] = set()
        """Proposals whose title a row of the file has."""
        self._last: dict[str, int] = {}
        """Proposal → the last row of the file that is exactly this one."""
        self._take_all(chain(first, rows.rows))
        self._hold_back = False
        self._take_all(self._near)
        self._drop_dangling()
        self._drop_unchanged()

    def _take_all(self, rows: Iterable[SourceRow]) -> None:
        for row in rows:
            try:
                self._take(row)
            except RejectedRowError as error:
                self._refuse(row, error.column, error.reason, error.themes)
            except InvalidRecordError as error:
                self._refuse(row, error.field, error.message)

    def _take(self, row: SourceRow) -> None:
        if row.problem:
            raise RejectedRowError("", row.problem)
        if _is_whole(row):
            record = convert_record(row.table or "proposals", dict(row.cells))
            check_record(record)
            self._take_whole(row, record)
            return
        if row.table:  # a store's record that does not have the shape of its table
            self._check_whole(row)
        self.plan.mapped = True
        candidate = self._maker.make(self._maker.mapper.fields(row))
        check_record(candidate.proposal)
        if self._place(row, candidate):
            self.plan.unsure_dates += candidate.date_unsure

    def _check_whole(self, row: SourceRow) -> None:
        """Refuse a record of our own tables with the reason its table gives."""
        if row.table != "proposals" or isinstance(row.cells.get("title"), dict):
            convert_record(row.table, dict(row.cells))

    # -- whole records -----------------------------------------------------------------------

    def _take_whole(self, row: SourceRow, record: Record) -> None:
        """Take a record as it stands, with its history."""
        key = (table_of(record), record.id)
        if isinstance(record, Proposal):
            self._place(row, Candidate(record, own_id=True, kind_given=True, whole=True))
            return
        self._whole_rows[key] = row.number
        held = self.plan.after.get(key) or self._stored(key)
        if held is None:
            self.plan.after[key] = record
            self._names.add(record)
            self._count(Outcome.NEW)
            return
        in_file = key in self.plan.after
        update = self._options.on_duplicate is OnDuplicate.UPDATE
        after = overlay(held, record) if update else record
        if same_content(held, after):
            self._count(Outcome.SAME)
            return
        if update:
            if not in_file:
                self.plan.before[key] = held
                self._count(Outcome.CHANGED)
            self.plan.after[key] = after
            self._names.add(after)
        if in_file or not update:
            self._count_duplicate(row, _name_of(record), Match(record.id, "id"), in_file=in_file)

    def _drop_dangling(self) -> None:
        """Refuse whole records whose people, themes or sources nobody knows."""
        known: dict[Key, bool] = {}
        while True:
            refused = [
                (key, missing)
                for key in self._whole_rows
                if key in self.plan.after and (missing := self._missing(key, known))
            ]
            for key, (table, id_, what) in refused:
                record = self.plan.after.pop(key)
                changed = self.plan.before.pop(key, None) is not None
                known[key] = changed
                self.plan.counts[Outcome.CHANGED if changed else Outcome.NEW] -= 1
                raw = msgspec.to_builtins(record)
                row = SourceRow(self._whole_rows[key], raw, raw, table=key[0])
                reason = f"'{id_}' is neither in the base nor in the file, under {table}"
                self._refuse(row, what, reason)
            if not refused:
                break
        for key in self._whole_rows:
            if key in self.plan.after:
                references = named_ids(self.plan.after[key])
                self.plan.dangling += any(
                    not self._exists((t, i), known) for t, i, _ in references if t == "proposals"
                )

    def _drop_unchanged(self) -> None:
        """Leave out what further rows turned back into what the base holds."""
        for key, held in list(self.plan.before.items()):
            if same_content(held, self.plan.after[key]):
                del self.plan.before[key], self.plan.after[key]
                self.plan.counts[Outcome.CHANGED] -= 1
                self.plan.counts[Outcome.SAME] += 1
                if key[0] == "proposals":
                    self.plan.examples = [one for one in self.plan.examples if one.id != key[1]]

    def _missing(self, key: Key, known: dict[Key, bool]) -> tuple[str, str, str] | None:
        for table, id_, what in named_ids(self.plan.after[key]):
            if table != "proposals" and not self._exists((table, id_), known):
                return table, id_, what
        return None

    def _exists(self, key: Key, known: dict[Key, bool]) -> bool:
        if key in self.plan.after:
            return True
        if key not in known:
            known[key] = self._index.record(*key) is not None
        return known[key]

    # -- proposals ---------------------------------------------------------------------------

    def _place(self, row: SourceRow, candidate: Candidate) -> bool:
        """Decide what a proposal is to the base, and keep it if it adds to it.

        Returns:
            False if that has to wait until all rows have been read.
        """
        proposal = candidate.proposal
        match = self._held.find(candidate)
        if match is None:
            self._add(row, candidate, self._free_id(candidate))
            return True
        if match.percent < 100 and self._hold_back:
            self._near.append(row)
            return False
        held = self._held.proposal(match.id)
        assert held is not None
        if match.percent == 100:
            self._held.claim(match.id, candidate.id_given)
        else:
            self._held.claim_nearly(match.id, proposal)
        in_file = self._held.is_new(match.id)
        after = self._together(row, candidate, held)
        if (proposal.title.en, proposal.title.zh) == (held.title.en, held.title.zh):
            self._titled.add(held.id)
        elif match.by == "number" and held.id in self._titled:
            after = msgspec.structs.replace(after, title=held.title)  # another row's
        on_duplicate = self._options.on_duplicate
        if same_content(held, after) and not in_file and match.percent == 100:
            self._count(Outcome.SAME)
        elif on_duplicate is OnDuplicate.KEEP:
            self._keep_both(row, candidate)
        elif on_duplicate is OnDuplicate.SKIP or same_content(held, after):
            self._count_duplicate(row, _name_of(proposal), match, in_file=in_file)
        else:
            key = ("proposals", held.id)
            if not candidate.whole:
                news = () if in_file else self._history
                after = msgspec.structs.replace(after, history=(*held.history, *news))
            check_record(after)
            if not in_file:
                self.plan.before[key] = held
            self._keep_new(candidate.new)
            self._keep(row, candidate, after)
            if in_file:
                self._count_duplicate(row, _name_of(proposal), match, in_file=True)
            else:
                self._count(Outcome.CHANGED, after)
        return True

    def _together(self, row: SourceRow, candidate: Candidate, held: Proposal) -> Proposal:
        """Return a proposal with what a row says of it; of two rows the later one is right."""
        after = merged(held, candidate)
        last = self._last.get(held.id, 0)
        if last > row.number:  # this one was held back
            kind_given = held.kind is not Kind.OTHER
            after = merged(after, replace(candidate, proposal=held, kind_given=kind_given))
        self._last[held.id] = max(last, row.number)
        return after

    def _add(self, row: SourceRow, candidate: Candidate, id_: str) -> None:
        proposal = candidate.proposal
        history = proposal.history if candidate.whole else self._history
        proposal = msgspec.structs.replace(proposal, id=id_, history=history)
        self._keep_new(candidate.new)
        self._keep(row, candidate, proposal)
        self._count(Outcome.NEW, proposal)

    def _keep(self, row: SourceRow, candidate: Candidate, proposal: Proposal) -> None:
        """Keep what becomes of a row, and whose ids of others nobody has looked up yet."""
        self._held.add(proposal, candidate.id_given)
        if candidate.whole:
            self._whole_rows["proposals", proposal.id] = row.number
        self._last[proposal.id] = max(row.number, self._last.get(proposal.id, 0))

    def _keep_both(self, row: SourceRow, candidate: Candidate) -> None:
        """Add a proposal beside the one it repeats, under an id that follows from what it says."""
        for id_ in _ids_apart(candidate.proposal):
            held = self._held.proposal(id_)
            if held is None:
                self._add(row, candidate, id_)
                return
            if same_content(held, msgspec.structs.replace(candidate.proposal, id=id_)):
                self._count(Outcome.SAME)
                return

    def _free_id(self, candidate: Candidate) -> str:
        """Return an id that nobody has; what it follows from is in the row alone."""
        proposal = candidate.proposal
        ids = chain((proposal.id,), _ids_apart(proposal))
        return next(id_ for id_ in ids if self._is_free(id_, candidate))

    def _is_free(self, id_: str, candidate: Candidate) -> bool:
        """Tell whether a proposal may get an id; a whole record may keep that of a person."""
        if self._held.has(id_):
            return False
        if candidate.whole:
            return True
        named = {id_ for _, id_ in candidate.new}
        return id_ not in named and not self._names.has(id_, proposals=False)

    # -- keeping count -----------------------------------------------------------------------

    def _keep_new(self, new: dict[Key, Record]) -> None:
        for key, record in new.items():
            if key not in self.plan.after:
                check_record(record)
                self.plan.after[key] = msgspec.structs.replace(record, history=self._history)
                self._names.add(record)

    def _stored(self, key: Key) -> Record | None:
        raw = self._index.record(*key)
        return None if raw is None else decode_record(key[0], raw)

    def _count(self, outcome: Outcome, example: Proposal | None = None) -> None:
        self.plan.counts[outcome] += 1
        if example is not None and len(self.plan.examples) < EXAMPLES:
            self.plan.examples.append(example)

    def _count_duplicate(self, row: SourceRow, title: str, match: Match, *, in_file: bool) -> None:
        self.plan.counts[Outcome.DUPLICATE] += 1
        if len(self.plan.duplicates) < REMEMBERED:
            self.plan.duplicates.append(Duplicate(row.number, abbreviated(title), match, in_file))

    def _refuse(
        self, row: SourceRow, column: str, reason: str, themes: tuple[str, ...] = ()
    ) -> None:
        refusal = Rejection(row.number, column, reason, themes)
        self.plan.counts[Outcome.REFUSED] += 1
        self.plan.refusals.add(refusal)
        self._on_refusal(row, refusal)


def _name_of(record: Record) -> str:
    """Return what a record is called where a person should know it again."""
    match record:
        case Proposal():
            return record.title.en or record.title.zh or record.id
        case Person() | Theme():
            return record.name.en or record.name.zh or record.id
        case _:
            return record.id


def _ids_apart(proposal: Proposal) -> Iterator[str]:
    """Yield ids that tell a proposal from its namesakes, longer ones where short ones are taken."""
    return (disambiguated_id(proposal, size) for size in (3, 6, 12, 24))


def _is_whole(row: SourceRow) -> bool:
    """Tell whether a row is a record as a store holds it."""
    if row.table and row.table != "proposals":
        return True
    cells = row.cells
    return (
        {"id", "year", "body", "kind", "title"} <= set(cells)
        and isinstance(cells["title"], dict)
        and isinstance(cells["id"], str)
        and set(cells) <= set(TABLES["proposals"].__struct_fields__)
    )
