"""Ids of people, themes and sources."""

# ruff: noqa: D103 - the names of the tests are sentences

from pathlib import Path
from typing import Any

import pytest

from proposals_cli.domain.matching import identity
from proposals_cli.domain.model.records import TABLES
from proposals_cli.domain.text.slugs import short_hash
from proposals_cli.importing import name_resolver
from proposals_cli.importing.rows import OnDuplicate
from proposals_cli.index.sqlite_index import SqliteIndex
from tests.factories import records_in
from tests.importing.planning import COMPLETE, A, ImportRows, counts, save_plain, stored


def test_a_source_is_found_by_its_link_through_an_index(base: Path, tmp_path: Path) -> None:
    index = SqliteIndex(base, tmp_path / "index")
    assert index.referring_to("sources", "url", "https://example.org") == []
    statements: list[str] = []
    connection = index.file.connection()
    connection.set_trace_callback(statements.append)
    index.referring_to("sources", "url", "https://example.org")
    connection.set_trace_callback(None)
    steps = connection.execute(f"EXPLAIN QUERY PLAN {statements[-1]}").fetchall()
    assert "target=?" in steps[0][3]


def test_no_row_is_lost_if_hashes_are_equal(
    import_rows: ImportRows, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Among thousands, two short hashes may be equal; no id is used twice."""

    def often_equal(*parts: str, size: int = 4) -> str:
        return "0" * 2 * size if size <= 4 else short_hash(*parts, size=size)

    for module in (identity, name_resolver):
        monkeypatch.setattr(module, "short_hash", often_equal)
    links = [f"https://example.org/{number}" for number in range(6)]
    rows = [A | {"number": str(number), "url": link} for number, link in enumerate(links)]
    assert counts(import_rows(*rows)) == "6 new"
    sources = {one.id: one for one in records_in(base, "sources")}
    proposals = sorted(stored(base).values(), key=lambda one: one.identifiers[0].value)
    assert [one.identifiers[0].value for one in proposals] == list("012345")
    assert [getattr(sources[one.sources[0]], "url", None) for one in proposals] == links
    assert counts(import_rows(*rows)) == "6 same"


def test_no_two_records_of_any_table_get_the_same_id(import_rows: ImportRows, base: Path) -> None:
    save_plain(
        base,
        ("themes", {"id": "health", "name": {"en": "Health"}}),
        ("sources", {"id": "2020-a-law", "kind": "press"}),
        ("facts", {"id": "gdp", "kind": "total", "text": {"en": "It grew."}}),
        ("notes", {"id": "s-1-01", "source": "2020-a-law", "words": "a", "meaning": {"en": "b"}}),
        ("proposals", COMPLETE | {"id": "2020-now", "former_ids": ["2020-ports"]}),
    )
    rows = [
        {"title": "A law", "sponsor": "Health"},
        {"title": "On b", "sponsor": "2020 A law", "topic": "GDP"},
        {"title": "On c", "sponsor": "Ports", "topic": "Ports", "source": "s-1-01"},
        {"title": "On ports", "sponsor": "2020 b", "source": "ma-huateng"},
        {"title": "Ports"},
    ]
    cells = [row | {"year": "2020", "body": "npc"} for row in rows]
    plan = import_rows(*cells, create_themes=True)
    assert counts(plan) == "5 new"
    ids = [one.id for table in TABLES for one in records_in(base, table)]
    ids += [former for one in stored(base).values() for former in one.former_ids]
    assert len(set(ids)) == len(ids)
    before = base.read_bytes()
    for on in OnDuplicate:
        assert counts(import_rows(*cells, create_themes=True, on=on)) == "5 same"
    assert base.read_bytes() == before


@pytest.mark.parametrize("table", ["people", "themes", "sources"])
def test_a_proposal_does_not_get_the_id_of_another_record(
    table: str, import_rows: ImportRows, base: Path
) -> None:
    required: dict[str, Any] = {
        "people": {"names": {"en": {"text": "Ports"}}},
        "themes": {"name": {"en": "Ports"}},
        "sources": {"kind": "press"},
    }
    save_plain(base, (table, {"id": "2020-ports", **required[table]}))
    assert counts(import_rows(A | {"title": "Ports"})) == "1 new"
    (id_,) = stored(base)
    assert id_.startswith("2020-ports-")


def test_a_proposal_does_not_get_the_id_of_a_theme_in_its_row(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows(A | {"title": "Ports", "topic": "2020 Ports"}, create_themes=True)
    (after,) = stored(base).values()
    assert after.themes == ("2020-ports",)
    assert after.id.startswith("2020-ports-")


def test_a_link_that_is_no_address_is_a_source_all_the_same(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows(A | {"url": "https://exam]ple.org/x"})
    (source,) = records_in(base, "sources")
    assert source.id.startswith("link-")
