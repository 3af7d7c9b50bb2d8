"""Forms of CSV that people and programs make."""

# ruff: noqa: D103 - the names of the tests are sentences

from functools import partial
from pathlib import Path

import pytest

from proposals_cli.importing.readers.header import NO_HEADER
from proposals_cli.importing.rows import ImportFileError
from proposals_cli.store.json_store import JsonStore
from tests.conftest import Prop
from tests.importing.planning import stored
from tests.importing.reading import cells, read_text

ROW = {"number": "3", "title": "On ponds, lakes", "year": "2018"}


@pytest.mark.parametrize(
    "text",
    [
        'number, title, year\n3, "On ponds, lakes", 2018\n',
        'number;title;year\n3;"On ponds, lakes";2018\n',
        "number;title;year\n3;On ponds, lakes;2018\n",
        "number\ttitle\tyear\n3\tOn ponds, lakes\t2018\n",
        "number|title|year\n3|On ponds, lakes|2018\n",
        "sep=;\nnumber;title;year\n3;On ponds, lakes;2018\n",
        'number,title,year\r3,"On ponds, lakes",2018\r',
        '\ufeffnumber,title,\u200byear\n3,"On ponds, lakes",2018\n',
        'number,title,year\n\n3,"On ponds, lakes",2018\n,,\n',
    ],
)
def test_a_table_is_read_in_any_form(text: str, tmp_path: Path) -> None:
    rows = read_text(tmp_path, "rows.csv", text)
    assert cells(rows) == [ROW]


def test_quotes_after_backslashes_are_quotes(tmp_path: Path) -> None:
    text = 'number,title\n3,"On \\"ponds\\", lakes"\n4,"On seas"\n'
    rows = read_text(tmp_path, "rows.csv", text)
    assert [row.cells["title"] for row in rows] == ['On "ponds", lakes', "On seas"]


@pytest.mark.parametrize(
    "text",
    [
        'number,title,year,notes\n1,"Open,2018,a\n2,Next,2018,b\n3,Last",2018,c\n',
        'number,title,year\n1,"Open,2018\n2,"Next",2018\n',
        'number,title,year\n1,"Open,2018\n2,Next,2018\n',
    ],
)
def test_a_quote_that_swallows_rows_is_named_by_its_line(text: str, tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match=r"lines? 2"):
        read_text(tmp_path, "rows.csv", text)


def test_a_cell_may_have_several_lines(tmp_path: Path) -> None:
    text = 'number,title,notes\n1,On a,"First, a line.\nThen another\n\nAnd, and, one"\n2,On b,\n'
    rows = read_text(tmp_path, "rows.csv", text)
    assert rows[0].cells["notes"] == "First, a line.\nThen another\n\nAnd, and, one"
    assert len(rows) == 2


@pytest.fixture
def prop(prop: Prop, tmp_path: Path) -> Prop:
    """Return a function that runs the program on an empty base."""
    JsonStore.create(tmp_path / "mine.json")
    return partial(prop, store=tmp_path / "mine.json")


def test_a_table_without_names_says_how_to_read_it(prop: Prop, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("1,Act on ponds,2018\n2,Act on lakes,2019\n")
    said = prop("import", path, "--set", "body=x", exit_code=1).err
    assert "looks like data" in said
    assert "--no-header" in said
    asked = ("--no-header", "--map", "title=column 2", "--map", "year=column 3", "--set", "body=x")
    assert "2 new" in prop("import", path, *asked).err
    found = stored(tmp_path / "mine.json").values()
    assert {one.titles[0].text for one in found} == {"Act on ponds", "Act on lakes"}


def test_without_names_every_row_is_data(tmp_path: Path) -> None:
    rows = read_text(tmp_path, "rows.csv", "a,b\nc,d\n", header=NO_HEADER)
    assert cells(rows) == [
        {"column 1": "a", "column 2": "b"},
        {"column 1": "c", "column 2": "d"},
    ]


def test_a_broken_byte_is_named_with_its_line_and_a_way_out(tmp_path: Path) -> None:
    text = "number,title\n" + "".join(f"{n},Über Straße {n}\n" for n in range(5))
    content = text.encode() + b"6,caf\xe9,\n"
    with pytest.raises(ImportFileError) as caught:
        read_text(tmp_path, "rows.csv", content)
    assert "line 7: the byte 0xe9" in caught.value.message
    assert "café" in caught.value.hint
    assert "--encoding windows-1252" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        ("“Help” for her fiancé wasn’t heard", "cp1252", "Windows-1252"),
        ("О внесении изменений в закон", "cp1251", "Windows-1251"),
        ("О внесении изменений в закон", "koi8-r", "KOI8-R"),
        ("Zákon o ochraně přírody a příliš žluťoučký kůň", "cp1250", "Windows-1250"),
        ("道路交通法の一部を改正する法律案", "cp932", "Shift JIS"),
        ("道路交通法の一部を改正する法律案", "euc_jp", "EUC-JP"),
        ("關於改善公共交通服務的動議", "big5", "Big5"),
        ("关于改善公共交通服务的建议", "gb18030", "GB18030"),
        ("도로교통법 일부개정법률안", "cp949", "EUC-KR"),
    ],
)
def test_an_encoding_is_found_and_shown_with_a_word(
    text: str, codec: str, label: str, tmp_path: Path
) -> None:
    from tests.importing.reading import read

    path = tmp_path / "rows.csv"
    path.write_bytes(f"number,title\n1,{text}\n2,{text} 2\n".encode(codec))
    found, rows = read(path)
    assert rows[0].cells["title"] == text.split(",", maxsplit=1)[0] or text in str(rows[0].raw)
    assert found.found[0].startswith(label)
    assert ", as in '" in found.found[0]
