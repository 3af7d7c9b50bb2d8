"""Every field of every record and part comes out of every place where it belongs.

Nobody extends these tests: ``tests/every_field.py`` makes a value for each field that the classes
have. A field that is added to a class alone fails here until it has a line in
``domain/model/fields.py``, from which everything else is fed.
"""

import csv
import json
import re
import sqlite3
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import msgspec
import pytest

from proposals_cli.domain.model import parts, records
from proposals_cli.domain.model.fields import FIELDS, Merge
from proposals_cli.domain.model.parts import Measure, Shape
from proposals_cli.domain.model.records import TABLES
from tests.conftest import Prop
from tests.every_field import Sample, referred_to, samples
from tests.factories import write_store

SAMPLES = list(samples())
OF_PROPOSALS = [sample for sample in SAMPLES if sample.table == "proposals"]
SHAPES = [
    shape
    for module in (parts, records)
    for shape in vars(module).values()
    if isinstance(shape, type) and issubclass(shape, Shape) and shape.__struct_fields__
]


def name(sample: Sample) -> str:
    """Return the path of a sample's field."""
    return ".".join([sample.table, *(field for _, field in sample.path)])


def is_on_page(sample: Sample) -> bool:
    """Tell whether a field belongs on pages, as its line says."""
    return all(FIELDS[shape][field].on_page for shape, field in sample.path)


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a base with every sample, and the record without the field beside it."""
    made = [record for sample in SAMPLES for record in (sample.having, sample.lacking)]
    made += referred_to(made)
    return write_store(tmp_path_factory.mktemp("every-field") / "base.json", made)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_every_field_has_its_line_in_the_table(shape: type[Shape]) -> None:
    """In the same order, which is the order of the file."""
    assert tuple(FIELDS.get(shape.__name__, ())) == shape.__struct_fields__


def test_the_table_names_no_other_field() -> None:
    """A line for a field that is gone would mislead."""
    assert {*FIELDS} == {shape.__name__ for shape in SHAPES}


def assert_all_differ(found: Mapping[str, str], chosen: list[Sample]) -> None:
    """Check that each sample is put out otherwise than the same record without the field.

    ``found`` maps an id to what was put out for it. The two ids differ in the last letter.
    """
    lost = []
    for sample in chosen:
        having = found[sample.having.id].replace(sample.having.id, "ID")
        lacking = found[sample.lacking.id].replace(sample.lacking.id, "ID")
        is_shown = str(sample.value) in having or not _is_unique(sample.value)
        if having == lacking or not is_shown:
            lost.append(name(sample))
    assert lost == []


def _is_unique(value: Any) -> bool:
    """Tell whether a value is put out as it is: words and dates, not terms or numbers."""
    return isinstance(value, str) and value.lower().startswith(("quz", "19"))


def pages(out: str, chosen: list[Sample]) -> dict[str, str]:
    """Split what ``prop show`` printed for all ids, which it separates by a rule."""
    ids = [id_ for sample in chosen for id_ in (sample.having.id, sample.lacking.id)]
    return dict(zip(ids, re.split(r"\n─+\n", out), strict=True))


@pytest.mark.parametrize("table", TABLES)
def test_a_page_shows_every_field(prop: Prop, everything: Path, table: str) -> None:
    """``prop show`` draws it, and its value."""
    chosen = [sample for sample in SAMPLES if sample.table == table and is_on_page(sample)]
    ids = [id_ for sample in chosen for id_ in (sample.having.id, sample.lacking.id)]
    out = prop("show", *ids, store=everything, env={"COLUMNS": "400"}).out
    assert_all_differ(pages(out, chosen), chosen)


@pytest.mark.parametrize("table", TABLES)
def test_json_has_every_field(prop: Prop, everything: Path, table: str) -> None:
    """``prop show --format json`` gives the record as it is stored."""
    chosen = [sample for sample in SAMPLES if sample.table == table]
    ids = [sample.having.id for sample in chosen]
    out = json.loads(prop("show", *ids, "--format", "json", store=everything).out)
    assert out == [json.loads(msgspec.json.encode(sample.having)) for sample in chosen]


def test_csv_has_every_field(prop: Prop, everything: Path, tmp_path: Path) -> None:
    """One row per proposal has all of it."""
    prop("export", "-f", "csv", "-o", tmp_path / "base.csv", store=everything)
    with (tmp_path / "base.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: json.dumps(row, ensure_ascii=False) for row in csv.DictReader(file)}
    assert_all_differ(rows, OF_PROPOSALS)


def test_sqlite_has_every_field(prop: Prop, everything: Path, tmp_path: Path) -> None:
    """The rows of all tables that name a record have all of it."""
    prop("export", "-f", "sqlite", "-o", tmp_path / "base.db", store=everything)
    connection = sqlite3.connect(tmp_path / "base.db")
    ids = {id_ for sample in SAMPLES for id_ in (sample.having.id, sample.lacking.id)}
    found: dict[str, list[str]] = {id_: [] for id_ in ids}
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%search%'"
        " AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    for (table,) in tables:
        for row in connection.execute(f'SELECT * FROM "{table}"'):
            for id_ in {_id_of(value) for value in row} & ids:
                found[id_].append(f"{table} {row}")
    connection.close()
    assert_all_differ({id_: "\n".join(sorted(rows)) for id_, rows in found.items()}, SAMPLES)


def _id_of(value: object) -> str:
    """Return the id in a cell: of the record itself, or of the record that a part belongs to."""
    return re.split("[#/:]", value)[0] if isinstance(value, str) else ""


def test_markdown_has_every_field(prop: Prop, everything: Path) -> None:
    """The brief has what the page has; the running numbers of footnotes tell nothing."""
    out = re.sub(r"\[\^\d+\]", "", prop("export", "-f", "markdown", store=everything).out)
    sections = re.split(r"^## ", out, flags=re.MULTILINE)[1:]
    found = {re.findall(r"^`(.+)`$", one, re.MULTILINE)[0]: one for one in sections}
    assert_all_differ(found, [sample for sample in OF_PROPOSALS if is_on_page(sample)])


def test_html_has_every_field(prop: Prop, everything: Path, tmp_path: Path) -> None:
    """The page's data has what the page shows."""
    prop("export", "-f", "html", "-o", tmp_path / "base.html", store=everything)
    page = (tmp_path / "base.html").read_text(encoding="utf-8")
    (data,) = re.findall(r'<script[^>]* id="data">(.*?)</script>', page, re.DOTALL)
    proposals = {one["id"]: one for one in json.loads(data)["proposals"]}
    found = {id_: json.dumps(one, ensure_ascii=False) for id_, one in proposals.items()}
    assert_all_differ(found, [sample for sample in OF_PROPOSALS if is_on_page(sample)])


