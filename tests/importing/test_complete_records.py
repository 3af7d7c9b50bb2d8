"""Complete records, in the format of a base."""

# ruff: noqa: D103 - the names of the tests are sentences

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from proposals_cli.domain.model.decoding import decode_record
from proposals_cli.domain.model.parts import PersonName, Shape
from proposals_cli.domain.model.records import Person
from proposals_cli.domain.model.references import named_ids
from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.importing.plan import Outcome
from proposals_cli.importing.rows import OnDuplicate, SourceRow
from proposals_cli.store.format_one import upgraded
from proposals_cli.store.json_store import JsonStore
from tests.conftest import Prop
from tests.factories import body, random_proposals, records_in, save, small_base
from tests.importing.planning import (
    COMPLETE,
    ImportRows,
    counts,
    import_rows_into,
    save_plain,
    stored,
)
from tests.store.format_one_samples import CURATED, IMPORTED, Json, Tables, numbered


def plain(record: Shape) -> dict[str, Any]:
    """Return a record as a file of JSON gives it."""
    decoded: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(record))
    return decoded


def test_a_record_that_breaks_a_rule_is_rejected_with_its_field(import_rows: ImportRows) -> None:
    plan = import_rows(COMPLETE | {"kind": "law"})
    assert next(iter(plan.rejections)).column == "kind"
    assert counts(plan) == "1 rejected"


def test_a_record_that_refers_to_an_unknown_theme_is_rejected(import_rows: ImportRows) -> None:
    plan = import_rows(
        COMPLETE | {"themes": ["ports"]}, COMPLETE | {"id": "2020-b", "themes": ["fintech"]}
    )
    assert counts(plan) == "1 new 1 rejected"
    assert "'ports' is neither in the base nor in the file" in next(iter(plan.rejections)).reason
    assert [key for key in plan.after if key[0] == "proposals"] == [("proposals", "2020-b")]


def test_records_with_references_to_missing_proposals_are_counted(import_rows: ImportRows) -> None:
    plan = import_rows(
        COMPLETE | {"relations": [{"kind": "continues", "to": "2019-gone"}]},
        COMPLETE
        | {
            "id": "2020-b",
            "titles": [{"lang": "en", "text": "On tides"}],
            "relations": [{"kind": "continues", "to": "2020-a"}],
        },
    )
    assert counts(plan) == "2 new"
    assert plan.dangling == 1


def test_a_complete_record_is_recognised_by_its_id(import_rows: ImportRows, base: Path) -> None:
    import_rows(COMPLETE)
    plan = import_rows(COMPLETE | {"body": "senate", "titles": [{"lang": "en", "text": "Bees"}]})
    assert counts(plan) == "1 duplicate"


