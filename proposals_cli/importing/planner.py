"""Decide what becomes of every row of an import."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import msgspec

from proposals_cli.domain.editing.overlay import same_content
from proposals_cli.domain.model.change import Key
from proposals_cli.domain.model.decoding import convert_record
from proposals_cli.domain.model.records import TABLES, Proposal, Record
from proposals_cli.domain.model.references import Reference, named_ids, with_references
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.text.languages import UNDETERMINED, main_script
from proposals_cli.errors import InvalidRecordError
from proposals_cli.importing.adaptation import is_nameless
from proposals_cli.importing.candidate import Candidate, complete_candidate
from proposals_cli.importing.columns import MAX_KEYS, check_width
from proposals_cli.importing.duplicates import DuplicateFinder
from proposals_cli.importing.field_updates import FieldUpdates
from proposals_cli.importing.layout_file import NONE, Layout, layout_named, layouts
from proposals_cli.importing.mapping import Mapper
from proposals_cli.importing.name_resolver import NameResolver
from proposals_cli.importing.our_csv import OurTable, plain_cells
from proposals_cli.importing.placement import ProposalPlacer, RecordPlacer
from proposals_cli.importing.plan import Duplicate, ImportOptions, ImportPlan, Outcome
from proposals_cli.importing.planned_records import PlannedRecords
from proposals_cli.importing.proposal_builder import ProposalBuilder
from proposals_cli.importing.remarks import Remark, RemarkKind
from proposals_cli.importing.rows import (
    OUR_CSV,
    OnDuplicate,
    RejectedRowError,
    Rejection,
    SourceFile,
    SourceRow,
    first_rows,
    upgraded_row,
)
from proposals_cli.importing.shown_cells import refuse_answers
from proposals_cli.store.format_one import body_record

MAX_JUDGED = 20
"""The first rows, by most of which a layout is recognised."""

_OF_FORMAT_ONE = frozenset(("id", "year", "body", "kind"))
_OF_RECORD = frozenset(("id", "body", "kind"))

OnRejection = Callable[[SourceRow, Rejection], None]


def plan_import(
    file: SourceFile,
    options: ImportOptions,
    index: ProposalIndex,
    on_rejection: OnRejection = lambda _row, _rejection: None,
    on_duplicate: Callable[[Duplicate], None] | None = None,
) -> ImportPlan:
    """Read all rows of a file and decide on each; nothing is written.

    ``on_rejection`` is called with every row that is rejected, ``on_duplicate`` with every one that
    repeats a record.

    Raises:
        ImportFileError: the file cannot be read to its end.
        InvalidQueryError: an option names a field or column that does not exist.
    """
    planner = ImportPlanner(file.name, options, index, on_rejection)
    planner.plan.on_duplicate = on_duplicate
    planner.take_rows(planner.read(file))
    planner.reject_dangling()
    planner.drop_unchanged()
    return planner.plan


class ImportPlanner:
    """Turns rows into records, and hands each on to be placed in the plan."""

    def __init__(
        self,
        name: str,
        options: ImportOptions,
        index: ProposalIndex,
        on_rejection: OnRejection,
    ) -> None:
        self._records = records = PlannedRecords(index)
        mapper = Mapper(options.mapping)
        self.plan = ImportPlan(name, mapper, before=records.before, after=records.after)
        self._options = options
        self._builders: dict[int, ProposalBuilder] = {}
        self._names = names = NameResolver(
            index, records.after, create_themes=options.create_themes
        )
        self._our_table: OurTable | None = None
        self.plan.find = lambda table, id_: records.get((table, id_))
        self._builder = ProposalBuilder(mapper, names)
        self._duplicates = DuplicateFinder(index, records)
        names.former.renamed = self._duplicates.renamed
        self._updates = None
        if options.on_duplicate is not OnDuplicate.KEEP:
            updates = options.on_duplicate is OnDuplicate.UPDATE
            self._updates = FieldUpdates(index, records, self._duplicates, updates=updates)
        placing = (self.plan, records, names, options.on_duplicate)
        self._proposals = ProposalPlacer(*placing, self._duplicates)
        self._others = RecordPlacer(*placing)
        self._on_rejection = on_rejection

    def read(self, file: SourceFile) -> Iterator[SourceRow]:
        """Yield the rows of a file; the first ones of a table decide what its columns mean."""
        for number, rows in file.tables():
            first: list[SourceRow] = []
            if number not in self._builders:
                first = first_rows(rows)
                self._builders[number] = ProposalBuilder(self._decided(first), self._names)
                self.plan.mappers = [one.mapper for one in self._builders.values()]
            self._builder = self._builders[number]
            self.plan.mapper = self._builder.mapper
            yield from first
            yield from rows

    def _decided(self, rows: list[SourceRow]) -> Mapper:
        """Return what maps the columns of a table, decided by its first rows."""
        narrow = (row for row in rows if len(row.cells) <= MAX_KEYS)
        judged = [row for row in narrow if not is_complete_record(row)]
        mapper = Mapper(self._options.mapping, _layout(self._options.layout, judged))
        mapper.decide_columns(judged)
        mapper.judge(judged)
        return mapper

    def take_rows(self, rows: Iterable[SourceRow]) -> None:
        """Decide on rows."""
        unclear: list[tuple[SourceRow, Candidate]] = []
        for row in rows:
            with self._rejecting(row):
                record = self._read(row)
                if not isinstance(record, Candidate):
                    self._others.place(row, record)
                else:
                    match = self._duplicates.find(record)
                    if match.is_unclear if match else is_nameless(record, record.proposal.id):
                        unclear.append((row, record))
                    else:
                        self._proposals.place(row, record, match)
        for row, record in unclear:  # by now, other rows may tell which proposal it is
            with self._rejecting(row):
                self._proposals.place(row, record, self._duplicates.find(record))

    def reject_dangling(self) -> None:
        """Reject complete records that refer to people, themes or sources that do not exist.

        Rejecting a record may leave others dangling, so this is repeated until none is.
        References to missing proposals are only counted. A body that has no record gets one
        with its id as its name.
        """
        while dangling := self._dangling():
            for key, reference in dangling:
                self._reject_record(key, reference)
        self._add_missing_bodies()
        self.plan.dangling = sum(bool(missing) for _, missing in self._missing())

    def _add_missing_bodies(self) -> None:
        named = {one.id for _, missing in self._missing() for one in missing if one.field == "body"}
        for id_ in sorted(named):
            self._records.add(convert_record("bodies", body_record(id_)))

    def drop_unchanged(self) -> None:
        """Leave out records that later rows changed back to what the base contains."""
        for key, existing in list(self.plan.before.items()):
            if same_content(existing, self.plan.after[key]):
                self._records.drop(key)
                rows = 1 + self.plan.further_changes[key]
                self.plan.counts[Outcome.CHANGED] -= rows
                self.plan.counts[Outcome.SAME] += rows
                if key[0] == "proposals":
                    self.plan.examples = [one for one in self.plan.examples if one.id != key[1]]

    def _read(self, row: SourceRow) -> Record | Candidate:
        """Return the record that a row gives in full, or a proposal made from its cells.

        Raises:
            RejectedRowError, InvalidRecordError: no record can be made from it.
        """
        if row.problem:
            raise RejectedRowError("", row.problem)
        if row.table == OUR_CSV:
            self._our_table = self._our_table or OurTable([*row.cells], self._records, self._names)
            if (edited := self._our_table.candidate(row)) is not None:
                return edited
            row = replace(row, cells=plain_cells(row.cells), table="")
        if isinstance(row.cells.get("title"), dict) and row.cells.keys() >= _OF_FORMAT_ONE:
            row = upgraded_row(row, "proposals")
        if is_complete_record(row):
            record = convert_record(row.table or "proposals", dict(row.cells))
            record = with_references(record, self._current_id)
            return complete_candidate(record) if isinstance(record, Proposal) else record
        if row.table == "proposals" and isinstance(row.cells.get("titles"), list):
            # meant to be complete: this raises, and names the rule that is broken
            convert_record(row.table, dict(row.cells))
        check_width(row.cells)
        refuse_answers(row.cells.keys())
        self.plan.mapped = True
        fields = self._builder.mapper.fields(row)
        if self._updates is not None:
            update = self._updates.candidate(row, fields, self._builder)
            if update is not None:
                return update
        if fields.is_total():
            raise fields.error("title", "a total of the rows, not a proposal")
        candidate = self._builder.make(fields)
        titles = candidate.proposal.titles
        if titles and titles[0].lang == UNDETERMINED and main_script(titles[0].text):
            remark = Remark(RemarkKind.UNKNOWN_LANGUAGE, "title", titles[0].text)
            candidate.remarks.append(remark)
        return candidate

    def _current_id(self, tables: tuple[str, ...], id_: str) -> str:
        """Return the id that a record of the base, which once had this one, has now."""
        now = self._names.former.current(tables, id_)
        if now == id_ or any(self._records.exists((table, id_)) for table in tables):
            return id_
        return now

    def _dangling(self) -> list[tuple[Key, Reference]]:
        """Return complete records with the first reference of each that must exist and does not."""
        return [
            (key, references[0])
            for key, missing in self._missing()
            if (references := [one for one in missing if _must_exist(one)])
        ]

    def _missing(self) -> Iterator[tuple[Key, list[Reference]]]:
        """Yield the planned complete records, each with its references that lead nowhere."""
        for key in self._records.complete_rows:
            if key in self.plan.after:
                references = named_ids(self.plan.after[key])
                yield key, [one for one in references if not self._is_found(one)]

    def _is_found(self, reference: Reference) -> bool:
        return any(self._records.exists((table, reference.id)) for table in reference.tables)

    def _reject_record(self, key: Key, reference: Reference) -> None:
        cells = msgspec.to_builtins(self.plan.after[key])
        row = replace(self._records.complete_rows[key], cells=cells, raw=cells, table=key[0])
        outcome = Outcome.CHANGED if self._records.drop(key) else Outcome.NEW
        self.plan.counts[outcome] -= 1
        tables = " or ".join(reference.tables)
        reason = f"'{reference.id}' is neither in the base nor in the file, under {tables}"
        self._reject(row, Rejection(row.place, reference.field, reason))

    @contextmanager
    def _rejecting(self, row: SourceRow) -> Iterator[None]:
        """Reject a row if an error says that it cannot be imported."""
        try:
            yield
        except RejectedRowError as error:
            self._reject(row, Rejection(row.place, error.column, error.reason, error.themes))
        except InvalidRecordError as error:
            self._reject(row, Rejection(row.place, error.field, error.message))

    def _reject(self, row: SourceRow, rejection: Rejection) -> None:
        self.plan.reject(row, rejection)
        self._on_rejection(row, rejection)


def _layout(asked: str | None, rows: list[SourceRow]) -> Layout | None:
    """Return the layout that was asked for, or the one that the first rows have."""
    if asked == NONE:
        return None
    if asked is not None:
        return layout_named(asked)
    rows = [row for row in rows if row.cells and row.table != OUR_CSV][:MAX_JUDGED]
    fitting = [
        one
        for one in layouts()
        if rows and sum(one.fits(row.cells) for row in rows) * 2 > len(rows)
    ]
    return max(fitting, key=lambda one: len(one.detect), default=None)


def is_complete_record(row: SourceRow) -> bool:
    """Return whether a row is a record in the format of a base."""
    if row.table and row.table != "proposals":
        return True
    cells = row.cells
    return (
        cells.keys() >= _OF_RECORD
        and ("titles" in cells or "identifiers" in cells)
        and _is_list_of_objects(cells.get("titles", []))
        and _is_list_of_objects(cells.get("identifiers", []))
        and isinstance(cells["id"], str)
        and set(cells) <= set(TABLES["proposals"].__struct_fields__)
    )


def _must_exist(reference: Reference) -> bool:
    return reference.field != "body" and "proposals" not in reference.tables


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)
