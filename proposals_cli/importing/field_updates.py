"""Rows that change some fields of proposals that exist, and need not say anything else.

A row is one if its id is a proposal's, and its file either has no row that could be a new proposal,
for want of a title or a body, or has only columns of our lists. It changes the fields that it
names. A blank cell names none, nor does a cell that shows what the proposal has; ``--set`` is for
new proposals.

In a file that describes proposals, a row without a title is one more of a proposal, and fills what
is blank in it: if it replaced what another row says, the two would change the proposal again with
every import.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.references import Reference, named_ids
from proposals_cli.domain.model.vocabulary import Kind, Role, Status
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.suggestions import did_you_mean, near_ids
from proposals_cli.domain.text.languages import canonical_tag
from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.importing.candidate import Candidate
from proposals_cli.importing.duplicates import DuplicateFinder
from proposals_cli.importing.field_values import Named, with_values
from proposals_cli.importing.fields import Fields
from proposals_cli.importing.planned_records import PlannedRecords
from proposals_cli.importing.proposal_builder import ProposalBuilder
from proposals_cli.importing.remarks import Remark, RemarkKind
from proposals_cli.importing.rows import RejectedRowError, SourceRow
from proposals_cli.importing.shown_cells import (
    BLANK,
    edited_cells,
    is_stored_form,
    shows,
)
from proposals_cli.importing.vocabulary_lookup import abbreviated, as_term

MAX_NEAR = 20
"""Rows for whose unknown id similar ones are looked up."""

_NEVER = frozenset(("id", "former_ids", "history", "sources", "body", "kind", "date", "year"))
"""Fields that a proposal made from a row has even if the row does not name them."""

_FIELDS = {field.name: field for field in msgspec.structs.fields(Proposal)}


class FieldUpdates:
    """Makes candidates of rows that change some fields of proposals."""

    def __init__(
        self,
        index: ProposalIndex,
        records: PlannedRecords,
        duplicates: DuplicateFinder,
        *,
        updates: bool,
    ) -> None:
        self._index = index
        self._records = records
        self._duplicates = duplicates
        self._updates = updates
        self._near = 0

    def candidate(
        self, row: SourceRow, fields: Fields, builder: ProposalBuilder
    ) -> Candidate | None:
        """Return what a row changes; None if it is a row of any other kind.

        Raises:
            RejectedRowError: no proposal has its id, and it cannot be a new one; or a cell cannot
                be understood.
        """
        given = fields.one.get("id")
        if given is None:
            return None
        lacking = [name for name in ("title", "body") if not _has(fields, name)]
        # our lists show ids, not the numbers of others
        is_ours = builder.mapper.is_our_list and self._duplicates.has_id(given)
        if builder.mapper.describes_proposals and not is_ours:
            return None
        if not lacking:
            existing = self._listed(given, row.cells) if is_ours else None
        else:
            existing = self._meant(given)
            if existing is not None and not is_ours and "body" in fields.one:
                body = builder.names.body(fields.one["body"]).id
                if body != existing.body and existing.id == given and "title" in lacking:
                    reason = f"'{given}' is a proposal of {existing.body}, not of {body}"
                    raise fields.error("body", reason)
                existing = existing if body == existing.body else None
        if existing is not None:
            return self._update(row, existing, builder, is_ours=is_ours)
        if len(lacking) == 2 or (lacking == ["body"] and self._updates):
            raise self._unknown(given, fields, lacking)
        return None

    # -- which proposal ---------------------------------------------------------------------

    def _listed(self, given: str, cells: Mapping[str, Any]) -> Proposal | None:
        """Return the proposal of the base that a whole row of one of our lists shows.

        Other programs have columns of these names and ids of their own: a row without a column
        that only we have must agree with the proposal in more than the id.
        """
        key = ("proposals", given)
        existing = self._records.proposal(given)
        if existing is None or (key in self._records.after and key not in self._records.before):
            return None
        if "title_language" in cells:
            return existing
        agreeing = [
            column
            for column in ("body", "title", "year", "date")
            if cells.get(column) not in BLANK
            and shows(column, cells[column], existing, self._records)
        ]
        return existing if len(agreeing) > 1 and agreeing[0] == "body" else None

    def _meant(self, given: str) -> Proposal | None:
        """Return the proposal that has an id, once had it, or alone has it as a number."""
        if found := self._records.proposal(given):
            return found
        if former := self._duplicates.renamed(given):
            return self._records.proposal(former)
        key = fold_key(given)
        if not key:
            return None
        named = [id_ for table, id_ in self._index.ids_like(key, 2) if table == "proposals"]
        fitting = [id_ for id_ in named if id_ == key or not id_.startswith(key)]
        return self._records.proposal(fitting[0]) if len(fitting) == 1 else None

    def _unknown(self, given: str, fields: Fields, lacking: list[str]) -> RejectedRowError:
        near: list[str] = []
        if self._near < MAX_NEAR:
            self._near += 1
            near = near_ids(fold_key(given), self._index)
        similar = f" (similar: {', '.join(near[:3])})" if near else ""
        needs = " and ".join(f"a {name}" for name in lacking)
        reason = f"no proposal has the id '{abbreviated(given)}'{similar}; a new one needs {needs}"
        return RejectedRowError(fields.came_from.get("id", ""), reason)

    # -- what it changes --------------------------------------------------------------------

    def _update(
        self, row: SourceRow, existing: Proposal, builder: ProposalBuilder, *, is_ours: bool
    ) -> Candidate:
        stored: dict[str, Any] = {}
        remarks: list[Remark] = []
        if is_ours:
            cells, unread = edited_cells(row.cells, existing, self._records)
            remarks = [
                Remark(RemarkKind.NOT_READ, name, str(text)) for name, text in unread.items()
            ]
            stored = {
                name: _converted(name, value)
                for name, value in cells.items()
                if is_stored_form(name, value)
            }
            cells = {name: value for name, value in cells.items() if name not in stored}
        else:
            cells = self._changed(row.cells, existing, builder)
        fields = builder.mapper.fields(replace(row, cells=cells), with_constants=False)
        fields.one.pop("id", None)
        named = _named(fields, row.cells, is_ours=is_ours)
        if is_ours:  # what has no field of its own is shown by another column, which is read
            remarks += [
                Remark(RemarkKind.NOT_READ, name, str(text)) for name, text in fields.extra.items()
            ]
            fields.extra.clear()
        made = self._made(fields, existing, builder)
        named = _with_terms(named, fields, made, existing)

        def edited(after: Proposal) -> Proposal:
            after = with_values(after, made.proposal, named)
            return msgspec.structs.replace(after, **stored) if stored else after

        references = named_ids(edited(existing))
        self._refuse_dangling(references, existing, made)
        wanted = {one.id for one in references} | {*made.proposal.sources}
        sources = tuple(dict.fromkeys((*existing.sources, *made.proposal.sources)))
        return Candidate(
            msgspec.structs.replace(existing, sources=sources),
            existing.id,
            kind_given=True,
            new={key: one for key, one in made.new.items() if key[1] in wanted},
            remarks=[*remarks, *made.remarks],
            edited=edited,
            changes=existing.id,
            named_cells=cells,
        )

    def _refuse_dangling(
        self, references: Iterable[Reference], existing: Proposal, made: Candidate
    ) -> None:
        """Raise RejectedRowError for a new reference to a record that does not exist.

        A proposal that this one continues may come later, as in every import.
        """
        known = {one.id for one in named_ids(existing)}
        for one in references:
            keys = [(table, one.id) for table in one.tables]
            is_free = one.id in known or "proposals" in one.tables
            if not (is_free or any(key in made.new or self._records.exists(key) for key in keys)):
                tables = " or ".join(one.tables)
                raise RejectedRowError(one.field, f"there is no '{one.id}' under {tables}")

    def _changed(
        self, cells: Mapping[str, Any], existing: Proposal, builder: ProposalBuilder
    ) -> dict[str, Any]:
        """Return the cells that do not show what the proposal has."""
        found = {}
        for column, value in cells.items():
            field = builder.mapper.columns.match(column).field.replace(".", "_")
            field = "sources" if field == "source" else field
            if value not in BLANK and not shows(field, value, existing, self._records):
                found[column] = value
        return found

    def _made(self, fields: Fields, existing: Proposal, builder: ProposalBuilder) -> Candidate:
        """Return what the fields say as a proposal, completed so that it can be one."""
        fields.one.setdefault("body", existing.body)
        if "date" not in fields.one and existing.stated_year is not None:
            fields.one.setdefault("year", str(existing.stated_year))
        fields.one["id"] = existing.id
        fields.came_from.setdefault("id", "id")
        return builder.make(fields)


def _has(fields: Fields, name: str) -> bool:
    return fields.has_title() if name == "title" else name in fields.one


def _converted(column: str, value: Any) -> Any:
    try:
        return msgspec.convert(value, _FIELDS[column].type)
    except (msgspec.ValidationError, ValueError) as error:
        raise RejectedRowError(column, str(error)) from error


def _named(fields: Fields, cells: Mapping[str, Any], *, is_ours: bool) -> Named:
    """Return what the cells of a row name besides what a proposal made from them shows."""
    names = {"body", "kind", "date", "year"} & fields.one.keys()
    roles: set[Role | None] | None = None
    if not is_ours and not fields.parts.sponsors:
        if "cosponsors" not in fields.many:
            roles = {None, *Role} - {Role.COSPONSOR}
        elif "people" not in fields.many:
            roles = {Role.COSPONSOR}
    shown = cells.get("title_language") if is_ours else None
    return Named(
        frozenset(names),
        canonical_tag(fields.one.get("language", "")),
        fields.one.get("title"),
        canonical_tag(str(shown)) if shown else None,
        frozenset(roles) if roles is not None else None,
    )


def _with_terms(named: Named, fields: Fields, made: Candidate, existing: Proposal) -> Named:
    """Return what a row names, with the fields that the proposal made from it has.

    Raises:
        RejectedRowError: a kind or a status is not known.
    """
    new = made.proposal
    names = {
        name
        for name, field in _FIELDS.items()
        if name not in _NEVER and getattr(new, name) not in (None, (), {})
    }
    if all(one == made.own_number for one in new.identifiers):
        names.discard("identifiers")
    if "status" in fields.one:
        names.add("status")
        word = fields.one["status"]
        is_known = new.status is not None and new.status.value is not Status.UNKNOWN
        if not is_known and as_term(Status, word) is None:
            raise _no_term(fields, "status", word, Status)
    if "kind" in fields.one:
        word = fields.one["kind"]
        if new.kind is Kind.OTHER and as_term(Kind, word) is None:
            raise _no_term(fields, "kind", word, Kind)
    if "kind_terms" not in fields.many and new.kind is existing.kind:
        names.discard("kind_terms")
    return replace(named, fields=named.fields | names)


def _no_term(
    fields: Fields, name: str, word: str, terms: type[Kind] | type[Status]
) -> RejectedRowError:
    hint = did_you_mean(word, [*terms]) or f"Use one of {', '.join(terms)}."
    return fields.error(name, f"'{abbreviated(word)}' is no known {name}. {hint}")