def test_references_are_checked_whatever_id_a_record_gets(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows(COMPLETE)
    before = base.read_bytes()
    strange = COMPLETE | {"sponsors": [{"who": "nobody"}]}
    for row, on in (
        (strange, OnDuplicate.KEEP),
        (strange | {"id": "2020-other"}, OnDuplicate.KEEP),
        (strange | {"id": "2020-other"}, OnDuplicate.UPDATE),
    ):
        plan = import_rows(row, on=on)
        assert counts(plan) == "1 rejected"
        assert "'nobody' is neither" in next(iter(plan.rejections)).reason
    assert base.read_bytes() == before


def test_update_merges_a_complete_person(base: Path) -> None:
    li_hua = {"id": "li-hua", "names": {"en": {"text": "Li Hua"}}, "roles": ["deputy"]}
    save_plain(base, ("people", li_hua))
    changed = [
        {
            "id": "li-hua",
            "names": {"zh": {"text": "李华"}},
            "roles": ["author"],
            "other_names": ["Lee"],
        },
        {"id": "li-hua", "names": {"en": {"text": "Li, Hua"}}},
    ]
    rows = [SourceRow(n, one, one, table="people") for n, one in enumerate(changed, 1)]
    for expected in ("1 changed 1 duplicate", "2 same"):
        assert counts(import_rows_into(base, rows, on=OnDuplicate.UPDATE)) == expected
    person = next(one for one in records_in(base, "people") if one.id == "li-hua")
    assert person == Person(
        id="li-hua",
        names={"en": PersonName(text="Li, Hua"), "zh": PersonName(text="李华")},
        other_names=("Lee",),
        roles=("deputy", "author"),
    )


@pytest.mark.parametrize("seed", range(20))
def test_a_second_update_with_complete_records_changes_nothing(seed: int, base: Path) -> None:
    first, second = random_proposals(6, seed), random_proposals(6, seed + 1_000)
    ids = [one.id for one in first]
    mixed = [msgspec.structs.replace(two, id=id_) for id_, two in zip(ids, second, strict=False)]
    save(base, [*small_base(), *first])
    rows = [SourceRow(n, plain(one), None) for n, one in enumerate(mixed, 1)]
    for time in range(2):
        before = base.read_bytes()
        plan = import_rows_into(base, rows, on=OnDuplicate.UPDATE)
        assert not plan.counts[Outcome.REJECTED]
        assert (base.read_bytes() == before) is bool(time)
    stored_records = stored(base)
    for one, two in zip(first, mixed, strict=False):
        assert {m.text["en"] for m in (*one.measures, *two.measures)} == {
            m.text["en"] for m in stored_records[one.id].measures
        }
        assert set(stored_records[one.id].all_sources()) >= set(two.all_sources())


MINIMAL: dict[str, Json] = {
    "people": {"name": {"en": "Someone"}},
    "themes": {"name": {"en": "Something"}},
    "sources": {"kind": "press"},
}
"""Table → the least that its records had in format 1."""


def complete(tables: Tables) -> Tables:
    """Return tables of format 1 with the records that they refer to and lack."""
    found = {(table, row["id"]) for table, rows in tables.items() for row in rows}
    whole = {table: [*rows] for table, rows in tables.items()}
    for table, rows in tables.items():
        for row in rows:
            record = decode_record(table, upgraded(table, msgspec.json.encode(row)))
            for reference in named_ids(record):
                key = (reference.tables[0], reference.id)
                if key[0] in MINIMAL and key not in found:
                    found.add(key)
                    whole.setdefault(key[0], []).append({"id": key[1], **MINIMAL[key[0]]})
    return whole


def lines_of(tables: Tables, schema: int | None) -> str:
    """Return an export as JSON Lines; format 1 of long ago does not say its number."""
    header = {"_type": "base"} | ({} if schema is None else {"_schema": schema})
    records = (
        {"_type": KIND_OF[table], **record} for table, rows in tables.items() for record in rows
    )
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in (header, *records))


@pytest.mark.parametrize("tables", [CURATED, IMPORTED])
@pytest.mark.parametrize("form", ["said", "unsaid", "base"])
def test_records_of_format_one_are_imported_as_a_base_of_them_is_read(
    tables: Tables, form: str, prop: Prop, tmp_path: Path
) -> None:
    """Whatever file they come from: an export of that time, or the base itself."""
    tables = complete(tables)
    file = tmp_path / ("old.json" if form == "base" else "old.jsonl")
    old = tmp_path / "base-of-format-one.json"
    old.write_text(json.dumps(numbered(tables), ensure_ascii=False), encoding="utf-8")
    text = lines_of(tables, 1 if form == "said" else None)
    file.write_text(old.read_text("utf-8") if form == "base" else text, encoding="utf-8")
    new = tmp_path / "new.json"
    JsonStore.create(new)
    prop("import", file, store=new)
    prop("export", "-o", tmp_path / "new.jsonl", store=new)
    prop("export", "-o", tmp_path / "old.of.jsonl", store=old)
    exported = (tmp_path / "new.jsonl").read_text("utf-8").splitlines()[1:]
    assert exported == (tmp_path / "old.of.jsonl").read_text("utf-8").splitlines()[1:]
    before = new.read_bytes()
    prop("import", file, "--on-duplicate", "update", store=new)
    assert new.read_bytes() == before


@pytest.mark.parametrize("info", [{"format": 3}, {"format": "2"}, {}])
def test_a_base_of_a_later_format_is_refused(info: Json, prop: Prop, tmp_path: Path) -> None:
    file = tmp_path / "later.json"
    file.write_text(json.dumps({"base": {"1": info}, "proposals": {"1": COMPLETE}}))
    assert "format" in prop("import", file, exit_code=1).err


def test_a_body_that_nobody_has_gets_a_record_and_the_report_says_so(
    prop: Prop, base: Path, tmp_path: Path
) -> None:
    file = tmp_path / "records.json"
    file.write_text(json.dumps([COMPLETE | {"body": "althing"}]))
    assert "added with them: 1 body" in prop("import", file).err
    assert records_in(base, "bodies") == [body("althing", name={"und": "althing"})]
    assert "1 same" in prop("import", file, "--on-duplicate", "update").err


def test_a_rejected_record_leaves_no_body(import_rows: ImportRows) -> None:
    plan = import_rows(COMPLETE | {"body": "althing", "themes": ["ports"]})
    assert not plan.after
