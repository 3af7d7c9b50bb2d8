"""A base for imports, and rows imported without a file."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from proposals_cli.domain.model.decoding import convert_record
from proposals_cli.domain.model.records import Proposal
from proposals_cli.importing.mapping_options import MappingOptions
from proposals_cli.importing.plan import ImportOptions, ImportPlan
from proposals_cli.importing.planner import plan_import
from proposals_cli.importing.rows import OnDuplicate, SourceFile, SourceRow
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.store.json_store import JsonStore
from tests.factories import person, records_in, save, theme

ImportRows = Callable[..., ImportPlan]

A = {"title": "On support for small firms in the countryside", "year": "2020", "body": "npc"}
"""A row with the least that a proposal needs."""

COMPLETE = {
    "id": "2020-a",
    "year": 2020,
    "body": "npc",
    "kind": "bill",
    "titles": [{"lang": "en", "text": "On a", "basis": "reported"}],
}
"""A complete record with the least that a proposal needs."""

REPEATING = (
    A | {"id": "7", "status": "submitted", "url": "https://a.org/1", "summary": "Too few."},
    A | {"id": "7", "status": "adopted", "url": "https://a.org/2", "regions": "Tibet"},
    A | {"id": "7", "status": "submitted", "url": "https://a.org/3", "summary": "Too many."},
    A | {"title": "The budget of the ministry of culture", "docket": "3", "x": "1"},
    A | {"title": "The budget of the ministry of culture", "docket": "3", "x": "2"},
)
"""Rows of two proposals, each of which several rows describe."""


def create_base(path: Path) -> Path:
    """Create a base with three themes and a person, and return its path."""
    themes = (theme(id_) for id_ in ("digital-economy", "fintech", "healthcare"))
    JsonStore.create(path, [*themes, person("ma-huateng")])
    return path


def import_rows_into(
    base: Path,
    rows: Iterable[SourceRow],
    *,
    on: OnDuplicate = OnDuplicate.SKIP,
    create_themes: bool = False,
    **options: Any,
) -> ImportPlan:
    """Import rows into a base and return the plan; ``options`` are those of the mapping."""
    index = SqliteIndex(base, base.parent / "index")
    asked = ImportOptions(MappingOptions(**options), on, create_themes)
    plan = plan_import(SourceFile("it", "json", (), iter(rows)), asked, index)
    if change := plan.change_set():
        JsonStore(base).apply(change)
    index.close()
    return plan


def counts(plan: ImportPlan) -> str:
    """Return the counts that are not zero."""
    return " ".join(f"{count} {outcome}" for outcome, count in plan.counts.items() if count)


def stored(base: Path) -> dict[str, Proposal]:
    """Return the proposals of a base by id."""
    found = records_in(base, "proposals")
    return {one.id: one for one in found if isinstance(one, Proposal)}


def save_plain(base: Path, *tables: tuple[Any, ...]) -> None:
    """Save records given as (table, plain data, …)."""
    save(base, [convert_record(table, row) for table, *rows in tables for row in rows])