def test_json_lines_lose_nothing(prop: Prop, everything: Path, tmp_path: Path) -> None:
    """Exported, imported into an empty base and exported again, they are the same."""
    first, again = tmp_path / "first.jsonl", tmp_path / "again.jsonl"
    prop("export", "-o", first, store=everything)
    empty = write_store(tmp_path / "empty.json", [])
    prop("import", first, store=empty)
    prop("export", "-o", again, store=empty)
    assert stripped(first) == stripped(again)


def test_an_update_keeps_every_field(prop: Prop, everything: Path, tmp_path: Path) -> None:
    """A complete record completes the one that lacks the field."""
    renamed = [
        msgspec.structs.replace(sample.having, id=sample.lacking.id) for sample in OF_PROPOSALS
    ]
    before = [sample.lacking for sample in OF_PROPOSALS]
    others = list(referred_to([*renamed, *before]))
    lacking = write_store(tmp_path / "base.json", [*before, *others])
    wanted = write_store(tmp_path / "wanted.json", [*renamed, *others])
    prop("export", "-o", tmp_path / "wanted.jsonl", store=wanted)
    prop("import", tmp_path / "wanted.jsonl", "--on-duplicate", "update", store=lacking)
    prop("export", "-o", tmp_path / "now.jsonl", store=lacking)
    after = stripped(tmp_path / "now.jsonl")
    now = {one["id"]: one for one in after if "id" in one}
    lost = [
        name(sample)
        for sample, one in zip(OF_PROPOSALS, renamed, strict=True)
        if is_updated(sample) and not contains(now[one.id], json.loads(msgspec.json.encode(one)))
    ]
    assert lost == []


