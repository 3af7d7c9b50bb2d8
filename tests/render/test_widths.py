"""The shipped base on screens of every width: what a person came for is there, and it fits."""

import json
import re
from collections import Counter

import pytest
from rich.cells import cell_len

from tests.conftest import Prop
from tests.render.conftest import OnScreen

TEXTS = {
    ("list",): "title",
    ("measures",): "text",
    ("related", "2020-pearl"): "title",
    ("replies",): "title",
    ("themes",): "name",
    ("people",): "name",
    ("bodies",): "name",
    ("sources",): "title",
}
"""Command → the key of the text that a reader looks for first."""


def bare(text: str) -> str:
    """Return a text without spaces and line ends."""
    return "".join(text.split())


@pytest.mark.parametrize("width", [60, 80, 200])
@pytest.mark.parametrize("lang", ["en", "zh", "both"])
@pytest.mark.parametrize("command", [*TEXTS, ("stats",), ("search", "carbon")], ids=" ".join)
def test_no_line_is_wider_than_the_screen(
    prop: Prop, on_screen: OnScreen, command: tuple[str, ...], width: int, lang: str
) -> None:
    """In any language."""
    on_screen(width)
    lines = prop(*command, "--lang", lang).out.splitlines()
    assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("command", TEXTS, ids=" ".join)
def test_titles_and_counts_are_complete(
    prop: Prop, on_screen: OnScreen, command: tuple[str, ...], width: int
) -> None:
    """No title is cut, and what is counted is not left out."""
    rows = json.loads(prop(*command, "--format", "json").out)
    on_screen(width)
    out = prop(*command).out
    for row in rows[:: 1 + len(rows) // 20]:
        text = row[TEXTS[command]] or row["publisher"]
        if width < 100:  # in a table the columns are between the lines of a title
            assert bare(text) in bare(out)
        else:
            assert not Counter(bare(text)) - Counter(bare(out))
        if "proposals" in row and "proposal" not in row and width < 100:
            assert re.search(rf"{row['id']}\b.*(proposals )?{row['proposals']}\b", out, re.DOTALL)


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("command", [("list",), ("replies",), ("related", "2020-pearl")])
def test_an_id_on_a_screen_is_short_and_can_be_typed(
    prop: Prop, on_screen: OnScreen, command: tuple[str, ...], width: int
) -> None:
    """It means the record of its row, and no id takes half of the line."""
    ids = {row["id"] for row in json.loads(prop(*command, "--format", "json").out)}
    on_screen(width)
    shown = set(re.findall(r"(?<![\w-])20\d\d-[a-z][a-z-]*", prop(*command).out))
    assert max(map(len, shown)) <= 24
    found = json.loads(prop("show", *shown, "--format", "json").out)
    assert len(found) == len(ids)
    assert {one["id"] for one in found} == ids


def test_a_pipe_has_one_line_for_each_record_and_complete_ids(prop: Prop) -> None:
    """Other programs read it."""
    rows = json.loads(prop("list", "--format", "json").out)
    lines = prop("list").out.splitlines()[1:]
    assert [line.split()[0] for line in lines] == [row["id"] for row in rows]
