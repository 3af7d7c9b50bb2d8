"""Files that change some fields of proposals that exist, among them our own lists."""

# ruff: noqa: D103 - the names of the tests are sentences

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from proposals_cli.importing.rows import OnDuplicate
from tests.conftest import Prop
from tests.parliaments import entered

SHIPPED = Path(__file__).parents[2] / "data" / "proposals.json"
LISTS = ("csv", "tsv", "json", "jsonl")
LANGUAGES = ("en", "zh", "zh-Hant,de", "both")
EVERY = (
    "id,title,title_language,titles,subject,title_en,title_zh,year,date,body,kind,status,number,"
    "people,themes,regions,series,measures,sources,term,session,kind_terms,sponsors,addressees,"
    "entities,summary,problem,actions,reply_due,documents,figures,relations,identifiers,uptake,"
    "notes,former_ids,history,extra,areas,continues,replies"
)
UNCHANGED = "0 new, 0 changed, {} same, 0 duplicate, 0 rejected"

NEW: dict[str, Any] = {
    "year": 1999,
    "date": "1999-05-18",
    "body": "other-body",
    "kind": "petition",
    "status": "withdrawn",
    "title": "Other words for it",
    "title_en": "Other words for it",
    "title_zh": "关于另一件事的建议",
    "people": ["Ann Example", "Bob Example"],
    "themes": ["fintech", "other-theme"],
    "regions": ["Washington", "Ohio"],
    "series": ["other-series"],
    "term": 99,
    "session": "Budget 1999",
    "kind_terms": ["Petition to the House"],
    "entities": ["Example Ltd"],
    "summary": "Other words.",
    "problem": "Other words.",
    "notes": ["A note."],
    "number": "99/1999",
    "continues": ["1999-other"],
}
"""Column → a value that no proposal has in it."""

FIELDS = {
    "title": "titles", "title_en": "titles", "title_zh": "titles", "people": "sponsors",
    "number": "identifiers", "continues": "relations",
}  # fmt: skip
"""Column → the field that it shows, if that is called otherwise."""

PARTS: dict[str, Any] = {
    "addressees": [{"as_named": "The minister"}],
    "actions": [{"stage": "debated", "date": "1999-05-18"}],
    "documents": [{"role": "text", "number": "1/99"}],
    "identifiers": [{"scheme": "docket", "value": "99"}],
    "sponsors": [{"as_named": "Ann Example", "role": "cosponsor"}],
    "extra": {"x": 1},
}
"""The same for columns that JSON has in full."""


@pytest.fixture(params=["shipped", "parliaments"])
def base(request: pytest.FixtureRequest, prop: Prop, path: Path) -> Path:
    """Return a base: the shipped one, or proposals of seven bodies."""
    if request.param == "parliaments":
        return entered(prop, path)
    path.write_bytes(SHIPPED.read_bytes())
    return path


