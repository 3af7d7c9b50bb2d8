"""Every field of a proposal is in every place where it belongs.

A new field fails these tests until it is in each of these places, or listed here as left out.
"""

from pathlib import Path

import msgspec
import pytest

from proposals_cli.domain.model.parts import Change
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.vocabulary import Kind
from proposals_cli.domain.text.searchable import passages
from proposals_cli.exporting import formats
from proposals_cli.exporting.formats import ExportFormat
from proposals_cli.importing.merge import merged
from proposals_cli.importing.proposal_builder import Candidate, complete_candidate
from proposals_cli.importing.rows import SourceRow
from proposals_cli.store.json_store import JsonStore
from tests.conftest import Prop
from tests.exporting.bases import OPTIONS, selection_of
from tests.factories import proposal, write_store
from tests.importing.planning import import_rows_into, stored
from tests.render.awkward import FULL

PLAIN = proposal("2020-full")
EVERYTHING = msgspec.structs.replace(
    FULL,
    year=2021,
    body="sejm",
    kind=Kind.BILL,
    former_ids=("2019-full",),
    sources=("uncited",),
    history=(Change(when="2020-05-01T00:00:00Z", what="added"),),
    extra={"party": "none"},
)
FIELDS = [name for name in Proposal.__struct_fields__ if name != "id"]

LEFT_OUT = {
    ExportFormat.CSV: {"continues_note", "former_ids", "notes", "history", "extra"},
    ExportFormat.MARKDOWN: {
        *("body", "kind_terms", "entities", "series", "continues", "continues_note"),
        *("identifiers", "former_ids", "sources", "notes", "history", "extra"),
    },
    ExportFormat.HTML: {
        *("kind_terms", "continues", "continues_note", "identifiers", "former_ids"),
        *("history", "extra"),
    },
    ExportFormat.SQLITE: {"history"},
    ExportFormat.JSONL: set(),
}
"""Format of export → the fields that it does not contain. References contain only a few."""

NOT_SHOWN = {"former_ids", "sources", "history"}
NOT_SEARCHED = {
    *("body", "term", "session", "kind", "kind_terms", "continues", "status", "identifiers"),
    *("former_ids", "sources", "history", "extra"),
}
NOT_IMPORTED = {"continues_note", "uptake", "former_ids", "history"}

COLUMNS = {"identifiers": "number", "responses": "response", "sources": "source"}
"""Field → the field of an import that gives it, where the names differ."""

CELLS = {"year": "2021", "term": "13", "session": "3", "kind": "bill", "status": "submitted"}
"""Field → a cell that gives it, where not any text does."""


def having(field: str) -> Proposal:
    """Return the plain proposal with the value of one field."""
    return msgspec.structs.replace(PLAIN, **{field: getattr(EVERYTHING, field)})


def test_the_full_proposal_has_a_value_in_every_field() -> None:
    """The tests below change the plain proposal by the values of this one."""
    assert [name for name in FIELDS if getattr(EVERYTHING, name) == getattr(PLAIN, name)] == []


@pytest.mark.parametrize("format_", LEFT_OUT)
def test_an_export_contains_every_field(tmp_path: Path, format_: ExportFormat) -> None:
    """A field changes the file."""

    def export(one: Proposal) -> bytes:
        formats.export(
            format_, selection_of(tmp_path, [one]), tmp_path / "out", OPTIONS, force=True
        )
        return (tmp_path / "out").read_bytes()

    without = export(PLAIN)
    assert {name for name in FIELDS if export(having(name)) == without} == LEFT_OUT[format_]


def test_a_page_shows_every_field(prop: Prop, tmp_path: Path) -> None:
    """A field changes the output of ``prop show``."""

    def shown(one: Proposal) -> str:
        return prop("show", one.id, store=write_store(tmp_path / "base.json", [one])).out

    without = shown(PLAIN)
    assert {name for name in FIELDS if shown(having(name)) == without} == NOT_SHOWN


def test_every_field_is_searched() -> None:
    """A field adds a passage to the text of a search."""

    def texts(one: Proposal) -> list[tuple[str, str, str]]:
        return list(passages(one, lambda _facet, _value: ()))

    without = texts(PLAIN)
    assert {name for name in FIELDS if texts(having(name)) == without} == NOT_SEARCHED


def test_every_field_is_imported(tmp_path: Path) -> None:
    """A column that is mapped to a field gives it."""
    JsonStore.create(tmp_path / "base.json", [])
    cells = {name: CELLS.get(name, "2020-a") for name in FIELDS if name not in NOT_IMPORTED}
    columns = tuple((COLUMNS.get(name, name), name) for name in cells)
    row = SourceRow(1, cells | {"party": "none"})
    import_rows_into(tmp_path / "base.json", [row], columns=columns, create_themes=True)
    (made,) = stored(tmp_path / "base.json").values()
    empty = {f.name for f in msgspec.structs.fields(made) if getattr(made, f.name) == f.default}
    # an import is an entry in the history, and the source is cited by the statements
    assert empty == NOT_IMPORTED - {"history"} | {"sources"}


@pytest.mark.parametrize("is_complete", [True, False])
def test_an_update_keeps_every_field(is_complete: bool) -> None:
    """What a row or a complete record says becomes part of the existing proposal."""
    candidate = complete_candidate(EVERYTHING)
    if not is_complete:
        candidate = Candidate(EVERYTHING, None, kind_given=True)
    after = merged(PLAIN, candidate)
    kept = {name for name in FIELDS if getattr(after, name) != getattr(PLAIN, name)}
    assert kept == {*FIELDS} - (set() if is_complete else {"history"})
