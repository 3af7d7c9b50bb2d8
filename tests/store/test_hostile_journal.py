"""Journals written by others: `undo` checks a line completely before it applies it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Prop
from tests.desk import Desk

Line = dict[str, Any]


@pytest.fixture
def desk(prop: Prop, tmp_path: Any) -> Desk:
    """Return a small base in which one theme was removed and one proposal added."""
    desk = Desk(prop, tmp_path)
    desk.add("title: One\nyear: 2022\n")
    desk.prop("remove", "fintech", "--yes")
    return desk


def _moved(line: Line, old: str, new: str) -> None:
    for part in ("before", "after"):
        line[part][new] = line[part].pop(old)


def _renamed(line: Line, new: str) -> None:
    for part in ("before", "after"):
        line[part]["themes"][new] = line[part]["themes"].pop("fintech")


ATTACKS: dict[str, tuple[Callable[[Line], Any], str]] = {
    "unknown table": (lambda line: _moved(line, "themes", "nope"), "there is no table 'nope'"),
    "another table": (lambda line: _moved(line, "themes", "facts"), "facts, fintech"),
    "key that is not the id": (
        lambda line: _renamed(line, "other"),
        "the record under 'other' has the id 'fintech'",
    ),
    "negative record number": (
        lambda line: line.update(numbers={"themes": {"fintech": -5}}),
        "Expected `int` >= 0",
    ),
    "endless record number": (
        lambda line: line.update(numbers={"themes": {"fintech": 10**30}}),
        "Expected `int` <= 9223372036854775807",
    ),
    "number of another record": (
        lambda line: line.update(numbers={"themes": {"healthcare": 5}}),
        "'numbers' names records that are not in 'before' of 'themes'",
    ),
    "number in an unknown table": (
        lambda line: line.update(numbers={"nope": {}}),
        "there is no table 'nope'",
    ),
    "record without an after": (
        lambda line: line["after"]["themes"].clear(),
        "'before' and 'after' name different records of 'themes'",
    ),
    "no record": (
        lambda line: (line["before"].clear(), line["after"].clear(), line["numbers"].clear()),
        "it changes no record",
    ),
    "record that is neither before nor after": (
        lambda line: (
            line["before"]["themes"].update(other=None),
            line["after"]["themes"].update(other=None),
        ),
        "the record 'other' is neither before nor after the change",
    ),
    "invalid record": (
        lambda line: line["before"]["themes"]["fintech"].update(colour="red"),
        "themes, fintech, field 'colour': there is no such field",
    ),
    "record that is a number": (
        lambda line: line["before"]["themes"].update(fintech=7),
        "themes, without an id: 7 is not a group of fields.",
    ),
    "record that is a list": (lambda line: line.update(before=[]), "Expected `object`"),
    "hash that is a number": (
        lambda line: line["after"]["themes"].update(fintech=7),
        "Expected `str | null`, got `int`",
    ),
}


@pytest.mark.parametrize(("attack", "expected"), ATTACKS.values(), ids=ATTACKS)
def test_line_is_refused_before_anything_is_written(
    desk: Desk, attack: Callable[[Line], Any], expected: str
) -> None:
    """The message names the line and the error; base and journal are unchanged."""
    first, second = desk.journal.read_text(encoding="utf-8").splitlines()
    line = json.loads(second)
    attack(line)
    text = json.dumps(line, separators=(",", ":"))
    desk.journal.write_text(f"{first}\n{text}\n", encoding="utf-8")
    base, journal = desk.content(), desk.journal.read_bytes()
    ended = desk.prop("undo", exit_code=3)
    message, hint = ended.err.splitlines()
    assert message.startswith(f"Error: {desk.journal} is not a journal of this program: line 2: ")
    assert expected in message
    assert hint == "Nothing was changed. Move the journal away to continue without it."
    assert (desk.content(), desk.journal.read_bytes()) == (base, journal)


@pytest.mark.parametrize("number", [0, -5, 1.5, True])
@pytest.mark.parametrize("command", [("log",), ("undo",), ("remove", "2021-health", "--yes")])
def test_change_without_a_valid_number_is_refused(
    desk: Desk, number: float, command: tuple[str, ...]
) -> None:
    """Changes are numbered from 1, and undo depends on the numbers."""
    first, second = desk.journal.read_text(encoding="utf-8").splitlines()
    second = second.replace('"number":2', f'"number":{json.dumps(number)}')
    desk.journal.write_text(f"{first}\n{second}\n", encoding="utf-8")
    base, journal = desk.content(), desk.journal.read_bytes()
    assert "line 2: Expected `int`" in desk.prop(*command, exit_code=3).err
    assert (desk.content(), desk.journal.read_bytes()) == (base, journal)


def test_valid_lines_are_undone(desk: Desk) -> None:
    """The checks accept the lines of this program."""
    desk.prop("undo")
    desk.prop("undo")
    assert "fintech" in desk.table("themes")
    assert "2022-one" not in desk.table("proposals")