def records(base: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(base.read_text(encoding="utf-8"))["proposals"]
    return {str(one["id"]): one for one in found.values()}


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    keys = before.keys() | after.keys()
    return {key for key in keys if before.get(key) != after.get(key)} - {"history"}


@pytest.mark.parametrize("format_", LISTS)
def test_a_list_that_is_imported_again_changes_nothing(
    base: Path, prop: Prop, tmp_path: Path, format_: str
) -> None:
    """With counts, statuses that follow from actions, years of dates, and titles in languages."""
    before = base.read_bytes()
    columns = (None, EVERY, "id,status", "id,title,year,body,measures,sources,people")
    for lang in LANGUAGES:
        for chosen in columns:
            only = () if chosen is None else ("--columns", chosen)
            listed = prop("list", "-n", 999, "--lang", lang, "-f", format_, *only, store=base)
            file = tmp_path / f"list.{format_}"
            file.write_text(listed.out, encoding="utf-8")
            done = prop("import", file, "--on-duplicate", "update", store=base)
            assert UNCHANGED.format(len(records(base))) in done.err
            assert base.read_bytes() == before


@pytest.mark.parametrize("format_", ["csv", "jsonl"])
def test_an_export_that_is_imported_again_changes_nothing(
    base: Path, prop: Prop, tmp_path: Path, format_: str
) -> None:
    before = base.read_bytes()
    file = tmp_path / f"export.{format_}"
    for lang in LANGUAGES:
        prop("export", "--lang", lang, "-f", format_, "-o", file, "--force", store=base)
        done = prop("import", file, "--on-duplicate", "update", store=base)
        assert " 0 changed" in done.err
        assert base.read_bytes() == before


def test_records_that_show_prints_change_nothing(base: Path, prop: Prop, tmp_path: Path) -> None:
    before = base.read_bytes()
    file = tmp_path / "records.json"
    file.write_text(prop("show", *records(base), "-f", "json", store=base).out, encoding="utf-8")
    prop("import", file, "--on-duplicate", "update", store=base)
    assert base.read_bytes() == before


def edited_lists(listed: str, format_: str, column: str, value: Any) -> Iterator[str]:
    """Yield a list with another value in one column: in the first row, and in every second one."""
    for step in (1_000, 2):
        if format_ == "json":
            rows = json.loads(listed)
            for row in rows[::step]:
                row[column] = value
            yield json.dumps(rows)
        else:
            rows = list(csv.DictReader(io.StringIO(listed)))
            for row in rows[::step]:
                row[column] = "|".join(value) if isinstance(value, list) else str(value)
            text = io.StringIO()
            writer = csv.DictWriter(text, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
            yield text.getvalue()


@pytest.mark.parametrize("format_", ["csv", "json"])
@pytest.mark.parametrize("is_all", [False, True], ids=["default columns", "all columns"])
def test_an_edited_column_of_a_list_changes_one_field(
    base: Path, prop: Prop, tmp_path: Path, format_: str, *, is_all: bool
) -> None:
    columns = ("--columns", EVERY) if is_all else ()
    listed = prop("list", "-n", 999, "-f", format_, *columns, store=base).out
    original, before = base.read_bytes(), records(base)
    shown = EVERY.split(",") if is_all else next(csv.reader(listed.splitlines()))
    if format_ == "json":
        shown = [*json.loads(listed)[0]]
    wanted = {**NEW, **(PARTS if format_ == "json" else {})}
    file = tmp_path / f"list.{format_}"
    for column in [one for one in shown if one in wanted]:
        for text in edited_lists(listed, format_, column, wanted[column]):
            file.write_text(text, encoding="utf-8")
            done = prop("import", file, "--on-duplicate", "update", store=base)
            assert "0 rejected" in done.err, (column, done.err)
            field = FIELDS.get(column, column)
            after = records(base)
            assert after.keys() == before.keys()
            changed = {id_: differing(before[id_], one) for id_, one in after.items()}
            changed = {id_: fields for id_, fields in changed.items() if fields}
            assert changed, column
            # a source that no statement cites any more stays one of the proposal
            assert all({field} <= one <= {field, "sources"} for one in changed.values()), (
                column,
                changed,
            )
            base.write_bytes(original)


@pytest.mark.parametrize("on", OnDuplicate)
@pytest.mark.parametrize("command", ["measures", "replies"])
def test_a_list_of_measures_or_replies_is_no_list_of_proposals(
    prop: Prop, path: Path, tmp_path: Path, command: str, on: OnDuplicate
) -> None:
    path.write_bytes(SHIPPED.read_bytes())
    for format_ in LISTS:
        file = tmp_path / f"{command}.{format_}"
        file.write_text(prop(command, "-n", 9, "-f", format_, store=path).out, encoding="utf-8")
        done = prop("import", file, "--on-duplicate", on, exit_code=1, store=path)
        assert "9 rejected" in done.err
        assert f"a row of `prop {command}`, not a proposal" in done.err
        assert path.read_bytes() == SHIPPED.read_bytes()
