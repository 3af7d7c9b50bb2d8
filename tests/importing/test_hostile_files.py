"""Hostile files are rejected with a clear message, or read as plain text."""

# ruff: noqa: D103 - the names of the tests are sentences

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from proposals_cli.domain.text.sanitise import one_line
from proposals_cli.importing.columns import MAX_COLUMNS
from tests.conftest import Prop

SECONDS, MEGABYTES = 20, 300


@pytest.fixture
def rejects(base: Path, tmp_path: Path, prop: Prop) -> Callable[[str, bytes, str], None]:
    """Return a function that imports a file, which must be rejected for a reason."""

    def run(name: str, content: bytes, reason: str) -> None:
        path = tmp_path / name
        path.write_bytes(content)
        before = base.read_bytes()
        result = prop("import", path, "--set", "body=npc", exit_code=1)
        assert reason in result.err
        assert base.read_bytes() == before

    return run


Rejects = Callable[[str, bytes, str], None]


@pytest.mark.parametrize("name", ["rows.json", "rows.jsonl", "rows.yaml", "rows.csv", "rows"])
def test_endless_brackets_are_rejected(name: str, base: Path, tmp_path: Path) -> None:
    """A process with limited time and memory reads 200 MB of them."""
    path = tmp_path / name
    with path.open("wb") as file:
        for _ in range(200):
            file.write(b"[" * 1_000_000)
    code = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]) << 20, -1))
from proposals_cli.importing.rows import ImportFileError, ReadOptions
from proposals_cli.importing.readers.open_file import opened_rows
try:
    with opened_rows(sys.argv[2], ReadOptions(), lambda *_: None) as rows:
        problems = [row.problem for row in rows.rows]
    print("problem" if all(problems) else "read")
except ImportFileError as error:
    print("rejected", error.message)
"""
    # the mapped file itself counts as address space
    limit = MEGABYTES + 500
    done = subprocess.run(
        [sys.executable, "-c", code, str(limit), str(path)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.stdout.startswith("rejected"), done.stdout + done.stderr


def test_a_zip_bomb_is_rejected(rejects: Rejects) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        with file.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b" " * 1_000_000)
    rejects("bomb.xlsx", packed.getvalue(), "which is too much")


def _workbook(change: Callable[[str, bytes], bytes]) -> bytes:
    """Return a small workbook whose parts were changed."""
    book = Workbook()
    assert book.active is not None
    book.active.append(["title", "year"])
    book.active.append(["On a", 2020])
    original, changed = io.BytesIO(), io.BytesIO()
    book.save(original)
    with zipfile.ZipFile(original) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.namelist():
            new.writestr(part, change(part, old.read(part)))
    return changed.getvalue()


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>"""


