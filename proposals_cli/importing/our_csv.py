"""Read our own CSV again: what somebody edited in it is changed, and nothing else.

A row has most fields twice: in words, to be read and edited, and as JSON, as they were exported.
A cell in words that no longer shows what the JSON says was edited. Only such cells change a
proposal that the base has; a proposal that it does not have is made from the JSON, so that no
part is lost. In a base without the people, themes and sources of the row, records are made from
what the row says of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from proposals_cli.domain.model.decoding import convert_record
from proposals_cli.domain.model.parts import PersonName
from proposals_cli.domain.model.records import Person, Proposal, Source, Theme
from proposals_cli.domain.model.references import named_ids
from proposals_cli.domain.presenting.csv_row import JSON, Row, csv_columns
from proposals_cli.domain.presenting.forms import Form, form_fields
from proposals_cli.domain.text.csv_cells import JOINT, cell, unescape_formula
from proposals_cli.domain.text.languages import Languages, language_of
from proposals_cli.importing.candidate import Candidate, NewRecords
from proposals_cli.importing.csv_edits import Edits
from proposals_cli.importing.dates import parse_date
from proposals_cli.importing.name_resolver import NameResolver
from proposals_cli.importing.planned_records import PlannedRecords
from proposals_cli.importing.remarks import Remark, RemarkKind
from proposals_cli.importing.rows import RejectedRowError, SourceRow
from proposals_cli.importing.shown_cells import MADE_FROM_OTHERS

_PLAIN = {
    field.name: field.form for field in form_fields(Proposal)
    if field.form in (Form.VALUE, Form.LIST)
}  # fmt: skip
"""Fields whose column is all that a row has of them."""

_KEPT = ("id", "former_ids", "sources")
"""Fields of these that an edited cell does not replace."""


def plain_cells(cells: Mapping[str, str]) -> dict[str, str]:
    """Return the cells of a row whose JSON is broken that are columns like any others."""
    return {
        column: text
        for column, text in cells.items()
        if column not in MADE_FROM_OTHERS and not column.endswith(JSON)
    }


class OurTable:
    """Turns rows of our own CSV into candidates, with the records of one base."""

    def __init__(self, header: Sequence[str], records: PlannedRecords, names: NameResolver) -> None:
        titles = (name[6:] for name in header if name.startswith("title_"))
        tags = [tag for tag in titles if not tag.endswith("_basis") and tag != "note"]
        self._columns = csv_columns(tags)
        self._languages = [Languages(), *(Languages((tag,)) for tag in tags)]
        self._records = records
        self._names = names

    def candidate(self, row: SourceRow) -> Candidate | None:
        """Return what a row describes, and what was edited; None if its JSON is broken.

        Raises:
            RejectedRowError: an edited cell cannot be understood.
            InvalidRecordError: the row breaks a rule.
        """
        cells = {name: str(text) for name, text in row.cells.items() if text not in (None, "")}
        existing = self._records.proposal(cells.get("id", ""))
        exported = self._exported(cells, existing)
        if exported is None:
            return None
        self._names.start_row()
        languages = self._language(cells, exported)
        view = Row(exported, self._records, languages)
        new = NewRecords() if existing else self._missing(exported, cells)
        edits = Edits(exported, languages, self._names, new)
        remarks = []
        for column, text in cells.items():
            if column in self._columns and not column.endswith(JSON):
                before = self._shown(view, column)
                if column in MADE_FROM_OTHERS:
                    if existing and before != text:
                        remarks.append(Remark(RemarkKind.NOT_READ, column, text))
                elif column not in _PLAIN and not _is_same(before, text):
                    edits.add(column, before, text)
        plain = {} if existing is None else _plain_values(exported, cells)
        return Candidate(
            edits.applied(exported) if existing is None else exported,
            exported.id,
            kind_given=True,
            new=new,
            remarks=remarks,
            is_complete=True,
            edited=lambda after: edits.applied(msgspec.structs.replace(after, **plain)),
        )

    # -- the proposal as it was exported ----------------------------------------------------

    def _exported(self, cells: Mapping[str, str], existing: Proposal | None) -> Proposal | None:
        """Return the proposal that the JSON and the plain columns describe."""
        fields: dict[str, Any] = {}
        try:
            for column, text in cells.items():
                if column.endswith(JSON):
                    fields[column.removesuffix(JSON)] = msgspec.json.decode(text)
            if "titles" not in fields and "identifiers" not in fields:
                return None
        except msgspec.DecodeError:
            return None
        shown = Row(existing, self._records, Languages()) if existing else None
        for name, form in _PLAIN.items():
            text = cells.get(name, "")
            if shown and name in self._columns and self._shown(shown, name) == text:
                fields[name] = getattr(existing, name)
            elif text:
                fields[name] = _value(name, text) if form is Form.VALUE else text.split(JOINT)
        is_told_by_date = str(fields.get("date", ""))[:4] == str(fields.get("year"))
        if is_told_by_date and (existing is None or existing.year is None):
            del fields["year"]
        record = convert_record("proposals", msgspec.to_builtins(fields))
        assert isinstance(record, Proposal)
        return msgspec.structs.replace(record, sources=_uncited(record, existing))

    def _shown(self, row: Row, column: str) -> str:
        return unescape_formula(cell(self._columns[column](row)))

    def _language(self, cells: Mapping[str, str], exported: Proposal) -> Languages:
        """Return the language in which the texts of a row are shown."""
        texts = [name for name in ("summary", "problem", "measures") if name in cells]

        def shown(languages: Languages) -> int:
            view = Row(exported, self._records, languages)
            return sum(self._shown(view, name) == cells[name] for name in texts)

        return max(self._languages, key=shown) if texts else self._languages[0]

    def _missing(self, exported: Proposal, cells: Mapping[str, str]) -> NewRecords:
        """Return records for the people and sources of a row that the base does not have."""
        people = dict(_paired(cells, "people", "people_names"))
        links = dict(_paired(cells, "sources", "source_urls"))
        new = NewRecords()
        for reference in named_ids(exported):
            id_ = reference.id
            if any(self._records.exists((table, id_)) for table in reference.tables):
                continue
            if "people" in reference.tables:
                name = people.get(id_) or id_.replace("-", " ").title()
                tag = language_of(name)
                new["people", id_] = Person(id=id_, names={tag: PersonName(text=name)})
            elif "sources" in reference.tables:
                url = links.get(id_) or None
                new["sources", id_] = Source(id=id_, kind="webpage" if url else "document", url=url)
            elif "themes" in reference.tables:
                resolved = self._names.theme(id_)
                if resolved is None:
                    raise RejectedRowError(
                        "themes", f"'{id_}' does not exist; --create-themes would create it", (id_,)
                    )
                new["themes", id_] = Theme(id=id_, name={"und": id_.replace("-", " ").title()})
        return new


def _plain_values(exported: Proposal, cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of the plain columns that are not blank."""
    names = [name for name in _PLAIN if name not in _KEPT and cells.get(name)]
    values = {name: getattr(exported, name) for name in names}
    return {name: value for name, value in values.items() if value is not None}