def is_updated(sample: Sample) -> bool:
    """Tell whether an update changes a field: an id stays, and a history alone is no change."""
    merges = [FIELDS[shape][field].merge for shape, field in sample.path]
    return Merge.KEEP not in merges and sample.path[0][1] != "history"


def contains(whole: Any, part: Any) -> bool:
    """Tell whether all of a JSON value is somewhere in another: keys, and items of lists."""
    match part:
        case dict():
            return all(key in whole and contains(whole[key], one) for key, one in part.items())
        case list():
            return all(any(contains(other, one) for other in whole) for one in part)
        case _:
            return bool(whole == part)


def stripped(path: Path) -> list[dict[str, Any]]:
    """Return the records of a file of JSON Lines; an import adds a line to their history."""
    made = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for record in made:
        lines = record.pop("history", [])
        if kept := [line for line in lines if "import" not in line["what"]]:
            record["history"] = kept
    return made


@cache
def is_text(annotation: Any) -> bool:
    """Tell whether a type holds words that people wrote, and not an id, a date or a term."""
    if annotation is str:
        return True
    if get_origin(annotation) is Annotated:
        return annotation.__metadata__[0].pattern is None and is_text(annotation.__origin__)
    return any(is_text(one) for one in get_args(annotation))


@pytest.mark.parametrize("table", TABLES)
def test_every_text_of_a_record_is_found(prop: Prop, everything: Path, table: str) -> None:
    """A search for a word of it finds the record, and no other."""
    lost = []
    for sample in SAMPLES:
        shape, field = sample.path[-1]
        if not FIELDS[shape][field].search or not _is_unique(sample.value) or sample.table != table:
            continue
        out = prop("search", str(sample.value), "--format", "json", store=everything).out
        if [one["id"] for one in json.loads(out)] != [sample.having.id]:
            lost.append(name(sample))
    assert lost == []


UNSEARCHED = {
    *("Agent.who", "Sponsor.who", "Citation.source", "Document.source", "Proposal.sources"),
    *("Proposal.term", "Proposal.session", "Action.session"),
    *(f"{shape.__name__}.former_ids" for shape in (*TABLES.values(), Measure)),
    *("Identifier.scheme", "Citation.locator", "Change.when", "Change.what", "Change.why"),
    *("Body.area", "Body.part_of", "Body.timezone", "BodySession.term", "BodySession.session"),
    *("Fact.person", "Fact.proposals", "Note.source", "Note.locator"),
    *("PersonName.family", "PersonName.given", "PersonName.suffix"),
    *("PersonName.particle", "PersonName.dropping_particle"),
    *("Source.kind", "Source.extent_read"),
}
"""Fields of words that a search does not read: ids, whose names it reads, parts of names, sessions,
places in sources, codes, and the history."""


def test_a_text_without_a_place_in_search_is_a_decision() -> None:
    """A field of words is searched, or listed above."""
    found = {
        f"{shape}.{field}"
        for sample in SAMPLES
        for shape, field in sample.path[-1:]
        if _is_unique(sample.value) and sample.value.lower().startswith("quz")
        if not FIELDS[shape][field].search and not FIELDS[shape][field].facet
    }
    assert found == UNSEARCHED