def test_entities_in_a_workbook_are_rejected(rejects: Rejects) -> None:
    def with_entities(name: str, content: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return content
        root = content[content.index(b"<", content.find(b"?>") + 1) :]
        return LAUGHS + root.replace(b"title", b"&d;", 1)

    rejects("laughs.xlsx", _workbook(with_entities), "laughs.xlsx")


def test_a_workbook_that_states_a_wrong_huge_size_is_read(prop: Prop, tmp_path: Path) -> None:
    def with_wrong_size(name: str, content: bytes) -> bytes:
        return content.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')

    path = tmp_path / "huge.xlsx"
    path.write_bytes(_workbook(with_wrong_size))
    assert "1 new" in prop("import", path, "--set", "body=npc").err


def test_an_incomplete_workbook_is_rejected(rejects: Rejects) -> None:
    content = _workbook(lambda _, content: content)
    rejects("cut.xlsx", content[: len(content) // 2], "cannot be read")


YAML = {
    "laughs": (
        "a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b]\n",
        "aliases (*name)",
    ),
    "laughing list": ("- &a {title: x}\n- *a\n", "aliases (*name)"),
    "merge": ("- &a {title: x}\n- {<<: *a, year: 2020}\n", "aliases (*name)"),
    "python": ("- !!python/object/apply:os.system [id]\n", "tags (!name)"),
    "python at the top": ("!!python/object/new:type [x]\n", "tags (!name)"),
    "own tag": ("- {title: !secret x}\n", "tags (!name)"),
    "deep": ("- " + "[" * 5_000 + "]" * 5_000 + "\n", "nested too deeply"),
    "key": ("- {[a, b]: 1}\n", "a key must be a single value"),
    "tab": ("- title: x\n\t- y\n", "not valid YAML"),
}


@pytest.mark.parametrize("case", YAML)
def test_yaml_that_is_more_than_plain_data_is_rejected(case: str, rejects: Rejects) -> None:
    text, reason = YAML[case]
    rejects("rows.yaml", text.encode(), reason)


def test_an_unclosed_quote_is_rejected(rejects: Rejects) -> None:
    rejects("rows.csv", b'title,year\n"On a,2020\n' + b"On b,2021\n" * 10_000, "never closed")


def test_a_file_of_zero_bytes_is_rejected_and_single_ones_are_replaced(
    prop: Prop, rejects: Rejects, tmp_path: Path
) -> None:
    rejects("zeros.csv", b"\0" * 10_000 + b"\xff\xfe\x80", "contains zero bytes")
    path = tmp_path / "rows.csv"
    path.write_bytes(b"title,year\nOn\0 a,2020\n")
    prop("import", path, "--set", "body=npc")
    assert "\\u0000" not in prop("show", "2020", "--format", "json").out


def test_a_cell_of_ten_megabytes_is_a_rejected_row(prop: Prop, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"title,year,notes\nOn a,2020," + b"x" * 10_000_000 + b"\nOn b,2020,\n")
    result = prop("import", path, "--set", "body=npc", exit_code=1)
    assert "1 new" in result.err
    assert "line 2, notes: 10,000,000 characters" in result.err


HOSTILE = {
    "escape": "\x1b]0;owned\x07\x1b[2J",
    "formula": "=HYPERLINK(1)",
    "plus": "+1+cmd|' /C calc'!A0",
    "at": "@SUM(1)",
    "minus": "-1+1",
    "markup": "[red]x[/red]",
    "path": "../../../etc/passwd",
    "direction": "\u202egnp.exe",
    "html": "<script>alert(1)</script>",
    "template": "{body.__class__} {0} %s",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_is_text_in_every_field(
    kind: str, prop: Prop, base: Path, tmp_path: Path
) -> None:
    text = HOSTILE[kind]
    columns = ("id", "title", "kind", "status", "sponsor", "region", "number", "notes", "url", "x")
    row: dict[str, Any] = {column: f"{text} {column}" for column in columns}
    row |= {"measures": [text], "problem": text, "body": text + " b", "year": 2020, text: "x"}
    path = tmp_path / "rows.json"
    path.write_text(json.dumps([row]))
    result = prop("import", path, "--dry-run", "--id", "{id}")
    assert "1 new" in result.out
    assert one_line(result.out.replace("\n", "")) == result.out.replace("\n", "")
    prop("import", path)
    shown = prop("show", "2020", "--format", "json").out
    (stored,) = json.loads(shown)
    assert stored["problem"]["text"] == {"und": text}
    notes = "notes" if kind == "html" else f"{text} notes"  # tags are no text
    assert stored["notes"] == [notes] or "|" in text
    assert ".." not in stored["id"]
    assert sorted(path.name for path in base.parent.glob("*.json")) == ["base.json", "rows.json"]


def test_too_many_different_columns_are_rejected(prop: Prop, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    with path.open("w") as file:
        for number in range(MAX_COLUMNS + 10):
            file.write(json.dumps({"title": f"On {number} ", "year": 2020, f"c{number}": 1}) + "\n")
    result = prop("import", path, "--set", "body=npc", "--dry-run", exit_code=1)
    assert "different columns" in result.out


def test_an_endless_pipe_is_rejected(monkeypatch: pytest.MonkeyPatch, prop: Prop) -> None:
    from proposals_cli.importing.readers import open_file

    monkeypatch.setattr(open_file, "MAX_SIZE", 1_000)
    result = prop("import", "-", stdin=b"title,year\n" + b"On a,2020\n" * 1_000, exit_code=1)
    assert "larger than" in result.err


def test_too_many_citations_are_rejected(prop: Prop, tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    links = [f"https://example.org/{number}" for number in range(200)]
    row = {"title": "On a", "year": 2020, "measures": ["Do."] * 2_000, "sources": links}
    path.write_text(json.dumps([row]))
    assert "200 sources" in prop("import", path, "--set", "body=npc", exit_code=1).err


LONG = {
    "date": ("date", "a" * 80_000, "no year"),
    "spaces in a date": ("date", " " * 80_000 + "年" + " " * 80_000 + "x", "no year"),
    "spaces in a list": ("people", "a" + " " * 400_000 + "b", "400,002 characters"),
}


@pytest.mark.parametrize("case", LONG)
def test_long_runs_of_a_character_take_linear_time(case: str, prop: Prop, tmp_path: Path) -> None:
    """A regular expression that backtracks would take minutes."""
    column, text, reason = LONG[case]
    path = tmp_path / "rows.csv"
    path.write_text(f"title,body,{column}\nOn a,npc,{text}\n")
    options = () if column == "date" else ("--set", "year=2020")
    assert reason in prop("import", path, *options, exit_code=1).err


@pytest.mark.parametrize("name", ["rows.csv", "rows.json"])
def test_a_column_name_that_is_too_long_is_rejected(name: str, prop: Prop, tmp_path: Path) -> None:
    path = tmp_path / name
    text = f"title,year,{'x' * 5_000}\nOn a,2020,1\n"
    row = {"title": "On a", "year": 2020, "x" * 5_000: 1}
    path.write_text(text if name.endswith("csv") else json.dumps([row]))
    message = prop("import", path, "--set", "body=npc", exit_code=1).err
    assert "a column name of 5,000 characters" in message


def test_a_workbook_with_too_many_styles_is_rejected(rejects: Rejects) -> None:
    def with_many_styles(name: str, content: bytes) -> bytes:
        styles = b"<styleSheet><fonts>" + b"<font/>" * 3_000_000 + b"</fonts></styleSheet>"
        return styles if name == "xl/styles.xml" else content

    rejects("styles.xlsx", _workbook(with_many_styles), "which is too much")


def test_a_list_of_single_values_is_rejected(rejects: Rejects) -> None:
    rejects("rows.json", b"[" + b"1," * 1_000_000 + b"1]", "a list of single values")


@pytest.mark.parametrize("encoding", ["idna", "punycode", "undefined", "zip"])
def test_a_codec_that_is_not_for_text_is_rejected(
    encoding: str, prop: Prop, tmp_path: Path
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("title,year\nOn a,2020\n")
    assert "No encoding" in prop("import", path, "--encoding", encoding, exit_code=2).err


WIDE = {f"k{number}": number for number in range(2_100)}
LEAST = {"title": "On lakes", "year": 2017, "body": "npc"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rows.json", json.dumps([WIDE | LEAST, LEAST])),
        ("rows.jsonl", f"{json.dumps(WIDE | LEAST)}\n{json.dumps(LEAST)}\n"),
        ("rows.yaml", f"- {json.dumps(WIDE | LEAST)}\n- {json.dumps(LEAST)}\n"),
        ("rows.xml", "<l>" + "".join(
            f"<b>{''.join(f'<{key}>{value}</{key}>' for key, value in row.items())}</b>"
            for row in (WIDE | LEAST, LEAST)
        ) + "</l>"),
        ("deep.json", json.dumps([LEAST | {"deep": WIDE}, LEAST])),
    ],
)  # fmt: skip
def test_a_record_of_thousands_of_keys_is_rejected_in_every_format(
    name: str, content: str, prop: Prop, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content)
    said = prop("import", tmp_path / name, exit_code=1).err
    assert "1 new" in said
    assert "2,000" in said