def _value(column: str, text: str) -> Any:
    """Return the value of a cell of one value.

    Raises:
        RejectedRowError: it is no date, or no year.
    """
    if column in ("term", "session", "year"):
        return int(text) if text.isdecimal() and len(text) < 10 else text
    if column == "date":
        when = parse_date(text)
        if when is None or when.iso is None or not when.exists:
            raise RejectedRowError(column, f"'{text}' is not a day such as 2020-05-18")
        return when.iso
    return text


def _uncited(record: Proposal, existing: Proposal | None) -> tuple[str, ...]:
    """Return the sources of a row that no statement cites, or that the base lists as well."""
    cited = {citation.source for citation in record.citations()}
    listed = existing.sources if existing else ()
    return tuple(id_ for id_ in record.sources if id_ in listed or id_ not in cited)


def _paired(cells: Mapping[str, str], ids: str, texts: str) -> Iterator[tuple[str, str]]:
    """Yield the items of one column with those of another in the same places."""
    names, others = cells.get(ids, "").split(JOINT), cells.get(texts, "").split(JOINT)
    if len(names) == len(others):
        yield from zip(names, others, strict=True)


def _is_same(before: str, after: str) -> bool:
    """Return whether a cell shows what it did, but for what spreadsheets do to cells."""
    if before.split() == after.split():
        return True
    return after.isdecimal() and before.lstrip("0") == after
