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


@pytest.mark.parametrize("number", [0, -5, 1.5, True, 10**12 + 1, 10**30])
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


COMMANDS = [("log",), ("undo",), ("remove", "2021-health", "--yes")]
"""A command that reads the journal, one that obeys it, and one that adds a line to it."""


def refused(desk: Desk, command: tuple[str, ...]) -> str:
    """Return the message of a command that is refused and changes nothing."""
    base, journal = desk.content(), desk.journal.read_bytes()
    err = desk.prop(*command, exit_code=3).err
    assert (desk.content(), desk.journal.read_bytes()) == (base, journal)
    return err


OUTER: dict[str, tuple[Callable[[str], str], str]] = {
    "number twice": (
        lambda line: line.replace("{", '{"number":1,', 1),
        "line 2: duplicate key 'number'",
    ),
    "undoes twice": (
        lambda line: line.replace('"old"', '"undoes":1,"old"', 1),
        "line 2: duplicate key 'undoes'",
    ),
    "before twice": (
        lambda line: line[:-1] + ',"before":{"facts":{}}}',
        "line 2: duplicate key 'before'",
    ),
    "table twice": (
        lambda line: line.replace('"before":{', '"before":{"themes":{},', 1),
        "line 2: duplicate key 'themes'",
    ),
    "unknown table": (
        lambda line: line.replace('"themes"', '"nope"'),
        "line 2: there is no table 'nope'",
    ),
    "list of tables": (
        lambda line: line.replace('"after":{', '"after":[],"more":{', 1),
        "line 2: Expected `object`, got `array`",
    ),
    "hash that is a number": (
        lambda line: line.replace('"old":"', '"old":7,"older":"', 1),
        "line 2: Expected `str`, got `int`",
    ),
    "change that undoes a text": (
        lambda line: line.replace('"undoes":null', '"undoes":"1"', 1),
        "line 2: Expected `int | null`, got `str`",
    ),
}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(("attack", "expected"), OUTER.values(), ids=OUTER)
def test_fault_that_is_seen_without_the_records_stops_every_command(
    desk: Desk, attack: Callable[[str], str], expected: str, command: tuple[str, ...]
) -> None:
    """Nothing is added below such a line."""
    first, second = desk.journal.read_text(encoding="utf-8").splitlines()
    attacked = attack(second)
    assert attacked != second
    desk.journal.write_text(f"{first}\n{attacked}\n", encoding="utf-8")
    assert expected in refused(desk, command)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"themes":{"fintech":{', '"themes":{"fintech":null,"fintech":{', "fintech"),
        ('{"id":"fintech"', '{"id":"health","id":"fintech"', "id"),
        ('"name":{"en"', '"name":{"en":"Money","en"', "en"),
        ('"after":{"themes":{', '"after":{"themes":{"fintech":"0",', "fintech"),
        ('"numbers":{', '"numbers":{"themes":{"fintech":1,"fintech":2}', "fintech"),
    ],
)
def test_key_that_is_twice_in_a_record_is_refused_by_undo(
    desk: Desk, old: str, new: str, key: str
) -> None:
    """Parsers keep one of the values: another one than a person sees."""
    text = desk.journal.read_text(encoding="utf-8")
    assert old in text
    desk.journal.write_text(text.replace(old, new), encoding="utf-8")
    assert f"line 2: duplicate key '{key}'" in refused(desk, ("undo",))


@pytest.mark.parametrize(
    ("field", "depth", "message"),
    [
        ("before", 500, "line 2: duplicate key 'before'"),
        ("before", 100_000, "There is nothing to undo."),
        ("extra", 100_000, "There is nothing to undo."),
    ],
)
def test_deep_nesting_is_not_obeyed(desk: Desk, field: str, depth: int, message: str) -> None:
    """It does not overflow a stack. What is too deep to be read is passed over."""
    nested = f'{{"{field}":{"[" * depth}{"]" * depth},'
    line = desk.journal.read_text(encoding="utf-8").splitlines()[1].replace("{", nested, 1)
    desk.journal.write_text('{"number":1\n' + line + "\n", encoding="utf-8")
    base = desk.content()
    ended = desk.prop("undo", exit_code=3 if "line" in message else 1)
    assert message in ended.err
    assert desk.content() == base


def test_last_number_is_followed_by_none(desk: Desk) -> None:
    """The line of the next change could not be read any more."""
    text = desk.journal.read_text(encoding="utf-8").replace('"number":2', f'"number":{10**12}')
    desk.journal.write_text(text, encoding="utf-8")
    message = f"line 2: there is no number after {10**12}"
    assert message in refused(desk, ("remove", "2021-health", "--yes"))
    assert [row["number"] for row in json.loads(desk.prop("log", "-f", "json").out)] == [10**12, 1]


CONFLICT = "<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> side\n"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("shared", [0, 1])
def test_journal_with_conflict_markers_is_refused_with_the_way_out(
    desk: Desk, shared: int, command: tuple[str, ...]
) -> None:
    """It was committed by mistake, and git merged two of them."""
    lines = desk.journal.read_text(encoding="utf-8").splitlines()
    conflict = CONFLICT.format(ours=lines[1], theirs=lines[1].replace("remove", "rm"))
    desk.journal.write_text("".join(f"{line}\n" for line in lines[:shared]) + conflict, "utf-8")
    message, hint = refused(desk, command).splitlines()[-2:]
    assert message.startswith(f"Error: {desk.journal} has a conflict marker of git: line ")
    assert int(message.rstrip(".").rsplit(" ", 1)[1]) in (shared + 1, shared + 5)
    assert "Keep only the lines of your own side, or move it away" in hint
    assert f"git rm --cached {desk.journal}" in hint


@pytest.mark.parametrize("command", COMMANDS[:2], ids=" ".join)
def test_journal_with_the_lines_of_both_sides_is_refused(
    desk: Desk, command: tuple[str, ...]
) -> None:
    """With two changes of one number it is not clear which one an undo has undone."""
    lines = desk.journal.read_text(encoding="utf-8").splitlines()
    line = json.loads(lines[1]) | {"new": "0" * 32}
    theirs = json.dumps(line, separators=(",", ":"))
    desk.journal.write_text("".join(f"{line}\n" for line in (*lines, theirs)), "utf-8")
    assert "line 2: change 2 is followed by change 2" in refused(desk, command)


def test_valid_lines_are_undone(desk: Desk) -> None:
    """The checks accept the lines of this program."""
    desk.prop("undo")
    desk.prop("undo")
    assert "fintech" in desk.table("themes")
    assert "2022-one" not in desk.table("proposals")
